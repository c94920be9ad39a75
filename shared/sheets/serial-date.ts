import type { BusinessDate } from '../calendar'

const DAY_MS = 24 * 60 * 60 * 1000
/**
 * Days from Excel's day 0 to 1970-01-01 in the 1900 date system (which counts a 29 February 1900 that didn't
 * exist).
 */
const UNIX_EPOCH_SERIAL = 25_569

/** Excel's serial number of a business date, in the 1900 date system. */
export function serialOf(date: BusinessDate): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS + UNIX_EPOCH_SERIAL
}

/** The day of a serial number; a time of day is dropped. Undefined before 1900-03-01 and after 9999-12-31. */
export function dateOfSerial(serial: number): BusinessDate | undefined {
  const day = Math.floor(serial)
  if (!(day >= 61 && day <= 2_958_465)) return undefined
  return new Date((day - UNIX_EPOCH_SERIAL) * DAY_MS).toISOString().slice(0, 10)
}
