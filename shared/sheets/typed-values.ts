import { type BusinessDate, isBusinessDate } from '../calendar'
import { PPM, toPpm } from '../estimates'
import type { PlainValue } from './identity'
import { dateOfSerial } from './serial-date'
import { cleanText } from './text'
import { writtenWhole, writtenWon } from './written-amount'
import { type Period, writtenDate } from './written-date'

/** What was read from a cell: the value, nothing, or why it is invalid. */
export type Typed<T, Code extends string> =
  | { kind: 'value'; value: T }
  | { kind: 'blank' }
  | { kind: 'invalid'; code: Code | 'CELL_ERROR' }

/** `#REF!` and similar error values, as both Office.js and exceljs return them. */
const ERROR_VALUE =
  /^#(NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|SPILL!|CALC!|BUSY!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!)$/

/** Text without the spaces around it and without characters that no cell can contain. */
export function typedPlainText(value: PlainValue): Typed<string, 'NOT_TEXT'> {
  if (isBlank(value)) return { kind: 'blank' }
  if (isErrorValue(value)) return { kind: 'invalid', code: 'CELL_ERROR' }
  if (typeof value !== 'string' && !isPlainNumber(value)) return { kind: 'invalid', code: 'NOT_TEXT' }
  const text = cleanText(String(value)).trim()
  return text === '' ? { kind: 'blank' } : { kind: 'value', value: text }
}

/** The same, with at most `max` characters. */
export function typedText(value: PlainValue, max: number): Typed<string, 'NOT_TEXT' | 'TOO_LONG'> {
  const typed = typedPlainText(value)
  return typed.kind === 'value' && typed.value.length > max ? { kind: 'invalid', code: 'TOO_LONG' } : typed
}

/** The serial numbers of 2000-01-01 and 2199-12-31. */
const DATE_SERIALS = [36_526, 109_574] as const

/**
 * Whether a number in a cell for text is the number that was typed. In a cell without the text format Excel
 * makes 0.67… of `16:9`, 0.1 of `10%`, 1 of `100%`, 46082 of `3-1` and 1E+20 of a long number: those were
 * typed as something else.
 */
function isPlainNumber(value: PlainValue): boolean {
  if (typeof value !== 'number' || !Number.isInteger(value)) return false
  const [first, last] = DATE_SERIALS
  return value > 1 && value < 1_000_000 && (value < first || value > last)
}

/**
 * A date as Excel keeps it (a serial number; a time of day is dropped) or as text.
 *
 * @param period of the campaign, for a date that was written without its year
 */
export function typedDate(
  value: PlainValue,
  period?: Period,
): Typed<BusinessDate, 'NOT_A_DATE' | 'DATE_OUT_OF_RANGE'> {
  if (isBlank(value)) return { kind: 'blank' }
  if (isErrorValue(value)) return { kind: 'invalid', code: 'CELL_ERROR' }
  const date =
    typeof value === 'number' && !isCompactDate(value)
      ? dateOfSerial(value)
      : writtenDate(normalized(value), period)
  if (date === undefined) return { kind: 'invalid', code: 'NOT_A_DATE' }
  if (isBusinessDate(date)) return { kind: 'value', value: date }
  const year = Number(date.slice(0, 4))
  return { kind: 'invalid', code: year < 2000 || year > 2199 ? 'DATE_OUT_OF_RANGE' : 'NOT_A_DATE' }
}

/** Whole won, also as text: `₩1,200,000`, `1,200,000원`, `120만`. */
export function typedWon(value: PlainValue, max: number): Typed<number, WholeError> {
  return typedNumber(value, max, writtenWon)
}

/** A whole number, also as text: `1,200,000`, `120만`. */
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
