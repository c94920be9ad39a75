import { type BusinessDate, isBusinessDate } from '../calendar'
import { PPM, toPpm } from '../estimates'
import type { PlainValue } from './identity'
import { dateOfSerial } from './serial-date'
import { cleanText } from './text'

/** What was read from a cell: the value, nothing, or why it is invalid. */
export type Typed<T, Code extends string> =
  | { kind: 'value'; value: T }
  | { kind: 'blank' }
  | { kind: 'invalid'; code: Code | 'CELL_ERROR' }

/** `#REF!` and similar error values, as both Office.js and exceljs return them. */
const ERROR_VALUE =
  /^#(NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|SPILL!|CALC!|BUSY!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!)$/
/** `2026-11-01`, `2026.11.1`, `2026/11/01`, `2026. 11. 1.`, `2026년 11월 1일`, `20261101` */
const WRITTEN_DATE =
  /^(\d{4})(?:\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{1,2})\s*\.?|\s*년\s*(\d{1,2})\s*월\s*(\d{1,2})\s*일|(\d{2})(\d{2}))$/
/** Digits in groups of three, or without groups. */
const WRITTEN_WHOLE = /^-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?$/

/** Text without the spaces around it and without characters that no cell can contain. */
export function typedPlainText(value: PlainValue): Typed<string, never> {
  if (isBlank(value)) return { kind: 'blank' }
  if (isErrorValue(value)) return { kind: 'invalid', code: 'CELL_ERROR' }
  const text = cleanText(String(value)).trim()
  return text === '' ? { kind: 'blank' } : { kind: 'value', value: text }
}

/** A date as Excel keeps it (a serial number) or as text; a time of day is dropped. */
export function typedDate(value: PlainValue): Typed<BusinessDate, 'NOT_A_DATE' | 'DATE_OUT_OF_RANGE'> {
  if (isBlank(value)) return { kind: 'blank' }
  if (isErrorValue(value)) return { kind: 'invalid', code: 'CELL_ERROR' }
  const date =
    typeof value === 'number' && !isCompactDate(value) ? dateOfSerial(value) : writtenDate(normalized(value))
  if (date === undefined) return { kind: 'invalid', code: 'NOT_A_DATE' }
  if (isBusinessDate(date)) return { kind: 'value', value: date }
  const year = Number(date.slice(0, 4))
  return { kind: 'invalid', code: year < 2000 || year > 2199 ? 'DATE_OUT_OF_RANGE' : 'NOT_A_DATE' }
}

/** Whole won, also as text: `1,200,000`, `₩1,200,000`, `1,200,000원`. */
export function typedWon(value: PlainValue, max: number): Typed<number, WholeError> {
  return typedNumber(value, max, writtenWon)
}

/** A whole number, also as text with separators. */
export function typedWhole(value: PlainValue, max: number): Typed<number, WholeError> {
  return typedNumber(value, max, writtenWhole)
}

type WholeError = 'NOT_A_NUMBER' | 'NEGATIVE' | 'NOT_WHOLE' | 'TOO_LARGE'

function typedNumber(
  value: PlainValue,
  max: number,
  written: (text: string) => number | undefined,
): Typed<number, WholeError> {
  if (isBlank(value)) return { kind: 'blank' }
  if (isErrorValue(value)) return { kind: 'invalid', code: 'CELL_ERROR' }
  const number = typeof value === 'number' ? value : written(normalized(value))
  if (number === undefined || !Number.isFinite(number)) return { kind: 'invalid', code: 'NOT_A_NUMBER' }
  if (number < 0) return { kind: 'invalid', code: 'NEGATIVE' }
  if (!Number.isInteger(number)) return { kind: 'invalid', code: 'NOT_WHOLE' }
  if (number > max) return { kind: 'invalid', code: 'TOO_LARGE' }
  return { kind: 'value', value: number === 0 ? 0 : number }
}

/** A rate from 0 to 1 with at most six digits; `0.35%` as text is 0.0035. */
export function typedRate(value: PlainValue): Typed<number, 'NOT_A_RATE' | 'TOO_MANY_DIGITS'> {
  if (isBlank(value)) return { kind: 'blank' }
  if (isErrorValue(value)) return { kind: 'invalid', code: 'CELL_ERROR' }
  const rate = typeof value === 'number' ? value : writtenRate(normalized(value))
  if (rate === undefined || !(rate >= 0 && rate <= 1)) return { kind: 'invalid', code: 'NOT_A_RATE' }
  // The result of a formula may differ in the last bits; a seventh digit is a real difference.
  const rounded = Math.round(rate * PPM) / PPM
  if (Math.abs(rounded - rate) > 1e-12) return { kind: 'invalid', code: 'TOO_MANY_DIGITS' }
  return toPpm(rounded) === undefined
    ? { kind: 'invalid', code: 'NOT_A_RATE' }
    : { kind: 'value', value: rounded }
}

function isBlank(value: PlainValue): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '')
}

function isErrorValue(value: PlainValue): boolean {
  return typeof value === 'string' && ERROR_VALUE.test(value.trim())
}

/** Korean input methods often produce full-width digits and signs; NFKC converts them to plain ones. */
function normalized(value: PlainValue): string {
  return String(value).normalize('NFKC').trim()
}

/** A date such as 20261101 as a number: far beyond the last serial number of the calendar. */
function isCompactDate(value: number): boolean {
  return Number.isInteger(value) && value >= 10_000_101 && value <= 99_991_231
}

function writtenDate(text: string): BusinessDate | undefined {
  const match = WRITTEN_DATE.exec(text)
  if (!match) return undefined
  const [, year, ...rest] = match
  const [month, day] = rest.filter((part) => part !== undefined)
  const date = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
  const exists = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(exists.getTime()) && exists.toISOString().startsWith(date) ? date : undefined
}

function writtenWon(text: string): number | undefined {
  return writtenWhole(
    text
      .replace(/^(₩|\\|KRW)\s*/i, '')
      .replace(/\s*원$/, '')
      .trim(),
  )
}

function writtenWhole(text: string): number | undefined {
  return WRITTEN_WHOLE.test(text) ? Number(text.replaceAll(',', '')) : decimal(text)
}

function writtenRate(text: string): number | undefined {
  if (!text.endsWith('%')) return decimal(text)
  const percent = decimal(text.slice(0, -1).trim())
  return percent === undefined ? undefined : percent / 100
}

function decimal(text: string): number | undefined {
  return /^-?(\d+(\.\d*)?|\.\d+)$/.test(text) ? Number(text) : undefined
}

/** Excel keeps 15 significant digits, so a larger amount couldn't be read back as it was typed. */
export const MAX_SHEET_AMOUNT = 999_999_999_999_999
