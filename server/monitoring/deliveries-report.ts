import type { MonitoringDeliveryView } from '../../shared/contract/monitoring'
import type { Caller } from '../caller'
import { platformsInOrder } from '../catalog/platforms'
import type { Transaction } from '../database/database'
import { type CampaignFilter, conditions, EVERYTHING, overCampaigns } from './campaign-filter'
import { quotient } from './state'

export interface DeliveriesFilter extends CampaignFilter {
  from: string
  to: string
  platform?: string | undefined
}

/** These joins are slow for a year of days, so they are left out when the caller sees everything. */
const CAMPAIGN =
  'JOIN campaign c ON c.id = d.campaign_id JOIN monitoring_campaign m ON m.campaign_id = d.campaign_id'

const COUNTS = ['planned', 'delivered', 'clicks', 'views'] as const
type Day = Pick<MonitoringDeliveryView, 'date' | 'platform' | (typeof COUNTS)[number]>

/** Plan and delivery per day and platform: days in order, platforms in display order. */
export async function deliveriesReport(
  tx: Transaction,
  caller: Caller,
  { from, to, platform, ...filter }: DeliveriesFilter,
): Promise<MonitoringDeliveryView[]> {
  const days = conditions(['d.date BETWEEN ? AND ?', from, to], ['d.platform = ?', platform])
  const rows = await overCampaigns(tx, caller, filter, (where) =>
    tx.rows<Day>(
      `SELECT d.date AS date, d.platform AS platform, ${COUNTS.map((count) => `SUM(d.${count}) AS ${count}`).join(', ')}
       FROM monitoring_delivery_day d ${where.sql === EVERYTHING ? '' : CAMPAIGN}
       WHERE ${days.sql} AND ${where.sql} GROUP BY d.date, d.platform`,
      [...days.values, ...where.values],
    ),
  )
  const order = new Map((await platformsInOrder(tx)).map(({ code }, place) => [code, place]))
  const placeOf = (code: string) => order.get(code) ?? order.size
  return [...added(rows)]
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : placeOf(a.platform) - placeOf(b.platform)))
    .map((row) => ({ ...row, achievement: quotient(row.delivered, row.planned) }))
}

function added(rows: readonly Day[]): Iterable<Day> {
  const sums = new Map<string, Day>()
  for (const { date, platform, ...row } of rows) {
    const key = `${date} ${platform}`
    const sum = sums.get(key) ?? { date, platform, planned: 0, delivered: 0, clicks: 0, views: 0 }
    for (const count of COUNTS) sum[count] += Number(row[count])
    sums.set(key, sum)
  }
  return sums.values()
}
