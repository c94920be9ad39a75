import { randomUUID } from 'node:crypto'
import { businessDateOf } from '../../shared/calendar'
import type { PurchasedUnit } from '../../shared/contract/purchases'
import type { BookedRules, Split } from '../../shared/distribution'
import { groupBy } from '../../shared/group-by'
import type { PublishStatus } from '../../shared/statuses'
import { eachBatch, inBatches } from '../database/batches'
import type { SqlValue, Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { packJson } from './packed-json'
import { stateBookingFact } from './publish-facts'
import { Booking, PastBooking } from './purchase.entities'

const REQUESTED: PublishStatus = 'REQUESTED'
/** Larger than every position: offset for ads while their tree is rewritten. */
const ASIDE = 1_000_000_000
/** More than the positions of a tree: ads with nothing left are moved behind the others. */
const BEHIND = 1000

/** The stored tree of a bought unit: the contents of the answer, with the weight of every share. */
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
  /** The revision of the booking that made the cell. */
  revision: number
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

/** A unit's amount and impressions with their split. */
export interface DividedUnit {
  unitId: string
  amount: number
  impressions: number
  rules: BookedRules
  split: Split
}

/** An ad that a unit has or had, with its child ads by group. */
interface KnownAd {
  adId: string
  childAdIds: ReadonlyMap<string, string>
}
type KnownAds = ReadonlyMap<string, KnownAd>

/** Writes ads, child ads, owner shares and cells of units, in one insert per table. */
export async function writeTrees(
  tx: Transaction,
  purchaseId: string,
  units: readonly DividedUnit[],
  at: string,
  known: KnownAds = new Map(),
): Promise<Map<string, StoredAd[]>> {
  const ads: SqlValue[][] = []
  const childAds: SqlValue[][] = []
  const shares: SqlValue[][] = []
  const cells: SqlValue[][] = []
  const numbers = (share: StoredShare) => [share.amount, share.impressions, share.weight, share.weightTotal]
  const trees = new Map<string, StoredAd[]>()
  for (const { unitId, split } of units) {
    const tree = split.platforms.map((platform, p): StoredAd => {
      const adId = known.get(platform.platform)?.adId ?? randomUUID()
      ads.push([adId, unitId, purchaseId, p, platform.platform, ...numbers(platform), REQUESTED, at])
      const children = platform.groups.map((group, g): StoredChildAd => {
        const childAdId = known.get(platform.platform)?.childAdIds.get(group.group) ?? randomUUID()
        childAds.push([childAdId, adId, g, group.group, ...numbers(group), REQUESTED, at])
        const owners = group.owners.map((owner, o): StoredOwner => {
          const shareId = randomUUID()
          shares.push([shareId, childAdId, o, owner.owner, ...numbers(owner)])
          const stored = owner.cells.map((cell): StoredCell => ({ ...cell, revision: cell.revision ?? 1 }))
          stored.forEach((cell, c) => {
            const { date, metaId, impressions, amount, ratioPpb, revision } = cell
            cells.push([shareId, c, date, metaId, impressions, amount, ratioPpb, revision])
          })
          return { ...owner, cells: stored }
        })
        return { childAdId, ...group, owners }
      })
      const { groups: _groups, ...share } = platform
      return { adId, ...share, childAds: children }
    })
    trees.set(unitId, tree)
  }
  const share = ['amount', 'impressions', 'weight', 'weight_total']
  const published = ['publish_status', 'updated_at']
  // An ad that continues keeps the status from the ad server.
  const update = Object.fromEntries(
    ['position', ...share, 'updated_at'].map((column) => [column, tx.dialect.incoming(column)]),
  )
  await tx.upsert(
    {
      table: 'ad',
      columns: ['id', 'unit_id', 'purchase_id', 'position', 'platform', ...share, ...published],
      key: ['id'],
      update,
    },
    ads,
  )
  await tx.upsert(
    {
      table: 'child_ad',
      columns: ['id', 'ad_id', 'position', 'group_name', ...share, ...published],
      key: ['id'],
      update,
    },
    childAds,
  )
  await tx.insert('owner_share', ['id', 'child_ad_id', 'position', 'owner', ...share], shares)
  await tx.insert(
    'share_cell',
    ['owner_share_id', 'position', 'date', 'meta_id', 'impressions', 'amount', 'ratio_ppb', 'revision'],
    cells,
  )
  return trees
}

/** Writes the first revision of the units' bookings. */
export async function writeBookings(
  tx: Transaction,
  purchaseId: string,
  units: readonly DividedUnit[],
  at: string,
): Promise<void> {
  await tx.insert(
    'booking',
    ['unit_id', 'purchase_id', 'revision', 'amount', 'impressions', 'rules', 'at'],
    units.map(({ unitId, amount, impressions, rules }) => [
      unitId,
      purchaseId,
      1,
      amount,
      impressions,
      JSON.stringify(rules),
      at,
    ]),
  )
}

/**
 * Writes the next revision of a booked unit and stores the previous one completely. Ads and child ads that
 * continue keep their ids and the ad server's reports. Those with nothing left stay with 0 and are canceled.
 * Those that had ended and have future days again are requested again.
 */
export async function rewriteBooking(
  tx: Transaction,
  booking: Booking,
  ads: readonly StoredAd[],
  next: DividedUnit & { revision: number },
  at: string,
): Promise<StoredAd[]> {
  const { unitId } = booking
  await tx.manager.insert(PastBooking, { ...booking, tree: await packJson(ads) })
  const { amount, impressions, rules } = next
  await tx.manager.update(Booking, { unitId }, { revision: next.revision, amount, impressions, rules, at })

  const known = await knownAds(tx, unitId)
  const adIds = [...known.values()].map(({ adId }) => adId)
  const childAdIds = [...known.values()].flatMap((ad) => [...ad.childAdIds.values()])
  await clearShares(tx, childAdIds)
  const aside = `position = position + ${ASIDE}, amount = 0, impressions = 0`
  await tx.run(`UPDATE child_ad SET ${aside} WHERE id IN (${placeholders(childAdIds)})`, childAdIds)
  await tx.run(`UPDATE ad SET ${aside} WHERE id IN (${placeholders(adIds)})`, adIds)
  const tree = (await writeTrees(tx, booking.purchaseId, [next], at, known)).get(unitId)!
  const behind = `position = position - ${ASIDE - BEHIND}, updated_at = ?`
  for (const [table, ids] of [
    ['child_ad', childAdIds],
    ['ad', adIds],
  ] as const) {
    await tx.run(
      `UPDATE ${table} SET ${behind} WHERE id IN (${placeholders(ids)}) AND position >= ${ASIDE}`,
      [at, ...ids],
    )
  }
  const children = tree.flatMap((ad) => ad.childAds)
  const kept = new Set(children.map(({ childAdId }) => childAdId))
  const gone = childAdIds.filter((id) => !kept.has(id))
  await stateBookingFact(tx, gone, 'CANCELED', at)
  const today = businessDateOf(new Date(at))
  const ahead = children.filter(({ owners }) =>
    owners.some(({ cells }) => cells.some(({ date, impressions: count }) => date > today && count > 0)),
  )
  await stateBookingFact(
    tx,
    ahead.map(({ childAdId }) => childAdId),
    'REQUESTED',
    at,
  )
  return tree
}

/** Cancels all child ads of a unit. */
export async function cancelAds(tx: Transaction, ads: readonly StoredAd[], at: string): Promise<void> {
  const childAdIds = ads.flatMap(({ childAds }) => childAds.map(({ childAdId }) => childAdId))
  await stateBookingFact(tx, childAdIds, 'CANCELED', at)
}

/** Deletes by id: with a subquery in the condition, some databases read and lock the whole table. */
async function clearShares(tx: Transaction, childAdIds: readonly string[]): Promise<void> {
  const shares = await inBatches(childAdIds, (ids) =>
    tx.rows<{ id: string }>(`SELECT id FROM owner_share WHERE child_ad_id IN (${placeholders(ids)})`, ids),
  )
  // Groups × owners can be more than one statement may bind.
  await eachBatch(
    shares.map(({ id }) => id),
    async (ids) => {
      await tx.run(`DELETE FROM share_cell WHERE owner_share_id IN (${placeholders(ids)})`, ids)
      await tx.run(`DELETE FROM owner_share WHERE id IN (${placeholders(ids)})`, ids)
    },
  )
}

/** The ads that a unit has or had, by platform. */
async function knownAds(tx: Transaction, unitId: string): Promise<KnownAds> {
  const ads = await tx.rows<{ adId: string; platform: string; childAdId: string; groupName: string }>(
    `SELECT ad.id AS adId, ad.platform AS platform, c.id AS childAdId, c.group_name AS groupName
     FROM ad JOIN child_ad c ON c.ad_id = ad.id WHERE ad.unit_id = ?`,
    [unitId],
  )
  return new Map(
    [...groupBy(ads, ({ platform }) => platform)].map(([platform, children]) => [
      platform,
      {
        adId: children[0]!.adId,
        childAdIds: new Map(children.map(({ groupName, childAdId }) => [groupName, childAdId])),
      },
    ]),
  )
}

/** Reads the trees of units with four queries for any number of units. */
export async function readTrees(
  tx: Transaction,
  unitIds: readonly string[],
): Promise<Map<string, StoredAd[]>> {
  if (unitIds.length === 0) return new Map()
  const units = placeholders(unitIds)
  const share = (table: string) =>
    `${table}.amount AS amount, ${table}.impressions AS impressions, ${table}.weight AS weight, ${table}.weight_total AS weightTotal`
  const ads = await tx.rows<StoredShare & { adId: string; unitId: string; platform: string }>(
    `SELECT ad.id AS adId, ad.unit_id AS unitId, ad.platform AS platform, ${share('ad')}
     FROM ad WHERE ad.unit_id IN (${units}) AND ad.impressions > 0 ORDER BY ad.unit_id, ad.position`,
    unitIds,
  )
  const childAds = await tx.rows<StoredShare & { childAdId: string; adId: string; groupName: string }>(
    `SELECT c.id AS childAdId, c.ad_id AS adId, c.group_name AS groupName, ${share('c')}
     FROM child_ad c JOIN ad ON ad.id = c.ad_id
     WHERE ad.unit_id IN (${units}) AND c.impressions > 0 ORDER BY c.ad_id, c.position`,
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
            x.amount AS amount, x.ratio_ppb AS ratioPpb, x.revision AS revision
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

/** The tree in the form of the API's answer. */
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
