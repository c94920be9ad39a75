import {
  type ApprovalLimits,
  type ApprovalReason,
  approvalReasons,
  type JudgedRow,
} from '../../shared/approvals'
import type { BusinessDate } from '../../shared/calendar'
import { startOfDay } from '../../shared/seoul-time'
import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { priceOf, type UnitToBuy } from '../purchases/split-units'

/**
 * Why rows of a campaign wait for an approver. What the campaign bought on the same day without an approval counts with
 * them, and so do the other rows of the purchase that an amended row belongs to: a large purchase isn't bought in pieces.
 *
 * @param purchaseId of the amended row's booking; null for a purchase
 */
export async function judge(
  tx: Transaction,
  campaignId: string,
  rows: readonly JudgedRow[],
  purchaseId: string | null,
  today: BusinessDate,
  limits: ApprovalLimits,
): Promise<ApprovalReason[]> {
  if (rows.length === 0 || (limits.amount === null && limits.discountPercent === null)) return []
  const sameDay = limits.amount === null ? 0 : await countedBeside(tx, campaignId, rows, purchaseId, today)
  return approvalReasons(rows, sameDay, limits)
}

async function countedBeside(
  tx: Transaction,
  campaignId: string,
  rows: readonly JudgedRow[],
  purchaseId: string | null,
  today: BusinessDate,
): Promise<number> {
  const unitIds = rows.map(({ unitId }) => unitId)
  const [sum] = await tx.rows<{ amount: number | string | null }>(
    `SELECT SUM(b.amount) AS amount FROM purchase p JOIN booking b ON b.purchase_id = p.id
     WHERE p.campaign_id = ? AND b.unit_id NOT IN (${placeholders(unitIds)})
       AND (p.id = ? OR (p.at >= ? AND p.approval_id IS NULL))`,
    [campaignId, ...unitIds, purchaseId ?? '', startOfDay(today).toISOString()],
  )
  return Number(sum?.amount ?? 0)
}

/** A row at what it costs. */
export function judgedRow(unit: UnitToBuy): JudgedRow {
  const { unitId, kind, amount, ecpm, product } = unit
  return { unitId, kind, amount: priceOf(unit, amount), ecpm, rateCard: product.ecpm }
}
