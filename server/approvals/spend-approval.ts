import type { ApprovalReason, JudgedRow } from '../../shared/approvals'
import type { BusinessDate } from '../../shared/calendar'
import type { ApprovalKind } from '../../shared/contract/approvals'
import { Problem } from '../../shared/problem'
import type { ApprovalSettings } from '../configuration'
import type { Transaction } from '../database/database'
import { record } from '../journal/journal'
import { Approval } from './approval.entity'
import { judge } from './judge'
import { StillAsAsked } from './still-as-asked'

export interface Approved {
  id: string
  /** E-mail of the approver. */
  approvedBy: string
}

export interface ToBeApproved {
  campaignId: string
  kind: ApprovalKind
  /** As they are bought. */
  rows: readonly JudgedRow[]
  /** Of a purchase: its id; of an amendment: the one that the row was bought with. */
  purchaseId: string
  at: string
  today: BusinessDate
}

/**
 * Lets a purchase or a raise pass the house's limits: below them without more, beyond them with an approval, which is used up.
 * It runs in the transaction that buys, after the campaign was locked, so two purchases can't use one approval, and nobody
 * gets around it.
 *
 * @returns the approval that was used; null: none was needed
 * @throws Problem APPROVAL_REQUIRED with the reasons, and the open request for the same rows, if there is one
 */
export async function spendApproval(
  tx: Transaction,
  order: ToBeApproved,
  settings: ApprovalSettings,
): Promise<Approved | null> {
  const { campaignId, kind, rows, purchaseId, at, today } = order
  const beside = kind === 'AMENDMENT' ? purchaseId : null
  const reasons = await judge(tx, campaignId, rows, beside, today, settings)
  if (reasons.length === 0) return null
  const known = await tx.manager.find(Approval, {
    where: { campaignId, kind },
    order: { requestedAt: 'ASC', id: 'ASC' },
  })
  const same = await StillAsAsked.of(
    tx,
    rows.map(({ unitId }) => unitId),
  )
  const covering = known.filter((approval) => covers(approval, rows, same))
  const approval = covering.find(
    ({ status, validUntil }) => status === 'APPROVED' && validUntil !== null && validUntil > at,
  )
  if (!approval) throw required(reasons, covering.find(({ status }) => status === 'OPEN')?.id)
  await tx.manager.update(Approval, { id: approval.id }, { status: 'USED', usedAt: at })
  if (kind === 'PURCHASE')
    await tx.run('UPDATE purchase SET approval_id = ? WHERE id = ?', [approval.id, purchaseId])
  await record(
    tx,
    [{ campaignId, kind: 'campaign.approval', data: { approvalId: approval.id, status: 'USED' } }],
    at,
  )
  const [approver] = await tx.rows<{ email: string }>('SELECT email AS email FROM account WHERE id = ?', [
    approval.decidedBy,
  ])
  return { id: approval.id, approvedBy: approver?.email ?? '' }
}

/** A part of what was asked is covered too, at the amounts and prices that were asked. */
function covers({ asked }: Approval, rows: readonly JudgedRow[], same: StillAsAsked): boolean {
  const askedRows = new Map(asked.map((row) => [row.unitId, row]))
  return rows.every(({ unitId, kind, amount, ecpm, rateCard }) => {
    const row = askedRows.get(unitId)
    return (
      row !== undefined &&
      same.isSame(row) &&
      row.kind === kind &&
      amount <= row.amount &&
      ecpm === row.ecpm &&
      // A rate card that has risen makes the discount larger than it was when it was approved.
      rateCard <= row.rateCard
    )
  })
}

function required(reasons: readonly ApprovalReason[], pendingId: string | undefined): Problem {
  const large = reasons.find(({ reason }) => reason === 'AMOUNT')
  const cheap = reasons.filter(({ reason }) => reason === 'DISCOUNT')
  return new Problem(
    'APPROVAL_REQUIRED',
    large?.reason === 'AMOUNT'
      ? `${large.amount + large.sameDay} won reach the limit of ${large.limit} won, from which on an approver must agree. Nothing was changed: ask for an approval.`
      : `The price of ${cheap.length} rows is further below the rate card than may be sold without an approver. Nothing was changed: ask for an approval.`,
    { reasons, pendingApprovalId: pendingId ?? null },
  )
}
