import { ContentOwner, Retirement } from '../catalog/catalog.entities'
import { recordCatalogueChanges } from '../catalog/catalogue-history'
import type { Transaction } from '../database/database'
import type { MergeOrder, Merger } from './merge-contents'
import { campaignsOf, touchUnits } from './moved-targeting'
import { moveWeights, type WeightedLists, weightsToMove } from './moving-weights'
import { requireMergeable } from './require-mergeable'

const RATIOS: WeightedLists = {
  table: 'campaign_unit_group_owner_ratio',
  list: ['unit_id', 'group_position'],
  name: 'owner',
  weight: 'ratio',
}

/**
 * Merges a content owner into another: contents and owner ratios move. Shares that were sold keep their owner.
 *
 * @returns what moves; with `dryRun` nothing has changed
 * @throws Problem UNKNOWN_REFERENCE, VALIDATION_FAILED, STATUS_CONFLICT
 */
export async function mergeOwners(
  tx: Transaction,
  { from, into, reason, dryRun }: MergeOrder,
  { actor, at }: Merger,
) {
  await requireMergeable(tx, 'CONTENT_OWNER', ContentOwner, 'code', from, into)
  const ratios = await weightsToMove(tx, RATIOS, from, into)
  const unitIds = [...new Set(ratios.map(({ list }) => String(list[0])))]
  const [owned] = await tx.rows<{ count: number }>('SELECT COUNT(*) AS count FROM content WHERE owner = ?', [
    from,
  ])
  const moves = { code: from, into, dryRun, contents: Number(owned!.count), units: unitIds.length }
  if (dryRun) return moves
  const campaigns = await campaignsOf(tx, unitIds)
  await moveWeights(tx, RATIOS, await weightsToMove(tx, RATIOS, from, into), from, into)
  await touchUnits(tx, campaigns, actor, at)
  await tx.run('UPDATE content SET owner = ?, version = version + 1 WHERE owner = ?', [into, from])
  const kind = 'CONTENT_OWNER'
  await tx.run('UPDATE retirement SET merged_into = ? WHERE kind = ? AND merged_into = ?', [into, kind, from])
  await tx.manager.delete(Retirement, { kind, code: from })
  await tx.manager.insert(Retirement, { kind, code: from, mergedInto: into, mergedFrom: null })
  await recordCatalogueChanges(
    tx,
    [
      { kind, code: from, field: 'mergedInto', before: null, after: into },
      { kind, code: into, field: 'merged', before: null, after: moves },
    ],
    { accountId: actor, at },
    reason,
  )
  return moves
}
