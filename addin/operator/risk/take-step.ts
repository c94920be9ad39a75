import { getMediaMix, getTargeting, putTargeting, syncMediaMix } from '../../../shared/contract/campaigns'
import { amend, purchase } from '../../../shared/contract/purchases'
import { addMakegood } from '../../../shared/contract/statuses'
import { type CallOnce, callOnce } from '../../desk/call-once'
import { failureOf, isOutcomeUnknown } from '../../desk/desk'
import type { Booking, BookingAtRisk, RiskStep } from './booking-at-risk'

/** What a step has done. */
export type StepOutcome =
  | {
      kind: 'amended'
      amount: number
      impressions: number
      /** Impressions that were taken and given back. */
      taken: number
      released: number
    }
  | { kind: 'bought'; productCode: string; startDate: string; endDate: string; impressions: number }

/** What a repetition of a step has to know of the attempt before. */
export interface Attempt {
  /** Of the service row that is added. */
  unitId: string
  /** The makegood that the service has added already. */
  added?: { unitId: string; version: number } | undefined
}

export function firstAttempt(): Attempt {
  return { unitId: crypto.randomUUID() }
}

/**
 * Takes a step for a booking at risk. A repetition after a lost connection goes on where it was and does nothing twice.
 *
 * @throws CallFailure; then nothing has changed, unless its outcome is unknown
 */
export async function takeStep(
  to: CallOnce,
  booking: Booking,
  { row }: BookingAtRisk,
  step: RiskStep,
  { reason, attempt }: { reason: string; attempt: Attempt },
): Promise<StepOutcome> {
  const params = { id: booking.unitId }
  switch (step.kind) {
    case 'shift':
    case 'reduce': {
      const { body } = step.kind === 'shift' ? step.shift : step.reduce
      const answer = await callOnce(to, amend, { params, body: { ...body, reason } })
      const { amount, impressions, taken, released } = answer
      return { kind: 'amended', amount, impressions, taken, released }
    }
    case 'makegood': {
      const { version, proposal } = step
      const { amount, startDate, endDate, productCode } = proposal
      if (!attempt.added) {
        const body = { version, amount, startDate, endDate }
        const { unitId, row: added } = await callOnce(to, addMakegood, { params, body })
        attempt.added = { unitId, version: added.version }
      }
      const { unitId, version: newest } = attempt.added
      const impressions = await orRemove(to, booking.campaignId, unitId, attempt, () =>
        buy(to, booking.campaignId, unitId, newest),
      )
      return { kind: 'bought', productCode, startDate, endDate, impressions }
    }
    case 'service': {
      const { fields, groups } = step.service
      const { device, creative } = row
      const { productCode, startDate, endDate } = fields
      const { unitId } = attempt
      const impressions = await orRemove(to, booking.campaignId, unitId, attempt, () =>
        addAndBuy(to, booking.campaignId, unitId, { fields: { ...fields, device, creative }, groups }),
      )
      return { kind: 'bought', productCode, startDate, endDate, impressions }
    }
  }
}

/** Goes on with what an earlier attempt has left. @returns the impressions that were bought */
async function addAndBuy(
  to: CallOnce,
  campaignId: string,
  unitId: string,
  { fields, groups }: { fields: object; groups: readonly object[] },
): Promise<number> {
  const params = { id: campaignId }
  const { revision, rows } = await to.api.call(getMediaMix, { params })
  const placed = rows.find((row) => row.unitId === unitId)
  if (placed && placed.bookingStatus !== 'Draft') return placed.impressions
  let version = placed?.version
  if (version === undefined) {
    const body = { baseRevision: revision, changes: [{ op: 'put' as const, unitId, fields }] }
    const synced = await to.api.call(syncMediaMix, { params, body })
    version = synced.rows.find((row) => row.unitId === unitId)?.version ?? 1
  }
  if (groups.length > 0) {
    // The version that a lost answer would have told.
    const { units } = await to.api.call(getTargeting, { params })
    const known = units.find((unit) => unit.unitId === unitId)
    if (known && known.groups.length > 0) version = known.version
    else {
      const body = { units: [{ unitId, version, groups: [...groups] }] }
      const targeted = await to.api.call(putTargeting, { params, body })
      version = targeted.units.find((unit) => unit.unitId === unitId)?.version ?? version
    }
  }
  return buy(to, campaignId, unitId, version)
}

async function buy(to: CallOnce, campaignId: string, unitId: string, version: number): Promise<number> {
  const body = { units: [{ unitId, version }], mode: 'all' as const }
  const { units } = await callOnce(to, purchase, { params: { id: campaignId }, body })
  return units[0]!.impressions
}

/** Takes an added row out of the MediaMix again when the service refuses it; the next attempt is a first one. */
async function orRemove<T>(
  to: CallOnce,
  campaignId: string,
  unitId: string,
  attempt: Attempt,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (isOutcomeUnknown(failureOf(error))) throw error
    const params = { id: campaignId }
    const { revision, rows } = await to.api.call(getMediaMix, { params })
    const row = rows.find((one) => one.unitId === unitId)
    // What was bought meanwhile stays.
    if (row?.bookingStatus === 'Draft') {
      const changes = [{ op: 'delete' as const, unitId, version: row.version }]
      await to.api.call(syncMediaMix, { params, body: { baseRevision: revision, changes } })
    }
    Object.assign(attempt, firstAttempt(), { added: undefined })
    throw error
  }
}
