import { Problem } from '../../shared/problem'

/** What is sent is no forecast file of ours. */
export function invalidFile(detail: string): Problem {
  return new Problem('FORECAST_FILE_INVALID', detail)
}

/** What a library says about a damaged file, as the end of a sentence. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : 'unknown'
}
