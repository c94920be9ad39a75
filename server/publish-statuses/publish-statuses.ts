import {
  aggregatePublishStatus,
  PUBLISH_PRIORITY,
  PUBLISH_STATUSES,
  type PublishStatus,
} from '../../shared/statuses'
import type { Given, SqlValue, Transaction } from '../database/database'
import type { JournalWrite } from '../journal/journal'

export type PublishCounts = Partial<Record<PublishStatus, number>>

/** The aggregated publish status of a unit's child ads, before and after. */
export interface UnitPublishing {
  unitId: string
  campaignId: string
  before: PublishStatus | null
  after: PublishStatus
  counts: PublishCounts
}

/** A status as a column of `unit_publish_status`. */
const columnOf = (status: PublishStatus) => status.toLowerCase()
const COUNTED = PUBLISH_STATUSES.map(columnOf)
const COUNTS: Given = Object.fromEntries(COUNTED.map((column) => [column, 'whole' as const]))
const BY_ID: Given = { id: 'id' }

/** Columns of `unit_publish_status` that {@link countsOf} reads. */
export const countColumns = (alias: string) => COUNTED.map((column) => `${alias}.${column}`).join(', ')

/** Counts of a row that was read with {@link countColumns}; counts of 0 are left out. */
export function countsOf(row: Readonly<Record<string, unknown>>): PublishCounts {
  const counts = PUBLISH_STATUSES.map((status) => [status, Number(row[columnOf(status)] ?? 0)] as const)
  return Object.fromEntries(counts.filter(([, count]) => count > 0))
}

/** Adds up the counts of units. */
export function sumOfCounts(all: readonly PublishCounts[]): PublishCounts {
  const counts = PUBLISH_STATUSES.map(
    (status) => [status, all.reduce((sum, one) => sum + (one[status] ?? 0), 0)] as const,
  )
  return Object.fromEntries(counts.filter(([, count]) => count > 0))
}

/**
 * Updates the publish statuses of units and their ads from their child ads. It runs a few statements for any
 * number of units and writes only rows that change. The caller holds the locks of the campaigns.
 *
 * @returns the changed units, by id
 */
export async function refreshPublishStatuses(
  tx: Transaction,
  unitIds: readonly string[],
  at: string,
): Promise<UnitPublishing[]> {
  if (unitIds.length === 0) return []
  const counted = await countedUnits(tx, unitIds)
  await writeAds(tx, counted, at)
  return writeUnits(tx, counted, at)
}

/** The journal entry of a unit's change. */
export function publishedEntry({ unitId, campaignId, ...data }: UnitPublishing): JournalWrite {
  return { campaignId, unitId, kind: 'unit.publish-status', data }
}

/** A unit with its stored status and counts, and the current counts of its child ads. */
interface CountedUnit {
  unitId: string
  campaignId: string
  /** The status in the unit's row. */
  before: PublishStatus | null
  /** The row of `unit_publish_status`; undefined if there is none. */
  known: { status: PublishStatus; counts: PublishCounts } | undefined
  counts: PublishCounts
  /** Ads whose stored status differs from that of their child ads. */
  ads: { id: string; after: PublishStatus }[]
}

/**
 * Reads units with their child ads in one pass, one row per unit. Its child ads are one text of `ad:xy`
 * entries, where x is the priority of the ad's status and y that of the child ad's. Aggregating in SQL takes
 * MySQL more than twice as long.
 */
async function countedUnits(tx: Transaction, unitIds: readonly string[]): Promise<CountedUnit[]> {
  const given = JSON.stringify([...new Set(unitIds)].sort().map((id) => [id]))
  const rows = await tx.rows<
    Record<string, unknown> & { unitId: string; campaignId: string; children: string }
  >(
    `SELECT u.id AS unitId, u.campaign_id AS campaignId, u.publish_status AS before_, p.status AS known,
            ${countColumns('p')}, n.children AS children
     FROM (SELECT g.id AS id,
                  GROUP_CONCAT(CONCAT(ad.id, ':', ${rankOf('ad.publish_status')}, ${rankOf('c.publish_status')})) AS children
           FROM ${tx.dialect.given(BY_ID, 'g')} JOIN ad ON ad.unit_id = g.id JOIN child_ad c ON c.ad_id = ad.id
           GROUP BY g.id) n
     JOIN campaign_unit u ON u.id = n.id LEFT JOIN unit_publish_status p ON p.unit_id = u.id
     ORDER BY u.id`,
    [given],
  )
  return rows.map(({ unitId, campaignId, children, before_, known, ...counted }) => ({
    unitId,
    campaignId,
    before: before_ as PublishStatus | null,
    known: known === null ? undefined : { status: known as PublishStatus, counts: countsOf(counted) },
    ...addedUp(children),
  }))
}

