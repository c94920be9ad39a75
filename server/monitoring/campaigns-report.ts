import type { BusinessDate } from '../../shared/calendar'
import type { MonitoringCampaigns, MonitoringCampaignView } from '../../shared/contract/monitoring'
import {
  BOOKING_STATUSES,
  type BookingStatus,
  PUBLISH_STATUSES,
  type PublishStatus,
} from '../../shared/statuses'
import type { Caller } from '../caller'
import { inBatches } from '../database/batches'
import type { Transaction } from '../database/database'
import { inOrder, type Key, type Stretch, stretchOf } from '../database/keyset'
import { placeholders } from '../database/placeholders'
import { type CampaignFilter, campaignConditions, conditions, named } from './campaign-filter'
import { quotient } from './state'

export interface CampaignsFilter extends CampaignFilter {
  publishStatus?: PublishStatus | undefined
  /** Campaigns with a row on this platform, and their figures on it. */
  platform?: string | undefined
  /** Flights with at least one day in from … to …. */
  from?: string | undefined
  to?: string | undefined
}

interface Found {
  id: string
  name: string
  advertiser: string
  startDate: string
  endDate: string
  bookingStatus: BookingStatus
  publishStatus: PublishStatus | null
  amount: number
}

/** SQL: a row of the campaign is booked on a platform, or, not booked yet, its product runs there. */
const ON_PLATFORM = `EXISTS (SELECT 1 FROM campaign_unit u WHERE u.campaign_id = c.id AND (
  EXISTS (SELECT 1 FROM ad WHERE ad.unit_id = u.id AND ad.platform = ?)
  OR (NOT EXISTS (SELECT 1 FROM ad WHERE ad.unit_id = u.id)
      AND EXISTS (SELECT 1 FROM product_platform p WHERE p.product = u.product_code AND p.platform = ?))))`

/**
 * The campaigns that a filter finds: their number by status, and a function that reads them page by page.
 *
 * @param today in Seoul
 */
export async function campaignsReport(
  tx: Transaction,
  caller: Caller,
  filter: CampaignsFilter,
  today: BusinessDate,
) {
  // The chart shows all statuses, because the user chooses a status in it.
  const { status, publishStatus, platform, ...others } = filter
  const where = campaignConditions(caller, others)
  const flight = conditions(
    ['c.end_date >= ?', filter.from],
    ['c.start_date <= ?', filter.to],
    [ON_PLATFORM, platform, platform],
  )
  const rows = await tx.rows<Found>(
    `SELECT c.id AS id, c.name AS name, c.advertiser AS advertiser, c.start_date AS startDate, c.end_date AS endDate,
            m.booking_status AS bookingStatus,
            m.publish_status AS publishStatus, m.amount AS amount
     FROM monitoring_campaign m JOIN campaign c ON c.id = m.campaign_id
     WHERE ${where.sql} AND ${flight.sql}`,
    [...where.values, ...flight.values],
  )
  const found = rows.filter(named(filter))
  const chosen = found
    .filter(
      (row) =>
        (status === undefined || row.bookingStatus === status) &&
        (publishStatus === undefined || row.publishStatus === publishStatus),
    )
    .map((row) => ({ id: row.id, key: keyOf(row) }))
    .sort((a, b) => soonestFirst(a.key, b.key, today))
  return {
    total: chosen.length,
    byBookingStatus: byBookingStatus(found),
    byPublishStatus: byPublishStatus(found),
    page: (stretch: Stretch) =>
      campaignFigures(
        tx,
        stretchOf(
          chosen,
          ({ key }) => key,
          stretch,
          (a, b) => soonestFirst(a, b, today),
        ).map(({ id }) => id),
        platform,
      ),
  }
}

/** The fields of a campaign that give its place in the list. */
export const CAMPAIGN_KEYS = ['bookingStatus', 'startDate', 'endDate', 'name', 'campaignId'] as const

function keyOf({ bookingStatus, startDate, endDate, name, id }: Found): Key {
  return [bookingStatus, startDate, endDate, name, id]
}

/**
 * Campaigns in flight, those that end soonest first; then those to come, the soonest first; then those that
 * are over, the last first.
 */
