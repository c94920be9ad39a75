import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'

/** A child ad and what it belongs to: none of it ever changes. */
export interface KnownChildAd {
  id: string
  unitId: string
  campaignId: string
}

const UUID_LENGTH = 36

/** Ids each once, sorted, in lower case as they are given out; what cannot be one is left out. */
export function sortedIds(ids: Iterable<string>): string[] {
  const wanted = new Set<string>()
  for (const id of ids) if (id.length === UUID_LENGTH) wanted.add(id.toLowerCase())
  return [...wanted].sort()
}

/** As many as are remembered: some twelve MiB. */
const MOST_REMEMBERED = 50_000

/** Child ads and what they belong to. An ad is reported again and again, so what never changes is remembered. */
export class KnownChildAds {
  private readonly remembered = new Map<string, KnownChildAd>()

  /**
   * Those that there are among sorted ids. Their campaigns are locked: what is read of these ads from now on stays so until
   * the transaction ends.
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

/** Whatever changes a campaign's ads comes one after the other: in the order of their ids, as everybody does. */
export async function lockCampaigns(tx: Transaction, campaignIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(campaignIds)].sort()
  if (tx.dialect.forUpdate === '' || wanted.length === 0) return
  await tx.rows(
    `SELECT c.id AS id FROM campaign c WHERE c.id IN (${placeholders(wanted)}) ORDER BY c.id
     ${tx.dialect.forUpdate}`,
    wanted,
  )
}
