import type { BusinessDate } from '../../shared/calendar'
import type { UnitGroupBody } from '../../shared/contract/campaigns'
import type { ProductView } from '../../shared/contract/catalog'
import type { RowKind } from '../../shared/contract/primitives'
import {
  type BookedRules,
  demandOf,
  fillSplit,
  type LeftOut,
  planSplit,
  type Split,
  type SplitPlan,
  type SplitRules,
  type TargetedGroup,
} from '../../shared/distribution'
import { impressionsFor } from '../../shared/estimates'
import { largestFit } from '../../shared/fitting'
import { PlanLoad, type Room } from '../../shared/plan-load'
import { Problem } from '../../shared/problem'
import { platformCodes } from '../catalog/platforms'
import type { Reading } from '../database/database'
import { type FlightInventory, type InventorySnapshot, inventorySnapshot } from '../inventory/unit-inventory'
import type { Asking, Remaining } from './shortages'
import { splitRulesInForce } from './split-rules'
import { roomBeside, type Taken } from './taken'
import { type Named, namedBy, resolveTargeting } from './targeting'

/** The parts of a MediaMix row that a purchase needs. */
export interface UnitToBuy {
  unitId: string
  version: number
  kind: RowKind
  /** The campaign's alternative that the row belongs to; null: all of them. */
  variant: string | null
  startDate: string
  endDate: string
  /** Shown amount in whole won. */
  amount: number
  ecpm: number
  product: ProductView
  /** The product's platforms that are bought, in display order. */
  platforms: readonly string[]
  groups: readonly UnitGroupBody[]
}

/** A unit with the tree of its purchase, before its amount is divided. */
export interface PlannedUnit extends UnitToBuy {
  plan: SplitPlan
  inventory: FlightInventory
  /** The price that is divided: a service row takes inventory, but its price is 0. */
  price: number
  impressions: number
}

/** A divided unit with its demand for inventory. */
export interface SplitUnit extends Asking {
  /** Its price in won. */
  amount: number
  impressions: number
  warnings: readonly LeftOut[]
  rules: BookedRules
  split: Split
}

/** The data for planning units, apart from the inventory. */
export interface PlanningBasis {
  rules: SplitRules
  named: Named
  /** The codes of all platforms: a month counts as loaded if it is loaded on any of them. */
  platforms: readonly string[]
}

/** @param groups the groups of all units to plan */
export async function planningBasis(tx: Reading, groups: readonly UnitGroupBody[]): Promise<PlanningBasis> {
  const [rules, named, platforms] = await Promise.all([
    splitRulesInForce(tx),
    namedBy(tx, groups),
    platformCodes(tx),
  ])
  return { rules, named, platforms }
}

/**
 * Plans the split of units on the current inventory. The number of queries doesn't grow with the units.
 *
 * @param given the basis, if it was read already
 * @throws Problem TARGETING_INVALID, UNKNOWN_REFERENCE, INVENTORY_NOT_LOADED
 */
export async function planUnits(
  tx: Reading,
  units: readonly UnitToBuy[],
  given?: PlanningBasis,
): Promise<PlannedUnit[]> {
  if (units.length === 0) return []
  const basis =
    given ??
    (await planningBasis(
      tx,
      units.flatMap(({ groups }) => groups),
    ))
  const targeted = resolveTargeting(units, basis.named)
  const snapshot = await inventorySnapshot(
    tx,
    basis.platforms,
    targeted.flat().flatMap(({ members }) => members.map(({ metaId }) => metaId)),
    least(units.map(({ startDate }) => startDate)),
    greatest(units.map(({ endDate }) => endDate)),
  )
  return units.map((unit, i) => planUnit(unit, targeted[i]!, snapshot, basis.rules))
}

/**
 * Plans one unit on inventory that was read already.
 *
 * @throws Problem INVENTORY_NOT_LOADED
 */
