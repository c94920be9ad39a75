import type { Audience } from './names'

/** Hours 0 to 23 of a calendar day. */
const HOURLY: Readonly<Record<Audience, readonly number[]>> = {
  EVENING: [30, 18, 9, 4, 2, 2, 5, 12, 20, 24, 26, 30, 40, 38, 32, 32, 36, 42, 52, 66, 84, 100, 96, 62],
  DAYTIME: [14, 8, 4, 2, 2, 6, 28, 52, 60, 50, 44, 46, 62, 58, 46, 42, 44, 52, 66, 74, 72, 60, 44, 26],
  AFTERNOON: [4, 2, 1, 1, 1, 2, 8, 30, 42, 40, 38, 40, 46, 48, 54, 72, 92, 100, 90, 74, 48, 24, 12, 7],
}

/** Sunday to Saturday. */
const WEEKDAY = [1.22, 0.92, 0.88, 0.9, 0.94, 1.06, 1.28]

/** Demand for a programme on the day it airs and on the six days after. */
const AFTER_AIRING = [2.6, 1.9, 1.35, 1.05, 0.85, 0.75, 0.7]
const AIRING_HOURS = 1.7

export interface Airing {
  /** 0 = Sunday. */
  weekday: number
  hour: number
}

/** The part of a day that a vendor sells: from `from` up to, but not including, `to`. */
export interface HourWindow {
  from: number
  to: number
}

/** The `length` consecutive hours of a calendar day with the highest demand. */
export function bestHours(audience: Audience, length: number): HourWindow {
  const hourly = HOURLY[audience]
  let best: HourWindow = { from: 0, to: length }
  let bestSum = -1
  for (let from = 0; from + length <= 24; from++) {
    let sum = 0
    for (let hour = from; hour < from + length; hour++) sum += hourly[hour]!
    if (sum > bestSum) {
      bestSum = sum
      best = { from, to: from + length }
    }
  }
  return best
}

/**
 * Relative demand per weekday and hour (index `weekday * 24 + hour`, calendar days, 0 = Sunday). An average
 * day sums to 1; hours outside the window are 0.
 */
export function weeklyDemand(audience: Audience, airing: Airing | null, window: HourWindow): Float64Array {
  const demand = new Float64Array(7 * 24)
  let sum = 0
  for (let weekday = 0; weekday < 7; weekday++) {
    for (let hour = window.from; hour < window.to; hour++) {
      // Hours 0–5 belong to the evening before: a Friday film is watched until Saturday, 2 a.m.
      const evening = hour < 6 ? (weekday + 6) % 7 : weekday
      const value = HOURLY[audience][hour]! * WEEKDAY[evening]! * airingBoost(airing, evening, hour)
      demand[weekday * 24 + hour] = value
      sum += value
    }
  }
  for (let i = 0; i < demand.length; i++) demand[i] = (demand[i]! * 7) / sum
  return demand
}

function airingBoost(airing: Airing | null, evening: number, hour: number): number {
  if (!airing) return 1
  const daysSince = (evening - airing.weekday + 7) % 7
  if (daysSince > 0) return AFTER_AIRING[daysSince]!
  // Before the new episode airs, people still watch last week's episode.
  const aired = hour < 6 || hour >= airing.hour
  return aired ? AFTER_AIRING[0]! * AIRING_HOURS : AFTER_AIRING[6]!
}
