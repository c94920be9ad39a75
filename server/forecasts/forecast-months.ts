import { addMonths, firstDayOf, lastDayOf, type Month } from '../../shared/calendar'
import type { Database } from '../database/database'

/** Months after the current one that scheduled loads include: the two that are sold next. */
const MONTHS_AHEAD = 2

/** The months from `from` on that scheduled loads take: those that have vendor forecasts. */
export async function monthsWithForecast(database: Database, from: Month): Promise<Month[]> {
  const months = Array.from({ length: MONTHS_AHEAD + 1 }, (_, ahead) => addMonths(from, ahead))
  const found = await Promise.all(
    months.map((month) =>
      database.read((tx) =>
        tx.rows('SELECT 1 AS one FROM forecast_inventory WHERE date BETWEEN ? AND ? LIMIT 1', [
          firstDayOf(month),
          lastDayOf(month),
        ]),
      ),
    ),
  )
  return months.filter((_month, i) => found[i]!.length > 0)
}
