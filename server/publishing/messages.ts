import { PUBLISH_REQUESTED, type PublishMessage } from '../../shared/contract/publishing'
import type { Transaction } from '../database/database'

type Row = Omit<PublishMessage['data'], 'plan' | 'group'> & {
  groupName: string
  at: string
  planRevision: number
}

/**
 * The message to an ad server for a request: the requested state, and the child ad's newest plan by day and
 * by content. Undefined when the booking doesn't exist any more.
 */
export async function messageOf(tx: Transaction, id: number): Promise<PublishMessage | undefined> {
  const [row] = await tx.rows<Row>(
    `SELECT r.action AS action, r.id AS sequence, r.child_ad_id AS childAdId, r.ad_id AS adId, r.unit_id AS unitId,
            r.campaign_id AS campaignId, k.name AS campaign, k.advertiser AS advertiser, u.product_code AS product,
            u.device AS device, u.creative AS creative, r.platform AS platform, c.group_name AS groupName, r.booking_status AS bookingStatus,
            r.start_date AS startDate, r.end_date AS endDate, r.amount AS amount, r.impressions AS impressions,
            r.revision AS revision, r.created_at AS at, b.revision AS planRevision
     FROM publish_request r JOIN child_ad c ON c.id = r.child_ad_id JOIN campaign_unit u ON u.id = r.unit_id
     JOIN campaign k ON k.id = r.campaign_id JOIN booking b ON b.unit_id = r.unit_id
     WHERE r.id = ?`,
    [id],
  )
  if (!row) return undefined
  const { at, planRevision, groupName, amount, impressions, ...data } = row
  const days = await planBy(tx, 'date', data.childAdId)
  const contents = await planBy(tx, 'meta_id', data.childAdId)
  return {
    type: PUBLISH_REQUESTED,
    timestamp: at,
    data: {
      ...data,
      group: groupName,
      amount: Number(amount),
      impressions: Number(impressions),
      plan: {
        revision: planRevision,
        days: days.map(([date, count]) => ({ date, impressions: count })),
        contents: contents.map(([metaId, count]) => ({ metaId, impressions: count })),
      },
    },
  }
}

/** Impressions of a child ad, added up and ordered by one column of its cells. */
async function planBy(tx: Transaction, column: 'date' | 'meta_id', childAdId: string) {
  const rows = await tx.rows<{ side: string; impressions: number }>(
    `SELECT x.${column} AS side, SUM(x.impressions) AS impressions
     FROM owner_share s JOIN share_cell x ON x.owner_share_id = s.id WHERE s.child_ad_id = ?
     GROUP BY x.${column} HAVING SUM(x.impressions) > 0 ORDER BY x.${column}`,
    [childAdId],
  )
  return rows.map(({ side, impressions }) => [side, Number(impressions)] as const)
}
