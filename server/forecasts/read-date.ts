import { addDays, isBusinessDate } from '../../shared/calendar'
import { dateOfSerial } from '../../shared/sheets/serial-date'
import type { Locale } from './locale'

const DAYS_TO_1904 = 1462
const MIDNIGHT = /[T\s]+(?:0?0:00(?::00(?:\.0+)?)?Z?|(?:오전|AM)\s*12:00(?::00)?|12:00(?::00)?\s*AM)$/i
const WEEKDAYS = ['일', '월', '화', '수', '목', '금', '토']
const ENGLISH_WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const WEEKDAY =
  /(?:\s*\(\s*([일월화수목금토])(?:요일)?\s*\)|\s+([일월화수목금토])(?:요일)?|[\s,]*\(?\b(sun|mon|tue|wed|thu|fri|sat)[a-z]*\)?)$/i
/** No date is longer; the patterns would take long for a text of many spaces. */
const LONGEST_DATE = 60
const YEAR_LAST = /^(\d{1,2})([-/.])\s*(\d{1,2})\2\s*(\d{4})\.?$/

/**
 * Reads a date as vendors write it: `2026-12-01`, `2026/12/1`, `2026.12.01`, `2026. 12. 1.`, `20261201`,
 * `2026년 12월 1일`, or a spreadsheet's serial number; each with or without a midnight such as `00:00` and its
 * weekday, such as `(화)`, after it. `01/12/2026` is read where the file shows what comes first.
 *
 * @returns YYYY-MM-DD, or undefined if it is not an existing date from 2000 to 2199, or has another weekday
 */
export function readDate(text: string, date1904 = false, order?: Locale['dates']): string | undefined {
  if (isBusinessDate(text)) return text
  if (text.length > LONGEST_DATE) return undefined
  const timeless = text.normalize('NFKC').trim().replace(MIDNIGHT, '')
  const weekday = WEEKDAY.exec(timeless)
  const plain = weekday ? timeless.slice(0, weekday.index) : timeless
  const date = plainDate(plain, date1904, order)
  if (date === undefined || !isBusinessDate(date)) return undefined
  return weekday && weekdayOf(weekday) !== new Date(`${date}T00:00:00Z`).getUTCDay() ? undefined : date
}

function plainDate(text: string, date1904: boolean, order: Locale['dates']): string | undefined {
  const yearFirst =
    /^(\d{4})([-/.])\s*(\d{1,2})\2\s*(\d{1,2})\.?$/.exec(text)?.toSpliced(2, 1) ??
    /^(\d{4})년\s*(\d{1,2})월\s*(\d{1,2})일$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (yearFirst) return dateText(yearFirst[1]!, yearFirst[2]!, yearFirst[3]!)
  if (/^\d{5,6}$/.test(text)) return dateOfSerial(Number(text) + (date1904 ? DAYS_TO_1904 : 0))
  const [, first = '', , second = '', year = ''] = (order && YEAR_LAST.exec(text)) ?? []
  if (year === '') return undefined
  return order === 'DAY_FIRST' ? dateText(year, second, first) : dateText(year, first, second)
}

function dateText(year: string, month: string, day: string): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

function weekdayOf([, inBrackets, behind, english]: RegExpExecArray): number {
  return english
    ? ENGLISH_WEEKDAYS.indexOf(english.toLowerCase())
    : WEEKDAYS.indexOf(inBrackets ?? behind ?? '')
}

/** Whether a date ends with its year: `01/12/2026` may be the first of December, or the twelfth of January. */
export function endsWithYear(text: string): boolean {
  if (text.length > LONGEST_DATE) return false
  return YEAR_LAST.test(text.normalize('NFKC').trim().replace(MIDNIGHT, '').replace(WEEKDAY, ''))
}

/** What comes first in the dates of a file that contains this date; undefined where it doesn't show that. */
export function dateOrderOf(text: string): Locale['dates'] {
  if (!/^\d{1,2}[-/.]/.test(text) || !endsWithYear(text)) return undefined
  const [first, second] = text.normalize('NFKC').split(/[-/.]/).map(Number) as [number, number]
  return first > 12 ? 'DAY_FIRST' : second > 12 ? 'MONTH_FIRST' : undefined
}

/** The next date, or undefined at the end of the calendar. */
export function dateAfter(date: string): string | undefined {
  const next = addDays(date, 1)
  return isBusinessDate(next) ? next : undefined
}
