import type { BusinessDate } from '../../shared/calendar'
import { countedRows } from '../../shared/counted-rows'
import { groupBy } from '../../shared/group-by'
import { CampaignUnit } from '../campaigns/campaign.entities'
import { inBatches } from '../database/batches'
import type { SqlValue, Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { greatest, least, type UnitToBuy } from '../purchases/split-units'
import type { Taker } from '../purchases/taken'
import { unitsToBuy } from './units-to-buy'

/** Drafts that are counted, those changed last first: an old draft hardly becomes a purchase. */
export const MOST_DRAFTS = 300

/**
 * The drafts of other campaigns that draw on the contents of some units within their flights: one more than
 * {@link MOST_DRAFTS} when there are more. Of variants, the counted one.
 */
export async function draftsOfOthers(
  tx: Transaction,
  campaignId: string,
  units: readonly UnitToBuy[],
  today: BusinessDate,
): Promise<(Taker & { unit: UnitToBuy })[]> {
  const coming = units.filter(({ endDate }) => endDate >= today)
  if (coming.length === 0) return []
  const from = least(coming.map(({ startDate }) => (startDate < today ? today : startDate)))
  const to = greatest(coming.map(({ endDate }) => endDate))
  const ids = await idsOfDrafts(tx, campaignId, coming, from, to)
  if (ids.length === 0) return []
  const drafts = new Map(
    (
      await inBatches(ids, (some) =>
        tx.manager.createQueryBuilder(CampaignUnit, 'u').whereInIds(some).getMany(),
      )
    ).map((unit) => [unit.id, unit]),
  )
  const counted = await countedAmong(tx, [...drafts.values()])
  const kept = ids.flatMap((id) => {
    const unit = drafts.get(id)
    return unit && counted.has(id) ? [unit] : []
  })
  return (await unitsToBuy(tx, kept)).map((unit, i) => ({
    unit,
    unitId: unit.unitId,
    campaignId: kept[i]!.campaignId,
  }))
}

async function idsOfDrafts(
  tx: Transaction,
  campaignId: string,
  units: readonly UnitToBuy[],
  from: BusinessDate,
  to: BusinessDate,
): Promise<string[]> {
  const codes = [...new Set(units.flatMap(({ groups }) => groups.flatMap(({ code }) => code ?? [])))]
  const metaIds = [
    ...new Set(
      units.flatMap(({ groups }) => groups.flatMap(({ members = [] }) => members.map((m) => m.metaId))),
    ),
  ]
  // The contents of the units: their own ones, and those of their catalogue groups.
  const contents: [string, SqlValue[]][] = [
    ...(metaIds.length > 0 ? [[`IN (${placeholders(metaIds)})`, metaIds] as [string, SqlValue[]]] : []),
    ...(codes.length > 0
      ? [
          [
            `IN (SELECT o.meta_id FROM targeting_group_member o WHERE o.group_code IN (${placeholders(codes)}))`,
            codes,
          ] as [string, SqlValue[]],
        ]
      : []),
  ]
  const ways = contents.flatMap(([isOne, values]): [string, SqlValue[]][] => [
    [
      `EXISTS (SELECT 1 FROM campaign_unit_group_member m WHERE m.unit_id = u.id AND m.meta_id ${isOne})`,
      values,
    ],
    [
      `EXISTS (SELECT 1 FROM campaign_unit_group g JOIN targeting_group_member t ON t.group_code = g.code
               WHERE g.unit_id = u.id AND t.meta_id ${isOne})`,
      values,
    ],
  ])
  if (units.some(({ product }) => product.targetingKind === 'RANDOM'))
    ways.push([
      "EXISTS (SELECT 1 FROM product p WHERE p.code = u.product_code AND p.targeting_kind = 'RANDOM')",
      [],
    ])
  if (ways.length === 0) return []
  const found = await tx.rows<{ id: string }>(
    `SELECT u.id AS id FROM campaign_unit u
     WHERE u.booking_status = 'Draft' AND u.start_date <= ? AND u.end_date >= ? AND u.campaign_id <> ? AND u.amount > 0
       AND (${ways.map(([sql]) => sql).join(' OR ')})
     ORDER BY u.updated_at DESC, u.id LIMIT ${MOST_DRAFTS + 1}`,
    [to, from, campaignId, ...ways.flatMap(([, values]) => values)],
  )
  return found.map(({ id }) => id)
}

/** The ids of those that their campaign's totals count. */
async function countedAmong(tx: Transaction, drafts: readonly CampaignUnit[]): Promise<Set<string>> {
  const campaigns = [
    ...new Set(drafts.flatMap(({ variant, campaignId }) => (variant === null ? [] : campaignId))),
  ]
  const siblings = await inBatches(campaigns, (some) =>
    tx.rows<Pick<CampaignUnit, 'id' | 'campaignId' | 'variant' | 'bookingStatus'>>(
      `SELECT id, campaign_id AS campaignId, variant, booking_status AS bookingStatus
       FROM campaign_unit WHERE campaign_id IN (${placeholders(some)}) AND variant IS NOT NULL`,
      some,
    ),
  )
  const counted = [...groupBy(siblings, (one) => one.campaignId).values()].flatMap((rows) => [
    ...countedRows(rows),
  ])
  return new Set([
    ...counted.map(({ id }) => id),
    ...drafts.flatMap(({ id, variant }) => (variant === null ? id : [])),
  ])
}
