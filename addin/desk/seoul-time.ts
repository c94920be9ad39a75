import { addDays, type BusinessDate } from '../../shared/calendar'

/** Seoul keeps UTC+9 all year. */
const SEOUL_MS = 9 * 3_600_000
const DEFAULT_DAYS = 7
const END_OF_WORK = '18:00'

/** An instant as clocks in Seoul show it: `2026-12-08T18:00`, as inputs of date and time take it. */
export function seoulTime(instant: string): string {
  return new Date(Date.parse(instant) + SEOUL_MS).toISOString().slice(0, 16)
}

/** The same for people: `2026-12-08 18:00`. */
export function shownSeoulTime(instant: string): string {
  return seoulTime(instant).replace('T', ' ')
}

/** The instant of a date and time in Seoul; null where it is none. */
export function instantOf(seoul: string): string | null {
  const at = Date.parse(`${seoul}:00Z`)
  return Number.isNaN(at) || !/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(seoul)
    ? null
    : new Date(at - SEOUL_MS).toISOString()
}

/**
 * Until when rows are held unless the planner says something else: a week, at the end of work, but not into their
 * flight; an extension goes a week beyond what is held already.
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

/** Now, as the sheet says it. */
/** Now in Seoul, as the sheets write dates: 2026-12-01 09:30. */
export function timeNow(): string {
  return new Date().toLocaleString('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: 'Asia/Seoul',
  })
}
