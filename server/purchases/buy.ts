import { randomUUID } from 'node:crypto'
import type { FailedUnit, PurchasedUnit, Shortage } from '../../shared/contract/purchases'
import { type Demand, demandOf, fillSplit } from '../../shared/distribution'
import { remainingOf } from '../../shared/inventory'
import { Problem } from '../../shared/problem'
import { requireOnSale } from '../catalog/products'
import type { SqlValue, Transaction } from '../database/database'
import { inventorySnapshot } from '../inventory/unit-inventory'
import { deduct } from './deduction'
import { Purchase } from './purchase.entities'
import { toAnswer, writeTrees } from './purchase-tree'
import { shortageProblem, shortagesOf, type UnitSplit } from './shortages'
import { type PlannedUnit, planUnits, type UnitToBuy } from './split-units'

/** A unit of a purchase in mode `each` that is not bought, and why. */
export interface RefusedUnit {
  unitId: string
  problem: Problem
}

export interface PurchaseOrder {
  campaignId: string
  units: readonly UnitToBuy[]
  /** Units that were refused before it came to buying; only in mode `each`. */
  refused: readonly RefusedUnit[]
  mode: 'all' | 'each'
  overrideReason?: string | undefined
  /** Account that buys. */
  actor: string
  /** Instant of the purchase. */
  at: string
  /** Today in Seoul; flights may not begin before, unless overridden. */
  today: string
}

/** A bought unit; its version and status are the campaign's to set. */
export type BoughtUnit = Omit<PurchasedUnit, 'version' | 'bookingStatus'>

export interface Bought {
  purchaseId: string
  units: BoughtUnit[]
  failed: FailedUnit[]
}

/**
 * Buys units inside the caller's transaction: inventory is deducted first, then ads, child ads, owner shares, cells and
 * ledger rows are created. In mode `all` any failure is thrown and the caller's transaction must end with it; in mode
 * `each` every unit has a savepoint, and the failing ones are reported.
 *
 * @throws Problem INVENTORY_SHORTAGE, INVENTORY_NOT_LOADED, AMOUNT_TOO_SMALL, TARGETING_INVALID, FLIGHT_IN_PAST,
 *   UNKNOWN_REFERENCE for a product that was withdrawn
 */
export async function buy(tx: Transaction, order: PurchaseOrder): Promise<Bought> {
  const purchaseId = randomUUID()
  await tx.manager.insert(Purchase, {
    id: purchaseId,
    campaignId: order.campaignId,
    mode: order.mode,
    overrideReason: order.overrideReason ?? null,
    actor: order.actor,
    at: order.at,
  })
  if (order.mode === 'all') {
    return { purchaseId, units: await buyTogether(tx, purchaseId, order, order.units), failed: [] }
  }
  const bought: Bought = { purchaseId, units: [], failed: [] }
  const refused: RefusedUnit[] = [...order.refused]
  for (const unit of order.units) {
    try {
      bought.units.push(...(await tx.savepoint(() => buyTogether(tx, purchaseId, order, [unit]))))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      refused.push({ unitId: unit.unitId, problem: error })
    }
  }
  bought.failed = refused.map(toFailed)
  if (bought.units.length > 0) return bought
  // Nothing at all was bought: that is a refusal, not a purchase.
  const { code, detail, data } = refused[0]!.problem
  throw new Problem(code, detail, { ...data, failed: bought.failed })
}

