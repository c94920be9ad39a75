import type { BusinessDate } from '../../shared/calendar'
import { groupBy } from '../../shared/group-by'
import { campaignStatus, isCounted, type PublishStatus } from '../../shared/statuses'
import type { SqlValue, Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { countColumns, countsOf } from '../publish-statuses/publish-statuses'
import type { BookedUnit, UnitDay } from './booked-unit'
import type { MonitoringCampaign, MonitoringDeliveryDay, MonitoringUnit } from './monitoring.entities'
import { paceOf } from './unit-pacing'

const DELIVERY = ['planned', 'delivered', 'clicks', 'views'] as const

/** The rollup rows of some campaigns. */
export interface CampaignSums {
  campaigns: MonitoringCampaign[]
  units: MonitoringUnit[]
  days: MonitoringDeliveryDay[]
}

/** Adds up the bookings and the delivery of some campaigns. */
export async function addUpCampaigns(
  tx: Transaction,
  ids: readonly string[],
  today: BusinessDate,
): Promise<CampaignSums> {
  const of = `u.campaign_id IN (${placeholders(ids)})`
  const campaigns = await tx.rows<{ id: string; publishStatus: PublishStatus | null }>(
    `SELECT id, publish_status AS publishStatus FROM campaign WHERE id IN (${placeholders(ids)})`,
    ids,
  )
  const units = await tx.rows<BookedUnit>(
    `SELECT u.id AS id, u.campaign_id AS campaignId, u.kind AS kind,
            u.booking_status AS bookingStatus, b.amount AS amount
     FROM campaign_unit u LEFT JOIN booking b ON b.unit_id = u.id WHERE ${of}`,
    ids,
  )
  const tree = 'FROM campaign_unit u JOIN ad ON ad.unit_id = u.id JOIN child_ad c ON c.ad_id = ad.id'
  const planned = await tx.rows<UnitDay>(
    `SELECT u.id AS unitId, s.date AS date, ad.platform AS platform, SUM(s.impressions) AS planned,
            0 AS delivered, 0 AS clicks, 0 AS views
     ${tree} JOIN owner_share o ON o.child_ad_id = c.id JOIN share_cell s ON s.owner_share_id = o.id
     WHERE ${of} GROUP BY u.id, s.date, ad.platform`,
    ids,
  )
  const delivered = await tx.rows<UnitDay>(
    `SELECT u.id AS unitId, d.date AS date, ad.platform AS platform, 0 AS planned,
            SUM(d.impressions) AS delivered, SUM(d.clicks) AS clicks, SUM(d.views) AS views
     ${tree} JOIN delivery_day d ON d.child_ad_id = c.id
     WHERE ${of} GROUP BY u.id, d.date, ad.platform`,
    ids,
  )
  const counts = await tx.rows<{ unitId: string } & Record<string, unknown>>(
    `SELECT p.unit_id AS unitId, ${countColumns('p')} FROM unit_publish_status p
     WHERE p.campaign_id IN (${placeholders(ids)})`,
    ids,
  )
  const daysOf = groupBy([...planned, ...delivered].map(counted), ({ unitId }) => unitId)
  const publishedOf = new Map(counts.map((row) => [row.unitId, countsOf(row)]))
  const paces = units
    .filter(({ amount }) => amount !== null)
    .map((unit) => paceOf(unit, daysOf.get(unit.id) ?? [], publishedOf.get(unit.id) ?? {}, today))
  const unitsOf = groupBy(units, ({ campaignId }) => campaignId)
  const countedIds = new Set(units.flatMap(({ id, bookingStatus }) => (isCounted(bookingStatus) ? id : [])))
  const countedDaysOf = (id: string) =>
    (unitsOf.get(id) ?? []).flatMap((unit) => (countedIds.has(unit.id) ? (daysOf.get(unit.id) ?? []) : []))
  const pacesOf = groupBy(
    paces.filter(({ unitId }) => countedIds.has(unitId)),
    ({ campaignId }) => campaignId,
  )
  return {
    units: paces,
    campaigns: campaigns.map(({ id, publishStatus }) =>
      campaignSums(id, publishStatus, unitsOf.get(id) ?? [], pacesOf.get(id) ?? [], countedDaysOf(id)),
    ),
    days: [...unitsOf.keys()].flatMap((id) => addedUp(id, countedDaysOf(id))),
  }
}

/** Replaces the rows of campaigns in the rollups. */
export async function storeCampaigns(
  tx: Transaction,
  ids: readonly string[],
  { campaigns, units, days }: CampaignSums,
): Promise<void> {
  const put = async <Row extends object>(
    table: string,
    rows: readonly Row[],
    columns: readonly (keyof Row)[],
  ) => {
    await tx.run(`DELETE FROM ${table} WHERE campaign_id IN (${placeholders(ids)})`, ids)
    await tx.insert(
      table,
      columns.map((column) => String(column).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
      rows.map((row) => columns.map((column) => row[column] as SqlValue)),
    )
  }
  await put('monitoring_campaign', campaigns, [
    'campaignId',
    'bookingStatus',
    'publishStatus',
    'units',
    'amount',
    'guaranteed',
    'delivered',
    'clicks',
    'views',
    'atRiskUnits',
    'missing',
  ])
  await put('monitoring_unit', units, [
    'unitId',
    'campaignId',
    'guaranteed',
    'delivered',
    'expectedToDate',
    'deliveredToDate',
    'projected',
    'missing',
    'reason',
  ])
  await put('monitoring_delivery_day', days, ['date', 'platform', 'campaignId', ...DELIVERY])
}

/** Deletes the rollup rows of deleted campaigns. */
export async function forgetCampaigns(tx: Transaction): Promise<void> {
  for (const table of ['monitoring_campaign', 'monitoring_unit', 'monitoring_delivery_day']) {
    await tx.run(`DELETE FROM ${table} WHERE campaign_id NOT IN (SELECT id FROM campaign)`)
  }
}

function campaignSums(
  campaignId: string,
  publishStatus: PublishStatus | null,
  units: readonly BookedUnit[],
  paces: readonly MonitoringUnit[],
  days: readonly UnitDay[],
): MonitoringCampaign {
  const atRisk = paces.filter(({ reason }) => reason !== null)
  return {
    campaignId,
    publishStatus,
    bookingStatus: campaignStatus(units.map(({ bookingStatus }) => bookingStatus)),
    units: units.length,
    // A service row shows an amount, but costs nothing.
    amount: sum(units, ({ kind, bookingStatus, amount }) =>
      kind === 'PAID' && isCounted(bookingStatus) ? Number(amount ?? 0) : 0,
    ),
    guaranteed: sum(paces, ({ guaranteed }) => guaranteed),
    delivered: sum(paces, ({ delivered }) => delivered),
    clicks: sum(days, ({ clicks }) => clicks),
    views: sum(days, ({ views }) => views),
    atRiskUnits: atRisk.length,
    missing: sum(atRisk, ({ missing }) => missing),
  }
}

function addedUp(campaignId: string, days: readonly UnitDay[]): MonitoringDeliveryDay[] {
  return [...groupBy(days, ({ date, platform }) => `${date} ${platform}`).values()].flatMap((same) => {
    const { date, platform } = same[0]!
    const row = { date, platform, campaignId, planned: 0, delivered: 0, clicks: 0, views: 0 }
    for (const day of same) for (const count of DELIVERY) row[count] += day[count]
    return DELIVERY.some((count) => row[count] > 0) ? row : []
  })
}

function counted(day: UnitDay): UnitDay {
  return { ...day, ...Object.fromEntries(DELIVERY.map((count) => [count, Number(day[count])])) }
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((all, item) => all + of(item), 0)
}
