import { addDays } from '../../shared/calendar'
import type { RowKind } from '../../shared/contract/primitives'
import type { CampaignDelivery, UnitDelivery } from '../../shared/contract/statuses'
import { fromPpm } from '../../shared/estimates'
import { groupBy } from '../../shared/group-by'
import {
  type DeliveryDayFigures,
  type DeliveryFigures,
  deliveryFigures,
  deliveryRates,
  riskOf,
  sumOfFigures,
} from '../../shared/pacing'
import { type BookingStatus, isCounted, type PublishStatus } from '../../shared/statuses'
import type { Campaign, CampaignUnit } from '../campaigns/campaign.entities'
import type { Transaction } from '../database/database'
import { countColumns, countsOf, sumOfCounts } from '../publish-statuses/publish-statuses'

/** A unit's booked and delivered impressions on one day; a day without a report has no `updatedAt`. */
export type UnitDay = DeliveryDayFigures & { updatedAt: string | null }

/** The units to read: those of a campaign, or one unit. */
type Which = { campaignId: string } | { unitId: string }

/** Booked and delivered days of units, in order: two queries for any number of units. */
export async function deliveryDaysOf(tx: Transaction, which: Which): Promise<Map<string, UnitDay[]>> {
  const [where, id] =
    'campaignId' in which ? ['u.campaign_id = ?', which.campaignId] : ['u.id = ?', which.unitId]
  const planned = await tx.rows<{ unitId: string; date: string; planned: number }>(
    `SELECT u.id AS unitId, x.date AS date, SUM(x.impressions) AS planned
     FROM campaign_unit u JOIN ad ON ad.unit_id = u.id JOIN child_ad c ON c.ad_id = ad.id
     JOIN owner_share s ON s.child_ad_id = c.id JOIN share_cell x ON x.owner_share_id = s.id
     WHERE ${where} GROUP BY u.id, x.date`,
    [id],
  )
  const delivered = await tx.rows<Omit<UnitDay, 'planned'> & { unitId: string }>(
    `SELECT u.id AS unitId, d.date AS date, SUM(d.impressions) AS impressions, SUM(d.clicks) AS clicks,
            SUM(d.views) AS views, MAX(d.updated_at) AS updatedAt
     FROM campaign_unit u JOIN ad ON ad.unit_id = u.id JOIN child_ad c ON c.ad_id = ad.id
     JOIN delivery_day d ON d.child_ad_id = c.id
     WHERE ${where} GROUP BY u.id, d.date`,
    [id],
  )
  const days = new Map<string, UnitDay & { unitId: string }>()
  const dayOf = (unitId: string, date: string) => {
    const key = `${unitId} ${date}`
    const empty = { unitId, date, planned: 0, impressions: 0, clicks: 0, views: 0, updatedAt: null }
    return days.get(key) ?? days.set(key, empty).get(key)!
  }
  for (const row of planned) dayOf(row.unitId, row.date).planned = Number(row.planned)
  for (const { unitId, date, updatedAt, ...counts } of delivered) {
    Object.assign(dayOf(unitId, date), {
      impressions: Number(counts.impressions),
      clicks: Number(counts.clicks),
      views: Number(counts.views),
      updatedAt,
    })
  }
  const sorted = [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1))
  return new Map(
    [...groupBy(sorted, ({ unitId }) => unitId)].map(([unitId, of]) => [
      unitId,
      of.map(({ unitId: _unit, ...day }) => day),
    ]),
  )
}

interface BookedUnit {
  unitId: string
  version: number
  kind: RowKind
  productCode: string
  startDate: string
  endDate: string
  amount: number
  bookingStatus: BookingStatus
  publishStatus: PublishStatus | null
}

/** A campaign's guaranteed and delivered impressions, row by row. */
export async function campaignDelivery(
  tx: Transaction,
  campaign: Campaign,
  today: string,
): Promise<CampaignDelivery> {
  const units = await tx.rows<BookedUnit & Record<string, unknown>>(
    `SELECT u.id AS unitId, u.version AS version, u.kind AS kind, u.product_code AS productCode,
            u.start_date AS startDate, u.end_date AS endDate, u.amount AS amount,
            u.booking_status AS bookingStatus, u.publish_status AS publishStatus, ${countColumns('p')}
     FROM campaign_unit u JOIN unit_publish_status p ON p.unit_id = u.id
     WHERE u.campaign_id = ? ORDER BY u.position, u.id`,
    [campaign.id],
  )
  const days = await deliveryDaysOf(tx, { campaignId: campaign.id })
  const figured = units.map((unit) => figuresOf(unit, countsOf(unit), days.get(unit.unitId) ?? [], today))
  const counted = figured.filter(({ view }) => isCounted(view.bookingStatus))
  const paid = counted.filter(({ view }) => view.kind === 'PAID')
  return {
    campaignId: campaign.id,
    asOf: addDays(today, -1),
    publishStatus: campaign.publishStatus,
    counts: sumOfCounts(figured.map(({ view }) => view.counts)),
    units: figured.map(({ view }) => view),
    totals: totalsOf(paid),
    totalsWithService: paid.length < counted.length ? totalsOf(counted) : null,
  }
}

/** One row's figures. */
export async function deliveryOfUnit(
  tx: Transaction,
  unit: CampaignUnit,
  today: string,
): Promise<UnitDelivery | undefined> {
  const [counted] = await tx.rows<Record<string, unknown>>(
    `SELECT ${countColumns('p')} FROM unit_publish_status p WHERE p.unit_id = ?`,
    [unit.id],
  )
  if (!counted) return undefined
  const days = await deliveryDaysOf(tx, { unitId: unit.id })
  return figuresOf({ ...unit, unitId: unit.id }, countsOf(counted), days.get(unit.id) ?? [], today).view
}

function figuresOf(
  unit: BookedUnit,
  counts: UnitDelivery['counts'],
  days: readonly DeliveryDayFigures[],
  today: string,
): { figures: DeliveryFigures; view: UnitDelivery } {
  const figures = deliveryFigures(days, today)
  const reason = riskOf(figures, { bookingStatus: unit.bookingStatus, counts })
  const { unitId, version, kind, productCode, startDate, endDate, amount, bookingStatus, publishStatus } =
    unit
  return {
    figures,
    view: {
      unitId,
      version,
      kind,
      productCode,
      startDate,
      endDate,
      amount,
      bookingStatus,
      publishStatus,
      counts,
      ...shown(figures),
      atRisk: reason !== null,
      reason,
    },
  }
}

function totalsOf(figured: readonly { figures: DeliveryFigures; view: UnitDelivery }[]) {
  return {
    ...shown(sumOfFigures(figured.map(({ figures }) => figures))),
    atRisk: figured.filter(({ view }) => view.atRisk).length,
  }
}

function shown(figures: DeliveryFigures) {
  const { achievementPpm, pacingPpm, missing } = deliveryRates(figures)
  return {
    ...figures,
    achievement: achievementPpm === null ? null : fromPpm(achievementPpm),
    pacing: pacingPpm === null ? null : fromPpm(pacingPpm),
    missing,
  }
}
