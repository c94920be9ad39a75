import { setImmediate as nextRound } from 'node:timers/promises'
import { inBatches } from '../database/batches'
import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { holdsOf, splitOf } from './holds'
import type { PlatformDays } from './platform-days'

/** Adds what the cells of bought units promise: two queries for thousands of units. */
export async function addBought(
  tx: Transaction,
  unitIds: readonly string[],
  sums: PlatformDays,
): Promise<void> {
  const prices = await inBatches(unitIds, (some) =>
    tx.rows<{ platform: string; won: number }>(
      `SELECT platform, SUM(amount) AS won FROM ad
       WHERE unit_id IN (${placeholders(some)}) AND impressions > 0 GROUP BY platform`,
      some,
    ),
  )
  for (const { platform, won } of prices) sums.addPrice(platform, Number(won))
  const days = await inBatches(unitIds, (some) =>
    tx.rows<{ platform: string; date: string; impressions: number }>(
      `SELECT ad.platform AS platform, x.date AS date, SUM(x.impressions) AS impressions
       FROM ad JOIN child_ad c ON c.ad_id = ad.id JOIN owner_share s ON s.child_ad_id = c.id
       JOIN share_cell x ON x.owner_share_id = s.id
       WHERE ad.unit_id IN (${placeholders(some)}) GROUP BY ad.platform, x.date`,
      some,
    ),
  )
  for (const { platform, date, impressions } of days) sums.addImpressions(platform, date, Number(impressions))
}

/** Adds what holds reserve: one query for thousands of units. */
export async function addHeld(
  tx: Transaction,
  unitIds: readonly string[],
  sums: PlatformDays,
): Promise<void> {
  for (const hold of (await holdsOf(tx, unitIds)).values()) {
    const { split } = await splitOf(hold)
    for (const { platform, amount, groups } of split.platforms) {
      sums.addPrice(platform, amount)
      for (const { owners } of groups)
        for (const { cells } of owners)
          for (const { date, impressions } of cells) sums.addImpressions(platform, date, impressions)
    }
    // Others get their turn between two units.
    await nextRound()
  }
}
