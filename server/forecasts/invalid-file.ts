import { Problem } from '../../shared/problem'

/** The problem for a file that is not a valid forecast file. */
export function invalidFile(detail: string): Problem {
  return new Problem('FORECAST_FILE_INVALID', detail)
}

/** A file that could not be read to its end, after rows of it had been written. */
export class DamagedFile extends Problem {
  constructor(
    detail: string,
    readonly read: { accepted: number; rejected: number; line: number },
  ) {
    const { accepted, rejected, line } = read
    super(
      'FORECAST_FILE_INVALID',
      `${detail} It could be read up to line ${line}: ${accepted} rows were taken and stay, ${rejected} were refused. The rest is missing.`,
    )
  }
}

/** A library's error message about a damaged file, without its period, to end a sentence with. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : 'unknown'
}
