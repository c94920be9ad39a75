import type { Month } from '../../shared/calendar'
import type { ContentType } from '../../shared/contract/primitives'
import type { Transaction } from '../database/database'

/** A month's standard inventory of a type. */
interface MonthSum {
  type: ContentType
  rows: number
  confirmed: number
  /** Impressions: of each row the correction, or else the forecast. */
  total: number
}

/** The sums of a month by type; types without rows are left out. */
export async function monthSums(tx: Transaction, month: Month): Promise<MonthSum[]> {
  const sums = await tx.rows<{ [Key in keyof MonthSum]: MonthSum[Key] | string }>(
    `SELECT type AS type, COUNT(*) AS \`rows\`, SUM(CASE WHEN status = 'CONFIRMED' THEN 1 ELSE 0 END) AS confirmed,
            SUM(COALESCE(adjusted_total, forecast_total)) AS total
     FROM standard_inventory WHERE month = ? GROUP BY type ORDER BY type`,
    [month],
  )
  return sums.map(({ type, rows, confirmed, total }) => ({
    type: type as ContentType,
    rows: Number(rows),
    confirmed: Number(confirmed),
    total: Number(total),
  }))
}
