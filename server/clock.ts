import { type BusinessDate, businessDateOf } from '../shared/calendar'

/** The source of every instant and every "today". */
export interface Clock {
  now(): Date
  /** The current instant as it is stored: ISO 8601 in UTC with milliseconds. */
  instant(): string
  /** Today in Seoul. */
  today(): BusinessDate
  /** Both from one reading of the clock, so that midnight never falls between them. */
  moment(): { at: string; today: BusinessDate }
}

/** A clock that runs faster than the system's: days pass in seconds. */
export interface FastClock {
  /** The instant that it shows at `since`. */
  at: string
  /** Milliseconds since 1970, by the system's clock. */
  since: number
  /** Seconds that pass on this clock in one real second. */
  speed: number
}

/** @param setting an instant at which the clock stands still, or its speed; absent: the system's time */
export function createClock(setting?: string | FastClock): Clock {
  const now = () => {
    if (setting === undefined) return new Date()
    if (typeof setting === 'string') return new Date(setting)
    return new Date(Date.parse(setting.at) + (Date.now() - setting.since) * setting.speed)
  }
  return {
    now,
    instant: () => now().toISOString(),
    today: () => businessDateOf(now()),
    moment() {
      const read = now()
      return { at: read.toISOString(), today: businessDateOf(read) }
    },
  }
}
