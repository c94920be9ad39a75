import { Problem } from '../../shared/problem'

/** The problem for a file that is not a valid forecast file. */
export function invalidFile(detail: string): Problem {
  return new Problem('FORECAST_FILE_INVALID', detail)
}

/** A library's error message about a damaged file, without its period, to end a sentence with. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : 'unknown'
}
