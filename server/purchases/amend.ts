import {
  type Amendment,
  amendSplit,
  type BelowDelivered,
  keptSplit,
  largestAmendment,
  type PastLeaf,
} from '../../shared/amendment'
import { type Demand, demandOf, type LeftOut } from '../../shared/distribution'
import { Problem } from '../../shared/problem'
import type { Transaction } from '../database/database'
import { type LedgerLine, moved, moveInventory, rowKey, writeLedger } from './ledger'
import { Booking } from './purchase.entities'
import { cancelAds, readTrees, rewriteBooking, type StoredAd } from './purchase-tree'
import { type Asking, type Remaining, shortageProblem, shortagesOf } from './shortages'
import {
  metaIdsOf,
  type PlannedUnit,
  planUnits,
  priceOf,
  remainingNow,
  requireImpressions,
  requireNotTooSmall,
  type UnitToBuy,
} from './split-units'

export interface Clockwork {
  actor: string
  at: string
  /** The last day that counts as past. */
  today: string
}

/** A booking after its change, and the inventory that moved. */
export interface ChangedBooking {
  purchaseId: string
  revision: number
  amount: number
  impressions: number
  warnings: readonly LeftOut[]
  ads: StoredAd[]
  /** Impressions. */
  taken: number
  released: number
}

/**
 * Changes a booked unit to a new plan. Its past stays; inventory moves only by the difference of the future
 * days.
 *
 * @param unit the unit after the change
 * @throws Problem AMEND_BELOW_DELIVERED, INVENTORY_SHORTAGE, AMOUNT_TOO_SMALL, INVENTORY_NOT_LOADED,
 * TARGETING_INVALID, FLIGHT_IN_PAST when no day is left
 */
export async function amend(tx: Transaction, unit: UnitToBuy, when: Clockwork): Promise<ChangedBooking> {
  const { booking, ads } = await bookedState(tx, unit.unitId)
  const [planned] = await planUnits(tx, [unit])
  const { plan, price, impressions, ecpm } = planned!
  requireImpressions(planned!)
  const past = pastOf(ads, when.today)
  const revision = booking.revision + 1
  const split = amendSplit(plan, past, { amount: price, impressions }, when.today, revision)
  requireDays(planned!, split, when.today)
  requireNotBelow(unit.unitId, split.belowDelivered)
  requireNotTooSmall(unit, split)

  const before = aheadOf(demandOf([{ platforms: splitLike(ads) }]), when.today)
  const lines = difference(unit.unitId, before, aheadOf(demandOf([split]), when.today))
  const own = new Map(before.map((row) => [rowKey(row), row.quantity]))
  const asking: Asking = {
    unitId: unit.unitId,
    demand: lines.filter(({ quantity }) => quantity > 0),
    noInventory: split.noInventory,
    fit: (remaining) =>
      largestAmendment(
        plan,
        past,
        when.today,
        { tooMany: impressions, ecpm, price: (amount) => priceOf(unit, amount) },
        (row) => remaining(row) + (own.get(rowKey(row)) ?? 0),
      ),
  }
  const seen: Remaining = ({ metaId, platform, date }) => planned!.inventory.remaining(metaId, platform, date)
  if (shortagesOf([asking], seen).length > 0) throw shortageProblem([asking], seen)
  if (!(await moveInventory(tx, lines)))
    throw shortageProblem([asking], await remainingNow(tx, metaIdsOf(plan), unit.startDate, unit.endDate))

  const next = { unitId: unit.unitId, revision, amount: price, impressions, rules: plan.rules, split }
  const tree = await rewriteBooking(tx, booking, ads, next, when.at)
  await writeLedger(tx, lines, { purchaseId: booking.purchaseId, ...when })
  const warnings = [...plan.warnings, ...split.warnings]
  return { ...next, purchaseId: booking.purchaseId, warnings, ads: tree, ...moved(lines) }
}

