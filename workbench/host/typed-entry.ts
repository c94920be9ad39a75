import { CellValueType, type ICellData } from '@univerjs/core'

/** An entry that a person could type into a cell, as Excel interprets it. */
export interface TypedEntry {
  cell: Pick<ICellData, 'v' | 't' | 'f' | 'si' | 'p'>
  /** The number format Excel gives a cell without one. */
  format?: string
}

const EMPTY = { v: null, f: null, si: null, p: null }
const NUMBER = /^[-+]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?(e[-+]?\d+)?$/i
const PERCENT = /^[-+]?\d+(\.\d+)?%$/
const DATE = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/
/** As an add-in writes it: Office.js takes entries in the form of the United States. */
const US_DATE = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/
const DOLLARS = /^(-)?\$(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?$/
const DAY = /^(\d{1,2})(?:[-/](\d{1,2})|월\s*(\d{1,2})일)$/
const TIME = /^(\d{1,4}):(\d{1,2})(?::(\d{1,2}))?$/

/**
 * Reads an entry as Excel does: formulas, numbers, percentages, dates, times, booleans; the rest is text.
 *
 * @param asText the cell's number format is `@`
 */
export function typedEntry(entry: unknown, asText: boolean): TypedEntry {
  if (typeof entry === 'number') return { cell: { ...EMPTY, v: entry, t: CellValueType.NUMBER } }
  if (typeof entry === 'boolean') return { cell: { ...EMPTY, v: entry ? 1 : 0, t: CellValueType.BOOLEAN } }
  const text = String(entry)
  if (text === '') return { cell: { ...EMPTY } }
  if (text.startsWith("'")) return { cell: forcedText(text.slice(1)) }
  if (asText) return { cell: forcedText(text) }
  if (text.startsWith('=') && text.length > 1) return { cell: { v: null, si: null, p: null, f: text } }
  return plainValue(text) ?? { cell: { ...EMPTY, v: text, t: CellValueType.STRING } }
}

function plainValue(text: string): TypedEntry | undefined {
  const trimmed = text.trim()
  if (/\d/.test(trimmed) && NUMBER.test(trimmed)) {
    const value = Number(trimmed.replaceAll(',', ''))
    return {
      cell: { ...EMPTY, v: value, t: CellValueType.NUMBER },
      ...(trimmed.includes(',') ? { format: '#,##0' } : {}),
    }
  }
  if (PERCENT.test(trimmed)) {
    const value = Number((Number(trimmed.slice(0, -1)) / 100).toPrecision(15))
    return {
      cell: { ...EMPTY, v: value, t: CellValueType.NUMBER },
      format: trimmed.includes('.') ? '0.00%' : '0%',
    }
  }
  if (/^(true|false)$/i.test(trimmed)) {
    return { cell: { ...EMPTY, v: /^t/i.test(trimmed) ? 1 : 0, t: CellValueType.BOOLEAN } }
  }
  return dateEntry(trimmed) ?? timeEntry(trimmed) ?? dollars(trimmed)
}

function dollars(text: string): TypedEntry | undefined {
  const amount = DOLLARS.exec(text)
  if (!amount) return undefined
  const [, minus = '', whole = '', rest = ''] = amount
  return numberEntry(Number(minus + whole.replaceAll(',', '') + rest), rest ? '$#,##0.00' : '$#,##0')
}

/** A day without a year is one of this year. */
function dateEntry(text: string): TypedEntry | undefined {
  const us = US_DATE.exec(text)
  if (us) {
    const serial = dateSerial(Number(us[3]), Number(us[1]), Number(us[2]))
    return serial === undefined ? undefined : numberEntry(serial, 'm/d/yyyy')
  }
  const date = DATE.exec(text)
  const day = DAY.exec(text)
  const serial = date
    ? dateSerial(Number(date[1]), Number(date[2]), Number(date[3]))
    : day && dateSerial(new Date().getFullYear(), Number(day[1]), Number(day[2] ?? day[3]))
  return serial === undefined || serial === null
    ? undefined
    : numberEntry(serial, date ? 'yyyy-mm-dd' : 'mm"월" dd"일"')
}

function timeEntry(text: string): TypedEntry | undefined {
  const time = TIME.exec(text)
  if (!time) return undefined
  const [hours, minutes, seconds] = time.slice(1).map((part) => Number(part ?? 0)) as [number, number, number]
  if (minutes > 59 || seconds > 59) return undefined
  const format = time[3] === undefined ? 'h:mm' : 'h:mm:ss'
  return numberEntry((hours * 3600 + minutes * 60 + seconds) / 86_400, hours < 24 ? format : '[h]:mm:ss')
}

function numberEntry(value: number, format: string): TypedEntry {
  return { cell: { ...EMPTY, v: value, t: CellValueType.NUMBER }, format }
}

/** Text that looks like a number stays text, as with a leading apostrophe in Excel. */
function forcedText(text: string): TypedEntry['cell'] {
  return { ...EMPTY, v: text, t: CellValueType.FORCE_STRING }
}

/** Days since 1899-12-30, from March 1900 on. */
export function dateSerial(year: number, month: number, day: number): number | undefined {
  const instant = Date.UTC(year, month - 1, day)
  const date = new Date(instant)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || year < 1900) return undefined
  return instant / 86_400_000 + 25_569
}
