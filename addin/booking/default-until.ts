import { addDays, type BusinessDate } from '../../shared/calendar'
import { seoulTime } from '../../shared/seoul-time'

const DEFAULT_DAYS = 7
const END_OF_WORK = '18:00'

/**
 * Default expiry of a hold: a week from today at the end of work, but before the first flight begins. An
 * extension adds a week to the current expiry. A hold never outlasts the flight that ends first.
 *
 * @returns Seoul time
 */
export function defaultUntil(
  today: BusinessDate,
  lines: readonly {
    startDate: BusinessDate
    endDate: BusinessDate
    hold: { expiresAt: string } | null
  }[],
): string {
  const day = defaultDay(today, lines)
  const last = lines.map(({ endDate }) => endDate).sort()[0]
  return last !== undefined && day > last ? `${last}T23:59` : `${day}T${END_OF_WORK}`
}

function defaultDay(
  today: BusinessDate,
  lines: readonly { startDate: BusinessDate; hold: { expiresAt: string } | null }[],
): BusinessDate {
  const held = lines.flatMap(({ hold }) => (hold ? [seoulTime(hold.expiresAt).slice(0, 10)] : [])).sort()
  const last = held.at(-1)
  if (last !== undefined) return addDays(last > today ? last : today, DEFAULT_DAYS)
  const eve = addDays(lines.map(({ startDate }) => startDate).sort()[0] ?? today, -1)
  const week = addDays(today, DEFAULT_DAYS)
  const day = eve < week ? eve : week
  return day > today ? day : addDays(today, 1)
}
