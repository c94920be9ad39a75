import type { MediaMixRow } from '../../shared/contract/campaigns'
import { type FailedUnit, purchase, type Shortage } from '../../shared/contract/purchases'
import { targetingText } from '../../shared/sheets/build-plan'
import { CallFailure } from '../api/client'
import { callOnce } from '../desk/call-once'
import { type Desk, failureOf, isOutcomeUnknown, openCampaign, patchOpen } from '../desk/desk'
import { DeskFailure, type Failure } from '../desk/failure'
import type { BuyFlow, BuyMode, ConfirmLine } from '../desk/state/booking'
import type { OpenCampaign } from '../desk/state/desk-state'
import type { RowAvailability, Standing } from '../desk/state/media-mix'
import { isBuyable } from '../media-mix/availability'
import { changeRows, syncNow, takeRows } from '../media-mix/exchange'
import { requirePlanned } from '../media-mix/row-needs'
import { refreshRows } from '../media-mix/show'

/**
 * Starts buying: syncs the sheet with the service, then shows the planner what would be bought. Nothing is
 * bought yet.
 */
export async function startBuying(desk: Desk, unitIds: readonly string[]): Promise<void> {
  const { store } = desk
  const { open, buying, booking } = store.get()
  if (!open || buying?.step === 'buying' || buying?.step === 'checking') return
  if (booking?.step === 'working' || booking?.step === 'checking') return
  store.set({ buying: { step: 'checking', unitIds }, booking: null, failure: null })
  try {
    await syncNow(desk)
    const lines = linesOf(desk, unitIds)
    store.set({ buying: { step: 'confirm', lines, mode: 'all' } })
  } catch (error) {
    store.set({ buying: { step: 'failed', lines: [], mode: 'all', failure: failureOf(error), unitIds } })
  }
}

function linesOf(desk: Desk, unitIds: readonly string[]): ConfirmLine[] {
  const open = openCampaign(desk)
  if (open.sync.kind === 'failed') throw open.sync.failure
  const undecided = new Set([...open.conflicts, ...open.amendments].map(({ unitId }) => unitId))
  const wanted = open.rows.filter((row) => unitIds.includes(row.unitId) && isBuyable(row))
  if (wanted.length === 0) throw new DeskFailure('NOTHING_TO_BUY')
  // A cell in error isn't synced, so the service's row differs from what the planner sees.
  for (const { unitId } of open.cellErrors) if (unitId !== null) undecided.add(unitId)
  if (wanted.some(({ unitId }) => undecided.has(unitId))) throw new DeskFailure('ROW_NOT_READY')
  requirePlanned(open, wanted)
  return wanted.map((row) => lineOf(desk, row))
}

function lineOf(desk: Desk, row: MediaMixRow): ConfirmLine {
  const { catalogue, targeting } = openCampaign(desk)
  const product = catalogue.products.find(({ code }) => code === row.productCode)
  const names = new Map(catalogue.platforms.map(({ code, name }) => [code, name]))
  const { unitId, version, startDate, endDate, amount, impressions } = row
  return {
    unitId,
    version,
    productName: product?.name ?? row.productCode,
    platforms: (product?.platforms ?? []).map((code) => names.get(code) ?? code).join(', '),
    targeting: targetingText(product, targeting.get(unitId)?.groups ?? [], desk.language),
    startDate,
    endDate,
    amount,
    impressions,
    service: row.kind === 'SERVICE',
  }
}

export function cancelBuying({ store }: Desk): void {
  if (store.get().buying?.step !== 'buying') store.set({ buying: null })
}

export function setBuyMode({ store }: Desk, mode: BuyMode): void {
  const { buying } = store.get()
  if (buying?.step === 'confirm') store.set({ buying: { ...buying, mode } })
}

/**
 * Buys what the planner has confirmed. Idempotent: a second press, or a retry after a lost connection, buys
 * nothing more.
 */
export async function confirmBuying(desk: Desk): Promise<void> {
  const { store } = desk
  const { buying } = store.get()
  if (buying?.step !== 'confirm') return
  const { lines, mode } = buying
  const campaignId = openCampaign(desk).view.id
  store.set({ buying: { step: 'buying', lines, mode } })
  let flow: BuyFlow
  try {
    const answer = await callOnce(desk, purchase, {
      params: { id: campaignId },
      body: { units: lines.map(({ unitId, version }) => ({ unitId, version })), mode },
    })
    flow = { step: 'result', lines, bought: answer.units, failed: answer.failed }
  } catch (error) {
    flow = afterRefusal(openCampaign(desk), lines, mode, failureOf(error))
  }
  store.set({ buying: flow })
  await showOutcome(desk, campaignId, flow)
}

