import type { SqlValue } from '../../server/database/database'

type Rows = <Row>(sql: string, values?: SqlValue[]) => Promise<Row[]>

/** A month's standard inventory as the database adds it up, of a type or (null) of all. */
export interface StandardSum {
  type: string | null
  rows: number
  total: number
  previous: number
  corrected: number
  correction: number
  promised: number
  left: number
}

/** What the operator's screens show, added up by the database from the tables that hold it. */
export class OperatorSums {
  constructor(private readonly rows: Rows) {}

  /** By type; the pool of RANDOM inventory belongs to RANDOM. Then all of them. */
  async standard(month: string, before: string): Promise<StandardSum[]> {
    const TOTAL = 'COALESCE(s.adjusted_total, s.forecast_total)'
    const sums = (of: string) => `
      SELECT ${of} AS type, SUM(here) AS \`rows\`, SUM(total) AS total, SUM(previous) AS previous,
             SUM(corrected) AS corrected, SUM(correction) AS correction, SUM(promised) AS promised
      FROM (
        SELECT s.type AS type, 1 AS here, ${TOTAL} AS total, 0 AS previous,
               CASE WHEN s.adjusted_total IS NULL THEN 0 ELSE 1 END AS corrected,
               ${TOTAL} - s.forecast_total AS correction, 0 AS promised
        FROM standard_inventory s WHERE s.month = ?
        UNION ALL SELECT s.type, 0, 0, ${TOTAL}, 0, 0, 0 FROM standard_inventory s WHERE s.month = ?
        UNION ALL SELECT c.type, 0, 0, 0, 0, 0, u.held + u.sold FROM unit_inventory u
          JOIN content c ON c.meta_id = u.meta_id WHERE u.date LIKE ?) every`
    const values = [month, before, `${month}-%`]
    const found = [
      ...(await this.rows<StandardSum>(`${sums('type')} GROUP BY type`, values)),
      ...(await this.rows<StandardSum>(sums('NULL'), values)),
    ]
    return found.map(({ type, ...sum }) => {
      const numbers = Object.fromEntries(Object.entries(sum).map(([name, value]) => [name, Number(value)]))
      return { type, ...numbers, left: numbers.total! - numbers.promised! } as StandardSum
    })
  }

  /** Rows of unit inventory with more held and sold than forecast. */
  async beyond(month: string) {
    const rows = await this.rows<{
      metaId: string
      platform: string
      date: string
      forecast: number
      promised: number
      short: number
    }>(
      `SELECT meta_id AS metaId, platform AS platform, date AS date, forecast AS forecast, held + sold AS promised,
              held + sold - forecast AS short
       FROM unit_inventory WHERE date LIKE ? AND held + sold > forecast ORDER BY meta_id, platform, date`,
      [`${month}-%`],
    )
    const [units] = await this.rows<{ n: number }>(
      `SELECT COUNT(DISTINCT b.unit_id) AS n FROM (
         SELECT d.unit_id, d.meta_id, d.platform, d.date FROM deduction d
         GROUP BY d.unit_id, d.meta_id, d.platform, d.date HAVING SUM(d.quantity) > 0) b
       JOIN unit_inventory u ON u.meta_id = b.meta_id AND u.platform = b.platform AND u.date = b.date
       WHERE u.date LIKE ? AND u.held + u.sold > u.forecast`,
      [`${month}-%`],
    )
    return { rows, units: Number(units!.n), impressions: rows.reduce((sum, { short }) => sum + short, 0) }
  }

  /** What is left for sale, by platform and day. */
  async remaining(month: string): Promise<{ platform: string; date: string; remaining: number }[]> {
    const rows = await this.rows<{ platform: string; date: string; remaining: number | string }>(
      `SELECT platform AS platform, date AS date, SUM(capacity - held - sold) AS remaining
       FROM unit_inventory WHERE date LIKE ? GROUP BY platform, date ORDER BY platform, date`,
      [`${month}-%`],
    )
    return rows.map((row) => ({ ...row, remaining: Number(row.remaining) }))
  }

  /** Plan by the cells of what was bought, delivery by the reports, by platform and day. */
  async delivery(from: string, to: string) {
    const rows = await this.rows<{ date: string; platform: string; planned: number; delivered: number }>(
      `SELECT date AS date, platform AS platform, SUM(planned) AS planned, SUM(delivered) AS delivered FROM (
         SELECT x.date AS date, ad.platform AS platform, x.impressions AS planned, 0 AS delivered FROM share_cell x
           JOIN owner_share s ON s.id = x.owner_share_id JOIN child_ad c ON c.id = s.child_ad_id
           JOIN ad ON ad.id = c.ad_id
         UNION ALL SELECT r.date, ad.platform, 0, r.impressions FROM delivery_day r
           JOIN child_ad c ON c.id = r.child_ad_id JOIN ad ON ad.id = c.ad_id) every
       WHERE date BETWEEN ? AND ? GROUP BY date, platform ORDER BY date, platform`,
      [from, to],
    )
    return rows.map((row) => ({ ...row, planned: Number(row.planned), delivered: Number(row.delivered) }))
  }
}
