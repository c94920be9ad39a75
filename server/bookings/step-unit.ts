import { mayBeDeclined } from '../../shared/statuses'
import type { Caller } from '../caller'
import type { Transaction } from '../database/database'
import { releaseHolds } from '../purchases/hold'
import type { StepRequest } from './end-unit'
import { forbiddenStep, lockUnit, requireStep, takeSteps, type When } from './unit-steps'

/** Steps that move no inventory. */
const STEPS = {
  pause: { from: ['InFlight'], to: 'Paused', action: 'PAUSED', done: 'paused' },
  resume: { from: ['Paused'], to: 'InFlight', action: 'RESUMED', done: 'resumed' },
  reopen: { from: ['Expired', 'Declined'], to: 'Draft', action: 'REOPENED', done: 'reopened' },
} as const

/**
 * Takes a step of the booking status that moves no inventory.
 *
 * @throws Problem NOT_FOUND, VERSION_CONFLICT, STATUS_CONFLICT
 */
export async function stepUnit(
  tx: Transaction,
  caller: Caller,
  id: string,
  step: keyof typeof STEPS,
  { version, reason }: StepRequest,
  when: When,
) {
  const { from, to, action, done } = STEPS[step]
  const { campaign, unit } = await lockUnit(tx, caller, id, version)
  if (!(from as readonly string[]).includes(unit.bookingStatus)) throw forbiddenStep(unit, done)
  requireStep(unit, to, done)
  await takeSteps(tx, campaign, [{ unit, to, action, reason }], when)
  return { unitId: id, version: version + 1, bookingStatus: to }
}

/**
 * Declines a held row, as an operator's answer to the hold, and releases what it holds.
 *
 * @throws Problem NOT_FOUND, VERSION_CONFLICT, STATUS_CONFLICT
 */
export async function declineUnit(
  tx: Transaction,
  caller: Caller,
  id: string,
  { version, reason }: StepRequest,
  when: When,
) {
  const { campaign, unit } = await lockUnit(tx, caller, id, version)
  if (!mayBeDeclined(unit.bookingStatus)) throw forbiddenStep(unit, 'declined')
  await releaseHolds(tx, campaign.id, [id], when)
  await takeSteps(tx, campaign, [{ unit, to: 'Declined', action: 'DECLINED', reason }], when)
  return { unitId: id, version: version + 1, bookingStatus: 'Declined' }
}
