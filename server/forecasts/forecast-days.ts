import { type BusinessDate, daysOf, type Month } from '../../shared/calendar'
import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import type { ForecastDay } from './forecast-inventory.entity'

/** Contents per statement. */
const CONTENTS = 500

/** Contents of one part on one day. */
export interface PartDay {
  part: string
  date: BusinessDate
  metaIds: readonly string[]
}

/** A content's day of one part, before and after a run has touched it. */
export interface ChangedDay {
  metaId: string
  /** The hours that it has now, as bits. */
  hours: number
  /** Sum of its forecasts before the run; null when it had none. */
  before: number | null
  after: number
}

/** Cuts days into batches of at most `size` contents, for a transaction each. */
export function* inBatchesOf(size: number, days: Iterable<PartDay>): Generator<PartDay[]> {
  let batch: PartDay[] = []
  let filled = 0
  for (const { part, date, metaIds } of days) {
    for (let at = 0; at < metaIds.length; at += CONTENTS) {
      const some = metaIds.slice(at, at + CONTENTS)
      batch.push({ part, date, metaIds: some })
      filled += some.length
      if (filled < size) continue
      yield batch
      batch = []
      filled = 0
    }
  }
  if (batch.length > 0) yield batch
}

/** Records what these days come to now. A run that does it twice keeps what was before its first time. */
export async function recordDays(
  tx: Transaction,
  runId: string,
  { part, date, metaIds }: PartDay,
): Promise<ChangedDay[]> {
  const where = `date = ? AND part = ? AND meta_id IN (${placeholders(metaIds)})`
  const values = [date, part, ...metaIds]
  const stored = await tx.rows<ForecastDay>(
    `SELECT meta_id AS metaId, hours, forecast, forecast_before AS forecastBefore, run_id AS runId
     FROM forecast_day WHERE ${where}`,
    values,
  )
  const sums = await tx.rows<{ metaId: string; hours: number; forecast: number }>(
    `SELECT meta_id AS metaId, SUM(1 << hour) AS hours, SUM(forecast) AS forecast
     FROM forecast_inventory WHERE ${where} GROUP BY meta_id`,
    values,
  )
  const known = new Map(stored.map((day) => [day.metaId, day]))
  const now = new Map(sums.map((sum) => [sum.metaId, sum]))
  const before = new Map(
    stored.map((day) => [
      day.metaId,
      day.runId === runId ? day.forecastBefore : day.hours === 0 ? null : day.forecast,
    ]),
  )
  const changed = [...new Set([...before.keys(), ...now.keys()])].sort().map((metaId): ChangedDay => {
    const { hours, forecast } = now.get(metaId) ?? { hours: 0, forecast: 0 }
    return { metaId, hours, before: before.get(metaId) ?? null, after: forecast }
  })
  // A run that leaves a day as it was says nothing about its last change.
  const beforeChange = ({ metaId, before, after }: ChangedDay) =>
    before === after ? (known.get(metaId)?.forecastBefore ?? null) : before
  const { incoming } = tx.dialect
  const update = ['hours', 'forecast', 'forecast_before', 'run_id']
  await tx.upsert(
    {
      table: 'forecast_day',
      columns: ['date', 'part', 'meta_id', ...update],
      key: ['date', 'part', 'meta_id'],
      update: Object.fromEntries(update.map((column) => [column, incoming(column)])),
    },
    changed.map((day) => [date, part, day.metaId, day.hours, day.after, beforeChange(day), runId]),
  )
  return changed
}

/** The contents that have hours of a part in a month. */
export async function contentsOfMonth(tx: Transaction, part: string, month: Month): Promise<string[]> {
  const dates = daysOf(month)
  const rows = await tx.rows<{ metaId: string }>(
    `SELECT DISTINCT meta_id AS metaId FROM forecast_day
     WHERE date IN (${placeholders(dates)}) AND part = ? AND hours <> 0 ORDER BY metaId`,
    [...dates, part],
  )
  return rows.map(({ metaId }) => metaId)
}

/**
 * The days of a month without any hour of a part, between its first and last day that have some.
 *
 * @param sent days on which a file has just brought hours of the part
 */
export async function emptyDays(
  tx: Transaction,
  part: string,
  month: Month,
  sent: ReadonlySet<BusinessDate>,
): Promise<BusinessDate[]> {
  const others = daysOf(month).filter((date) => !sent.has(date))
  if (others.length === 0) return []
  const stored = await tx.rows<{ date: BusinessDate }>(
    `SELECT DISTINCT date FROM forecast_day
     WHERE date IN (${placeholders(others)}) AND part = ? AND hours <> 0`,
    [...others, part],
  )
  const known = new Set(stored.map(({ date }) => date))
  const empty = new Set(others.filter((date) => !known.has(date)))
  const filled = daysOf(month).filter((date) => !empty.has(date))
  return [...empty].filter((date) => date > filled[0]! && date < filled.at(-1)!)
}
