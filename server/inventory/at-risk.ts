import type { BusinessDate } from '../../shared/calendar'
import type { AtRiskView } from '../../shared/contract/inventory'
import { groupBy } from '../../shared/group-by'
import type { Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import { toView, UNIT_COLUMNS, type UnitRow } from './unit-inventory'

export interface AtRiskSummary {
  /** Rows of unit inventory whose held and sold impressions exceed their forecast. */
  rows: number
  /** Impressions that these rows lack. */
  impressions: number
  /** Campaign units with held or sold impressions on such a row. */
  units: number
}

const AT_RISK = 'date BETWEEN ? AND ? AND held + sold > forecast'

/** Joins the ledger's rows to a row of unit inventory `u`. The report only reads them. */
const LEDGER = 'JOIN deduction d ON d.meta_id = u.meta_id AND d.platform = u.platform AND d.date = u.date'

/** Sums over a range of days, of the inventory that is held and sold beyond its forecast. */
export async function atRiskSummary(
  tx: Transaction,
  from: BusinessDate,
  to: BusinessDate,
): Promise<AtRiskSummary> {
  const [found] = await tx.rows<{ count: number; impressions: number | null }>(
    `SELECT COUNT(*) AS count, SUM(held + sold - forecast) AS impressions FROM unit_inventory WHERE ${AT_RISK}`,
    [from, to],
  )
  const units = await tx.rows(
    `SELECT DISTINCT unit_id FROM (
       SELECT d.unit_id AS unit_id FROM (SELECT meta_id, platform, date FROM unit_inventory WHERE ${AT_RISK}) u ${LEDGER}
       GROUP BY d.unit_id, u.meta_id, u.platform, u.date HAVING SUM(d.quantity) > 0) booked`,
    [from, to],
  )
  return { rows: Number(found!.count), impressions: Number(found!.impressions ?? 0), units: units.length }
}

/**
 * The rows with more held and sold than forecast, by metaId, platform and date, each with the bookings on it.
 */
export async function atRiskRows(
  tx: Transaction,
  from: BusinessDate,
  to: BusinessDate,
  stretch: Stretch,
): Promise<AtRiskView[]> {
  const { condition, values, end } = seek(tx, ['meta_id', 'platform', 'date'], stretch)
  const page = `SELECT meta_id, platform, date, forecast, capacity, held, sold FROM unit_inventory
    WHERE ${AT_RISK} AND ${condition} ${end}`
  const rows = await tx.rows<UnitRow>(
    `SELECT ${UNIT_COLUMNS} FROM (${page}) u ORDER BY meta_id, platform, date`,
    [from, to, ...values],
  )
  const bookings = await tx.rows<AtRiskView['bookings'][number] & RowKey>(
    `SELECT u.meta_id AS metaId, u.platform AS platform, u.date AS date,
            c.id AS campaignId, c.name AS campaign, c.advertiser AS advertiser, COALESCE(a.email, c.owner_id) AS owner,
            n.id AS unitId, n.product_code AS productCode, n.booking_status AS bookingStatus,
            SUM(CASE WHEN d.type IN ('HOLD', 'UNHOLD') THEN d.quantity ELSE 0 END) AS held,
            SUM(CASE WHEN d.type IN ('PURCHASE', 'RELEASE') THEN d.quantity ELSE 0 END) AS sold
     FROM (${page}) u ${LEDGER}
     JOIN campaign_unit n ON n.id = d.unit_id
     JOIN campaign c ON c.id = n.campaign_id
     LEFT JOIN account a ON a.id = c.owner_id
     GROUP BY u.meta_id, u.platform, u.date, c.id, c.name, c.advertiser, c.owner_id, a.email,
              n.id, n.product_code, n.booking_status, n.position
     HAVING SUM(d.quantity) > 0
     ORDER BY c.name, c.id, n.position, n.id`,
    [from, to, ...values],
  )
  const byRow = groupBy(bookings, keyOf)
  return rows.map((row) => ({
    ...toView(row),
    bookings: (byRow.get(keyOf(row)) ?? []).map(
      ({ metaId: _m, platform: _p, date: _d, ...booking }) => booking,
    ),
  }))
}

type RowKey = Pick<UnitRow, 'metaId' | 'platform' | 'date'>

function keyOf({ metaId, platform, date }: RowKey): string {
  return `${metaId}\u0000${platform}\u0000${date}`
}
