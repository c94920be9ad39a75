import { Problem } from '../../shared/problem'
import type { Caller } from '../caller'
import { requireCampaign } from '../campaigns/access'
import type { CampaignUnit } from '../campaigns/campaign.entities'
import type { BookingLimits } from '../configuration'
import type { Transaction } from '../database/database'
import { hold, releaseHolds, requireExpiry, requireWithinFlight } from '../purchases/hold'
import { heldSplit, holdsOf } from '../purchases/holds'
import { UnitHold } from '../purchases/purchase.entities'
import {
  forbiddenStep,
  lockUnits,
  requireOverrideRight,
  requireRow,
  requireStep,
  takeSteps,
  type UnitStep,
  type When,
} from './unit-steps'
import { unitsToBuy } from './units-to-buy'

export interface HoldRequest {
  units: readonly { unitId: string; version: number; variant?: string | undefined }[]
  expiresAt: string
  overrideReason?: string | undefined
}

/**
 * Holds rows of a campaign until an instant. Rows that are held already keep their cells and get the new
 * instant. All rows or none.
 *
 * @throws Problem NOT_FOUND, VERSION_CONFLICT, STATUS_CONFLICT, HOLD_LIMIT, FORBIDDEN, VALIDATION_FAILED, and
 *   what {@link hold} throws
 */
export async function holdUnits(
  tx: Transaction,
  caller: Caller,
  campaignId: string,
  request: HoldRequest,
  limits: BookingLimits,
  when: When,
) {
  const campaign = await requireCampaign(tx, caller, campaignId, true)
  await requireOverrideRight(tx, caller, request.overrideReason, { campaignId, at: when.at })
  const expiresAt = requireExpiry(request.expiresAt, new Date(when.at), limits.holdDays)
  const variantOf = new Map(request.units.map(({ unitId, variant }) => [unitId, variant]))
  const found = await lockUnits(tx, campaignId, [...variantOf.keys()])
  const units = request.units.map((wanted) => requireRow(found, wanted))
  const held = units.filter(({ bookingStatus }) => bookingStatus === 'Reserved')
  const fresh = units.filter(({ bookingStatus }) => bookingStatus !== 'Reserved')
  for (const unit of fresh) requireStep(unit, 'Reserved', 'held')
  await requireRoom(tx, campaignId, fresh.length, limits.heldRows)

  const { actor, at, today } = when
  if (fresh.length > 0) {
    await hold(tx, {
      campaignId,
      units: (await unitsToBuy(tx, fresh)).map((unit) => ({
        ...unit,
        variant: variantOf.get(unit.unitId) ?? unit.variant,
      })),
      expiresAt,
      overrideReason: request.overrideReason,
      actor,
      at,
      today,
    })
  }
  for (const { id, endDate } of held) requireWithinFlight({ unitId: id, endDate }, expiresAt)
  await extend(tx, held, variantOf, expiresAt)
  const holds = await holdsOf(tx, [...variantOf.keys()])
  await takeSteps(
    tx,
    campaign,
    units.map((unit): UnitStep => {
      const { variant, amount, impressions } = holds.get(unit.id)!
      return {
        unit,
        to: 'Reserved',
        action: unit.bookingStatus === 'Reserved' ? 'HOLD_EXTENDED' : 'HELD',
        reason: request.overrideReason,
        variant,
        details: { expiresAt, variant, amount, impressions },
      }
    }),
    when,
  )
  return {
    expiresAt,
    units: await Promise.all(
      units.map(async (unit) => {
        const of = holds.get(unit.id)!
        const { variant, amount, impressions } = of
        const { warnings } = await heldSplit(of)
        const version = unit.version + 1
        return {
          unitId: unit.id,
          version,
          bookingStatus: 'Reserved',
          variant,
          expiresAt,
          amount,
          impressions,
          warnings,
        }
      }),
    ),
  }
}

/**
 * Releases held rows and sets them to Draft.
 *
 * @param wanted the rows to release; absent: all that the campaign holds
 * @throws Problem NOT_FOUND, VERSION_CONFLICT, STATUS_CONFLICT
 */
export async function releaseUnits(
  tx: Transaction,
  caller: Caller,
  campaignId: string,
  wanted: readonly { unitId: string; version: number }[] | undefined,
  when: When,
) {
  const campaign = await requireCampaign(tx, caller, campaignId, true)
  const ids = wanted
    ? wanted.map(({ unitId }) => unitId)
    : (await tx.manager.findBy(UnitHold, { campaignId })).map(({ unitId }) => unitId)
  const found = await lockUnits(tx, campaignId, ids)
  const units = wanted ? wanted.map((one) => requireRow(found, one)) : [...found.values()]
  for (const unit of units) if (unit.bookingStatus !== 'Reserved') throw forbiddenStep(unit, 'released')
  if (units.length > 0) {
    await releaseHolds(tx, campaignId, ids, when)
    await takeSteps(
      tx,
      campaign,
      units.map((unit): UnitStep => ({ unit, to: 'Draft', action: 'HOLD_RELEASED' })),
      when,
    )
  }
  return {
    units: units.map(({ id, version }) => ({ unitId: id, version: version + 1, bookingStatus: 'Draft' })),
  }
}

/** A campaign's holds, the first to expire first. */
export async function listHolds(tx: Transaction, campaignId: string) {
  return tx.rows(
    `SELECT h.unit_id AS unitId, h.variant AS variant, h.expires_at AS expiresAt, h.amount AS amount,
            h.impressions AS impressions, COALESCE(a.email, h.actor) AS owner, h.at AS at
     FROM unit_hold h LEFT JOIN account a ON a.id = h.actor
     WHERE h.campaign_id = ? ORDER BY h.expires_at, h.unit_id`,
    [campaignId],
  )
}

async function extend(
  tx: Transaction,
  units: readonly CampaignUnit[],
  variantOf: ReadonlyMap<string, string | undefined>,
  expiresAt: string,
): Promise<void> {
  const holds = await holdsOf(
    tx,
    units.map(({ id }) => id),
  )
  for (const { unitId, variant } of holds.values()) {
    const asked = variantOf.get(unitId)
    if (asked !== undefined && asked !== variant) {
      throw new Problem(
        'VALIDATION_FAILED',
        `${unitId} is held as ${variant === null ? 'no variant' : `variant ${variant}`}. Release it first to hold it as variant ${asked}.`,
        { errors: [{ path: 'units', message: `${unitId} is held as another variant` }] },
      )
    }
    await tx.manager.update(UnitHold, { unitId }, { expiresAt })
  }
}

async function requireRoom(tx: Transaction, campaignId: string, more: number, limit: number): Promise<void> {
  const held = await tx.manager.countBy(UnitHold, { campaignId })
  if (more === 0 || held + more <= limit) return
  throw new Problem(
    'HOLD_LIMIT',
    `A campaign may hold ${limit} rows at a time; this one holds ${held} and asks for ${more} more. Release or buy some first.`,
    { limit, held },
  )
}
