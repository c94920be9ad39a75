import { type BusinessDate, daysOf, type Month } from '../../shared/calendar'
import type { ContentType } from '../../shared/contract/primitives'
import { parts } from '../catalog/parts'
import type { Database, SqlValue, Transaction } from '../database/database'
import type { Job } from '../jobs/job'

export const STANDARD_LOAD = 'standard-inventory-load'

/** Contents a transaction: with a month of days and two parts, some thousands of rows. */
const CHUNK_CONTENTS = 150

export interface StandardLoadResult {
  /** Rows that now show the forecast. */
  loaded: number
  /** Confirmed rows, left as they are. */
  skipped: number
  /** Open rows whose content has no forecast any more: their forecast is 0 now. */
  zeroed: number
  /** Contents whose hours add up to 2^53 or more; not loaded, the forecast must be corrected. */
  uncountable: string[]
}

interface DaySum {
  part: string
  date: BusinessDate
  forecast: number
  actual: number | null
}

/** One content's month, summed from the vendor's hours. */
interface ContentMonth {
  type: ContentType
  metaId: string
  forecastTotal: number
  actualTotal: number
  forecastWithActual: number | null
  days: DaySum[]
}

/**
 * Forecast → standard inventory of a month: totals by type and metaId, and the shape per part and day. Corrections
 * stay; confirmed rows are left alone; contents without rows get forecast 0. Safe to run again at any time: each chunk
 * of contents is all there or not.
 */
export function standardLoad(database: Database): Job {
  return {
    name: STANDARD_LOAD,
    monthly: true,
    async run({ month, progress, signal }) {
      const all = await sumMonth(database, month!)
      const contents = all.filter(isCountable)
      const uncountable = all.filter((content) => !isCountable(content)).map(({ metaId }) => metaId)
      const result: StandardLoadResult = { loaded: 0, skipped: 0, zeroed: 0, uncountable }
      for (let at = 0; at < contents.length; at += CHUNK_CONTENTS) {
        signal.throwIfAborted()
        const chunk = contents.slice(at, at + CHUNK_CONTENTS)
        const skipped = await database.write((tx) => writeChunk(tx, month!, chunk))
        result.loaded += chunk.length - skipped
        result.skipped += skipped
        await progress(at + chunk.length, contents.length)
      }
      result.zeroed = await database.write((tx) => zeroMissing(tx, month!, all))
      await progress(contents.length, contents.length)
      return result
    },
  }
}

/** Sums are exact only below 2^53; a sum of sums that left that range can't come back. */
function isCountable({ forecastTotal, actualTotal }: ContentMonth): boolean {
  return Number.isSafeInteger(forecastTotal) && Number.isSafeInteger(actualTotal)
}

/** Day by day: each is one stretch of the table, so no read is long however much there is. */
async function sumMonth(database: Database, month: Month): Promise<ContentMonth[]> {
  const typeOfPart = new Map(
    await database.read(async (tx) => (await parts(tx)).map((part) => [part.code, part.type] as const)),
  )
  const contents = new Map<string, ContentMonth>()
  for (const date of daysOf(month)) {
    const sums = await database.read((tx) =>
      tx.rows<{
        part: string
        metaId: string
        forecast: number
        actual: number | null
        compared: number | null
      }>(
        `SELECT part, meta_id AS metaId, SUM(forecast) AS forecast, SUM(actual) AS actual,
                SUM(CASE WHEN actual IS NOT NULL THEN forecast END) AS compared
         FROM forecast_inventory WHERE date = ? GROUP BY part, meta_id`,
        [date],
      ),
    )
    for (const { part, metaId, forecast, actual, compared } of sums) {
      const type = typeOfPart.get(part)
      if (!type) continue
      const key = `${type}\u0000${metaId}`
      let content = contents.get(key)
      if (!content) {
        content = { type, metaId, forecastTotal: 0, actualTotal: 0, forecastWithActual: null, days: [] }
        contents.set(key, content)
      }
      content.forecastTotal += forecast
      content.actualTotal += actual ?? 0
      if (compared !== null) content.forecastWithActual = (content.forecastWithActual ?? 0) + compared
      content.days.push({ part, date, forecast, actual })
    }
  }
  return [...contents.values()].sort((a, b) => (a.metaId < b.metaId ? -1 : a.metaId > b.metaId ? 1 : 0))
}

