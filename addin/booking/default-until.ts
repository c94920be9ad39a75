import { addDays, type BusinessDate } from '../../shared/calendar'
import { seoulTime } from '../../shared/seoul-time'

const DEFAULT_DAYS = 7
const END_OF_WORK = '18:00'

/**
 * Default expiry of a hold: a week from today at the end of work, but before the first flight begins. An
 * extension adds a week to the current expiry.
 *
 * @returns Seoul time
 */
export function defaultUntil(
  today: BusinessDate,
  lines: readonly { startDate: BusinessDate; hold: { expiresAt: string } | null }[],
): string {
  const held = lines.flatMap(({ hold }) => (hold ? [seoulTime(hold.expiresAt).slice(0, 10)] : [])).sort()
  const last = held.at(-1)
  if (last !== undefined) return `${addDays(last > today ? last : today, DEFAULT_DAYS)}T${END_OF_WORK}`
  const eve = addDays(lines.map(({ startDate }) => startDate).sort()[0] ?? today, -1)
  const week = addDays(today, DEFAULT_DAYS)
  const day = eve < week ? eve : week
  return `${day > today ? day : addDays(today, 1)}T${END_OF_WORK}`
}
