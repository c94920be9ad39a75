import { addDays, type BusinessDate, dayCount, type Month, monthOf } from './calendar'

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

/**
 * A week as people name it, `12월 1주`: the month is that of its Thursday, so a week belongs to the month in which most
 * of its days lie. @param date from 2000 on
 */
export function weekOfMonth(date: BusinessDate): { month: Month; number: number } {
  const thursday = addDays(mondayOf(date), 3)
  return { month: monthOf(thursday), number: Math.ceil(Number(thursday.slice(8)) / 7) }
}
