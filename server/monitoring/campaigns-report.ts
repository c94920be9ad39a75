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
  /** Flights with at least one day in from … to …. */
  from?: string | undefined
  to?: string | undefined
}

interface Found {
  id: string
  name: string
  advertiser: string
  startDate: string
  bookingStatus: BookingStatus
  publishStatus: PublishStatus | null
  amount: number
}

/** The campaigns that a filter finds: their number by status, and a function that reads them page by page. */
export async function campaignsReport(tx: Transaction, caller: Caller, filter: CampaignsFilter) {
  // The chart shows all statuses, because the user chooses a status in it.
  const { status, publishStatus, ...others } = filter
  const where = campaignConditions(caller, others)
  const flight = conditions(['c.end_date >= ?', filter.from], ['c.start_date <= ?', filter.to])
  const rows = await tx.rows<Found>(
    `SELECT c.id AS id, c.name AS name, c.advertiser AS advertiser, c.start_date AS startDate, m.booking_status AS bookingStatus,
            m.publish_status AS publishStatus, m.amount AS amount
     FROM monitoring_campaign m JOIN campaign c ON c.id = m.campaign_id
     WHERE ${where.sql} AND ${flight.sql} ORDER BY c.start_date DESC, c.name, c.id`,
    [...where.values, ...flight.values],
  )
  const found = rows.filter(named(filter))
  const chosen = found.filter(
    (row) =>
      (status === undefined || row.bookingStatus === status) &&
      (publishStatus === undefined || row.publishStatus === publishStatus),
  )
  return {
    total: chosen.length,
    byBookingStatus: byBookingStatus(found),
    byPublishStatus: byPublishStatus(found),
    page: (stretch: Stretch) =>
      campaignFigures(
        tx,
        stretchOf(chosen, ({ startDate, name, id }) => [startDate, name, id], stretch, newestFlightFirst).map(
          ({ id }) => id,
        ),
      ),
  }
}

function newestFlightFirst([aStart, ...a]: Key, [bStart, ...b]: Key): number {
  return inOrder([bStart!], [aStart!]) || inOrder(a, b)
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

/** The figures of campaigns, in the order of the ids. */
async function campaignFigures(tx: Transaction, ids: readonly string[]): Promise<MonitoringCampaignView[]> {
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
