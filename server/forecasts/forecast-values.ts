import { addDays, isBusinessDate } from '../../shared/calendar'
import { dateOfSerial } from '../../shared/sheets/serial-date'

/** Hours 24 to 29 of a broadcast day are hours 0 to 5 of the next date. */
export const LAST_BROADCAST_HOUR = 29
const DAYS_TO_1904 = 1462

/**
 * Reads a date as vendors write it: `2026-12-01`, `2026/12/1`, `2026.12.01`, `2026. 12. 1.`, `20261201`,
 * `2026년 12월 1일`, or a spreadsheet's serial number; each with or without a midnight such as `00:00` after it.
 *
 * @returns YYYY-MM-DD, or undefined if it is not an existing date from 2000 to 2199
 */
export function readDate(text: string, date1904 = false): string | undefined {
  if (isBusinessDate(text)) return text
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/[T\s]+0?0:00(:00(\.0+)?)?$/, '')
  const parts =
    /^(\d{4})([-/.])\s*(\d{1,2})\2\s*(\d{1,2})\.?$/.exec(plain)?.toSpliced(2, 1) ??
    /^(\d{4})년\s*(\d{1,2})월\s*(\d{1,2})일$/.exec(plain) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain)
  const date = parts
    ? `${parts[1]}-${parts[2]!.padStart(2, '0')}-${parts[3]!.padStart(2, '0')}`
    : /^\d{5,6}$/.test(plain)
      ? dateOfSerial(Number(plain) + (date1904 ? DAYS_TO_1904 : 0))
      : undefined
  return date !== undefined && isBusinessDate(date) ? date : undefined
}

/** The next date, or undefined at the end of the calendar. */
export function dateAfter(date: string): string | undefined {
  const next = addDays(date, 1)
  return isBusinessDate(next) ? next : undefined
}

/**
 * Reads an hour as vendors write it: `7`, `07`, `07:00`, `07:00:00`, `7시`, `7.0`.
 *
 * @returns 0 to 29, or undefined
 */
export function readHour(text: string): number | undefined {
  const match = /^(\d{1,2})(:00(:00)?|시|\.0+)?$/.exec(text.normalize('NFKC').replace(/\s+/g, ''))
  const hour = Number(match?.[1] ?? Number.NaN)
  return hour <= LAST_BROADCAST_HOUR ? hour : undefined
}

/** What the comma and the dot mean in the numbers of a file; a sign that isn't there is not known. */
export type NumberForm = Partial<Record<string, 'GROUPS' | 'DECIMALS'>>

const ENGLISH: NumberForm = { ',': 'GROUPS', '.': 'DECIMALS' }
/** A formula's result may miss a whole number by so much: 124599.99999999999. */
const WHOLE_WITHIN = 1e-6

/**
 * Reads a whole number: digits, with or without thousands separators, with or without decimals that make no
 * difference. Decimals after a comma are refused: who writes `1,00` may have meant `100`.
 *
 * @param form what a sign means in a number such as `12.000`, which can be read in two ways
 * @returns undefined for anything else, and for 2^53 or more
 */
export function readCount(text: string, form: NumberForm = ENGLISH): number | undefined {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  const number = partsOf(text)
  if (!number) return undefined
  const { whole, decimals, decimalSign, either } = number
  if (!either) return decimalSign === ',' ? undefined : wholeNumber(whole, decimals)
  if (form[either] === 'GROUPS') return wholeNumber(whole + decimals, '')
  return form[either] === 'DECIMALS' && either === '.' ? wholeNumber(whole, decimals) : undefined
}

/** Whether a number has one sign and three digits after it: `12.000` may be twelve, or twelve thousand. */
export function isAmbiguous(text: string): boolean {
  return text.length > 4 && text.length < 8 && partsOf(text)?.either !== undefined
}

/** The thousands separator of a file that contains this number; undefined where it doesn't show that. */
export function groupSignOf(text: string): string | undefined {
  return /^\d*$/.test(text) ? undefined : partsOf(text)?.groups
}

interface NumberParts {
  whole: string
  decimals: string
  decimalSign?: string | undefined
  /** The file's thousands separator, where the number shows it. */
  groups?: string
  /** The sign, where it may be either. */
  either?: string
}

function partsOf(text: string): NumberParts | undefined {
  const plain = text.normalize('NFKC')
  const either = /^([1-9]\d{0,2})([.,])(\d{3})$/.exec(plain)
  if (either) return { whole: either[1]!, decimals: either[3]!, either: either[2]! }
  const decimal = /^(\d{1,16})(?:([.,])(\d*))?$/.exec(plain)
  if (decimal) {
    const [, whole = '', sign, decimals = ''] = decimal
    return { whole, decimals, decimalSign: sign, ...(sign && { groups: sign === '.' ? ',' : '.' }) }
  }
  const grouped = /^(\d{1,3}(?:([.,])\d{3})(?:\2\d{3}){0,4})(?:(?!\2)([.,])(\d*))?$/.exec(plain)
  if (!grouped) return undefined
  const [, whole = '', groups = '', decimalSign, decimals = ''] = grouped
  return { whole: whole.replaceAll(groups, ''), decimals, decimalSign, groups }
}

function wholeNumber(whole: string, decimals: string): number | undefined {
  const number = /^0*$/.test(decimals) ? Number(whole) : Number(`${whole}.${decimals}`)
  const near = Math.round(number)
  return Number.isSafeInteger(near) && Math.abs(number - near) <= WHOLE_WITHIN ? near : undefined
}