function soonestFirst(a: Key, b: Key, today: BusinessDate): number {
  const [aPlace, bPlace] = [placeOf(a, today), placeOf(b, today)]
  const [aDate, bDate] = [a, b].map(([, startDate, endDate]) => (aPlace === 1 ? startDate! : endDate!))
  const [one, other] = aPlace === 2 ? [bDate!, aDate!] : [aDate!, bDate!]
  return aPlace - bPlace || inOrder([one], [other]) || inOrder(a.slice(3), b.slice(3))
}

function placeOf([status, , endDate]: Key, today: BusinessDate): number {
  if (endDate! < today) return 2
  return status === 'InFlight' || status === 'Paused' ? 0 : 1
}

function byBookingStatus(found: readonly Found[]): MonitoringCampaigns['byBookingStatus'] {
  return BOOKING_STATUSES.flatMap((status) => {
    const having = found.filter(({ bookingStatus }) => bookingStatus === status)
    if (having.length === 0) return []
    return {
      status,
      campaigns: having.length,
      amount: having.reduce((sum, row) => sum + Number(row.amount), 0),
    }
  })
}

function byPublishStatus(found: readonly Found[]): MonitoringCampaigns['byPublishStatus'] {
  return PUBLISH_STATUSES.flatMap((status) => {
    const campaigns = found.filter(({ publishStatus }) => publishStatus === status).length
    return campaigns === 0 ? [] : { status, campaigns }
  })
}

const COUNTS = ['amount', 'guaranteed', 'delivered', 'clicks', 'views', 'missing'] as const

/** The figures of campaigns, in the order of the ids; with a platform, those of their days on it. */
async function campaignFigures(
  tx: Transaction,
  ids: readonly string[],
  platform: string | undefined,
): Promise<MonitoringCampaignView[]> {
  const rows = await inBatches(ids, (some) =>
    tx.rows<Omit<MonitoringCampaignView, 'achievement'>>(
      `SELECT c.id AS campaignId, c.name AS name, c.advertiser AS advertiser, COALESCE(a.email, c.owner_id) AS owner,
              c.start_date AS startDate, c.end_date AS endDate, m.booking_status AS bookingStatus,
              m.publish_status AS publishStatus, m.units AS units, m.at_risk_units AS atRiskUnits,
              ${COUNTS.map((count) => `m.${count} AS ${count}`).join(', ')}
       FROM monitoring_campaign m JOIN campaign c ON c.id = m.campaign_id LEFT JOIN account a ON a.id = c.owner_id
       WHERE m.campaign_id IN (${placeholders(some)})`,
      some,
    ),
  )
  const byId = new Map(rows.map((row) => [row.campaignId, row]))
  if (platform !== undefined) {
    const delivery = await platformDelivery(tx, ids, platform)
    for (const row of rows) Object.assign(row, delivery.get(row.campaignId) ?? NO_DELIVERY)
  }
  return ids.flatMap((id) => {
    const row = byId.get(id)
    if (!row) return []
    const counts = Object.fromEntries(COUNTS.map((count) => [count, Number(row[count])])) as Record<
      (typeof COUNTS)[number],
      number
    >
    return { ...row, ...counts, achievement: quotient(counts.delivered, counts.guaranteed) }
  })
}

const NO_DELIVERY = { guaranteed: 0, delivered: 0, clicks: 0, views: 0 }

async function platformDelivery(
  tx: Transaction,
  ids: readonly string[],
  platform: string,
): Promise<Map<string, typeof NO_DELIVERY>> {
  const rows = await inBatches(ids, (some) =>
    tx.rows<typeof NO_DELIVERY & { campaignId: string }>(
      `SELECT campaign_id AS campaignId, SUM(planned) AS guaranteed, SUM(delivered) AS delivered,
              SUM(clicks) AS clicks, SUM(views) AS views
       FROM monitoring_delivery_day WHERE platform = ? AND campaign_id IN (${placeholders(some)})
       GROUP BY campaign_id`,
      [platform, ...some],
    ),
  )
  return new Map(rows.map(({ campaignId, ...sums }) => [campaignId, sums]))
}
