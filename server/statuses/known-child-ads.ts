import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'

/** A child ad with its unit and campaign; these never change. */
export interface KnownChildAd {
  id: string
  unitId: string
  campaignId: string
}

const UUID_LENGTH = 36

/** Distinct ids, sorted and in lower case, as they are stored. A text that can't be an id is left out. */
export function sortedIds(ids: Iterable<string>): string[] {
  const wanted = new Set<string>()
  for (const id of ids) if (id.length === UUID_LENGTH) wanted.add(id.toLowerCase())
  return [...wanted].sort()
}

/** The maximum number of cached ads: some twelve MiB. */
const MOST_REMEMBERED = 50_000

/**
 * Child ads with their units and campaigns. An ad is reported many times, so these unchanging data are
 * cached.
 */
export class KnownChildAds {
  private readonly remembered = new Map<string, KnownChildAd>()

  /**
   * Returns the ids' child ads that exist, and locks their campaigns. Data read of these ads afterwards stays
   * unchanged until the transaction ends.
   */
  async locked(tx: Transaction, ids: readonly string[]): Promise<Map<string, KnownChildAd>> {
    const found = new Map<string, KnownChildAd>()
    const missing: string[] = []
    for (const id of ids) {
      const child = this.remembered.get(id)
      if (child) found.set(id, child)
      else missing.push(id)
    }
    if (missing.length > 0) {
      const read = await readChildAds(tx, missing)
      if (this.remembered.size + read.length > MOST_REMEMBERED) this.remembered.clear()
      for (const child of read) {
        found.set(child.id, child)
        this.remembered.set(child.id, child)
      }
    }
    await lockCampaigns(
      tx,
      [...found.values()].map(({ campaignId }) => campaignId),
    )
    return found
  }
}

function readChildAds(tx: Transaction, ids: readonly string[]): Promise<KnownChildAd[]> {
  return tx.rows(
    `SELECT c.id AS id, u.id AS unitId, u.campaign_id AS campaignId
     FROM ${tx.dialect.given({ id: 'id' }, 'g')} JOIN child_ad c ON c.id = g.id JOIN ad ON ad.id = c.ad_id
     JOIN campaign_unit u ON u.id = ad.unit_id`,
    [JSON.stringify(ids.map((id) => [id]))],
  )
}

/**
 * Locks campaigns, so that changes to a campaign's ads run one after the other. All transactions lock them in
 * the order of their ids.
 */
export async function lockCampaigns(tx: Transaction, campaignIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(campaignIds)].sort()
  if (tx.dialect.forUpdate === '' || wanted.length === 0) return
  await tx.rows(
    `SELECT c.id AS id FROM campaign c WHERE c.id IN (${placeholders(wanted)}) ORDER BY c.id
     ${tx.dialect.forUpdate}`,
    wanted,
  )
}
