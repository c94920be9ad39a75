import { addMonths, type BusinessDate, daysOf, firstDayOf, type Month } from '../../shared/calendar'
import type { Database, Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import type { JobContext } from '../jobs/job'
import { inBatchesOf, recordDays } from './forecast-days'
import type { ForecastWithdrawal } from './forecast-inventory.entity'
import { bitsOf, type SeenHours } from './seen-hours'

const ALL_HOURS = 2 ** 24 - 1
/** The hours 0 to 5 belong to the broadcast day before. */
const AFTER_MIDNIGHT = 2 ** 6 - 1
/** Contents per transaction, each with at most 24 hours. */
const CONTENTS = 500
const READ_AT_ONCE = 5000

/** What a complete file has withdrawn. */
export interface Withdrawn {
  hours: number
  /** Contents that have lost hours. */
  contents: number
  /** `part metaId date`, the first ones by date. */
  first: string[]
}

const SHOWN = 10

/**
 * Removes the hours that a complete file lacks in its parts and months, and records each of them as it was. A file that
 * counts broadcast days is complete from the first day's hour 6 to the hour 5 after the last day.
 */
export async function withdrawMissing(
  database: Database,
  context: JobContext,
  seen: SeenHours,
): Promise<Withdrawn> {
  const withdrawn = { hours: 0, contents: new Set<string>(), first: [] as string[] }
  for (const { part, month } of seen.months()) {
    for (const [date, covered] of coverage(month, seen.countsBroadcastDays(part))) {
      const stored = await database.read((tx) => hoursOfDay(tx, part, date))
      const lacking = new Map<number, string[]>()
      for (const { metaId, hours } of stored) {
        const missing = hours & covered & ~seen.on(part, metaId, date)
        if (missing === 0) continue
        lacking.set(missing, [...(lacking.get(missing) ?? []), metaId])
        withdrawn.hours += bitsOf(missing)
        withdrawn.contents.add(`${part} ${metaId}`)
        if (withdrawn.first.length < SHOWN) withdrawn.first.push(`${part} ${metaId} ${date}`)
      }
      for (const [hours, metaIds] of lacking)
        for (const [day] of inBatchesOf(CONTENTS, [{ part, date, metaIds }])) {
          context.signal.throwIfAborted()
          await context.write(async (tx) => {
            await removeHours(tx, context.runId, day!, hours)
            await recordDays(tx, context.runId, day!)
          })
        }
    }
  }
  return { ...withdrawn, contents: withdrawn.contents.size }
}

/** The days of a month, each with its hours that a complete file covers. */
function coverage(month: Month, broadcastDays: boolean): [BusinessDate, number][] {
  const days = daysOf(month).map((date): [BusinessDate, number] => [date, ALL_HOURS])
  if (!broadcastDays) return days
  days[0]![1] = ALL_HOURS & ~AFTER_MIDNIGHT
  return [...days, [firstDayOf(addMonths(month, 1)), AFTER_MIDNIGHT]]
}

async function hoursOfDay(tx: Transaction, part: string, date: BusinessDate) {
  return tx.rows<{ metaId: string; hours: number }>(
    `SELECT meta_id AS metaId, SUM(1 << hour) AS hours FROM forecast_inventory
     WHERE date = ? AND part = ? GROUP BY meta_id ORDER BY meta_id`,
    [date, part],
  )
}

async function removeHours(
  tx: Transaction,
  runId: string,
  { part, date, metaIds }: { part: string; date: BusinessDate; metaIds: readonly string[] },
  bits: number,
): Promise<void> {
  const hours = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => bits & (1 << hour))
  const where = `date = ? AND part = ? AND meta_id IN (${placeholders(metaIds)}) AND hour IN (${placeholders(hours)})`
  const values = [date, part, ...metaIds, ...hours]
  await tx.run(
    `INSERT INTO forecast_withdrawal (run_id, date, part, meta_id, hour, forecast, actual)
     SELECT ?, date, part, meta_id, hour, forecast, actual FROM forecast_inventory WHERE ${where}`,
    [runId, ...values],
  )
  await tx.run(`DELETE FROM forecast_inventory WHERE ${where}`, values)
}

/** How many hours a run has withdrawn, in all of its attempts. */
export async function countWithdrawn(tx: Transaction, runId: string): Promise<number> {
  const [row] = await tx.rows<{ count: number }>(
    'SELECT COUNT(*) AS count FROM forecast_withdrawal WHERE run_id = ?',
    [runId],
  )
  return row!.count
}

export type WithdrawnHour = Omit<ForecastWithdrawal, 'runId'>

/** Every hour that a run has withdrawn, as it was before. */
export async function* withdrawnHours(database: Database, runId: string): AsyncGenerator<WithdrawnHour[]> {
  for (let after: WithdrawnHour | undefined; ; ) {
    const beyond = after && [after.date, after.part, after.metaId, after.hour]
    const rows = await database.read((tx) => {
      const key = beyond && tx.dialect.beyond(['date', 'part', 'meta_id', 'hour'], '>', beyond)
      return tx.rows<WithdrawnHour>(
        `SELECT date, part, meta_id AS metaId, hour, forecast, actual FROM forecast_withdrawal
         WHERE run_id = ? ${key ? `AND ${key.sql}` : ''}
         ORDER BY date, part, meta_id, hour LIMIT ${READ_AT_ONCE}`,
        [runId, ...(key?.values ?? [])],
      )
    })
    after = rows.at(-1)
    if (!after) return
    yield rows
  }
}
