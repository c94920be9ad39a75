import { randomUUID } from 'node:crypto'
import type { Database, SqlValue, Transaction } from '../server/database/database'
import {
  refreshCampaignPublishStatuses,
  refreshPublishStatuses,
} from '../server/publish-statuses/publish-statuses'
import { addDays } from '../shared/calendar'

const PLATFORMS = ['NAVER', 'KAKAO', 'DAUM', 'YOUTUBE', 'SMR']
/** Impressions booked of each child ad, spread evenly over its days. */
const A_DAY = 100
const ROWS_A_WRITE = 20_000

/** The amount and the period of the bookings. */
export interface Booked {
  ownerId: string
  campaigns: number
  unitsEach: number
  adsEach: number
  childAdsEach: number
  startDate: string
  days: number
  /** The instant of all purchases: now. */
  at: string
}

export interface BookedUnit {
  campaignId: string
  unitId: string
  childAdIds: string[]
}

/**
 * Writes running units with their ads as a purchase stores them, but without the inventory that they took:
 * status reports don't read it.
 */
export async function bookUnits(database: Database, booked: Booked): Promise<BookedUnit[]> {
  const { ownerId, campaigns, unitsEach, adsEach, childAdsEach, startDate, days, at } = booked
  const endDate = addDays(startDate, days - 1)
  const rows: Record<string, Record<string, SqlValue>[]> = {
    campaign: [],
    campaign_unit: [],
    ad: [],
    child_ad: [],
    owner_share: [],
    share_cell: [],
    booking: [],
  }
  const add = (table: string, row: Record<string, SqlValue>) => rows[table]!.push(row)
  const shareOf = (parts: number) => {
    const impressions = parts * days * A_DAY
    return { amount: impressions, impressions, weight: 1, weight_total: 1 }
  }
  const published = { publish_status: 'REQUESTED', updated_at: at }
  const flight = { start_date: startDate, end_date: endDate }
  const units: BookedUnit[] = []
  for (let c = 0; c < campaigns; c++) {
    const campaignId = randomUUID()
    add('campaign', {
      id: campaignId,
      name: `status ${c}`,
      advertiser: 'bench',
      ...flight,
      budget: 0,
      revision: 1,
      version: 1,
      owner_id: ownerId,
      created_at: at,
      updated_at: at,
    })
    for (let u = 0; u < unitsEach; u++) {
      const unitId = randomUUID()
      const childAdIds: string[] = []
      units.push({ campaignId, unitId, childAdIds })
      const { amount, impressions } = shareOf(adsEach * childAdsEach)
      add('campaign_unit', {
        id: unitId,
        campaign_id: campaignId,
        position: u,
        kind: 'PAID',
        product_code: 'BOUGHT',
        ...flight,
        amount,
        device: '',
        creative: '',
        ecpm: 1000,
        ctr_ppm: 10_000,
        vtr_ppm: 300_000,
        booking_status: 'InFlight',
        version: 1,
        updated_at: at,
      })
      const purchaseId = randomUUID()
      add('booking', {
        unit_id: unitId,
        purchase_id: purchaseId,
        revision: 1,
        amount,
        impressions,
        rules: '{"platform":"remainder-last","group":"remainder-last","owner":"remainder-last"}',
        at,
      })
      for (let a = 0; a < adsEach; a++) {
        const adId = randomUUID()
        const platform = PLATFORMS[a % PLATFORMS.length]!
        const ad = { id: adId, unit_id: unitId, purchase_id: purchaseId, position: a, platform }
        add('ad', { ...ad, ...shareOf(childAdsEach), ...published })
        for (let g = 0; g < childAdsEach; g++) {
          const childAdId = randomUUID()
          const shareId = randomUUID()
          childAdIds.push(childAdId)
          const child = { id: childAdId, ad_id: adId, position: g, group_name: `group ${g}` }
          add('child_ad', { ...child, ...shareOf(1), ...published })
          add('owner_share', { id: shareId, child_ad_id: childAdId, position: 0, ...shareOf(1) })
          for (let d = 0; d < days; d++) {
            add('share_cell', {
              owner_share_id: shareId,
              position: d,
              date: addDays(startDate, d),
              meta_id: 'C00000',
              impressions: A_DAY,
              amount: A_DAY,
              ratio_ppb: 0,
              revision: 1,
            })
          }
        }
      }
    }
  }
  await writeAll(database, rows)
  const unitIds = units.map(({ unitId }) => unitId)
  await database.write(async (tx) => {
    await refreshPublishStatuses(tx, unitIds, at)
    await refreshCampaignPublishStatuses(
      tx,
      units.map(({ campaignId }) => campaignId),
    )
  })
  return units
}

async function writeAll(
  database: Database,
  tables: Readonly<Record<string, readonly Record<string, SqlValue>[]>>,
): Promise<void> {
  for (const [table, rows] of Object.entries(tables)) {
    for (let at = 0; at < rows.length; at += ROWS_A_WRITE)
      await database.write((tx) => insert(tx, table, rows.slice(at, at + ROWS_A_WRITE)))
  }
}

async function insert(
  tx: Transaction,
  table: string,
  rows: readonly Record<string, SqlValue>[],
): Promise<void> {
  await tx.insert(table, Object.keys(rows[0]!), rows.map(Object.values))
}

/** Writes a delivery of half of the booked impressions on each of the first days. */
export async function deliver(
  database: Database,
  units: readonly BookedUnit[],
  startDate: string,
  days: number,
  at: string,
): Promise<void> {
  const rows = units.flatMap(({ childAdIds }) =>
    childAdIds.flatMap((child_ad_id) =>
      Array.from({ length: days }, (_day, d) => ({
        child_ad_id,
        date: addDays(startDate, d),
        impressions: A_DAY / 2,
        clicks: 1,
        views: A_DAY / 4,
        reported_at: at,
        updated_at: at,
      })),
    ),
  )
  await writeAll(database, { delivery_day: rows })
}
