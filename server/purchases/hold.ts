import { addDays, type BusinessDate } from '../../shared/calendar'
import { type Demand, demandOf } from '../../shared/distribution'
import { GIVEN_BACK } from '../../shared/giving-back'
import { Problem } from '../../shared/problem'
import { startOfDay } from '../../shared/seoul-time'
import { requireOnSale } from '../catalog/products'
import type { Transaction } from '../database/database'
import { leavesOf, type OwnCells, ownCells } from './giving-back'
import { type HoldChange, heldSplit, holdsOf, type NewHold, planHoldChange, writeHoldChange } from './holds'
import { type LedgerLine, moveInventory, writeLedger } from './ledger'
import { requireFuture } from './require-future'
import { netAsking, type Remaining, shortageProblem, shortagesOf } from './shortages'
import {
  greatest,
  least,
  metaIdsOf,
  onDaysToCome,
  planUnits,
  remainingNow,
  type SplitUnit,
  splitUnit,
  type UnitToBuy,
} from './split-units'

export interface HoldOrder {
  campaignId: string
  units: readonly UnitToBuy[]
  expiresAt: string
  overrideReason?: string | undefined
  /** Units whose holds are replaced by the new ones: an amended reservation. */
  replaced?: readonly string[]
  actor: string
  at: string
  today: string
}

export interface HeldUnits {
  /** In the order of the units. */
  splits: SplitUnit[]
  /** All ledger lines, including those of the campaign's other variants. */
  lines: readonly LedgerLine[]
}

/**
 * Reserves units inside the caller's transaction with the split of a purchase, in `held` instead of `sold`.
 * All or nothing.
 *
 * @param fits as in {@link ownCells}
 * @throws Problem INVENTORY_SHORTAGE, INVENTORY_NOT_LOADED, AMOUNT_TOO_SMALL, TARGETING_INVALID,
 * FLIGHT_IN_PAST, UNKNOWN_REFERENCE for a withdrawn product
 */
export async function hold(
  tx: Transaction,
  order: HoldOrder,
  fits: OwnCells['fits'] = (anew) => anew(),
): Promise<HeldUnits> {
  for (const unit of order.units) {
    // A replaced hold isn't checked: its product was on sale when it was held.
    if (!order.replaced?.includes(unit.unitId)) requireOnSale(unit.product)
    requireFuture(unit, order)
    requireWithinFlight(unit, order.expiresAt)
  }
  const planned = await planUnits(
    tx,
    order.units.map((unit) => onDaysToCome(unit, order.today)),
  )
  const splits = planned.map(splitUnit)
  const change = await planHoldChange(tx, order.campaignId, order.replaced ?? [], holdsFor(order, splits))
  const asking = netAsking(splits, change.lines).map((unit, i) => ({
    ...unit,
    fit: (left: Remaining) =>
      fits(() => unit.fit((row) => left(row) + change.shared(order.units[i]!.variant, row))),
  }))
  const seen = planned[0]!.inventory
  const remaining: Remaining = ({ metaId, platform, date }) => seen.remaining(metaId, platform, date)
  if (shortagesOf(asking, remaining).length > 0) throw shortageProblem(asking, remaining)
  if (!(await moveInventory(tx, change.lines))) {
    const now = await remainingNow(
      tx,
      planned.flatMap(({ plan }) => metaIdsOf(plan)),
      least(planned.map(({ startDate }) => startDate)),
      greatest(planned.map(({ endDate }) => endDate)),
    )
    throw shortageProblem(asking, now)
  }
  return writeHolds(tx, order, splits, change)
}

/**
 * Replaces the hold of one unit by a new one. A smaller one that can't be held anew is lowered on its own cells
 * (decision 46).
 *
 * @param order of the unit after the change
 * @param before the unit before it, if the change leaves it within its targeting, platforms and flight
 * @throws Problem as {@link hold}
 */
