import { SEOUL_OFFSET_MS } from './seoul-time'

/**
 * Business dates of Asia/Seoul (`YYYY-MM-DD`) and months (`YYYY-MM`) as text, which compares and sorts in the
 * order of time.
 */

const DAY_MS = 24 * 60 * 60 * 1000
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/
/** `YYYY-MM`, years 2000 to 2199. */
export const MONTH = /^2[01]\d\d-(0[1-9]|1[0-2])$/

/** The longest flight of a row. */
export const MAX_FLIGHT_DAYS = 366

/** A day of the calendar, `YYYY-MM-DD`. */
export type BusinessDate = string
/** A month of the calendar, `YYYY-MM`. */
export type Month = string

/** True for a date that exists, years 2000 to 2199. */
export function isBusinessDate(text: string): boolean {
  const match = DATE.exec(text)
  if (!match) return false
  const year = Number(match[1])
  if (year < 2000 || year > 2199) return false
  return toText(Date.parse(`${text}T00:00:00Z`)) === text
}

/** True for `YYYY-MM`, years 2000 to 2199. */
export function isMonth(text: string): boolean {
  return MONTH.test(text)
}

/** The business date of an instant, in Seoul. */
export function businessDateOf(instant: Date): BusinessDate {
  return toText(instant.getTime() + SEOUL_OFFSET_MS)
}

export function monthOf(date: BusinessDate): Month {
  return date.slice(0, 7)
}

export function addDays(date: BusinessDate, days: number): BusinessDate {
  return toText(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS)
}

export function addMonths(month: Month, months: number): Month {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
}

/** Number of days from `start` to `end`, both included. */
export function dayCount(start: BusinessDate, end: BusinessDate): number {
  return Math.round((Date.parse(`${end}T00:00:00Z`) - Date.parse(`${start}T00:00:00Z`)) / DAY_MS) + 1
}

/** Every day from `start` to `end`, both included, in order. */
export function daysBetween(start: BusinessDate, end: BusinessDate): BusinessDate[] {
  const first = Date.parse(`${start}T00:00:00Z`)
  return Array.from({ length: Math.max(0, dayCount(start, end)) }, (_, i) => toText(first + i * DAY_MS))
}

export function firstDayOf(month: Month): BusinessDate {
  return `${month}-01`
}

export function lastDayOf(month: Month): BusinessDate {
  return addDays(firstDayOf(addMonths(month, 1)), -1)
}

/** Every day of a month, in order. */
export function daysOf(month: Month): BusinessDate[] {
  return daysBetween(firstDayOf(month), lastDayOf(month))
}

/** Every month that the days from `start` to `end` touch, in order. */
export function monthsBetween(start: BusinessDate, end: BusinessDate): Month[] {
  const months: Month[] = []
  for (let month = monthOf(start); month <= monthOf(end); month = addMonths(month, 1)) months.push(month)
  return months
}

function toText(milliseconds: number): BusinessDate {
  return Number.isFinite(milliseconds) ? new Date(milliseconds).toISOString().slice(0, 10) : ''
}