/** Sends the same purchase again, to learn what became of it: it is executed now if it wasn't before, never twice. */
export async function askAgain(desk: Desk): Promise<void> {
  const { buying } = desk.store.get()
  if (buying?.step !== 'failed' || buying.lines.length === 0) return
  desk.store.set({ buying: { step: 'confirm', lines: buying.lines, mode: buying.mode } })
  await confirmBuying(desk)
}

function afterRefusal(
  open: OpenCampaign,
  lines: readonly ConfirmLine[],
  mode: BuyMode,
  failure: Failure,
): BuyFlow {
  const unitIds = lines.map(({ unitId }) => unitId)
  if (!(failure instanceof CallFailure) || isOutcomeUnknown(failure))
    return { step: 'failed', lines, mode, failure, unitIds }
  const refusal = failure.data as Refusal
  if (lines.length > 1) {
    const failed = refusal.failed ?? atFault(open, unitIds, failure.code, refusal)
    if (failed.length > 0) return { step: 'result', lines, bought: [], failed }
  }
  if (failure.code !== 'INVENTORY_SHORTAGE') return { step: 'failed', lines, mode, failure, unitIds }
  const { shortages = [], fits, fitsUnitId = unitIds[0]! } = refusal
  return { step: 'shortage', lines, shortages, fits: fits ? { ...fits, unitId: fitsUnitId } : null }
}

/** The details that the service returns when it refuses a purchase. */
interface Refusal {
  /** Per row, when the rows were bought in mode `each`. */
  failed?: FailedUnit[]
  unitId?: string
  shortages?: Shortage[]
  fits?: { amount: number; impressions: number }
  /** The row that `fits` is about. */
  fitsUnitId?: string
}

/** Of rows that were to be bought together: those that caused the refusal. */
function atFault(
  { availability }: OpenCampaign,
  unitIds: readonly string[],
  code: string,
  { unitId, shortages = [], fits, fitsUnitId }: Refusal,
): FailedUnit[] {
  const short = new Set(shortages.map((shortage) => shortage.unitId))
  return unitIds.flatMap((id) => {
    const known = availability.get(id)
    const named = id === unitId || short.has(id)
    // If the service names no row, use what the availability check found for each row.
    const same =
      (known?.kind === 'failed' && known.failure.code === code) ||
      (known?.kind === 'no-targeting' && code === 'TARGETING_INVALID')
    if (!named && !(unitId === undefined && short.size === 0 && same)) return []
    return [{ unitId: id, code, detail: '', ...(id === fitsUnitId && fits ? { fits } : {}) }]
  })
}

function shortage(maxAmount: number, maxImpressions: number): RowAvailability {
  const standing: Standing = {
    status: maxImpressions > 0 ? 'PARTIALLY_AVAILABLE' : 'UNAVAILABLE',
    maxAmount,
    maxImpressions,
    exact: false,
  }
  return { kind: 'known', alone: standing, inOrder: standing, sharedWith: [], pressure: null, refusal: null }
}

/** Updates the rows in the sheet: bought rows are locked, short rows show what would fit. */
async function showOutcome(desk: Desk, campaignId: string, flow: BuyFlow): Promise<void> {
  try {
    if (flow.step === 'shortage' && flow.fits) {
      const { availability } = openCampaign(desk)
      const { unitId, amount, impressions } = flow.fits
      patchOpen(desk, campaignId, {
        availability: new Map(availability).set(unitId, shortage(amount, impressions)),
      })
    }
    await takeRows(desk)
    // Other rows can no longer have the inventory that was bought.
    if (flow.step === 'result') await refreshRows(desk, true)
  } catch (error) {
    patchOpen(desk, campaignId, { sync: { kind: 'failed', failure: failureOf(error) } })
  }
}

/**
 * Puts the amount that fits into the row, and asks for confirmation again.
 *
 * @param together the rows to be bought, that row included
 */
export async function applyFit(
  desk: Desk,
  unitId: string,
  amount: number,
  together: readonly string[] = [unitId],
): Promise<void> {
  const row = openCampaign(desk).rows.find((one) => one.unitId === unitId)
  if (!row) return
  desk.store.set({ buying: { step: 'checking', unitIds: together } })
  try {
    await changeRows(desk, [
      { op: 'put', unitId, version: row.version, base: { amount: row.amount }, fields: { amount } },
    ])
    desk.store.set({ buying: null })
    await startBuying(desk, together)
  } catch (error) {
    desk.store.set({
      buying: { step: 'failed', lines: [], mode: 'all', failure: failureOf(error), unitIds: together },
    })
  }
}
