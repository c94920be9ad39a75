import { type BusinessDate, daysOf, firstDayOf, lastDayOf, type Month } from '../../shared/calendar'
import { groupBy } from '../../shared/group-by'
import type { Reading, Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'

/** Contents that were merged into others, as they count in a month (decision 47). */
export interface MergedContents {
  /** The content for which a duplicate counts. */
  intoOf: ReadonlyMap<string, string>
  /** The duplicates of a content, by metaId. */
  duplicatesOf: ReadonlyMap<string, readonly string[]>
}

export async function mergedContents(tx: Reading, month: Month): Promise<MergedContents> {
  const merged = await tx.rows<{ metaId: string; into: string }>(
    `SELECT code AS metaId, merged_into AS \`into\` FROM retirement
     WHERE kind = 'CONTENT' AND merged_into IS NOT NULL AND merged_from <= ? ORDER BY code`,
    [month],
  )
  return {
    intoOf: new Map(merged.map(({ metaId, into }) => [metaId, into])),
    duplicatesOf: new Map(
      [...groupBy(merged, ({ into }) => into)].map(([into, all]) => [into, all.map(({ metaId }) => metaId)]),
    ),
  }
}

/** A part's day of a duplicate, summed from the vendor's hours. */
export interface DuplicateDay {
  part: string
  date: BusinessDate
  forecast: number
  actual: number | null
  /** Σforecast of the hours that have an actual; null when none has. */
  compared: number | null
}

/**
 * The days of a duplicate, without the hours that the kept content or an earlier duplicate has in the same part: the same
 * hour never counts twice.
 *
 * @param before the kept content and the earlier duplicates
 */
export async function duplicateDays(
  tx: Transaction,
  month: Month,
  partCodes: readonly string[],
  metaId: string,
  before: readonly string[],
): Promise<DuplicateDay[]> {
  const dates = daysOf(month)
  return tx.rows<DuplicateDay>(
    `SELECT f.part AS part, f.date AS date, SUM(f.forecast) AS forecast, SUM(f.actual) AS actual,
            SUM(CASE WHEN f.actual IS NOT NULL THEN f.forecast END) AS compared
     FROM forecast_inventory f
     WHERE f.date IN (${placeholders(dates)}) AND f.part IN (${placeholders(partCodes)}) AND f.meta_id = ?
       AND NOT EXISTS (SELECT 1 FROM forecast_inventory k
         WHERE k.date = f.date AND k.part = f.part AND k.hour = f.hour AND k.meta_id IN (${placeholders(before)}))
     GROUP BY f.date, f.part`,
    [...dates, ...partCodes, metaId, ...before],
  )
}

/** Impressions per platform, one number per day of the month. */
export type Forecast = ReadonlyMap<string, readonly number[]>

/**
 * Leaves a duplicate what is held and sold on it, and the kept content the rest of their common forecast: per platform and
 * day the forecasts of both add up to it.
 *
 * @returns the forecasts of the contents and of their duplicates
 */
export async function withDuplicates(
  tx: Transaction,
  month: Month,
  forecasts: ReadonlyMap<string, Forecast>,
  { duplicatesOf }: MergedContents,
): Promise<ReadonlyMap<string, Forecast>> {
  const kept = [...forecasts.keys()].filter((metaId) => duplicatesOf.has(metaId))
  if (kept.length === 0) return forecasts
  const duplicates = kept.flatMap((metaId) => duplicatesOf.get(metaId)!)
  const rows = await tx.rows<{ metaId: string; platform: string; date: BusinessDate; taken: number }>(
    `SELECT meta_id AS metaId, platform, date, held + sold AS taken FROM unit_inventory
     WHERE meta_id IN (${placeholders(duplicates)}) AND date BETWEEN ? AND ?`,
    [...duplicates, firstDayOf(month), lastDayOf(month)],
  )
  const days = daysOf(month)
  const dayIndex = new Map(days.map((date, i) => [date, i]))
  const rowsOf = groupBy(rows, ({ metaId }) => metaId)
  const shared = new Map(forecasts)
  for (const into of kept) {
    const left = new Map([...forecasts.get(into)!].map(([platform, daily]) => [platform, [...daily]]))
    for (const metaId of duplicatesOf.get(into)!) {
      const own = new Map<string, number[]>()
      for (const { platform, date, taken } of rowsOf.get(metaId) ?? []) {
        const day = dayIndex.get(date)!
        const stays = Math.min(taken, left.get(platform)?.[day] ?? 0)
        if (stays > 0) left.get(platform)![day]! -= stays
        if (!own.has(platform)) own.set(platform, new Array<number>(days.length).fill(0))
        own.get(platform)![day] = stays
      }
      if (own.size > 0) shared.set(metaId, own)
    }
    shared.set(into, left)
  }
  return shared
}
