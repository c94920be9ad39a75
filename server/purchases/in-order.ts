import { setImmediate as nextRound } from 'node:timers/promises'
import type { BusinessDate } from '../../shared/calendar'
import { impressionsFor } from '../../shared/estimates'
import { largestFit } from '../../shared/fitting'
import { RANDOM_POOL } from '../../shared/inventory'
import type { AskedSeries, PlanLoad } from '../../shared/plan-load'
import { Problem } from '../../shared/problem'
import { requireOnSale } from '../catalog/products'
import type { Reading } from '../database/database'
import { type InventorySnapshot, inventorySnapshot } from '../inventory/unit-inventory'
import { amountRefusal, flightRefusal } from './refusals'
import {
  greatest,
  least,
  loadOf,
  onDaysToCome,
  type PlannedUnit,
  type PlanningBasis,
  planUnit,
  priceOf,
  type UnitToBuy,
} from './split-units'
import { Taken, type Taker } from './taken'
import { resolveTargeting } from './targeting'

/** Plans that are kept because rows often have the same targeting and flight. */
const KEPT_PLANS = 16

/** A row that may be bought, in the order of its sheet. */
export interface RowInOrder {
  unit: UnitToBuy
  /** Its inventory is reserved: it is bought as it is. */
  held: boolean
  /** The reason why it can't be bought now whatever is left: its status. */
  obstacle: Problem | null
}

/** What a row can have of what is left. */
export interface Standing {
  status: 'AVAILABLE' | 'PARTIALLY_AVAILABLE' | 'UNAVAILABLE'
  maxAmount: number
  maxImpressions: number
  exact: boolean
}

export interface JudgedRow {
  unit: UnitToBuy
  held: boolean
  impressions: number
  /** If only this row is bought; null: it can't be planned, for the reason in `problem`. */
  alone: Standing | null
  /** If the rows before it are bought first, as far as they fit. */
  inOrder: Standing | null
  /** Platforms where a group, or the whole targeting, has nobody to take its share. */
  vacant: { platform: string; group: string | null }[]
  /** The rows before it that take from the same inventory. */
  sharedWith: string[]
  /** Why a purchase refuses the row, apart from what is left. */
  problem: Problem | null
  /** What the row asks of each content and platform, and what is left there for it; empty without a plan. */
  series: readonly AskedSeries[]
  days: readonly BusinessDate[]
  /** What the others take of the inventory that the snapshot shows. */
  beside: readonly Taken[]
}

export interface Judging {
  campaignId: string
  basis: PlanningBasis
  snapshot: InventorySnapshot
  today: BusinessDate
  /** What buying a variant gives back: the holds of the other variants end. */
  released: ReadonlyMap<string, Taken>
  /** The variant that is counted; rows without one are judged beside it. */
  counted: string | null
}

/** The inventory of the days to come of some units, read once. */
export async function snapshotOfComing(
  tx: Reading,
  units: readonly UnitToBuy[],
  basis: PlanningBasis,
  today: BusinessDate,
): Promise<InventorySnapshot> {
  const coming = units.filter(({ endDate }) => endDate >= today).map((unit) => onDaysToCome(unit, today))
  return inventorySnapshot(
    tx,
    basis.platforms,
    contentsOf(coming, basis),
    least([today, ...coming.map(({ startDate }) => startDate)]),
    greatest([today, ...coming.map(({ endDate }) => endDate)]),
  )
}

/** The contents that units may draw on. */
function contentsOf(units: readonly UnitToBuy[], { named }: PlanningBasis): string[] {
  const metaIds = new Set<string>()
  for (const { product, groups } of units) {
    if (product.targetingKind === 'RANDOM') metaIds.add(RANDOM_POOL)
    for (const { code, members } of groups) {
      const of = code === undefined ? members : named.groups.get(code)?.members
      for (const { metaId } of of ?? []) metaIds.add(metaId)
    }
  }
  return [...metaIds]
}

/**
 * Judges the rows of a campaign one after the other, each by what is left now and by what is left after the rows before it
 * were bought. That is what a purchase of all rows in mode `each` does: a row that doesn't fit takes nothing. Variants are
 * judged one by one, each beside the rows without a variant.
 *
 * @returns in the order of the rows
 */
export async function judgeInOrder(rows: readonly RowInOrder[], judging: Judging): Promise<JudgedRow[]> {
  const plans = new Plans(judging)
  const judged = new Map<string, JudgedRow>()
  const others = new Set(rows.flatMap(({ unit }) => unit.variant ?? []))
  if (judging.counted !== null) others.delete(judging.counted)
  for (const variant of [judging.counted, ...[...others].sort()]) {
    const here = rows.filter(({ unit }) => unit.variant === null || unit.variant === variant)
    const taken = new Taken()
    let isReleased = false
    for (const row of here) {
      const { unit } = row
      const given = variant === null ? undefined : judging.released.get(variant)
      const released = given && (unit.variant !== null || isReleased) ? [given] : []
      const one = judge(row, released, taken, plans, judging)
      const buys = one.problem === null && one.inOrder?.status === 'AVAILABLE' && unit.amount > 0
      // Nobody comes after the last row, and what it is judged beside stays as it is.
      if (buys && row !== here.at(-1)) {
        if (!row.held)
          taken.takeAll(one.series, one.days, { unitId: unit.unitId, campaignId: judging.campaignId })
        if (unit.variant !== null) isReleased = true
      }
      if (unit.variant === variant || variant === judging.counted) judged.set(unit.unitId, one)
      await nextRound()
    }
  }
  return rows.flatMap(({ unit }) => judged.get(unit.unitId) ?? [])
}

