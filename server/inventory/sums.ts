import { setImmediate as nextRound } from 'node:timers/promises'
import type { BusinessDate } from '../../shared/calendar'
import { inBatches } from '../database/batches'
import type { Database } from '../database/database'
import { placeholders } from '../database/placeholders'

interface Flight {
  from: BusinessDate
  to: BusinessDate
  platforms: readonly string[]
  metaIds: readonly string[]
}

interface Sums {
  forecast: number[]
  remaining: number[]
}

/**
 * Forecast and remaining impressions of contents, summed over the days and platforms of each flight. Every flight is a short
 * read of its own, so that other requests get their turn in between.
 */
export async function inventorySums(database: Database, flights: readonly Flight[]): Promise<Sums[]> {
  const sums: Sums[] = []
  for (const flight of flights) {
    sums.push(await sumsOf(database, flight))
    await nextRound()
  }
  return sums
}

async function sumsOf(database: Database, { from, to, platforms, metaIds }: Flight): Promise<Sums> {
  const rows = await inBatches(metaIds, (some) =>
    database.rows<{ metaId: string; forecast: number; remaining: number }>(
      `SELECT meta_id AS metaId, SUM(forecast) AS forecast, SUM(capacity - held - sold) AS remaining
       FROM unit_inventory
       WHERE meta_id IN (${placeholders(some)}) AND platform IN (${placeholders(platforms)}) AND date BETWEEN ? AND ?
       GROUP BY meta_id`,
      [...some, ...platforms, from, to],
    ),
  )
  const known = new Map(rows.map((row) => [row.metaId, row]))
  return {
    forecast: metaIds.map((metaId) => known.get(metaId)?.forecast ?? 0),
    remaining: metaIds.map((metaId) => known.get(metaId)?.remaining ?? 0),
  }
}
