/** How far an ad server's clock may be ahead of ours. */
const CLOCK_SKEW_MS = 5 * 60 * 1000

/** Whether an instant is later than now by more than the allowed clock skew. Both are ISO 8601. */
export function isAhead(instant: string, now: string): boolean {
  return Date.parse(instant) > Date.parse(now) + CLOCK_SKEW_MS
}

/** An instant in its stored form: in UTC, with milliseconds. */
export function inUtc(instant: string): string {
  return STORED.test(instant) ? instant : new Date(instant).toISOString()
}

const STORED = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
