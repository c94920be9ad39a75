import { randomUUID } from 'node:crypto'
import { In } from 'typeorm'
import type { ApprovalKind, ApprovalView, AskedRow } from '../../shared/contract/approvals'
import { isCountable } from '../../shared/estimates'
import { Problem } from '../../shared/problem'
import { isRunning } from '../../shared/statuses'
import type { Caller } from '../caller'
import { requireCampaign } from '../campaigns/access'
import { CampaignUnit } from '../campaigns/campaign.entities'
import { productsOf } from '../catalog/products'
import type { ApprovalSettings } from '../configuration'
import type { Transaction } from '../database/database'
import { nextVersion } from '../database/versions'
import { record } from '../journal/journal'
import { type BookingAction, type Doer, recordBookingEvents } from '../purchases/booking-events'
import { Booking } from '../purchases/purchase.entities'
import { priceOf } from '../purchases/split-units'
import { recordSecurityEvent } from '../security-log/record-event'
import { Approval } from './approval.entity'
import { judge } from './judge'
import { viewOf } from './read-approvals'
import { isBuyable, StillAsAsked } from './still-as-asked'

interface ApprovalRequest {
  kind: ApprovalKind
  units: readonly { unitId: string; version: number; amount?: number | undefined }[]
  note?: string | undefined
}

type When = Doer & { today: string }

/**
 * Asks an approver for a purchase or a raise, and fixes exactly what is asked. Open requests that name one of the rows are
 * withdrawn: an approver sees one request for a row.
 *
 * @throws Problem NOT_FOUND, VERSION_CONFLICT, AMOUNT_TOO_LARGE; STATUS_CONFLICT also when no approval is needed
 */
export async function requestApproval(
  tx: Transaction,
  caller: Caller,
  campaignId: string,
  { kind, units: wanted, note }: ApprovalRequest,
  settings: ApprovalSettings,
  when: When,
): Promise<ApprovalView> {
  await requireCampaign(tx, caller, campaignId, true)
  const units = await unitsOf(tx, campaignId, wanted)
  const asked = await askedRows(tx, kind, units, wanted)
  const judged = asked.map((row) => ({ ...row, amount: priceOf(row, row.amount) }))
  const [first] = units
  const purchaseId =
    kind === 'AMENDMENT'
      ? ((await tx.manager.findOneBy(Booking, { unitId: first!.id }))?.purchaseId ?? null)
      : null
  const reasons = await judge(tx, campaignId, judged, purchaseId, when.today, settings)
  if (reasons.length === 0) {
    throw new Problem(
      'STATUS_CONFLICT',
      'No approval is needed for these rows. Nothing was asked: go on without one.',
      { cause: 'NOT_NEEDED' },
    )
  }
  await withdrawOverlapping(
    tx,
    campaignId,
    asked.map(({ unitId }) => unitId),
    when.at,
  )
  const approval: Approval = {
    id: randomUUID(),
    campaignId,
    kind,
    status: 'OPEN',
    amount: judged.reduce((sum, { amount }) => sum + amount, 0),
    asked,
    reasons,
    note: note ?? null,
    requestedBy: caller.id,
    requestedAt: when.at,
    decidedBy: null,
    decidedAt: null,
    decisionReason: null,
    validUntil: null,
    usedAt: null,
  }
  await tx.manager.insert(Approval, approval)
  await writeDown(tx, approval, 'APPROVAL_ASKED', note, when)
  return viewOf(tx, approval, when.at)
}

/**
 * Decides a request of somebody else. The same decision again, by the same approver, answers as before.
 *
 * @throws Problem NOT_FOUND, FORBIDDEN for one's own request, STATUS_CONFLICT
 */
export async function decide(
  tx: Transaction,
  caller: Caller,
  id: string,
  decision: { status: 'APPROVED' | 'DECLINED'; reason?: string | undefined },
  settings: ApprovalSettings,
  when: When,
): Promise<ApprovalView> {
  const approval = await lockApproval(tx, caller, id)
  if (approval.requestedBy === caller.id) {
    throw new Problem('FORBIDDEN', 'Who asks for an approval doesn’t decide it. Ask another approver.', {
      cause: 'OWN_REQUEST',
    })
  }
  if (approval.status === decision.status && approval.decidedBy === caller.id)
    return viewOf(tx, approval, when.at)
  requireOpen(approval)
  if (decision.status === 'APPROVED') {
    const same = await StillAsAsked.of(
      tx,
      approval.asked.map(({ unitId }) => unitId),
    )
    if (!same.isOpen(approval)) {
      throw new Problem(
        'STATUS_CONFLICT',
        'A row is not as it was asked any more, so this cannot be approved. The planner asks anew; decline this request.',
        { cause: 'ROWS_CHANGED' },
      )
    }
  }
  const decided: Approval = {
    ...approval,
    status: decision.status,
    decidedBy: caller.id,
    decidedAt: when.at,
    decisionReason: decision.reason ?? null,
    validUntil:
      decision.status === 'APPROVED'
        ? new Date(Date.parse(when.at) + settings.days * 86_400_000).toISOString()
        : null,
  }
  await tx.manager.update(Approval, { id }, decided)
  const action = decision.status === 'APPROVED' ? 'APPROVAL_GIVEN' : 'APPROVAL_DECLINED'
  await writeDown(tx, decided, action, decision.reason, when)
  await recordSecurityEvent(tx, {
    at: when.at,
    action,
    subject: approval.campaignId,
    details: { amount: approval.amount, ...(decision.reason ? { reason: decision.reason } : {}) },
  })
  return viewOf(tx, decided, when.at)
}

