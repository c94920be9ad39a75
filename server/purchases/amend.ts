import {
  type Amendment,
  amendSplit,
  type BelowDelivered,
  type BookedLeaf,
  keptSplit,
  largestAmendment,
  type Numbers,
  sum,
} from '../../shared/amendment'
import { type BookedRules, type Demand, demandOf, type LeftOut, type Split } from '../../shared/distribution'
import { GIVEN_BACK } from '../../shared/giving-back'
import { Problem } from '../../shared/problem'
import type { Transaction } from '../database/database'
import { leavesOf, type OwnCells, ownCells } from './giving-back'
import {
  type LedgerLine,
  moved,
  movedByPlatform,
  moveInventory,
  type PlatformMove,
  rowKey,
  writeLedger,
} from './ledger'
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
  moves: PlatformMove[]
}

/**
 * Changes a booked unit to a new plan. Its past stays; inventory moves only by the difference of the future days.
 * A unit that only gives back is lowered on its own cells when the new plan is refused (decision 46).
 *
 * @param unit the unit after the change
 * @param before the unit before it, if the change leaves it within its targeting, platforms and flight
 * @throws Problem AMEND_BELOW_DELIVERED, INVENTORY_SHORTAGE, AMOUNT_TOO_SMALL, INVENTORY_NOT_LOADED,
 * TARGETING_INVALID, FLIGHT_IN_PAST when no day is left
 */
export async function amend(
  tx: Transaction,
  unit: UnitToBuy,
  when: Clockwork,
  before: UnitToBuy | undefined,
): Promise<ChangedBooking> {
  const state = await bookedState(tx, unit.unitId)
  const leaves = leavesOf(splitLike(state.ads))
  const { lowered, fits } = ownCells(leaves, unit, before, when.today, state.booking.revision + 1)
  try {
    return await divideAgain(tx, unit, state, when, fits)
  } catch (error) {
    if (!lowered || !(error instanceof Problem)) throw error
    const lines = linesTo(unit.unitId, state, lowered.split, when)
    if (!(await moveInventory(tx, lines))) throw new Error(`the bookings of ${unit.unitId} don't add up`)
    return writeChange(tx, state, { ...lowered, rules: GIVEN_BACK, warnings: [] }, lines, when)
  }
}

/**
 * Divides the unit again by the rules in force.
 *
 * @param fits as in {@link ownCells}
 */
async function divideAgain(
  tx: Transaction,
  unit: UnitToBuy,
  state: BookedUnit,
  when: Clockwork,
  fits: OwnCells['fits'],
): Promise<ChangedBooking> {
  const { booking, ads } = state
  const [planned] = await planUnits(tx, [unit])
  const { plan, price, impressions, ecpm } = planned!
  requireImpressions(planned!)
  const past = pastOf(ads, when.today)
  const revision = booking.revision + 1
  const split = amendSplit(plan, past, { amount: price, impressions }, when.today, revision)
  requireDays(planned!, split, when.today)
  requireNotBelow(unit.unitId, split.belowDelivered)
  requireNotTooSmall(unit, split)

  const lines = linesTo(unit.unitId, state, split, when)
  const asking: Asking = {
    unitId: unit.unitId,
    demand: lines.filter(({ quantity }) => quantity > 0),
    noInventory: split.noInventory,
    fit: (remaining) =>
      fits(() => {
        const owned = new Map(demandAhead(ads, when).map((row) => [rowKey(row), row.quantity]))
        return largestAmendment(
          plan,
          past,
          when.today,
          { tooMany: impressions, ecpm, price: (amount) => priceOf(unit, amount) },
          (row) => remaining(row) + (owned.get(rowKey(row)) ?? 0),
        )
      }),
  }
  const seen: Remaining = ({ metaId, platform, date }) => planned!.inventory.remaining(metaId, platform, date)
  if (shortagesOf([asking], seen).length > 0) throw shortageProblem([asking], seen)
  if (!(await moveInventory(tx, lines)))
    throw shortageProblem([asking], await remainingNow(tx, metaIdsOf(plan), unit.startDate, unit.endDate))
  const warnings = [...plan.warnings, ...split.warnings]
  return writeChange(
    tx,
    state,
    { amount: price, impressions, rules: plan.rules, split, warnings },
    lines,
    when,
  )
}

/** Ends a booked unit: future days are released, the past stays. */
export async function endBooking(tx: Transaction, unitId: string, when: Clockwork): Promise<ChangedBooking> {
  const state = await bookedState(tx, unitId)
  const split = keptSplit(pastOf(state.ads, when.today))
  const lines = linesTo(unitId, state, split, when)
  if (!(await moveInventory(tx, lines))) throw new Error(`the bookings of ${unitId} don't add up`)
  const { rules } = state.booking
  const change = { ...sum(split.platforms), rules, split, warnings: [] }
  const ended = await writeChange(tx, state, change, lines, when)
  await cancelAds(tx, ended.ads, when.at)
  return ended
}

/** A booked unit's past, and what it has of unit inventory on the days to come. */
export async function bookedTree(
  tx: Transaction,
  unitId: string,
  today: string,
): Promise<{ past: BookedLeaf[]; ahead: Demand[] }> {
  const { ads } = await bookedState(tx, unitId)
  return { past: pastOf(ads, today), ahead: aheadOf(demandOf([{ platforms: splitLike(ads) }]), today) }
}

interface BookedUnit {
  booking: Booking
  ads: StoredAd[]
}

/** What a booking changes to. */
interface Change extends Numbers {
  rules: BookedRules
  split: Split
  warnings: readonly LeftOut[]
}

/** Writes the booking's next revision with the ledger; the inventory has moved. */
async function writeChange(
  tx: Transaction,
  { booking, ads }: BookedUnit,
  { warnings, ...change }: Change,
  lines: readonly LedgerLine[],
  when: Clockwork,
): Promise<ChangedBooking> {
  const { unitId, purchaseId } = booking
  const next = { unitId, revision: booking.revision + 1, ...change }
  const tree = await rewriteBooking(tx, booking, ads, next, when.at)
  await writeLedger(tx, lines, { purchaseId, ...when })
  return { ...next, purchaseId, warnings, ads: tree, ...moved(lines), moves: movedByPlatform(lines) }
}

async function bookedState(tx: Transaction, unitId: string): Promise<BookedUnit> {
  const booking = await tx.manager.findOneBy(Booking, { unitId })
  if (!booking) throw new Error(`the booked unit ${unitId} has no booking`)
  return { booking, ads: (await readTrees(tx, [unitId])).get(unitId) ?? [] }
}

function pastOf(ads: readonly StoredAd[], today: string): BookedLeaf[] {
  return leavesOf(splitLike(ads)).map((leaf) => ({
    ...leaf,
    cells: leaf.cells.filter(({ date }) => date <= today),
  }))
}

/** What a stored tree has of unit inventory on the days to come. */
function demandAhead(ads: readonly StoredAd[], { today }: Clockwork): Demand[] {
  return aheadOf(demandOf([{ platforms: splitLike(ads) }]), today)
}

/** The ledger lines that lead from a booked unit's tree to a new one. */
function linesTo(
  unitId: string,
  { ads }: BookedUnit,
  split: Pick<Split, 'platforms'>,
  when: Clockwork,
): LedgerLine[] {
  return difference(unitId, demandAhead(ads, when), aheadOf(demandOf([split]), when.today))
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