export function planUnit(
  unit: UnitToBuy,
  groups: readonly TargetedGroup[],
  snapshot: InventorySnapshot,
  rules: SplitRules,
): PlannedUnit {
  const inventory = snapshot.flight(unit.startDate, unit.endDate)
  inventory.requireLoaded(
    groups.flatMap(({ members }) => members.flatMap(({ metaId, retired }) => (retired ? [] : metaId))),
  )
  const plan = planSplit({
    platforms: unit.platforms,
    groups,
    days: inventory.days,
    forecast: (metaId, platform) => inventory.forecast(metaId, platform),
    rules,
  })
  const impressions = impressionsFor(unit.amount, unit.ecpm)
  return { ...unit, plan, inventory, price: priceOf(unit, unit.amount), impressions }
}

/**
 * The unit with only those days of its flight that are still to come: nothing can be shown in the past, so a purchase
 * takes from no day before today. A flight that is over keeps its days (an operator books it afterwards).
 */
export function onDaysToCome(unit: UnitToBuy, today: BusinessDate): UnitToBuy {
  return unit.startDate >= today || unit.endDate < today ? unit : { ...unit, startDate: today }
}

/** The load of a planned unit on the remaining inventory, beside what others take of it. */
export function loadOf(
  { plan, inventory }: Pick<PlannedUnit, 'plan' | 'inventory'>,
  taken: readonly Taken[] = [],
): PlanLoad {
  return new PlanLoad(plan, roomBeside(inventory, taken))
}

/** The price of an amount in won: a service row shows an amount and costs nothing. */
export function priceOf({ kind }: Pick<UnitToBuy, 'kind'>, amount: number): number {
  return kind === 'PAID' ? amount : 0
}

/**
 * Divides a planned unit.
 *
 * @throws Problem AMOUNT_TOO_SMALL
 */
export function splitUnit(unit: PlannedUnit): SplitUnit {
  requireImpressions(unit)
  const split = fillSplit(unit.plan, unit.price, unit.impressions)
  requireNotTooSmall(unit, split)
  return {
    unitId: unit.unitId,
    amount: unit.price,
    impressions: unit.impressions,
    warnings: unit.plan.warnings,
    rules: unit.plan.rules,
    split,
    demand: demandOf([split]),
    noInventory: split.noInventory,
    fit: (remaining) => {
      const { plan, ecpm } = unit
      const room: Room = (metaId, platform) => plan.days.map((date) => remaining({ metaId, platform, date }))
      return largestFit(new PlanLoad(plan, room), ecpm)
    },
  }
}

/** @throws Problem AMOUNT_TOO_SMALL when an amount buys nothing */
export function requireImpressions(unit: PlannedUnit): void {
  if (unit.impressions > 0) return
  throw tooSmall(unit, `An amount of ${unit.amount} won buys no impression at an eCPM of ${unit.ecpm} won.`)
}

/** @throws Problem AMOUNT_TOO_SMALL when a leaf would have an amount but no impression */
export function requireNotTooSmall(unit: UnitToBuy, { tooSmall: leaves }: Pick<Split, 'tooSmall'>): void {
  const leaf = leaves[0]
  if (!leaf) return
  throw tooSmall(
    unit,
    `${unit.amount} won is too little to be split: ${leaf.group} on ${leaf.platform} would get ${leaf.amount} won without an impression.`,
  )
}

function tooSmall(unit: UnitToBuy, what: string): Problem {
  return new Problem('AMOUNT_TOO_SMALL', `${what} Raise the amount or target less. Nothing was bought.`, {
    unitId: unit.unitId,
  })
}

/** The current remaining inventory of all rows of these contents between two days. */
export async function remainingNow(
  tx: Reading,
  metaIds: readonly string[],
  start: string,
  end: string,
): Promise<Remaining> {
  const snapshot = await inventorySnapshot(tx, await platformCodes(tx), metaIds, start, end)
  return ({ metaId, platform, date }) => snapshot.remaining(metaId, platform, date)
}

/** The contents from which a plan may take inventory. */
export function metaIdsOf(plan: SplitPlan): string[] {
  return plan.platforms.flatMap(({ groups }) =>
    groups.flatMap(({ leaves }) => leaves.flatMap(({ members }) => members.map(({ metaId }) => metaId))),
  )
}

export function least(dates: readonly string[]): string {
  return dates.reduce((a, b) => (a < b ? a : b))
}

export function greatest(dates: readonly string[]): string {
  return dates.reduce((a, b) => (a > b ? a : b))
}
