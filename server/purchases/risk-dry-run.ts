import { amendSplit, type BookedLeaf, largestAmendment } from '../../shared/amendment'
import { addDays, type BusinessDate, lastDayOf, monthOf } from '../../shared/calendar'
import type { AtRiskSteps } from '../../shared/contract/purchases'
import { type Demand, demandOf } from '../../shared/distribution'
import { Problem } from '../../shared/problem'
import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { inventorySnapshot } from '../inventory/unit-inventory'
import { rowKey } from './ledger'
import { type PlannedUnit, planningBasis, planUnit, priceOf, type UnitToBuy } from './split-units'
import { resolveTargeting } from './targeting'

/** Days by which a shift looks beyond the flight's end. */
const REACH_DAYS = 62

/** A unit's own impressions on a row whose forecast fell below what is held and sold. */
export type RiskRow = AtRiskSteps['rows'][number]

/** The unit's rows ahead whose forecast is less than what is held and sold there, and what of it is this unit's. */
export async function ownRisk(
  tx: Transaction,
  ahead: readonly Demand[],
  today: BusinessDate,
): Promise<RiskRow[]> {
  if (ahead.length === 0) return []
  const own = new Map(ahead.map((row) => [rowKey(row), row.quantity]))
  const metaIds = [...new Set(ahead.map(({ metaId }) => metaId))]
  const short = await tx.rows<{ metaId: string; platform: string; date: BusinessDate; atRisk: number }>(
    `SELECT meta_id AS metaId, platform, date, held + sold - forecast AS atRisk FROM unit_inventory
     WHERE meta_id IN (${placeholders(metaIds)}) AND date > ? AND held + sold > forecast
     ORDER BY date, platform, meta_id`,
    [...metaIds, today],
  )
  return short.flatMap(({ atRisk, ...row }) => {
    const quantity = own.get(rowKey(row)) ?? 0
    return quantity > 0 ? [{ ...row, own: quantity, atRisk, short: Math.min(quantity, atRisk) }] : []
  })
}

/** Amendments of one unit, tried on one snapshot of the inventory. */
export class DryRun {
  private constructor(
    private readonly unit: UnitToBuy,
    private readonly past: readonly BookedLeaf[],
    private readonly today: BusinessDate,
    private readonly lastLoaded: BusinessDate,
    private readonly plan: (change: Partial<UnitToBuy>) => PlannedUnit,
    /** What a row may have of this unit without being at risk by it. */
    private readonly free: (row: { metaId: string; platform: string; date: BusinessDate }) => number,
  ) {}

  static async of(
    tx: Transaction,
    unit: UnitToBuy,
    ahead: readonly Demand[],
    risk: readonly RiskRow[],
    past: readonly BookedLeaf[],
    today: BusinessDate,
  ): Promise<DryRun> {
    const basis = await planningBasis(tx, unit.groups)
    const [groups] = resolveTargeting([unit], basis.named)
    const metaIds = groups!.flatMap(({ members }) => members.map(({ metaId }) => metaId))
    const reach = lastDayOf(monthOf(addDays(unit.endDate, REACH_DAYS)))
    const snapshot = await inventorySnapshot(tx, basis.platforms, metaIds, unit.startDate, reach)
    const [loaded] = await tx.rows<{ last: BusinessDate | null }>(
      `SELECT MAX(date) AS last FROM unit_inventory WHERE meta_id IN (${placeholders(metaIds)}) AND date <= ?`,
      [...metaIds, reach],
    )
    const own = new Map(ahead.map((row) => [rowKey(row), row.quantity]))
    const short = new Map(risk.map((row) => [rowKey(row), row.short]))
    return new DryRun(
      unit,
      past,
      today,
      loaded?.last ?? unit.endDate,
      (change) => planUnit({ ...unit, ...change }, groups!, snapshot, basis.rules),
      (row) =>
        snapshot.remaining(row.metaId, row.platform, row.date) +
        (own.get(rowKey(row)) ?? 0) -
        (short.get(rowKey(row)) ?? 0),
    )
  }

  /** The same amount on other days: divided again within the flight, or with the first later end that takes it. */
  shift(version: number): AtRiskSteps['shift'] {
    const { amount, endDate: end } = this.unit
    const furthest = addDays(end, REACH_DAYS)
    const until = this.lastLoaded < furthest ? this.lastLoaded : furthest
    for (let endDate = end; endDate <= until; endDate = addDays(endDate, 1)) {
      const days = this.fits({ endDate })
      if (days) return { amount, endDate, ...days, body: { version, amount, endDate } }
    }
    return null
  }

  /** The largest smaller amount that leaves no row of the unit at risk by it. */
  reduction(version: number): AtRiskSteps['reduce'] {
    const { amount: present, ecpm } = this.unit
    const { plan, impressions } = this.plan({})
    const most = largestAmendment(
      plan,
      this.past,
      this.today,
      { tooMany: impressions + 1, ecpm, price: (amount) => priceOf(this.unit, amount) },
      this.free,
    )
    if (most.impressions === 0) return null
    const amount = Math.min(most.amount, present)
    if (!this.fits({ amount })) return null
    return {
      amount,
      impressions: most.impressions,
      less: { amount: present - amount, impressions: impressions - most.impressions },
      body: { version, amount },
    }
  }

  private fits(change: Partial<UnitToBuy>): { impressions: number } | undefined {
    try {
      const { plan, price, impressions } = this.plan(change)
      const split = amendSplit(plan, this.past, { amount: price, impressions }, this.today, 0)
      if (split.noInventory.length + split.belowDelivered.length + split.tooSmall.length > 0) return undefined
      const demand = demandOf([split]).filter(({ date }) => date > this.today)
      return demand.every((row) => row.quantity <= this.free(row)) ? { impressions } : undefined
    } catch (error) {
      // A month isn't loaded.
      if (error instanceof Problem) return undefined
      throw error
    }
  }
}
