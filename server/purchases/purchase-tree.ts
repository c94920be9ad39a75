import { randomUUID } from 'node:crypto'
import type { PurchasedUnit } from '../../shared/contract/purchases'
import { groupBy } from '../../shared/group-by'
import type { PublishStatus } from '../../shared/statuses'
import type { SqlValue, Transaction } from '../database/database'
import type { UnitSplit } from './shortages'

const REQUESTED: PublishStatus = 'REQUESTED'

/** The tree of a bought unit as stored: what the answer shows, with the weight behind every share. */
export interface StoredShare {
  amount: number
  impressions: number
  weight: number
  weightTotal: number
}
export interface StoredCell {
  date: string
  metaId: string
  impressions: number
  amount: number
  ratioPpb: number
}
export interface StoredOwner extends StoredShare {
  owner: string | null
  cells: StoredCell[]
}
export interface StoredChildAd extends StoredShare {
  childAdId: string
  group: string
  owners: StoredOwner[]
}
export interface StoredAd extends StoredShare {
  adId: string
  platform: string
  childAds: StoredChildAd[]
}

/** Writes ads, child ads, owner shares and cells of units, in one insert per table. */
export async function writeTrees(
  tx: Transaction,
  purchaseId: string,
  splits: readonly UnitSplit[],
  at: string,
): Promise<Map<string, StoredAd[]>> {
  const ads: SqlValue[][] = []
  const childAds: SqlValue[][] = []
  const shares: SqlValue[][] = []
  const cells: SqlValue[][] = []
  const numbers = (share: StoredShare) => [share.amount, share.impressions, share.weight, share.weightTotal]
  const trees = new Map<string, StoredAd[]>()
  for (const { unit, split } of splits) {
    const tree = split.platforms.map((platform, p): StoredAd => {
      const adId = randomUUID()
      ads.push([adId, unit.unitId, purchaseId, p, platform.platform, ...numbers(platform), REQUESTED, at])
      const children = platform.groups.map((group, g): StoredChildAd => {
        const childAdId = randomUUID()
        childAds.push([childAdId, adId, g, group.group, ...numbers(group), REQUESTED, at])
        group.owners.forEach((owner, o) => {
          const shareId = randomUUID()
          shares.push([shareId, childAdId, o, owner.owner, ...numbers(owner)])
          owner.cells.forEach((cell, c) => {
            cells.push([shareId, c, cell.date, cell.metaId, cell.impressions, cell.amount, cell.ratioPpb])
          })
        })
        return { childAdId, ...group }
      })
      const { groups: _groups, ...share } = platform
      return { adId, ...share, childAds: children }
    })
    trees.set(unit.unitId, tree)
  }
  const share = ['amount', 'impressions', 'weight', 'weight_total']
  const published = ['publish_status', 'updated_at']
  await tx.insert('ad', ['id', 'unit_id', 'purchase_id', 'position', 'platform', ...share, ...published], ads)
  await tx.insert('child_ad', ['id', 'ad_id', 'position', 'group_name', ...share, ...published], childAds)
  await tx.insert('owner_share', ['id', 'child_ad_id', 'position', 'owner', ...share], shares)
  await tx.insert(
    'share_cell',
    ['owner_share_id', 'position', 'date', 'meta_id', 'impressions', 'amount', 'ratio_ppb'],
    cells,
  )
  return trees
}

/** Reads the trees of units back: four queries, however many there are. */
export async function readTrees(
  tx: Transaction,
  unitIds: readonly string[],
): Promise<Map<string, StoredAd[]>> {
  if (unitIds.length === 0) return new Map()
  const units = unitIds.map(() => '?').join(', ')
  const share = (table: string) =>
    `${table}.amount AS amount, ${table}.impressions AS impressions, ${table}.weight AS weight, ${table}.weight_total AS weightTotal`
  const ads = await tx.rows<StoredShare & { adId: string; unitId: string; platform: string }>(
    `SELECT ad.id AS adId, ad.unit_id AS unitId, ad.platform AS platform, ${share('ad')}
     FROM ad WHERE ad.unit_id IN (${units}) ORDER BY ad.unit_id, ad.position`,
    unitIds,
  )
  const childAds = await tx.rows<StoredShare & { childAdId: string; adId: string; groupName: string }>(
    `SELECT c.id AS childAdId, c.ad_id AS adId, c.group_name AS groupName, ${share('c')}
     FROM child_ad c JOIN ad ON ad.id = c.ad_id WHERE ad.unit_id IN (${units}) ORDER BY c.ad_id, c.position`,
    unitIds,
  )
  const owners = await tx.rows<StoredShare & { shareId: string; childAdId: string; owner: string | null }>(
    `SELECT s.id AS shareId, s.child_ad_id AS childAdId, s.owner AS owner, ${share('s')}
     FROM owner_share s JOIN child_ad c ON c.id = s.child_ad_id JOIN ad ON ad.id = c.ad_id
     WHERE ad.unit_id IN (${units}) ORDER BY s.child_ad_id, s.position`,
    unitIds,
  )
  const cells = await tx.rows<StoredCell & { shareId: string }>(
    `SELECT x.owner_share_id AS shareId, x.date AS date, x.meta_id AS metaId, x.impressions AS impressions,
            x.amount AS amount, x.ratio_ppb AS ratioPpb
     FROM share_cell x JOIN owner_share s ON s.id = x.owner_share_id JOIN child_ad c ON c.id = s.child_ad_id
     JOIN ad ON ad.id = c.ad_id
     WHERE ad.unit_id IN (${units}) ORDER BY x.owner_share_id, x.position`,
    unitIds,
  )
  const cellsOf = groupBy(cells, ({ shareId }) => shareId)
  const ownersOf = groupBy(owners, ({ childAdId }) => childAdId)
  const childAdsOf = groupBy(childAds, ({ adId }) => adId)
  const adsOf = groupBy(ads, ({ unitId }) => unitId)
  return new Map(
    [...adsOf].map(([unitId, of]) => [
      unitId,
      of.map(({ unitId: _unit, ...ad }) => ({
        ...ad,
        childAds: (childAdsOf.get(ad.adId) ?? []).map(({ adId: _ad, groupName, ...child }) => ({
          ...child,
          group: groupName,
          owners: (ownersOf.get(child.childAdId) ?? []).map(({ shareId, childAdId: _child, ...owner }) => ({
            ...owner,
            cells: (cellsOf.get(shareId) ?? []).map(({ shareId: _share, ...cell }) => cell),
          })),
        })),
      })),
    ]),
  )
}

/** The tree as the interface shows it. */
export function toAnswer(ads: readonly StoredAd[]): PurchasedUnit['ads'] {
  return ads.map(({ adId, platform, amount, impressions, childAds }) => ({
    adId,
    platform,
    amount,
    impressions,
    childAds: childAds.map((child) => ({
      childAdId: child.childAdId,
      group: child.group,
      amount: child.amount,
      impressions: child.impressions,
      owners: child.owners.map((owner) => ({
        owner: owner.owner,
        amount: owner.amount,
        impressions: owner.impressions,
        cells: owner.cells.map(({ date, metaId, impressions: count, amount: won, ratioPpb }) => ({
          date,
          metaId,
          impressions: count,
          amount: won,
          ratioPpb,
        })),
      })),
    })),
  }))
}
