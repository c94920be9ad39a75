import { randomUUID } from 'node:crypto'
import type { FailedUnit, PurchasedUnit, Shortage } from '../../shared/contract/purchases'
import { Problem } from '../../shared/problem'
import { requireOnSale } from '../catalog/products'
import type { Transaction } from '../database/database'
import { alternativesTo, heldSplit, planHoldChange, writeHoldChange } from './holds'
import { type LedgerLine, linesOf, moveInventory, rowKey, writeLedger } from './ledger'
import type { UnitHold } from './purchase.entities'
import { toAnswer, writeBookings, writeTrees } from './purchase-tree'
import { requireFuture } from './require-future'
import { netAsking, type Remaining, shortageProblem, shortagesOf } from './shortages'
import {
  greatest,
  least,
  metaIdsOf,
  onDaysToCome,
  type PlannedUnit,
  planUnits,
  remainingNow,
  type SplitUnit,
  splitUnit,
  type UnitToBuy,
} from './split-units'

/** A unit that a purchase in mode `each` doesn't buy, and the reason. */
export interface RefusedUnit {
  unitId: string
  problem: Problem
}

export interface PurchaseOrder {
  campaignId: string
  units: readonly UnitToBuy[]
  /** Holds of these units: their cells are bought exactly as they were reserved. */
  holds: ReadonlyMap<string, UnitHold>
  /** Units that were refused before the purchase began; only in mode `each`. */
  refused: readonly RefusedUnit[]
  mode: 'all' | 'each'
  overrideReason?: string | undefined
  /** Account that buys. */
  actor: string
  /** Instant of the purchase. */
  at: string
  /** Today in Seoul; a flight may not begin earlier, unless overridden. */
  today: string
  /** Milliseconds since 1970: in mode `each` no unit is begun after it. */
  deadline: number
}

/** A bought unit; the campaign adds its version and status. */
export type BoughtUnit = Omit<PurchasedUnit, 'version' | 'bookingStatus'>

export interface Bought {
  purchaseId: string
  units: BoughtUnit[]
  failed: FailedUnit[]
  /** Units whose hold ended because another variant was bought. */
  released: string[]
}

/**
 * Buys units inside the caller's transaction: inventory is deducted first, then ads, child ads, owner shares,
 * cells and ledger rows are created. In mode `all` every failure is thrown, and the caller must roll its
 * transaction back. In mode `each` every unit has a savepoint, and failed units are returned.
 *
 * @throws Problem INVENTORY_SHORTAGE, INVENTORY_NOT_LOADED, AMOUNT_TOO_SMALL, TARGETING_INVALID,
 * FLIGHT_IN_PAST, UNKNOWN_REFERENCE for a withdrawn product
 */
export async function buy(tx: Transaction, order: PurchaseOrder): Promise<Bought> {
  const purchaseId = randomUUID()
  await tx.insert(
    'purchase',
    ['id', 'campaign_id', 'mode', 'override_reason', 'actor', 'at'],
    [[purchaseId, order.campaignId, order.mode, order.overrideReason ?? null, order.actor, order.at]],
  )
  if (order.mode === 'all') {
    return { purchaseId, failed: [], ...(await buyTogether(tx, purchaseId, order, order.units)) }
  }
  const bought: Bought = { purchaseId, units: [], failed: [], released: [] }
  const refused: RefusedUnit[] = [...order.refused]
  for (const [i, unit] of order.units.entries()) {
    try {
      if (i > 0 && Date.now() > order.deadline) throw outOfTime(unit.unitId)
      if (bought.released.includes(unit.unitId)) throw anotherVariant(unit.unitId)
      const { units, released } = await tx.savepoint(() => buyTogether(tx, purchaseId, order, [unit]))
      bought.units.push(...units)
      bought.released.push(...released)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      refused.push({ unitId: unit.unitId, problem: error })
    }
  }
  bought.failed = refused.map(toFailed)
  if (bought.units.length > 0) return bought
  // No unit was bought, so the purchase is refused.
  const { code, detail, data } = refused[0]!.problem
  throw new Problem(code, detail, { ...data, failed: bought.failed })
}

