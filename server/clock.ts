import { type BusinessDate, businessDateOf } from '../shared/calendar'

/** Where every instant and every "today" comes from. */
export interface Clock {
  now(): Date
  /** Now as stored: ISO 8601 in UTC with milliseconds. */
  instant(): string
  /** Today in Seoul. */
  today(): BusinessDate
}

/** @param standsAt an instant at which the clock stands still; absent: the system's time */
export function createClock(standsAt?: string): Clock {
  const now = standsAt ? () => new Date(standsAt) : () => new Date()
  return {
    now,
    instant: () => now().toISOString(),
    today: () => businessDateOf(now()),
  }
}
