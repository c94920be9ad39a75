import { type CellStyle, DIGIT } from './cell-styles'

const DAY_SECONDS = 24 * 60 * 60
const HOUR_SECONDS = 60 * 60
/** Day 0, as dates from 1900-03-01 on count it. */
const EPOCH_1900 = Date.UTC(1899, 11, 30)
/** Excel counts a 29 February 1900 that didn't exist, so that earlier days have a number that is less by one. */
const FIRST_SERIAL_AFTER_LEAP_DAY = 61
const DAYS_TO_1904 = 1462
/** A formula's result may miss a whole number by so much: 124599.99999999999. */
const WHOLE_WITHIN = 1e-6
/**
 * Programs that compute with a local time of 1900 miss a whole hour by up to so many seconds: SheetJS writes
 * 23:59:08 in Seoul, whose clocks were 52 seconds off then.
 */
const HOUR_WITHIN_SECONDS = 60

/** The text of a number cell, as a person sees it, as far as that matters: dates, times, ids with zeros. */
export function numberText(text: string, style: CellStyle | undefined, date1904: boolean): string {
  const number = Number(text)
  if (text.trim() === '' || !Number.isFinite(number)) return text
  if (style === undefined) return plainNumber(text, number)
  if (style.shows !== 'NUMBER') return timeText(number, style.shows === 'ELAPSED', date1904)
  const plain = plainNumber(text, number)
  return style.mask && /^\d+$/.test(plain) && !hasLostDigits(plain) ? masked(plain, style.mask) : plain
}

/** A spreadsheet keeps fifteen digits of a number. With a text in front of them nobody would see that. */
function hasLostDigits(digits: string): boolean {
  return digits.length > 15 && digits.endsWith('0')
}

/** Fills the digits into a mask from its end; what has no place there stands in front of the first digit. */
function masked(digits: string, mask: NonNullable<CellStyle['mask']>): string {
  let left = digits
  let shown = ''
  const first = mask.indexOf(DIGIT)
  for (let at = mask.length - 1; at >= 0; at--) {
    const piece = mask[at]!
    if (piece !== DIGIT) {
      shown = (piece as string) + shown
      continue
    }
    const cut = at === first ? 0 : Math.max(0, left.length - 1)
    shown = (left.slice(cut) || '0') + shown
    left = left.slice(0, cut)
  }
  return shown
}

/** The text of a cell of the type `d`, as Excel's "Strict" format writes it: 2026-12-01T00:00:00.000Z. */
export function isoText(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d)?T?(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?Z?$/.exec(text.trim())
  if (!match?.[1] && !match?.[2]) return text
  const [, date = '1899-12-31', time = '00:00'] = match
  const instant = new Date(`${date}T${time}Z`)
  // JavaScript takes 30 February for 2 March.
  if (Number.isNaN(instant.getTime()) || !instant.toISOString().startsWith(date)) return text
  const serial = (instant.getTime() - EPOCH_1900) / 1000 / DAY_SECONDS
  // Programs take either of the two days before 1900 for the day of a time without a date.
  return timeText(serial >= 1 && serial < FIRST_SERIAL_AFTER_LEAP_DAY ? serial - 1 : serial, false, false)
}

/**
 * A file may contain a large whole number as 1.2345E+5; the record has its digits, as a person sees them. A
 * number that is too large to be exact keeps an exponent, so that it is not taken for an id.
 */
function plainNumber(text: string, number: number): string {
  const near = Math.round(number)
  if (!Number.isSafeInteger(near)) return number.toExponential().toUpperCase()
  if (/^\d+$/.test(text)) return text
  return Math.abs(number - near) <= WHOLE_WITHIN ? String(near) : text
}

/**
 * The text of a number that is shown as a date or a time: `2026-12-01`, `2026-12-01 07:00`, `07:00`, and
 * `25:00` where elapsed hours are shown. A time of day of one day or more is shown with a date: of 25:00 a
 * person would only see 01:00.
 */
function timeText(serial: number, elapsed: boolean, date1904: boolean): string {
  const exact = Math.round(serial * DAY_SECONDS)
  if (exact < 0) return String(serial)
  const hour = Math.round(exact / HOUR_SECONDS) * HOUR_SECONDS
  const seconds = Math.abs(exact - hour) <= HOUR_WITHIN_SECONDS ? hour : exact
  // Whether a time just before midnight means 0 or 24 is not known, so its seconds stay.
  if (exact < DAY_SECONDS) return clock(elapsed || seconds < DAY_SECONDS ? seconds : exact)
  if (elapsed && seconds < 2 * DAY_SECONDS) return clock(seconds)
  const count = Math.floor(seconds / DAY_SECONDS)
  const day = date1904 ? count + DAYS_TO_1904 : count < FIRST_SERIAL_AFTER_LEAP_DAY ? count + 1 : count
  const instant = new Date(EPOCH_1900 + day * DAY_SECONDS * 1000)
  if (Number.isNaN(instant.getTime())) return String(serial)
  const rest = seconds % DAY_SECONDS
  const date = instant.toISOString().slice(0, 10)
  return rest === 0 ? date : `${date} ${clock(rest)}`
}

function clock(seconds: number): string {
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, ...(seconds % 60 ? [seconds % 60] : [])]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
}
