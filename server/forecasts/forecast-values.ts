import { addDays, isBusinessDate } from '../../shared/calendar'
import { dateOfSerial } from '../../shared/sheets/serial-date'

/** Hours 24 to 29 of a broadcast day are hours 0 to 5 of the next date. */
export const LAST_BROADCAST_HOUR = 29
const DAYS_TO_1904 = 1462

/** How a file writes what can be read in two ways. A sign or an order that isn't there is not known. */
export interface Locale {
  /** What the comma and the dot mean in its numbers. */
  numbers: Partial<Record<string, 'GROUPS' | 'DECIMALS'>>
  /** What comes first in its dates that begin without the year. */
  dates?: 'DAY_FIRST' | 'MONTH_FIRST'
}

export const UNKNOWN_LOCALE: Locale = { numbers: {} }
const ENGLISH: Locale = { numbers: { ',': 'GROUPS', '.': 'DECIMALS' } }

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

const CLOCK = String.raw`(\d{1,2})(?::00(?::00(?:\.0+)?)?|시|\.0+)?`
const HOUR = new RegExp(`^(오전|오후|am|pm)?${CLOCK}(am|pm|a\\.m\\.|p\\.m\\.)?$`, 'i')
const SPAN = /^(\d{1,2})(?::00|시)?[~-](\d{1,2})(?::(00|59)|시)?$/

/**
 * Reads an hour as vendors write it: `7`, `07`, `07:00`, `07:00:00`, `7시`, `7.0`, `오전 7:00`, `07:00 AM`, and the
 * span of one hour `07~08시`.
 *
 * @returns 0 to 29, or undefined
 */
export function readHour(text: string): number | undefined {
  const plain = text
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/[∼〜–—]/g, '~')
  const span = SPAN.exec(plain)
  if (span) return beginOf(Number(span[1]), Number(span[2]), span[3] === '59')
  const [, before, digits, after] = HOUR.exec(plain) ?? []
  if (digits === undefined || (before && after)) return undefined
  const half = (before ?? after ?? '').toLowerCase()
  const hour = half === '' ? Number(digits) : hourOfHalf(Number(digits), /^(오후|p)/.test(half))
  return hour !== undefined && hour <= LAST_BROADCAST_HOUR ? hour : undefined
}

/** `12:00 AM` is midnight. */
function hourOfHalf(hour: number, afternoon: boolean): number | undefined {
  return hour < 1 || hour > 12 ? undefined : (hour % 12) + (afternoon ? 12 : 0)
}

/** The hour in which a span begins that is one hour long, such as 7 to 8, 7:00 to 7:59, or 23 to 0. */
function beginOf(begin: number, end: number, toLastMinute: boolean): number | undefined {
  const isOneHour = toLastMinute ? end === begin : end === begin + 1 || (begin === 23 && end === 0)
  return isOneHour && begin <= LAST_BROADCAST_HOUR ? begin : undefined
}

/** A formula's result may miss a whole number by so much: 124599.99999999999. */
const WHOLE_WITHIN = 1e-6

/**
 * Reads a whole number: digits, with or without thousands separators, with or without decimals that make no
 * difference.
 *
 * @param locale what a sign means in a number such as `12.000` or `12,0`
 * @returns undefined for anything else, and for 2^53 or more
 */
export function readCount(text: string, { numbers }: Locale = ENGLISH): number | undefined {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  const number = partsOf(text)
  if (!number) return undefined
  const { whole, decimals, decimalSign, either } = number
  if (either && numbers[either] === 'GROUPS') return wholeNumber(whole + decimals, '')
  // A dot that can only be a decimal point says so itself. A comma may be a slip: 1,00 instead of 100.
  const isDecimal = either || decimalSign === ',' ? numbers[either ?? ','] === 'DECIMALS' : true
  return isDecimal ? wholeNumber(whole, decimals) : undefined
}

/** Whether a number's meaning depends on the file: `12.000` may be twelve, or twelve thousand; `12,0` a slip. */
export function isAmbiguous(text: string): boolean {
  const number = partsOf(text)
  return number !== undefined && (number.either !== undefined || number.decimalSign === ',')
}

/**
 * The thousands separator of a file that contains this number, and whether the number has it. One that has only a
 * decimal sign shows which sign is left for thousands.
 *
 * @returns undefined where the number doesn't show it
 */
export function groupSignOf(text: string): { sign: string; isThere: boolean } | undefined {
  if (/^\d*$/.test(text)) return undefined
  const { groupSign, decimalSign } = partsOf(text) ?? {}
  if (groupSign === ',' || groupSign === '.') return { sign: groupSign, isThere: true }
  return decimalSign ? { sign: decimalSign === '.' ? ',' : '.', isThere: groupSign !== undefined } : undefined
}

interface NumberParts {
  whole: string
  decimals: string
  decimalSign?: string | undefined
  groupSign?: string | undefined
  /** The sign, where it may be either. */
  either?: string
}

function partsOf(text: string): NumberParts | undefined {
  const plain = text.normalize('NFKC')
  const either = /^([1-9]\d{0,2})([.,])(\d{3})$/.exec(plain)
  if (either) return { whole: either[1]!, decimals: either[3]!, either: either[2]! }
  const decimal = /^(\d{1,16})(?:([.,])(\d*))?$/.exec(plain)
  if (decimal) return { whole: decimal[1]!, decimals: decimal[3] ?? '', decimalSign: decimal[2] }
  const grouped = /^(\d{1,3}(?:([., '’])\d{3})(?:\2\d{3}){0,4})(?:(?!\2)([.,])(\d*))?$/.exec(plain)
  if (!grouped) return undefined
  const [, whole = '', groupSign = '', decimalSign, decimals = ''] = grouped
  return { whole: whole.replaceAll(groupSign, ''), decimals, decimalSign, groupSign }
}

function wholeNumber(whole: string, decimals: string): number | undefined {
  const number = /^0*$/.test(decimals) ? Number(whole) : Number(`${whole}.${decimals}`)
  const near = Math.round(number)
  return Number.isSafeInteger(near) && Math.abs(number - near) <= WHOLE_WITHIN ? near : undefined
}

const NOTHING = /^(?:null|\(null\)|<null>|\\n|nan|<na>|#?n\/a|[-–—])$/i

/** Whether a text is what databases and spreadsheets write where there is nothing: `NULL`, `\N`, `NaN`, `#N/A`, `-`. */
export function meansNothing(text: string): boolean {
  return text.length < 7 && NOTHING.test(text)
}

/**
 * Whether a field is the zero of an accounting format: `" -   "`. Only its spaces tell it from a dash for
 * nothing.
 *
 * @param field as it is in the file, not trimmed
 */
export function isAccountingZero(field: string): boolean {
  return /^\s+[-–—]\s+$/.test(field)
}
