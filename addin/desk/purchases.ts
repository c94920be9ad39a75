import type { MediaMixRow } from '../../shared/contract/campaigns'
import { type FailedUnit, purchase, type Shortage } from '../../shared/contract/purchases'
import type { BuyRequest } from '../api/buy-intents'
import { CallFailure } from '../api/client'
import { isBuyable } from './availability'
import { type Desk, failureOf, openCampaign, patchOpen } from './desk'
import { targetingSummary } from './plan'
import { PLAN_WORDS } from './plan-words'
import { changeRows, refreshRows, syncNow, takeRows } from './sheet'
import { type BuyFlow, type ConfirmLine, DeskFailure } from './state'

/**
 * Begins to buy: what the sheet says goes to the service first, then the planner sees what would be bought. Nothing is
 * bought here.
 */
export async function startBuying(desk: Desk, unitIds: readonly string[]): Promise<void> {
  const { store } = desk
  const { open, buying } = store.get()
  if (!open || buying?.step === 'buying' || buying?.step === 'checking') return
  store.set({ buying: { step: 'checking', unitIds }, failure: null })
  try {
    await syncNow(desk)
    const lines = linesOf(desk, unitIds)
    store.set({ buying: { step: 'confirm', lines, mode: lines.length > 1 ? 'each' : 'all' } })
  } catch (error) {
    store.set({ buying: { step: 'failed', lines: [], failure: failureOf(error) } })
  }
}

function linesOf(desk: Desk, unitIds: readonly string[]): ConfirmLine[] {
  const open = openCampaign(desk)
  if (open.sync.kind === 'failed') throw open.sync.failure
  const undecided = new Set(open.conflicts.map(({ unitId }) => unitId))
  const wanted = open.rows.filter((row) => unitIds.includes(row.unitId) && isBuyable(row))
  if (wanted.length === 0) throw new DeskFailure('NOTHING_TO_BUY')
  // A cell in error isn't in the service: the row there isn't what the planner sees.
  if (wanted.some(({ unitId }) => undecided.has(unitId)) || open.cellErrors.length > 0)
    throw new DeskFailure('ROW_NOT_READY')
  return wanted.map((row) => lineOf(desk, row))
}

function lineOf(desk: Desk, row: MediaMixRow): ConfirmLine {
  const { catalogue, targeting } = openCampaign(desk)
  const words = PLAN_WORDS[desk.language]
  const product = catalogue.products.find(({ code }) => code === row.productCode)
  const names = new Map(catalogue.platforms.map(({ code, name }) => [code, name]))
  const { unitId, version, startDate, endDate, amount, impressions } = row
  return {
    unitId,
    version,
    productName: product?.name ?? row.productCode,
    platforms: (product?.platforms ?? []).map((code) => names.get(code) ?? code).join(', '),
    targeting:
      product?.targetingKind === 'RANDOM'
        ? words.random
        : targetingSummary(targeting.get(unitId)?.groups ?? [], words),
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

export function setBuyMode({ store }: Desk, mode: 'all' | 'each'): void {
  const { buying } = store.get()
  if (buying?.step === 'confirm') store.set({ buying: { ...buying, mode } })
}

/** Buys what the planner has confirmed. Pressed twice, or again after a lost connection, it buys once. */
export async function confirmBuying(desk: Desk): Promise<void> {
  const { store } = desk
  const { buying } = store.get()
  if (buying?.step !== 'confirm') return
  const { lines, mode } = buying
  const campaignId = openCampaign(desk).view.id
  const request: BuyRequest = {
    campaignId,
    mode,
    units: lines.map(({ unitId, version }) => ({ unitId, version })),
  }
  store.set({ buying: { step: 'buying', lines, mode } })
  let flow: BuyFlow
  try {
    const answer = await desk.api.call(purchase, {
      params: { id: campaignId },
      body: { units: [...request.units], mode },
      idempotencyKey: desk.intents.keyFor(request),
    })
    desk.intents.answered(request)
    flow = { step: 'result', lines, bought: answer.units, failed: answer.failed }
  } catch (error) {
    const failure = failureOf(error)
    // Without an answer it isn't known whether it was bought: the key stays for the next try.
    const known =
      failure instanceof CallFailure && failure.code !== 'UNREACHABLE' && failure.code !== 'UNAVAILABLE'
    if (known) desk.intents.answered(request)
    flow = afterRefusal(lines, failure)
  }
  store.set({ buying: flow })
  await showOutcome(desk, campaignId, flow)
}

function afterRefusal(lines: readonly ConfirmLine[], failure: ReturnType<typeof failureOf>): BuyFlow {
  if (!(failure instanceof CallFailure)) return { step: 'failed', lines, failure }
  const { failed, shortages, fits } = failure.data as {
    failed?: FailedUnit[]
    shortages?: Shortage[]
    fits?: { unitId?: string; amount: number; impressions: number }
  }
  if (failed && failed.length > 1) return { step: 'result', lines, bought: [], failed }
  if (failure.code !== 'INVENTORY_SHORTAGE') return { step: 'failed', lines, failure }
  const unitId = fits?.unitId ?? lines[0]?.unitId
  return {
    step: 'shortage',
    lines,
    shortages: shortages ?? [],
    fits: fits && unitId ? { ...fits, unitId } : null,
  }
}

/** The rows in the sheet follow: bought ones are locked, short ones say what would fit. */
async function showOutcome(desk: Desk, campaignId: string, flow: BuyFlow): Promise<void> {
  try {
    if (flow.step === 'shortage' && flow.fits) {
      const { availability } = openCampaign(desk)
      const { unitId, amount, impressions } = flow.fits
      patchOpen(desk, campaignId, {
        availability: new Map(availability).set(unitId, {
          kind: 'known',
          status: impressions > 0 ? 'PARTIALLY_AVAILABLE' : 'UNAVAILABLE',
          maxAmount: amount,
          maxImpressions: impressions,
        }),
      })
    }
    await takeRows(desk)
    // Whatever was bought is missing elsewhere.
    if (flow.step === 'result') await refreshRows(desk, true)
  } catch (error) {
    patchOpen(desk, campaignId, { sync: { kind: 'failed', failure: failureOf(error) } })
  }
}

/** Takes the amount that fits into the row, and asks for confirmation again. */
export async function applyFit(desk: Desk, unitId: string, amount: number): Promise<void> {
  const row = openCampaign(desk).rows.find((one) => one.unitId === unitId)
  if (!row) return
  desk.store.set({ buying: { step: 'checking', unitIds: [unitId] } })
  try {
    await changeRows(desk, [
      { op: 'put', unitId, version: row.version, base: { amount: row.amount }, fields: { amount } },
    ])
    desk.store.set({ buying: null })
    await startBuying(desk, [unitId])
  } catch (error) {
    desk.store.set({ buying: { step: 'failed', lines: [], failure: failureOf(error) } })
  }
}
