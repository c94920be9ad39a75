import { type BusinessDate, businessDateOf } from '../shared/calendar'

/** Where every instant and every "today" comes from. */
export interface Clock {
  now(): Date
  /** Now as stored: ISO 8601 in UTC with milliseconds. */
  instant(): string
  /** Today in Seoul. */
  today(): BusinessDate
  /** Both of one reading: midnight never comes between them. */
  moment(): { at: string; today: BusinessDate }
}

/** A clock that goes faster than the system's: days pass in seconds. */
export interface FastClock {
  /** The instant that it shows at `since`. */
  at: string
  /** Milliseconds since 1970, by the system's clock. */
  since: number
  /** Seconds that pass on it in one second. */
  speed: number
}

/** @param setting an instant at which the clock stands still, or how fast it goes; absent: the system's time */
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
