import type { MediaMixRow } from '../../shared/contract/campaigns'
import { type BookingStatus, isAmendable, mayBeDeclined, nextBookingStatuses } from '../../shared/statuses'
import { mayOperate } from '../account/may-operate'
import { type Desk, failureOf, openCampaign, patchOpen } from '../desk/desk'
import { DeskFailure } from '../desk/failure'
import { isReadOnly } from '../desk/read-only'
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

/** The steps that a user may take from a booking status, in the order in which they are offered. */
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

/** For each step, the unit ids of the rows for which it is allowed. */
export function actionsFor(desk: Desk, rows: readonly MediaMixRow[]): Map<BookingAction, string[]> {
  const { open } = desk.store.get()
  if (open && isReadOnly(open.view)) return new Map()
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
 * Starts a step: syncs the sheet with the service, then shows the planner what would happen. Nothing has
 * changed yet.
 *
 * @param change an amendment of one row; without it, the changes typed into the rows are used
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
  // A restart of the same step keeps the inputs.
  const said = booking && 'inputs' in booking && booking.action === action ? booking.inputs : null
  store.set({ booking: { step: 'checking', action, unitIds }, buying: null, failure: null })
  try {
    await syncNow(desk)
    // The form needs the current expiry of the holds.
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
  // A hold uses the service's values, so the sheet must show the planner the same values.
  const unready = [...conflicts, ...(action === 'hold' ? cellErrors : [])]
  if (unready.some(({ unitId }) => wanted.some((row) => row.unitId === unitId)))
    throw new DeskFailure('ROW_NOT_READY')
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
    variant: row.variant,
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

/** Sets what the amendment changes in its one row. */
export function setBookingChange({ store }: Desk, change: AmendFields): void {
  const { booking } = store.get()
  if (booking?.step !== 'form') return
  store.set({ booking: { ...booking, lines: booking.lines.map((line) => ({ ...line, change })) } })
}

/**
 * Executes the step that the planner has confirmed. Idempotent: a second press, or a retry after a lost
 * connection, does nothing more.
 */
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
  // In these rows sheet and service now agree.
  patchOpen(desk, campaignId, { amendments: open.amendments.filter(({ unitId }) => !done.has(unitId)) })
  try {
    await takeRows(desk)
    // The step has changed what is left for other rows.
    await refreshRows(desk, done.size > 0)
  } catch (error) {
    patchOpen(desk, campaignId, { sync: { kind: 'failed', failure: failureOf(error) } })
  }
}

/** Retries the rows that got no answer, with the same idempotency keys, so that nothing is done twice. */
export async function confirmAgain(desk: Desk): Promise<void> {
  const { booking } = desk.store.get()
  if (booking?.step !== 'result') return
  const open = new Set(booking.outcomes.filter(({ kind }) => kind === 'refused').map(({ unitId }) => unitId))
  const { action, inputs } = booking
  const lines = booking.lines.filter(({ unitId }) => open.has(unitId))
  desk.store.set({ booking: { step: 'form', action, lines, inputs } })
  await confirmBooking(desk)
}
