import type { MonitoringAtRiskView } from '../../shared/contract/monitoring'
import type { Caller } from '../caller'
import { inBatches } from '../database/batches'
import type { Transaction } from '../database/database'
import { inOrder, type Key, type Stretch, stretchOf } from '../database/keyset'
import { placeholders } from '../database/placeholders'
import { type CampaignFilter, campaignConditions, conditions, named } from './campaign-filter'
import { quotient } from './state'

export interface AtRiskFilter extends CampaignFilter {
  platform?: string | undefined
}

const COUNTS = [
  'guaranteed',
  'delivered',
  'expectedToDate',
  'deliveredToDate',
  'projected',
  'missing',
] as const

/**
 * Units that will miss their guarantee, those that miss most first, and a function that reads them page by
 * page.
 */
export async function atRiskReport(tx: Transaction, caller: Caller, { platform, ...filter }: AtRiskFilter) {
  const where = campaignConditions(caller, filter)
  const on = conditions([
    'EXISTS (SELECT 1 FROM ad WHERE ad.unit_id = n.unit_id AND ad.platform = ?)',
    platform,
  ])
  const rows = await tx.rows<{ id: string; name: string; advertiser: string; missing: number }>(
    `SELECT n.unit_id AS id, c.name AS name, c.advertiser AS advertiser, n.missing AS missing
     FROM monitoring_unit n JOIN campaign c ON c.id = n.campaign_id
     JOIN monitoring_campaign m ON m.campaign_id = n.campaign_id
     WHERE n.reason IS NOT NULL AND ${where.sql} AND ${on.sql} ORDER BY n.missing DESC, n.unit_id`,
    [...where.values, ...on.values],
  )
  const found = rows.filter(named(filter))
  return {
    total: found.length,
    missing: found.reduce((sum, { missing }) => sum + Number(missing), 0),
    page: (stretch: Stretch) =>
      unitFigures(
        tx,
        stretchOf(found, ({ missing, id }) => [Number(missing), id], stretch, mostMissingFirst).map(
          ({ id }) => id,
        ),
      ),
  }
}

function mostMissingFirst([aMissing, ...a]: Key, [bMissing, ...b]: Key): number {
  return inOrder([bMissing!], [aMissing!]) || inOrder(a, b)
}

/** The figures of units, in the order of the ids. */
async function unitFigures(tx: Transaction, ids: readonly string[]): Promise<MonitoringAtRiskView[]> {
  const rows = await inBatches(ids, (some) =>
    tx.rows<Omit<MonitoringAtRiskView, 'achievement' | 'pacing'>>(
      `SELECT c.id AS campaignId, c.name AS campaign, c.advertiser AS advertiser,
              COALESCE(a.email, c.owner_id) AS owner, u.id AS unitId, u.product_code AS productCode,
              COALESCE(p.name, u.product_code) AS product, u.start_date AS startDate, u.end_date AS endDate,
              u.booking_status AS bookingStatus, u.publish_status AS publishStatus,
              n.guaranteed AS guaranteed, n.delivered AS delivered, n.expected_to_date AS expectedToDate,
              n.delivered_to_date AS deliveredToDate, n.projected AS projected, n.missing AS missing, n.reason AS reason
       FROM monitoring_unit n JOIN campaign_unit u ON u.id = n.unit_id JOIN campaign c ON c.id = n.campaign_id
       LEFT JOIN product p ON p.code = u.product_code LEFT JOIN account a ON a.id = c.owner_id
       WHERE n.unit_id IN (${placeholders(some)})`,
      some,
    ),
  )
  const byId = new Map(rows.map((row) => [row.unitId, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    if (!row) return []
    const counts = Object.fromEntries(COUNTS.map((count) => [count, Number(row[count])])) as Record<
      (typeof COUNTS)[number],
      number
    >
    return {
      ...row,
      ...counts,
      achievement: quotient(counts.delivered, counts.guaranteed),
      pacing: quotient(counts.deliveredToDate, counts.expectedToDate),
    }
  })
}
