import type { BookingStatus } from '../../shared/statuses'
import type { Caller } from '../caller'
import type { Transaction } from '../database/database'
import { endBooking } from '../purchases/amend'
import { releaseHolds } from '../purchases/hold'
import { moved } from '../purchases/ledger'
import { toAnswer } from '../purchases/purchase-tree'
import { lockUnit, requireStep, takeSteps, type When } from './unit-steps'

export interface StepRequest {
  version: number
  reason?: string | undefined
}

/**
 * Cancels a row: it releases the hold of a held row, and the future days of a booked one. A row that is in
 * flight or paused becomes Stopped, as the status diagram requires.
 *
 * @throws Problem NOT_FOUND, VERSION_CONFLICT, STATUS_CONFLICT
 */
export async function cancelUnit(
  tx: Transaction,
  caller: Caller,
  id: string,
  request: StepRequest,
  when: When,
) {
  return end(tx, caller, id, request, when, (from) =>
    from === 'InFlight' || from === 'Paused' ? 'Stopped' : 'Canceled',
  )
}

/** Stops a row that is in flight or paused. @throws Problem NOT_FOUND, VERSION_CONFLICT, STATUS_CONFLICT */
export async function stopUnit(
  tx: Transaction,
  caller: Caller,
  id: string,
  request: StepRequest,
  when: When,
) {
  const { unitId, version, bookingStatus } = await end(tx, caller, id, request, when, () => 'Stopped')
  return { unitId, version, bookingStatus }
}

async function end(
  tx: Transaction,
  caller: Caller,
  id: string,
  { version, reason }: StepRequest,
  when: When,
  endOf: (from: BookingStatus) => 'Canceled' | 'Stopped',
) {
  const { campaign, unit } = await lockUnit(tx, caller, id, version)
  const to = endOf(unit.bookingStatus)
  requireStep(unit, to, to === 'Stopped' ? 'stopped' : 'canceled')
  const ended =
    unit.bookingStatus === 'Reserved'
      ? await endHold(tx, campaign.id, id, when)
      : await endBooking(tx, id, when)
  const { purchaseId, revision, amount, impressions, taken, released } = ended
  await takeSteps(
    tx,
    campaign,
    [
      {
        unit,
        to,
        action: to === 'Stopped' ? 'STOPPED' : 'CANCELED',
        purchaseId,
        revision,
        reason,
        details: { amount, impressions, released },
      },
    ],
    when,
  )
  return {
    unitId: id,
    version: version + 1,
    bookingStatus: to,
    amount,
    impressions,
    warnings: [],
    ads: toAnswer(ended.ads),
    revision,
    taken,
    released,
  }
}

async function endHold(tx: Transaction, campaignId: string, unitId: string, when: When) {
  const lines = await releaseHolds(tx, campaignId, [unitId], when)
  const own = lines.filter((line) => line.unitId === unitId)
  return { purchaseId: null, revision: null, amount: 0, impressions: 0, ads: [], ...moved(own) }
}