/** @returns how many were confirmed and therefore skipped */
async function writeChunk(tx: Transaction, month: Month, chunk: readonly ContentMonth[]): Promise<number> {
  const known = await standardRows(tx, month, chunk)
  const confirmed = new Set(known.filter(({ status }) => status === 'CONFIRMED').map(keyOf))
  const open = chunk.filter((content) => !confirmed.has(keyOf(content)))
  const { incoming } = tx.dialect
  await tx.upsert(
    {
      table: 'standard_inventory',
      columns: [
        'month',
        'type',
        'meta_id',
        'forecast_total',
        'actual_total',
        'forecast_with_actual',
        'status',
        'version',
      ],
      key: ['month', 'type', 'meta_id'],
      update: {
        forecast_total: incoming('forecast_total'),
        actual_total: incoming('actual_total'),
        forecast_with_actual: incoming('forecast_with_actual'),
        version: 'standard_inventory.version + 1',
      },
    },
    open.map((content) => [
      month,
      content.type,
      content.metaId,
      content.forecastTotal,
      content.actualTotal,
      content.forecastWithActual,
      'OPEN',
      1,
    ]),
  )
  const idOf = new Map((await standardRows(tx, month, open)).map((row) => [keyOf(row), row.id]))
  await deleteDays(tx, [...idOf.values()])
  await tx.insert(
    'standard_inventory_day',
    ['standard_id', 'part', 'date', 'forecast', 'actual'],
    open.flatMap((content) => {
      const id = idOf.get(keyOf(content))!
      return content.days.map(({ part, date, forecast, actual }): SqlValue[] => [
        id,
        part,
        date,
        forecast,
        actual,
      ])
    }),
  )
  return chunk.length - open.length
}

async function zeroMissing(
  tx: Transaction,
  month: Month,
  contents: readonly ContentMonth[],
): Promise<number> {
  const present = new Set(contents.map(keyOf))
  const rows = await tx.rows<StandardRow>(
    `SELECT id, type, meta_id AS metaId, status, forecast_total AS forecastTotal FROM standard_inventory
     WHERE month = ? AND status = 'OPEN' ${tx.dialect.forUpdate}`,
    [month],
  )
  const missing = rows.filter((row) => !present.has(keyOf(row))).map(({ id }) => id)
  for (let at = 0; at < missing.length; at += 1000) {
    const ids = missing.slice(at, at + 1000)
    await tx.run(
      `UPDATE standard_inventory
       SET forecast_total = 0, actual_total = 0, forecast_with_actual = NULL, version = version + 1
       WHERE id IN (${ids.map(() => '?').join(', ')})`,
      ids,
    )
    await deleteDays(tx, ids)
  }
  return missing.length
}

interface StandardRow {
  id: number
  type: ContentType
  metaId: string
  status: 'OPEN' | 'CONFIRMED'
}

async function standardRows(
  tx: Transaction,
  month: Month,
  contents: readonly { metaId: string }[],
): Promise<StandardRow[]> {
  if (contents.length === 0) return []
  return tx.rows(
    `SELECT id, type, meta_id AS metaId, status FROM standard_inventory
     WHERE month = ? AND meta_id IN (${contents.map(() => '?').join(', ')}) ${tx.dialect.forUpdate}`,
    [month, ...contents.map(({ metaId }) => metaId)],
  )
}

async function deleteDays(tx: Transaction, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(
    `DELETE FROM standard_inventory_day WHERE standard_id IN (${ids.map(() => '?').join(', ')})`,
    ids,
  )
}

function keyOf({ type, metaId }: { type: string; metaId: string }): string {
  return `${type}\u0000${metaId}`
}