async function buyTogether(
  tx: Transaction,
  purchaseId: string,
  order: PurchaseOrder,
  units: readonly UnitToBuy[],
): Promise<Pick<Bought, 'units' | 'released'>> {
  for (const unit of units) requireFuture(unit, order)
  const holds = units.flatMap(({ unitId }) => order.holds.get(unitId) ?? [])
  const notHeld = units.filter(({ unitId }) => !order.holds.has(unitId))
  for (const { product } of notHeld) requireOnSale(product)
  const planned = await planUnits(
    tx,
    notHeld.map((unit) => onDaysToCome(unit, order.today)),
  )
  const fresh = planned.map(splitUnit)
  const held = await Promise.all(holds.map(heldSplit))
  const buying = new Set(units.map(({ unitId }) => unitId))
  const released = (await alternativesTo(tx, order.campaignId, units)).filter((id) => !buying.has(id))
  const unheld = await planHoldChange(
    tx,
    order.campaignId,
    [...holds.map(({ unitId }) => unitId), ...released],
    [],
  )
  const purchases = [...held, ...fresh].flatMap(({ unitId, demand }) => linesOf(unitId, 'PURCHASE', demand))
  await deduct(tx, fresh, held, planned, unheld.lines, purchases)

  const splitOf = new Map([...held, ...fresh].map((split) => [split.unitId, split]))
  const splits = units.map(({ unitId }) => splitOf.get(unitId)!)
  const trees = await writeTrees(tx, purchaseId, splits, order.at)
  await writeBookings(tx, purchaseId, splits, order.at)
  await writeHoldChange(tx, order.campaignId, unheld, order)
  await writeLedger(tx, [...unheld.lines, ...purchases], { purchaseId, ...order })
  return {
    released,
    units: splits.map(({ unitId, amount, impressions, warnings }) => ({
      unitId,
      amount,
      impressions,
      warnings: [...warnings],
      ads: toAnswer(trees.get(unitId)!),
    })),
  }
}

/**
 * Deducts the inventory.
 *
 * @throws Problem INVENTORY_SHORTAGE with the short rows
 */
async function deduct(
  tx: Transaction,
  fresh: readonly SplitUnit[],
  held: readonly SplitUnit[],
  planned: readonly PlannedUnit[],
  unheld: readonly LedgerLine[],
  purchases: readonly LedgerLine[],
): Promise<void> {
  const lines = [...unheld, ...purchases]
  const asking = withSpare([...fresh, ...held], netAsking([...fresh, ...held], lines), unheld)
  const [first] = planned
  if (first) {
    // All planned units share one snapshot, which contains only their rows. A shortage that it shows is
    // refused without locking a row.
    const seen: Remaining = ({ metaId, platform, date }) => first.inventory.remaining(metaId, platform, date)
    const notHeld = asking.slice(0, fresh.length)
    if (shortagesOf(notHeld, seen).length > 0) throw shortageProblem(notHeld, seen)
  }
  if (await moveInventory(tx, lines)) return
  const rows = asking.flatMap(({ demand }) => demand)
  const dates = [
    ...rows.map(({ date }) => date),
    ...planned.flatMap(({ startDate, endDate }) => [startDate, endDate]),
  ]
  const metaIds = [...rows.map(({ metaId }) => metaId), ...planned.flatMap(({ plan }) => metaIdsOf(plan))]
  throw shortageProblem(asking, await remainingNow(tx, metaIds, least(dates), greatest(dates)))
}

/**
 * Lets what fits a unit count what the holds that end with the purchase give back, apart from what the other units take
 * of it.
 *
 * @param net the units with their net demand, in the same order
 */
function withSpare(
  units: readonly SplitUnit[],
  net: readonly SplitUnit[],
  unheld: readonly LedgerLine[],
): SplitUnit[] {
  if (unheld.length === 0) return [...net]
  const given = new Map<string, number>()
  for (const line of unheld) given.set(rowKey(line), (given.get(rowKey(line)) ?? 0) - line.quantity)
  const saved = units.map((unit, i) => {
    const savings = quantities(unit.demand)
    for (const [key, quantity] of quantities(net[i]!.demand)) savings.set(key, savings.get(key)! - quantity)
    return savings
  })
  return net.map((unit, own) => {
    const spare = (key: string) =>
      saved.reduce((left, of, i) => (i === own ? left : left - (of.get(key) ?? 0)), given.get(key) ?? 0)
    return { ...unit, fit: (left) => unit.fit((row) => left(row) + spare(rowKey(row))) }
  })
}

function quantities(demand: SplitUnit['demand']): Map<string, number> {
  return new Map(demand.map((row) => [rowKey(row), row.quantity]))
}

function anotherVariant(unitId: string): Problem {
  return new Problem(
    'STATUS_CONFLICT',
    'Another variant of this campaign is bought with the same request, so the hold of this one has ended.',
    { unitId },
  )
}

function outOfTime(unitId: string): Problem {
  return new Problem(
    'UNAVAILABLE',
    'The time of the request was over before this row had its turn: it was not bought. Buy it again.',
    { unitId },
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
