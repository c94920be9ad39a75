import type { Language } from './language'

/**
 * The clock of Seoul: Korea has kept UTC+9 without daylight saving since 1988, so the offset is a constant.
 */

export const SEOUL = 'Asia/Seoul'
export const SEOUL_OFFSET_MS = 9 * 60 * 60 * 1000

/** An instant in Seoul time: `2026-12-08T18:00`, the format of date-time inputs. */
export function seoulTime(instant: string | number | Date): string {
  return new Date(new Date(instant).getTime() + SEOUL_OFFSET_MS).toISOString().slice(0, 16)
}

/** The same for display: `2026-12-08 18:00`. */
export function shownSeoulTime(instant: string | number | Date): string {
  return seoulTime(instant).replace('T', ' ')
}

/** The time of day in Seoul as people write it: `오후 6:00`, `18:00`. */
export function timeOfDay(instant: string | number | Date, language: Language): string {
  return new Date(instant).toLocaleTimeString(language === 'ko' ? 'ko-KR' : 'en-GB', {
    hour: 'numeric',
    minute: '2-digit',
    timeZone: SEOUL,
  })
}

/** The instant of a date and time in Seoul; null if it is invalid. */
export function instantOf(seoul: string): string | null {
  const at = Date.parse(`${seoul}:00Z`)
  return Number.isNaN(at) || !/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(seoul)
    ? null
    : new Date(at - SEOUL_OFFSET_MS).toISOString()
}

/** Midnight in Seoul at the beginning of a date. */
export function startOfDay(date: string): Date {
  return new Date(Date.parse(`${date}T00:00:00Z`) - SEOUL_OFFSET_MS)
}