/** Aggregates child ads, given as `ad:xy` with the priorities of the ad's and the child ad's status. */
function addedUp(children: string): Pick<CountedUnit, 'counts' | 'ads'> {
  const counts: PublishCounts = {}
  const ads = new Map<string, { is: number; first: number }>()
  for (const child of children.split(',')) {
    const [id, ranks] = child.split(':') as [string, string]
    const [is, rank] = [Number(ranks[0]), Number(ranks[1])]
    const status = PUBLISH_PRIORITY[rank]!
    counts[status] = (counts[status] ?? 0) + 1
    const ad = ads.get(id)
    if (!ad) ads.set(id, { is, first: rank })
    else if (rank < ad.first) ad.first = rank
  }
  return {
    counts,
    ads: [...ads].flatMap(([id, { is, first }]) =>
      is === first ? [] : [{ id, after: PUBLISH_PRIORITY[first]! }],
    ),
  }
}

async function writeAds(tx: Transaction, units: readonly CountedUnit[], at: string): Promise<void> {
  const changed = units.flatMap(({ ads }) => ads).sort((a, b) => (a.id < b.id ? -1 : 1))
  await tx.updateGiven(
    'ad',
    { id: 'id', publish_status: 'word' },
    changed.map(({ id, after }) => [id, after]),
    { updated_at: at },
  )
}

async function writeUnits(
  tx: Transaction,
  units: readonly CountedUnit[],
  at: string,
): Promise<UnitPublishing[]> {
  const changed = units.flatMap(({ unitId, campaignId, before, known, counts }) => {
    const after = aggregatePublishStatus(counts)!
    const isRight = known?.status === after && before === after && sameCounts(known.counts, counts)
    return isRight ? [] : [{ unitId, campaignId, before, after, counts, isNew: known === undefined }]
  })
  const columns: Given = { unit_id: 'id', status: 'word', ...COUNTS }
  const stored = ({ unitId, after, counts }: UnitPublishing): SqlValue[] => [
    unitId,
    after,
    ...PUBLISH_STATUSES.map((status) => counts[status] ?? 0),
  ]
  const same = { updated_at: at }
  await tx.insertGiven(
    'unit_publish_status',
    { ...columns, campaign_id: 'id' },
    changed.filter(({ isNew }) => isNew).map((unit) => [...stored(unit), unit.campaignId]),
    same,
  )
  await tx.updateGiven(
    'unit_publish_status',
    columns,
    changed.filter(({ isNew }) => !isNew).map(stored),
    same,
  )
  await tx.updateGiven(
    'campaign_unit',
    { id: 'id', publish_status: 'word' },
    changed.filter(({ before, after }) => before !== after).map(({ unitId, after }) => [unitId, after]),
  )
  return changed.map(({ isNew: _new, ...unit }) => unit)
}

function sameCounts(one: PublishCounts, other: PublishCounts): boolean {
  return PUBLISH_STATUSES.every((status) => (one[status] ?? 0) === (other[status] ?? 0))
}

/** The aggregated publish status of all child ads of a campaign, before and after. */
export interface CampaignPublishing {
  campaignId: string
  before: PublishStatus | null
  after: PublishStatus | null
}

/**
 * Updates the publish statuses of campaigns from their units. The caller holds the locks of the campaigns.
 *
 * @returns the changed campaigns, by id
 */
export async function refreshCampaignPublishStatuses(
  tx: Transaction,
  campaignIds: readonly string[],
): Promise<CampaignPublishing[]> {
  if (campaignIds.length === 0) return []
  const rows = await tx.rows<{ campaignId: string; before_: PublishStatus | null; first_: number | null }>(
    `SELECT c.id AS campaignId, c.publish_status AS before_, MIN(${rankOf('p.status')}) AS first_
     FROM ${tx.dialect.given(BY_ID, 'g')} JOIN campaign c ON c.id = g.id
     LEFT JOIN unit_publish_status p ON p.campaign_id = c.id
     GROUP BY c.id, c.publish_status ORDER BY c.id`,
    [JSON.stringify([...new Set(campaignIds)].sort().map((id) => [id]))],
  )
  const changed = rows
    .map(({ campaignId, before_: before, first_ }) => ({
      campaignId,
      before,
      after: first_ === null ? null : PUBLISH_PRIORITY[Number(first_)]!,
    }))
    .filter(({ before, after }) => before !== after)
  await tx.updateGiven(
    'campaign',
    { id: 'id', publish_status: 'word' },
    changed.map(({ campaignId, after }) => [campaignId, after]),
  )
  return changed
}

/** Priority of a status as an SQL expression; 0 is the highest. */
function rankOf(status: string): string {
  return `CASE ${status} ${PUBLISH_PRIORITY.map((one, i) => `WHEN '${one}' THEN ${i}`).join(' ')} END`
}
