import { firstDayOf, lastDayOf, type Month } from '../shared/calendar'
import { type BareConnection, openBare } from './bare-sql'

const ROWS_A_STATEMENT = 3000

/**
 * The lower limit: the same rows with a grouped SELECT and multi-row upserts, one statement per transaction,
 * without splitting rules, locks or progress. Runs on the database that the service has loaded and closed.
 *
 * @returns seconds, and the number of rows of unit inventory
 */
export async function bareLoads(
  url: string,
  month: Month,
): Promise<{ standard: number; unit: number; unitRows: number }> {
  const connection = await openBare(url)
  try {
    const standard = await timed(() => standardDays(connection, month))
    const unit = await timed(() => unitRows(connection, month))
    return { standard: standard.seconds, unit: unit.seconds, unitRows: unit.rows }
  } finally {
    await connection.close()
  }
}

async function timed(load: () => Promise<() => Promise<number>>): Promise<{ seconds: number; rows: number }> {
  const run = await load()
  const start = performance.now()
  const rows = await run()
  return { seconds: (performance.now() - start) / 1000, rows }
}

async function standardDays(connection: BareConnection, month: Month): Promise<() => Promise<number>> {
  await connection.run('DELETE FROM standard_inventory_day')
  return async () => {
    const days = await connection.rows(
      `SELECT s.id, f.part, f.date, f.forecast, f.actual
       FROM (SELECT part, meta_id, date, SUM(forecast) AS forecast, SUM(actual) AS actual FROM forecast_inventory
             WHERE date BETWEEN ? AND ? GROUP BY date, part, meta_id) f
       JOIN part p ON p.code = f.part
       JOIN standard_inventory s ON s.month = ? AND s.type = p.type AND s.meta_id = f.meta_id`,
      [firstDayOf(month), lastDayOf(month), month],
    )
    await insert(
      connection,
      'standard_inventory_day (standard_id, part, date, forecast, actual)',
      days.map(({ id, part, date, forecast, actual }) => [id!, part!, date!, forecast!, actual ?? null]),
      '',
    )
    return days.length
  }
}

async function unitRows(connection: BareConnection, month: Month): Promise<() => Promise<number>> {
  await connection.run('DELETE FROM unit_inventory')
  return async () => {
    const rows = await connection.rows(
      `SELECT CASE WHEN s.type = 'RANDOM' THEN 'RANDOM' ELSE s.meta_id END AS sold, pp.platform AS platform,
              d.date AS date, SUM(d.forecast) AS forecast
       FROM standard_inventory s
       JOIN standard_inventory_day d ON d.standard_id = s.id
       JOIN part_platform pp ON pp.part = d.part
       WHERE s.month = ? AND s.status = 'CONFIRMED'
       GROUP BY sold, pp.platform, d.date ORDER BY sold, platform, date`,
      [month],
    )
    await insert(
      connection,
      'unit_inventory (meta_id, platform, date, forecast, held, sold)',
      rows.map(({ sold, platform, date, forecast }) => [sold!, platform!, date!, forecast!, 0, 0]),
      connection.keepTaken,
    )
    return rows.length
  }
}

async function insert(
  connection: BareConnection,
  into: string,
  rows: readonly (string | number | null)[][],
  end: string,
): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
    const some = rows.slice(at, at + ROWS_A_STATEMENT)
    const places = some.map((row) => `(${row.map(() => '?')})`)
    await connection.run(`INSERT INTO ${into} VALUES ${places} ${end}`, some.flat())
  }
}
