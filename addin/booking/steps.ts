import type { MediaMixRow } from '../../shared/contract/campaigns'
import { type BookingStatus, isAmendable, mayBeDeclined, nextBookingStatuses } from '../../shared/statuses'
import { mayOperate } from '../account/may-operate'
import { type Desk, failureOf, openCampaign, patchOpen } from '../desk/desk'
import { DeskFailure } from '../desk/failure'
import {
  BOOKING_ACTIONS,
  type BookingAction,
  type BookingInputs,
  type BookingLine,
} from '../desk/state/booking'
import type { AmendFields } from '../desk/state/media-mix'
import { syncNow, takeRows } from '../media-mix/exchange'
import { requirePlanned } from '../media-mix/row-needs'
import { refreshRows } from '../media-mix/show'
import { defaultUntil } from './default-until'
import { sendBooking } from './send-step'

/** The steps that somebody may take from a booking status, in the order in which they are offered. */
export function bookingActions(status: BookingStatus, operator: boolean): BookingAction[] {
  const next = nextBookingStatuses(status)
  const held = status === 'Reserved'
  const allowed: Record<BookingAction, boolean> = {
    hold: next.includes('Reserved'),
    extend: held,
    release: held,
    amend: isAmendable(status),
    pause: next.includes('Paused'),
    resume: status === 'Paused',
    stop: next.includes('Stopped'),
    cancel: next.includes('Canceled'),
    reopen: !held && next.includes('Draft'),
    decline: operator && mayBeDeclined(status),
  }
  return BOOKING_ACTIONS.filter((action) => allowed[action])
}

/** The rows among these for which a step is allowed, by step. */
export function actionsFor(desk: Desk, rows: readonly MediaMixRow[]): Map<BookingAction, string[]> {
  const operator = mayOperate(desk)
  const found = new Map<BookingAction, string[]>()
  for (const action of BOOKING_ACTIONS) {
    const unitIds = rows
      .filter(({ bookingStatus }) => bookingActions(bookingStatus, operator).includes(action))
      .map(({ unitId }) => unitId)
    if (unitIds.length > 0) found.set(action, unitIds)
  }
  return found
}

/**
 * Begins a step: what the sheet says goes to the service first, then the planner sees what would happen. Nothing has
 * happened yet.
 *
 * @param change of an amendment of one row; without it, what was typed into the rows
 */
export async function startBooking(
  desk: Desk,
  action: BookingAction,
  unitIds: readonly string[],
  change?: AmendFields,
): Promise<void> {
  const { store } = desk
  const { open, buying, booking } = store.get()
  if (!open || buying?.step === 'buying' || booking?.step === 'working' || booking?.step === 'checking')
    return
  // What was said once is not asked again.
  const said = booking && 'inputs' in booking && booking.action === action ? booking.inputs : null
  store.set({ booking: { step: 'checking', action, unitIds }, buying: null, failure: null })
  try {
    await syncNow(desk)
    // Until when a row is held is part of what is asked about.
    await refreshRows(desk)
    const lines = linesOf(desk, action, unitIds, change)
    const until = defaultUntil(desk.today(), lines)
    const inputs = said ?? { until, variant: '', reason: '' }
    store.set({ booking: { step: 'form', action, lines, inputs } })
  } catch (error) {
    store.set({ booking: { step: 'failed', action, unitIds, failure: failureOf(error) } })
  }
}

function linesOf(
  desk: Desk,
  action: BookingAction,
  unitIds: readonly string[],
  change: AmendFields | undefined,
): BookingLine[] {
  const { rows, sync, conflicts, cellErrors, amendments, holds, catalogue } = openCampaign(desk)
  if (sync.kind === 'failed') throw sync.failure
  const operator = mayOperate(desk)
  const wanted = rows.filter(
    ({ unitId, bookingStatus }) =>
      unitIds.includes(unitId) && bookingActions(bookingStatus, operator).includes(action),
  )
  if (wanted.length === 0) throw new DeskFailure('STEP_NOT_POSSIBLE')
  const typed = new Map(amendments.map(({ unitId, fields }) => [unitId, fields]))
  const undecided = conflicts.some(({ unitId }) => wanted.some((row) => row.unitId === unitId))
  // What is held is what the service has: the planner must see the same.
  if (undecided || (action === 'hold' && cellErrors.length > 0)) throw new DeskFailure('ROW_NOT_READY')
  if (action === 'hold') requirePlanned(openCampaign(desk), wanted)
  return wanted.map((row) => ({
    unitId: row.unitId,
    version: row.version,
    productName: catalogue.products.find(({ code }) => code === row.productCode)?.name ?? row.productCode,
    status: row.bookingStatus,
    startDate: row.startDate,
    endDate: row.endDate,
    amount: row.amount,
    impressions: row.impressions,
    ecpm: row.ecpm,
    service: row.kind === 'SERVICE',
    hold: holds.get(row.unitId) ?? null,
    change: action === 'amend' ? (change ?? typed.get(row.unitId) ?? {}) : {},
  }))
}

export function leaveBooking({ store }: Desk): void {
  if (store.get().booking?.step !== 'working') store.set({ booking: null })
}

export function setBookingInputs({ store }: Desk, inputs: Partial<BookingInputs>): void {
  const { booking } = store.get()
  if (booking?.step === 'form')
    store.set({ booking: { ...booking, inputs: { ...booking.inputs, ...inputs } } })
}

/** What an amendment changes of the one row that it is about. */
export function setBookingChange({ store }: Desk, change: AmendFields): void {
  const { booking } = store.get()
  if (booking?.step !== 'form') return
  store.set({ booking: { ...booking, lines: booking.lines.map((line) => ({ ...line, change })) } })
}

/** Does what the planner has confirmed. Pressed twice, or again after a lost connection, it is done once. */
export async function confirmBooking(desk: Desk): Promise<void> {
  const { store } = desk
  const { booking } = store.get()
  if (booking?.step !== 'form') return
  const { action, lines, inputs } = booking
  const campaignId = openCampaign(desk).view.id
  store.set({ booking: { step: 'working', action, lines, inputs } })
  const outcomes = await sendBooking(desk, action, lines, inputs)
  store.set({ booking: { step: 'result', action, lines, inputs, outcomes } })
  const { open } = store.get()
  if (open?.view.id !== campaignId) return
  const done = new Set(outcomes.filter(({ kind }) => kind === 'done').map(({ unitId }) => unitId))
  // The sheet says of these what the service has.
  patchOpen(desk, campaignId, { amendments: open.amendments.filter(({ unitId }) => !done.has(unitId)) })
  try {
    await takeRows(desk)
    // What was taken is missing elsewhere, what was given back is there.
    await refreshRows(desk, done.size > 0)
  } catch (error) {
    patchOpen(desk, campaignId, { sync: { kind: 'failed', failure: failureOf(error) } })
  }
}

/** Sends again what was confirmed and never answered: with the same keys, so that it isn't done twice. */
export async function confirmAgain(desk: Desk): Promise<void> {
  const { booking } = desk.store.get()
  if (booking?.step !== 'result') return
  const open = new Set(booking.outcomes.filter(({ kind }) => kind === 'refused').map(({ unitId }) => unitId))
  const { action, inputs } = booking
  const lines = booking.lines.filter(({ unitId }) => open.has(unitId))
  desk.store.set({ booking: { step: 'form', action, lines, inputs } })
  await confirmBooking(desk)
}