async function buyTogether(
  tx: Transaction,
  purchaseId: string,
  order: PurchaseOrder,
  units: readonly UnitToBuy[],
): Promise<BoughtUnit[]> {
  for (const unit of units) {
    requireOnSale(unit.product)
    requireFuture(unit, order)
  }
  const planned = await planUnits(tx, units)
  const splits = planned.map(splitUnit)
  const demand = demandOf(splits.map(({ split }) => split))
  // One snapshot stands behind all of them.
  const seen = (row: Pick<Demand, 'metaId' | 'platform' | 'date'>) =>
    planned[0]!.inventory.remaining(row.metaId, row.platform, row.date)
  // What already shows as short is refused without locking a row.
  if (shortagesOf(splits, seen).length > 0) throw shortageProblem(splits, seen)
  if (!(await deduct(tx, 'sold', demand))) throw shortageProblem(splits, await remainingNow(tx, planned))
  const trees = await writeTrees(tx, purchaseId, splits, order.at)
  await writeLedger(tx, purchaseId, splits, order)
  return splits.map(({ unit }) => ({
    unitId: unit.unitId,
    amount: unit.price,
    impressions: unit.impressions,
    warnings: unit.plan.warnings,
    ads: toAnswer(trees.get(unit.unitId)!),
  }))
}

function splitUnit(unit: PlannedUnit): UnitSplit {
  if (unit.impressions === 0) {
    throw tooSmall(unit, `An amount of ${unit.amount} won buys no impression at an eCPM of ${unit.ecpm} won.`)
  }
  const split = fillSplit(unit.plan, unit.price, unit.impressions)
  const leaf = split.tooSmall[0]
  if (leaf) {
    throw tooSmall(
      unit,
      `${unit.amount} won is too little to be split: ${leaf.group} on ${leaf.platform} would get ${leaf.amount} won without an impression.`,
    )
  }
  return { unit, split }
}

function tooSmall(unit: PlannedUnit, what: string): Problem {
  return new Problem('AMOUNT_TOO_SMALL', `${what} Raise the amount or target less. Nothing was bought.`, {
    unitId: unit.unitId,
  })
}

function requireFuture(unit: UnitToBuy, order: PurchaseOrder): void {
  if (unit.startDate >= order.today || order.overrideReason !== undefined) return
  throw new Problem(
    'FLIGHT_IN_PAST',
    `The flight begins on ${unit.startDate}, before today (${order.today}). Move its start; an operator may override it with a reason.`,
    { unitId: unit.unitId },
  )
}

/** What is left of every row that the units could touch. */
async function remainingNow(tx: Transaction, units: readonly PlannedUnit[]) {
  const metaIds = units.flatMap(({ plan }) =>
    plan.platforms.flatMap(({ groups }) =>
      groups.flatMap(({ leaves }) => leaves.flatMap(({ members }) => members.map(({ metaId }) => metaId))),
    ),
  )
  const starts = units.map(({ startDate }) => startDate).sort()
  const ends = units.map(({ endDate }) => endDate).sort()
  const snapshot = await inventorySnapshot(tx, metaIds, starts[0]!, ends.at(-1)!)
  return ({ metaId, platform, date }: Pick<Demand, 'metaId' | 'platform' | 'date'>) => {
    const row = snapshot.row(metaId, platform, date)
    return row ? remainingOf(row) : 0
  }
}

/** One ledger row per unit and unit-inventory row. */
async function writeLedger(
  tx: Transaction,
  purchaseId: string,
  splits: readonly UnitSplit[],
  order: PurchaseOrder,
): Promise<void> {
  const rows = splits.flatMap(({ unit, split }) =>
    demandOf([split]).map(({ metaId, platform, date, quantity }): SqlValue[] => [
      unit.unitId,
      purchaseId,
      'PURCHASE',
      quantity,
      metaId,
      platform,
      date,
      order.actor,
      order.at,
    ]),
  )
  await tx.insert(
    'deduction',
    ['unit_id', 'purchase_id', 'type', 'quantity', 'meta_id', 'platform', 'date', 'actor', 'at'],
    rows,
  )
}

function toFailed({ unitId, problem: { code, detail, data } }: RefusedUnit): FailedUnit {
  return {
    unitId,
    code,
    detail,
    ...(data.shortages ? { shortages: data.shortages as Shortage[] } : {}),
    ...(data.fits ? { fits: data.fits as NonNullable<FailedUnit['fits']> } : {}),
  }
}
