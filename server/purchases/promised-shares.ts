import { groupBy } from '../../shared/group-by'
import { inBatches } from '../database/batches'
import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { holdsOf, splitOf } from './holds'

/** What a unit was promised of one owner's contents in a targeting group on a platform. */
export interface PromisedShare {
  platform: string
  /** The code of a catalogue group, or the name of an inline one. */
  group: string
  owner: string | null
  amount: number
  impressions: number
}

/** The shares of bought units in the order of their trees, by unit: one query for thousands of units. */
export async function boughtShares(
  tx: Transaction,
  unitIds: readonly string[],
): Promise<Map<string, PromisedShare[]>> {
  const rows = await inBatches(unitIds, (some) =>
    tx.rows<Omit<PromisedShare, 'group'> & { unitId: string; groupName: string }>(
      `SELECT ad.unit_id AS unitId, ad.platform AS platform, c.group_name AS groupName, s.owner AS owner,
              s.amount AS amount, s.impressions AS impressions
       FROM ad JOIN child_ad c ON c.ad_id = ad.id JOIN owner_share s ON s.child_ad_id = c.id
       WHERE ad.unit_id IN (${placeholders(some)}) ORDER BY ad.unit_id, ad.position, c.position, s.position`,
      some,
    ),
  )
  return new Map(
    [...groupBy(rows, ({ unitId }) => unitId)].map(([unitId, of]) => [
      unitId,
      of.map(({ unitId: _unit, groupName, ...share }) => ({ ...share, group: groupName })),
    ]),
  )
}

/** The shares that holds reserve, by unit: one query for thousands of units. */
export async function heldShares(
  tx: Transaction,
  unitIds: readonly string[],
): Promise<Map<string, PromisedShare[]>> {
  const shares = new Map<string, PromisedShare[]>()
  for (const hold of (await holdsOf(tx, unitIds)).values()) {
    const { split } = await splitOf(hold)
    shares.set(
      hold.unitId,
      split.platforms.flatMap(({ platform, groups }) =>
        groups.flatMap(({ group, owners }) =>
          owners.map(({ owner, amount, impressions }) => ({ platform, group, owner, amount, impressions })),
        ),
      ),
    )
  }
  return shares
}