/** Ends a booked unit: future days are released, the past stays. */
export async function endBooking(tx: Transaction, unitId: string, when: Clockwork): Promise<ChangedBooking> {
  const { booking, ads } = await bookedState(tx, unitId)
  const split = keptSplit(pastOf(ads, when.today))
  const lines = difference(unitId, aheadOf(demandOf([{ platforms: splitLike(ads) }]), when.today), [])
  if (!(await moveInventory(tx, lines))) throw new Error(`the bookings of ${unitId} don't add up`)
  const total = (of: 'amount' | 'impressions') => split.platforms.reduce((sum, one) => sum + one[of], 0)
  const next = {
    unitId,
    revision: booking.revision + 1,
    amount: total('amount'),
    impressions: total('impressions'),
    rules: booking.rules,
    split,
  }
  const tree = await rewriteBooking(tx, booking, ads, next, when.at)
  await cancelAds(tx, tree, when.at)
  await writeLedger(tx, lines, { purchaseId: booking.purchaseId, ...when })
  return { ...next, purchaseId: booking.purchaseId, warnings: [], ads: tree, ...moved(lines) }
}

async function bookedState(tx: Transaction, unitId: string): Promise<{ booking: Booking; ads: StoredAd[] }> {
  const booking = await tx.manager.findOneBy(Booking, { unitId })
  if (!booking) throw new Error(`the booked unit ${unitId} has no booking`)
  return { booking, ads: (await readTrees(tx, [unitId])).get(unitId) ?? [] }
}

function pastOf(ads: readonly StoredAd[], today: string): PastLeaf[] {
  return ads.flatMap(({ platform, childAds }) =>
    childAds.flatMap(({ group, owners }) =>
      owners.map(({ owner, cells }) => ({
        platform,
        group,
        owner,
        cells: cells.filter(({ date }) => date <= today),
      })),
    ),
  )
}

/** A stored tree in the form of a split. */
function splitLike(ads: readonly StoredAd[]) {
  return ads.map(({ childAds, ...ad }) => ({
    ...ad,
    groups: childAds.map((child) => ({ ...child, position: 0 })),
  }))
}

function aheadOf(demand: readonly Demand[], today: string): Demand[] {
  return demand.filter(({ date }) => date > today)
}

/** The ledger lines from one demand to another: one line per row that changes. */
function difference(unitId: string, before: readonly Demand[], after: readonly Demand[]): LedgerLine[] {
  const lines = new Map<string, LedgerLine>()
  const add = ({ quantity, ...row }: Demand, sign: 1 | -1) => {
    const line = lines.get(rowKey(row)) ?? { unitId, type: 'PURCHASE', quantity: 0, ...row }
    line.quantity += sign * quantity
    lines.set(rowKey(row), line)
  }
  for (const row of before) add(row, -1)
  for (const row of after) add(row, 1)
  return [...lines]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, line]): LedgerLine[] =>
      line.quantity === 0 ? [] : [{ ...line, type: line.quantity > 0 ? 'PURCHASE' : 'RELEASE' }],
    )
}

function requireDays({ unitId, endDate }: PlannedUnit, split: Amendment, today: string): void {
  if (endDate > today || split.noInventory.length === 0) return
  throw new Problem(
    'FLIGHT_IN_PAST',
    `The flight would end on ${endDate}; days up to today (${today}) are not changed any more. Give it a day after today, or cancel the row.`,
    { unitId },
  )
}

function requireNotBelow(unitId: string, below: readonly BelowDelivered[]): void {
  const [first] = below
  if (!first) return
  const where = [first.platform, first.group, first.owner].filter((part) => part !== null).join(' / ')
  throw new Problem(
    'AMEND_BELOW_DELIVERED',
    `${where === '' ? 'The row' : where} has ${first.delivered.impressions} impressions (${first.delivered.amount} won) up to today; ` +
      `the change would leave it ${first.asked.impressions} (${first.asked.amount} won). Nothing was changed: give it more, or cancel what is to come.`,
    { unitId, belowDelivered: below },
  )
}
