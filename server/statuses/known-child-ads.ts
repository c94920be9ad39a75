import type { Transaction } from '../database/database'

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

const asGiven = (ids: readonly string[]) => JSON.stringify(ids.map((id) => [id]))

/** From given ids `g` to child ads `c` and their ads. */
function fromGiven(tx: Transaction): string {
  return `FROM ${tx.dialect.given({ id: 'id' }, 'g')} JOIN child_ad c ON c.id = g.id JOIN ad ON ad.id = c.ad_id`
}

const WITH_UNITS = 'JOIN campaign_unit u ON u.id = ad.unit_id'

/** Columns of child ads `c` and their ads, of those that there are among sorted ids; in any order. */
export function selectChildAds<Row>(
  tx: Transaction,
  columns: string,
  ids: readonly string[],
): Promise<Row[]> {
  return tx.rows<Row>(`SELECT ${columns} ${fromGiven(tx)}`, [asGiven(ids)])
}

/** The child ads there are among sorted ids. */
export async function knownChildAds(
  tx: Transaction,
  ids: readonly string[],
): Promise<Map<string, KnownChildAd>> {
  const rows = await tx.rows<KnownChildAd>(
    `SELECT c.id AS id, u.id AS unitId, u.campaign_id AS campaignId ${fromGiven(tx)} ${WITH_UNITS}`,
    [asGiven(ids)],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Locks the campaigns of child ads, by sorted ids: what is read of these ads then stays so. Nothing to do where writes are single. */
export async function lockCampaignsOfChildAds(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (tx.dialect.forUpdate === '') return
  const campaigns = await tx.rows<{ campaignId: string }>(
    `SELECT DISTINCT u.campaign_id AS campaignId ${fromGiven(tx)} ${WITH_UNITS}`,
    [asGiven(ids)],
  )
  await lockCampaigns(
    tx,
    campaigns.map(({ campaignId }) => campaignId),
  )
}

/** Whatever changes a campaign's ads comes one after the other: in the order of their ids, as everybody does. */
export async function lockCampaigns(tx: Transaction, campaignIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(campaignIds)].sort()
  if (tx.dialect.forUpdate === '' || wanted.length === 0) return
  await tx.rows(
    `SELECT c.id AS id FROM campaign c WHERE c.id IN (${wanted.map(() => '?').join(', ')}) ORDER BY c.id
     ${tx.dialect.forUpdate}`,
    wanted,
  )
}
