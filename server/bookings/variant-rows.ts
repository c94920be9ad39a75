import { In } from 'typeorm'
import { Problem } from '../../shared/problem'
import { isBought } from '../../shared/statuses'
import { variantsIn } from '../../shared/variants'
import type { Caller } from '../caller'
import { requireCampaign } from '../campaigns/access'
import { type Campaign, CampaignUnit } from '../campaigns/campaign.entities'
import { eachBatch } from '../database/batches'
import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { nextVersion } from '../database/versions'
import { unitsOf } from '../media-mix/media-mix'
import { ROW, recordChanges } from '../media-mix/unit-history'
import { clearTargeting } from '../media-mix/unit-targeting'
import { releaseHolds } from '../purchases/hold'
import { takeSteps, type UnitStep, type When } from './unit-steps'

/** A campaign, locked at the revision that the caller read, with its rows in order. */
export interface Variants {
  campaign: Campaign
  units: readonly CampaignUnit[]
  /** By name. */
  names: readonly string[]
}

/** @throws Problem NOT_FOUND, FORBIDDEN, VERSION_CONFLICT */
export async function lockVariants(
  tx: Transaction,
  caller: Caller,
  campaignId: string,
  revision: number,
): Promise<Variants> {
  const campaign = await requireCampaign(tx, caller, campaignId, true)
  nextVersion(campaign.revision, revision, 'The plan')
  const units = await unitsOf(tx, campaignId)
  return { campaign, units, names: variantsIn(units) }
}

/** @throws Problem NOT_FOUND */
export function requireVariant(names: readonly string[], name: string): void {
  if (names.includes(name)) return
  throw new Problem('NOT_FOUND', `The campaign has no variant ${name}. Load the MediaMix again.`)
}

/** @throws Problem STATUS_CONFLICT for a variant with bought rows, which names them */
export function requireUnbought(units: readonly CampaignUnit[], cannot: string): void {
  const bought = units.filter(({ variant, bookingStatus }) => variant !== null && isBought(bookingStatus))
  const [first] = bought
  if (!first) return
  throw new Problem(
    'STATUS_CONFLICT',
    `Rows of variant ${first.variant} are bought, so ${cannot}. Nothing was changed: cancel them first.`,
    { unitIds: bought.map(({ id }) => id) },
  )
}

/** Moves rows to a variant, or out of all; a hold is of the same variant as its row. */
export async function moveToVariant(
  tx: Transaction,
  campaign: Campaign,
  units: readonly CampaignUnit[],
  variant: string | null,
  { actor, at }: Pick<When, 'actor' | 'at'>,
): Promise<void> {
  await eachBatch(
    units.map(({ id }) => id),
    async (ids) => {
      const where = placeholders(ids)
      await tx.run(
        `UPDATE campaign_unit SET variant = ?, version = version + 1, updated_at = ? WHERE id IN (${where})`,
        [variant, at, ...ids],
      )
      await tx.run(`UPDATE unit_hold SET variant = ? WHERE unit_id IN (${where})`, [variant, ...ids])
    },
  )
  const changes = units.map(({ id: unitId, version, variant: before }) => {
    return { unitId, version: version + 1, field: 'variant', before, after: variant }
  })
  await recordChanges(tx, campaign, changes, actor, at)
}

export interface Removed {
  campaign: Campaign
  removed: string[]
  released: string[]
}

/**
 * Removes rows from the plan: those that are held are released first. None of them may be bought; rows that were
 * canceled stay as they are, because they are the record of it.
 */
export async function removeRows(
  tx: Transaction,
  campaign: Campaign,
  units: readonly CampaignUnit[],
  reason: string,
  when: When,
): Promise<Removed> {
  const held = units.filter(({ bookingStatus }) => bookingStatus === 'Reserved')
  const released = held.map(({ id }) => id)
  let touched = campaign
  if (held.length > 0) {
    await releaseHolds(tx, campaign.id, released, when)
    const steps = held.map((unit): UnitStep => ({ unit, to: 'Draft', action: 'HOLD_RELEASED', reason }))
    touched = await takeSteps(tx, campaign, steps, when)
  }
  const gone = units.filter(({ bookingStatus }) => bookingStatus !== 'Canceled')
  const removed = gone.map(({ id }) => id)
  await eachBatch(removed, async (ids) => {
    await tx.manager.delete(CampaignUnit, { id: In(ids) })
    await clearTargeting(tx, ids)
  })
  const wasHeld = new Set(released)
  const changes = gone.map(({ id: unitId, version }) => {
    const next = version + (wasHeld.has(unitId) ? 2 : 1)
    return { unitId, version: next, field: ROW, before: 'present', after: 'deleted' }
  })
  await recordChanges(tx, touched, changes, when.actor, when.at)
  return { campaign: touched, removed, released }
}
