import { addDays, type BusinessDate, dayCount } from './calendar'

/** A week of ISO 8601: from Monday to Sunday; the first week of a year contains its first Thursday. */
export interface IsoWeek {
  /** `2026-W49` */
  week: string
  startDate: BusinessDate
  endDate: BusinessDate
}

/** A Monday. */
const EPOCH = '1999-12-27'

/** The week that a day lies in. */
export function isoWeekOf(date: BusinessDate): IsoWeek {
  const startDate = mondayOf(date)
  const thursday = addDays(startDate, 3)
  const year = thursday.slice(0, 4)
  const number = Math.ceil(dayCount(`${year}-01-01`, thursday) / 7)
  return { week: `${year}-W${String(number).padStart(2, '0')}`, startDate, endDate: addDays(startDate, 6) }
}

/** The Monday of a day's week. @param date from 2000 on */
export function mondayOf(date: BusinessDate): BusinessDate {
  return addDays(date, -((dayCount(EPOCH, date) - 1) % 7))
}
