import type { RowConflict, RowOrder } from '../../shared/contract/campaigns'
import { mergeOrder } from '../../shared/merge-order'
import type { Caller } from '../caller'
import type { Campaign } from '../campaigns/campaign.entities'
import type { Transaction } from '../database/database'
import { LastChanges, POSITION, recordChanges } from './unit-history'

/** A row whose place is stored: 0-based, rows of the same position in the order of their ids. */
interface Placed {
  id: string
  position: number
  version: number
}

/**
 * Puts a campaign's rows into the order of a sheet, by a three-way merge (`mergeOrder`). Rows that the caller and
 * somebody else moved to different places stay where they are and are conflicts.
 *
 * @returns `moved`: whether a row is at another place now
 */
export async function orderRows(
  tx: Transaction,
  caller: Caller,
  campaign: Campaign,
  sheet: RowOrder,
  instant: string,
): Promise<{ moved: boolean; conflicts: RowConflict[] }> {
  const rows = await placedRows(tx, campaign.id)
  const remote = rows.map(({ id }) => id)
  const { order, moved, conflicts } = mergeOrder(sheet.base, sheet.local, remote)
  const [before, after, seen, mine] = [
    placesOf(remote),
    placesOf(order),
    placesOf(sheet.base),
    placesOf(sheet.local),
  ]
  if (moved.length > 0) await writePlaces(tx, rows, after)
  const versions = new Map(rows.map(({ id, version }) => [id, version]))
  await recordChanges(
    tx,
    campaign,
    moved.map((unitId) => ({
      unitId,
      version: versions.get(unitId)!,
      field: POSITION,
      before: before.get(unitId)!,
      after: after.get(unitId)!,
    })),
    caller.id,
    instant,
  )
  const last = await LastChanges.of(tx, conflicts)
  return {
    moved: moved.length > 0,
    conflicts: conflicts.map((unitId) => {
      const { by = null, at = null } = last.of(unitId, POSITION) ?? {}
      const [base, local, remote] = [seen, mine, before].map((places) => places.get(unitId)!)
      return { unitId, field: POSITION, base: base!, local: local!, remote: remote!, by, at }
    }),
  }
}

/** Puts a campaign's rows into an order, which names all of them. */
export async function placeRows(
  tx: Transaction,
  campaignId: string,
  order: readonly string[],
): Promise<void> {
  await writePlaces(tx, await placedRows(tx, campaignId), placesOf(order))
}

function placedRows(tx: Transaction, campaignId: string): Promise<Placed[]> {
  return tx.rows<Placed>(
    'SELECT id, position, version FROM campaign_unit WHERE campaign_id = ? ORDER BY position, id',
    [campaignId],
  )
}

/** Places from 1, by row. */
type Places = ReadonlyMap<string, number>

function placesOf(ids: readonly string[]): Places {
  return new Map(ids.map((id, index) => [id, index + 1]))
}

async function writePlaces(tx: Transaction, rows: readonly Placed[], places: Places): Promise<void> {
  const written = rows
    .map(({ id, position }) => ({ id, position, place: places.get(id)! - 1 }))
    .filter(({ position, place }) => position !== place)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  await tx.updateGiven(
    'campaign_unit',
    { id: 'id', position: 'whole' },
    written.map(({ id, place }) => [id, place]),
  )
}