export async function replaceHold(
  tx: Transaction,
  order: HoldOrder,
  before: UnitToBuy | undefined,
): Promise<HeldUnits> {
  const [unit] = order.units
  const { unitId } = unit!
  requireFuture(unit!, order)
  const held = await heldSplit((await holdsOf(tx, [unitId])).get(unitId)!)
  const { lowered, fits } = ownCells(leavesOf(held.split.platforms), unit!, before, '', 1)
  const replacing = { ...order, replaced: [unitId] }
  try {
    return await hold(tx, replacing, fits)
  } catch (error) {
    if (!lowered || !(error instanceof Problem)) throw error
    const split = { ...held, ...lowered, rules: GIVEN_BACK, demand: demandOf([lowered.split]) }
    const change = await planHoldChange(tx, order.campaignId, [unitId], holdsFor(order, [split]))
    if (!(await moveInventory(tx, change.lines))) throw new Error(`the hold of ${unitId} doesn't add up`)
    return writeHolds(tx, order, [split], change)
  }
}

/** What a held unit has of unit inventory; it has no past. */
export async function heldTree(
  tx: Transaction,
  unitId: string,
): Promise<{ past: 'NONE'; ahead: readonly Demand[] }> {
  const held = (await holdsOf(tx, [unitId])).get(unitId)
  return { past: 'NONE', ahead: held ? (await heldSplit(held)).demand : [] }
}

function holdsFor({ units, expiresAt }: HoldOrder, splits: readonly SplitUnit[]): NewHold[] {
  return splits.map((split, i) => ({
    unitId: split.unitId,
    variant: units[i]!.variant,
    expiresAt,
    split,
  }))
}

async function writeHolds(
  tx: Transaction,
  order: HoldOrder,
  splits: SplitUnit[],
  change: HoldChange,
): Promise<HeldUnits> {
  await writeHoldChange(tx, order.campaignId, change, order)
  await writeLedger(tx, change.lines, { purchaseId: null, ...order })
  return { splits, lines: change.lines }
}

/** Releases holds. @returns all ledger lines, including those of the variants that stay */
export async function releaseHolds(
  tx: Transaction,
  campaignId: string,
  unitIds: readonly string[],
  doer: { actor: string; at: string },
): Promise<readonly LedgerLine[]> {
  const change = await planHoldChange(tx, campaignId, unitIds, [])
  if (!(await moveInventory(tx, change.lines))) throw new Error(`holds of ${unitIds.join(', ')} don't add up`)
  await writeHoldChange(tx, campaignId, change, doer)
  await writeLedger(tx, change.lines, { purchaseId: null, ...doer })
  return change.lines
}

/** The last instant of a flight: a hold ends with it at the latest, because nothing is left to buy then. */
export function endOfFlight({ endDate }: { endDate: BusinessDate }): string {
  return startOfDay(addDays(endDate, 1)).toISOString()
}

/** @throws Problem VALIDATION_FAILED when a hold would outlast the row's flight */
export function requireWithinFlight(
  unit: { unitId: string; endDate: BusinessDate },
  expiresAt: string,
): void {
  const latest = endOfFlight(unit)
  if (expiresAt <= latest) return
  const message = `must be at most ${latest}: a hold ends with its flight (${unit.endDate})`
  throw new Problem('VALIDATION_FAILED', `expiresAt: ${message}. Nothing was held.`, {
    errors: [{ path: 'expiresAt', message }],
    unitId: unit.unitId,
    latestExpiresAt: latest,
  })
}

/** @throws Problem VALIDATION_FAILED when the instant is not in the future, or more than `maxDays` ahead */
export function requireExpiry(expiresAt: string, now: Date, maxDays: number): string {
  const expires = new Date(expiresAt)
  const latest = new Date(now.getTime() + maxDays * 86_400_000)
  if (expires > now && expires <= latest) return expires.toISOString()
  const message = `must lie between now (${now.toISOString()}) and ${latest.toISOString()} (${maxDays} days)`
  throw new Problem('VALIDATION_FAILED', `expiresAt: ${message}. Nothing was held.`, {
    errors: [{ path: 'expiresAt', message }],
    latestExpiresAt: latest.toISOString(),
  })
}
