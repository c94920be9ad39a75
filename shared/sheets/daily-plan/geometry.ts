import { groupBy } from '../../group-by'
import { mondayOf } from '../../iso-week'
import { columnLetter } from '../address'
import type { DailyPlan, DailyPlanDay } from './contents'

/** Monday to Sunday, as far as the plan has days. */
export interface DailyPlanWeek {
  days: readonly DailyPlanDay[]
  firstRow: number
  lastRow: number
  sumRow: number
}

/** The positions in a 일별 계획 sheet; rows and columns are 1-based. */
export interface DailyPlanGeometry {
  headerRow: number
  firstRow: number
  /** The last week's sum. */
  lastRow: number
  totalRow: number
  shareRow: number
  weeks: readonly DailyPlanWeek[]
  columns: {
    week: number
    date: number
    firstPlatform: number
    sum: number
    cumulated: number
    share: number
    key: number
  }
}

/** Title, accent, three lines of facts and the unit stand above. */
const HEADER_ROW = 7

export function dailyPlanGeometry({ platforms, days }: DailyPlan): DailyPlanGeometry {
  const firstRow = HEADER_ROW + 1
  let next = firstRow
  const weeks = [...groupBy(days, ({ date }) => mondayOf(date)).values()].map((ofWeek): DailyPlanWeek => {
    const first = next
    next += ofWeek.length + 1
    return { days: ofWeek, firstRow: first, lastRow: next - 2, sumRow: next - 1 }
  })
  const sum = 3 + platforms.length
  return {
    headerRow: HEADER_ROW,
    firstRow,
    lastRow: next - 1,
    totalRow: next,
    shareRow: next + 1,
    weeks,
    columns: {
      week: 1,
      date: 2,
      firstPlatform: 3,
      sum,
      cumulated: sum + 1,
      share: sum + 2,
      key: sum + 3,
    },
  }
}

/** A column's cells of all days and weeks, its rows fixed. */
export function dayCells({ firstRow, lastRow }: DailyPlanGeometry, column: number, fixed = ''): string {
  const letter = `${fixed}${columnLetter(column)}`
  return `${letter}$${firstRow}:${letter}$${lastRow}`
}