function judge(
  { unit, held, obstacle }: RowInOrder,
  released: readonly Taken[],
  taken: Taken,
  plans: Plans,
  { today }: Judging,
): JudgedRow {
  const row = { unit, held, impressions: impressionsFor(unit.amount, unit.ecpm) }
  const none = { vacant: [], sharedWith: [], series: [], days: [], beside: [...released, taken] }
  const late = obstacle ?? flightRefusal(unit, today)
  if (held) {
    const own: Standing = {
      status: 'AVAILABLE',
      maxAmount: unit.amount,
      maxImpressions: row.impressions,
      exact: true,
    }
    return { ...row, ...none, alone: own, inOrder: own, problem: late }
  }
  if (unit.endDate < today) {
    const own: Standing = { status: 'UNAVAILABLE', maxAmount: 0, maxImpressions: 0, exact: true }
    return { ...row, ...none, alone: own, inOrder: own, problem: late }
  }
  try {
    if (!late) requireOnSale(unit.product)
    const { planned, load, alone, refusal } = plans.of(unit, unit.variant === null ? [] : released)
    const { days } = planned.plan
    const series = load.asked(planned.impressions)
    const [start, end] = [days[0]!, days.at(-1)!]
    const sharedWith = [...taken.takersOf(series, start, end).keys()]
    const isTouched =
      sharedWith.length > 0 ||
      (unit.variant === null && released.some((given) => given.touches(series, start, end)))
    const now = isTouched ? loadOf(planned, [...released, taken]) : load
    return {
      ...row,
      days,
      vacant: load.vacant(0).map(({ platform, group }) => ({ platform, group })),
      sharedWith,
      alone,
      inOrder: isTouched ? standingOf(planned, now) : alone,
      problem: late ?? refusal,
      series: isTouched ? now.asked(planned.impressions) : series,
      beside: [...released, taken],
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { ...row, ...none, alone: null, inOrder: null, problem: late ?? error }
  }
}

/** What a planned unit can have of what its load sees. */
export function standingOf(planned: PlannedUnit, load: PlanLoad): Standing {
  const fit = largestFit(load, planned.ecpm, (amount) => priceOf(planned, amount))
  const fits =
    planned.amount === 0
      ? fit.impressions > 0
      : load.verdict(planned.impressions, () => planned.price) === 'FITS'
  return {
    status: fits ? 'AVAILABLE' : fit.impressions > 0 ? 'PARTIALLY_AVAILABLE' : 'UNAVAILABLE',
    maxAmount: fit.amount,
    maxImpressions: fit.impressions,
    exact: fit.exact,
  }
}

interface PlanOfUnit {
  planned: PlannedUnit
  load: PlanLoad
  alone: Standing
  /** A purchase refuses the amount, whatever is left. */
  refusal: Problem | null
}

/** Plans of units on one snapshot. Units with the same targeting, flight and price share one. */
class Plans {
  private readonly kept = new Map<string, Pick<PlanOfUnit, 'planned' | 'load'>>()

  constructor(private readonly judging: Judging) {}

  /** @throws Problem TARGETING_INVALID, UNKNOWN_REFERENCE, INVENTORY_NOT_LOADED */
  of(unit: UnitToBuy, released: readonly Taken[]): PlanOfUnit {
    const { planned, load } = this.planned(unit, released)
    return {
      planned,
      load,
      alone: standingOf(planned, load),
      refusal: amountRefusal(planned, load),
    }
  }

  planned(whole: UnitToBuy, released: readonly Taken[] = []): Pick<PlanOfUnit, 'planned' | 'load'> {
    const { basis, snapshot, today } = this.judging
    const unit = onDaysToCome(whole, today)
    const { product, platforms, groups, startDate, endDate, variant } = unit
    const kept = released.length > 0 ? variant : null
    const key = JSON.stringify([product.code, platforms, groups, startDate, endDate, kept])
    let known = this.kept.get(key)
    if (!known) {
      const [targeted] = resolveTargeting([unit], basis.named)
      const planned = planUnit(unit, targeted!, snapshot, basis.rules)
      known = { planned, load: loadOf(planned, released) }
      if (this.kept.size >= KEPT_PLANS) this.kept.delete(this.kept.keys().next().value!)
      this.kept.set(key, known)
    }
    const { plan, inventory } = known.planned
    const impressions = impressionsFor(unit.amount, unit.ecpm)
    const planned = { ...unit, plan, inventory, price: priceOf(unit, unit.amount), impressions }
    return { planned, load: known.load }
  }
}

/** The demand of drafts of other campaigns, as far as they can be planned. */
export async function demandOfDrafts(
  drafts: readonly (Taker & { unit: UnitToBuy })[],
  judging: Judging,
): Promise<Taken> {
  const plans = new Plans(judging)
  const wanted = new Taken()
  for (const { unit, ...taker } of drafts) {
    try {
      const { planned, load } = plans.planned(unit)
      wanted.takeAll(load.asked(planned.impressions), planned.plan.days, taker)
    } catch (error) {
      // A draft without targeting, or of a month that isn't loaded, wants nothing yet.
      if (!(error instanceof Problem)) throw error
    }
    await nextRound()
  }
  return wanted
}
