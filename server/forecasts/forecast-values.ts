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

/**
 * Reads a whole number: digits, with or without thousands separators, with or without zeros after a decimal
 * point.
 *
 * @returns undefined for anything else, and for 2^53 or more
 */
export function readCount(text: string): number | undefined {
  const plain = /^\d{1,15}$/.test(text) ? text : withoutSeparators(text)
  if (plain === undefined) return undefined
  const number = Number(plain)
  return Number.isSafeInteger(number) ? number : undefined
}

function withoutSeparators(text: string): string | undefined {
  const match = /^(\d{1,16}|\d{1,3}(?:,\d{3}){1,5})(?:\.0*)?$/.exec(text.normalize('NFKC'))
  return match?.[1]?.replaceAll(',', '')
}
