import { groupBy } from '../../shared/group-by'
import { Campaign } from '../campaigns/campaign.entities'
import { touchCampaign } from '../campaigns/campaigns'
import { inBatches } from '../database/batches'
import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { recordChanges } from '../media-mix/unit-history'

/**
 * Locks the campaigns of units in the order of their ids, before anything of the units changes; the units' versions are those
 * under the lock.
 */
export async function campaignsOf(
  tx: Transaction,
  unitIds: readonly string[],
): Promise<{ campaign: Campaign; units: { id: string; version: number }[] }[]> {
  const read = () =>
    inBatches(unitIds, (some) =>
      tx.rows<{ id: string; campaignId: string; version: number }>(
        `SELECT id, campaign_id AS campaignId, version FROM campaign_unit WHERE id IN (${placeholders(some)})`,
        some,
      ),
    )
  const ids = new Set((await read()).map(({ campaignId }) => campaignId))
  const campaigns: Campaign[] = []
  for (const id of [...ids].sort()) {
    const campaign = await tx.findLocked(Campaign, { id })
    if (campaign) campaigns.push(campaign)
  }
  const unitsIn = groupBy(await read(), ({ campaignId }) => campaignId)
  return campaigns.map((campaign) => ({ campaign, units: unitsIn.get(campaign.id) ?? [] }))
}

/** Gives rows whose targeting was moved their next version, and their campaigns the next revision. */
export async function touchUnits(
  tx: Transaction,
  campaigns: Awaited<ReturnType<typeof campaignsOf>>,
  actor: string,
  at: string,
): Promise<void> {
  for (const { campaign, units } of campaigns) {
    const ids = units.map(({ id }) => id)
    await tx.run(
      `UPDATE campaign_unit SET version = version + 1, updated_at = ? WHERE id IN (${placeholders(ids)})`,
      [at, ...ids],
    )
    await recordChanges(
      tx,
      campaign,
      units.map(({ id, version }) => ({
        unitId: id,
        version: version + 1,
        field: 'targeting',
        before: null,
        after: null,
      })),
      actor,
      at,
    )
    await touchCampaign(tx, campaign, at)
  }
}
