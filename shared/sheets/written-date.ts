import { type BusinessDate, dayCount } from '../calendar'

/** First and last day of a campaign. */
export interface Period {
  startDate: BusinessDate
  endDate: BusinessDate
}

/** `2026-12-05`, `2026.12.5`, `2026/12/05`, `2026. 12. 5.`; the year may have two digits or be left out. */
const SEPARATED = /^(?:(\d{4}|\d{2})\s*([-./])\s*(\d{1,2})\s*\2|(?:(\d{1,2})\s*([-./])))\s*(\d{1,2})\s*\.?$/
/** `2026년 12월 5일`, `26년 12월 5일`, `12월 5일` */
const IN_WORDS = /^(?:(\d{4}|\d{2})\s*년\s*)?(\d{1,2})\s*월\s*(\d{1,2})\s*일$/
/** `20261205`, `261205` */
const COMPACT = /^(\d{4}|\d{2})(\d{2})(\d{2})$/

/**
 * Reads a date that a person wrote: year, month, day. Undefined when it doesn't exist, or when its year isn't
 * known.
 *
 * @param period of the campaign; without it a date needs its year
 */
export function writtenDate(text: string, period?: Period): BusinessDate | undefined {
  const written = partsOf(text)
  if (!written) return undefined
  const { year, month, day } = written
  if (year === undefined) return period && nearest(month, day, period)
  if (year.length === 4) return existing(Number(year), month, day)
  return isLikely(2000 + Number(year), period) ? existing(2000 + Number(year), month, day) : undefined
}

interface WrittenDate {
  year: string | undefined
  month: string
  day: string
}

function partsOf(text: string): WrittenDate | undefined {
  const separated = SEPARATED.exec(text)
  if (separated) {
    const [, year, , monthOfYear, month, , day] = separated
    return { year, month: monthOfYear ?? month!, day: day! }
  }
  const [, year, month, day] = IN_WORDS.exec(text) ?? COMPACT.exec(text) ?? []
  return month && day ? { year, month, day } : undefined
}

/**
 * Who writes the day first also writes two digits last: `11/12/26` must not become 2011. So a year of two
 * digits is taken only where it can be meant.
 */
function isLikely(year: number, period: Period | undefined): boolean {
  if (!period) return year >= 2020
  return year >= yearOf(period.startDate) && year <= yearOf(period.endDate) + 1
}

/** The day inside the period, or the nearest one to it; undefined when a long period has it twice. */
function nearest(month: string, day: string, period: Period): BusinessDate | undefined {
  const first = yearOf(period.startDate) - 1
  const years = Array.from({ length: yearOf(period.endDate) + 2 - first }, (_, i) => first + i)
  const dates = years
    .flatMap((year) => existing(year, month, day) ?? [])
    .map((date) => ({ date, away: daysAway(date, period) }))
    .sort((a, b) => a.away - b.away)
  return dates[1]?.away === 0 ? undefined : dates[0]?.date
}

function daysAway(date: BusinessDate, { startDate, endDate }: Period): number {
  return Math.max(dayCount(date, startDate), dayCount(endDate, date), 1) - 1
}

function existing(year: number, month: string, day: string): BusinessDate | undefined {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const instant = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date) ? date : undefined
}

function yearOf(date: BusinessDate): number {
  return Number(date.slice(0, 4))
}