/**
 * Takes back a request, or an approval that was not used.
 *
 * @throws Problem NOT_FOUND, FORBIDDEN, STATUS_CONFLICT
 */
export async function withdraw(
  tx: Transaction,
  caller: Caller,
  campaignId: string,
  id: string,
  when: When,
): Promise<ApprovalView> {
  await requireCampaign(tx, caller, campaignId, true)
  const approval = await tx.findLocked(Approval, { id, campaignId })
  if (!approval) throw new Problem('NOT_FOUND', 'There is no such request.')
  if (approval.status !== 'WITHDRAWN') {
    if (approval.status !== 'APPROVED') requireOpen(approval)
    await setWithdrawn(tx, approval, when.at)
  }
  return viewOf(tx, { ...approval, status: 'WITHDRAWN' }, when.at)
}

async function unitsOf(
  tx: Transaction,
  campaignId: string,
  wanted: ApprovalRequest['units'],
): Promise<CampaignUnit[]> {
  const ids = wanted.map(({ unitId }) => unitId)
  const found = new Map(
    (await tx.manager.findBy(CampaignUnit, { id: In(ids), campaignId })).map((unit) => [unit.id, unit]),
  )
  return wanted.map(({ unitId, version }) => {
    const unit = found.get(unitId)
    if (!unit) throw new Problem('NOT_FOUND', `The campaign has no row ${unitId}. Load the MediaMix again.`)
    nextVersion(unit.version, version, `The row ${unitId}`)
    return unit
  })
}

async function askedRows(
  tx: Transaction,
  kind: ApprovalKind,
  units: readonly CampaignUnit[],
  wanted: ApprovalRequest['units'],
): Promise<AskedRow[]> {
  const products = await productsOf(
    tx,
    units.map(({ productCode }) => productCode),
  )
  return units.map((unit, i): AskedRow => {
    const { id, version, productCode, startDate, endDate, ecpm, bookingStatus } = unit
    const amount = wanted[i]!.amount ?? unit.amount
    const isPossible =
      kind === 'PURCHASE' ? isBuyable(bookingStatus) : isRunning(bookingStatus) && amount > unit.amount
    if (!isPossible) {
      throw new Problem(
        'STATUS_CONFLICT',
        kind === 'PURCHASE'
          ? `The row is ${bookingStatus} and cannot be bought, so no approval was asked for.`
          : 'Only a higher amount of a bought row is approved. Nothing was asked.',
        { unitId: id, bookingStatus },
      )
    }
    if (!isCountable(amount, ecpm)) {
      throw new Problem(
        'AMOUNT_TOO_LARGE',
        `${amount} won at an eCPM of ${ecpm} won is beyond what can be counted.`,
      )
    }
    const product = products.get(productCode)!
    return {
      unitId: id,
      version,
      kind: unit.kind,
      productCode,
      product: product.name,
      startDate,
      endDate,
      amount,
      ecpm,
      rateCard: product.ecpm,
    }
  })
}

async function withdrawOverlapping(
  tx: Transaction,
  campaignId: string,
  unitIds: readonly string[],
  at: string,
): Promise<void> {
  const open = await tx.manager.findBy(Approval, { campaignId, status: 'OPEN' })
  for (const approval of open)
    if (approval.asked.some(({ unitId }) => unitIds.includes(unitId))) await setWithdrawn(tx, approval, at)
}

async function setWithdrawn(tx: Transaction, { id, campaignId }: Approval, at: string): Promise<void> {
  await tx.manager.update(Approval, { id }, { status: 'WITHDRAWN' })
  await record(
    tx,
    [{ campaignId, kind: 'campaign.approval', data: { approvalId: id, status: 'WITHDRAWN' } }],
    at,
  )
}

/** Locks the campaign first, as every change of its bookings does. */
async function lockApproval(tx: Transaction, caller: Caller, id: string): Promise<Approval> {
  const found = await tx.manager.findOneBy(Approval, { id })
  if (!found) throw new Problem('NOT_FOUND', 'There is no such request.')
  await requireCampaign(tx, caller, found.campaignId, true)
  return (await tx.findLocked(Approval, { id }))!
}

function requireOpen({ status }: Approval): void {
  if (status === 'OPEN') return
  throw new Problem('STATUS_CONFLICT', `The request is ${status} already. Load the list again.`, {
    cause: 'DECIDED',
    approvalStatus: status,
  })
}

/** Into the history of each row, and as an event. */
async function writeDown(
  tx: Transaction,
  { id, campaignId, status, asked }: Approval,
  action: BookingAction,
  reason: string | undefined,
  when: When,
): Promise<void> {
  const units = new Map(
    (await tx.manager.findBy(CampaignUnit, { id: In(asked.map(({ unitId }) => unitId)) })).map((unit) => [
      unit.id,
      unit,
    ]),
  )
  await recordBookingEvents(
    tx,
    campaignId,
    asked.flatMap(({ unitId, amount }) => {
      const unit = units.get(unitId)
      if (!unit) return []
      const { bookingStatus } = unit
      const details = { approvalId: id, amount }
      return [{ unitId, action, before: bookingStatus, after: bookingStatus, reason, details }]
    }),
    when,
  )
  await record(tx, [{ campaignId, kind: 'campaign.approval', data: { approvalId: id, status } }], when.at)
}
