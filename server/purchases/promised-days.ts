import { setImmediate as nextRound } from 'node:timers/promises'
import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { holdsOf, splitOf } from './holds'
import type { PlatformDays } from './platform-days'

/**
 * Units whose cells one statement adds up. A thousand units may have half a million cells: the embedded database would answer
 * nobody else for two seconds.
 */
const UNITS_AT_ONCE = 50

/** Adds what the cells of bought units promise: two queries for dozens of units. */
export async function addBought(
  tx: Transaction,
  unitIds: readonly string[],
  sums: PlatformDays,
): Promise<void> {
  for (let at = 0; at < unitIds.length; at += UNITS_AT_ONCE) {
    const some = unitIds.slice(at, at + UNITS_AT_ONCE)
    const prices = await tx.rows<{ platform: string; won: number }>(
      `SELECT platform, SUM(amount) AS won FROM ad
       WHERE unit_id IN (${placeholders(some)}) AND impressions > 0 GROUP BY platform`,
      some,
    )
    for (const { platform, won } of prices) sums.addPrice(platform, Number(won))
    const days = await tx.rows<{ platform: string; date: string; impressions: number }>(
      `SELECT ad.platform AS platform, x.date AS date, SUM(x.impressions) AS impressions
       FROM ad JOIN child_ad c ON c.ad_id = ad.id JOIN owner_share s ON s.child_ad_id = c.id
       JOIN share_cell x ON x.owner_share_id = s.id
       WHERE ad.unit_id IN (${placeholders(some)}) GROUP BY ad.platform, x.date`,
      some,
    )
    for (const { platform, date, impressions } of days)
      sums.addImpressions(platform, date, Number(impressions))
    // Others get their turn between two statements.
    await nextRound()
  }
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
