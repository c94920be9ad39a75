import {
  type RowChange,
  type RowConflict,
  type RowOrder,
  syncMediaMix,
} from '../../shared/contract/campaigns'
import { findKeyColumn } from '../../shared/sheets/identity'
import { AMEND_FIELDS } from '../../shared/sheets/media-mix/columns'
import { Debounce } from '../desk/debounce'
import { type Desk, failureOf, openCampaign, patchOpen } from '../desk/desk'
import { partsOf } from '../desk/every-item'
import { DeskFailure } from '../desk/failure'
import { endOnLeave } from '../desk/leave'
import { perDesk } from '../desk/per-desk'
import type { OpenCampaign } from '../desk/state/desk-state'
import type { TypedAmendment } from '../desk/state/media-mix'
import { writeCells } from '../excel/write-cells'
import {
  type Attachment,
  askMediaMix,
  attach,
  attachmentOf,
  detach,
  onEdited,
  requireSheet,
  store,
} from './attachment'
import { layoutOf, plannedIn } from './layout'
import { MAX_CHANGES, push, pushAccepted, type SyncAnswer } from './push-changes'
import { pushTypedTargeting } from './push-typed-targeting'
import { keptTargeting, refreshTargeting } from './row-targeting'
import { amendableRows, hasUnsent, ownRowsIn } from './sheet-rows'
import { lookAt, refreshRows, showInSheet } from './show'
import type { Base } from './sync/base-rows'
import { changesOf } from './sync/changes'
import { unlockedAreas } from './sync/reconcile'
import { changedOrder, inOrder } from './sync/row-order'
import { lockedIn, shownAfterPush, takeAnswer } from './sync/take-answer'

/** Debounce: edits that come together (a paste, a fill, quick keys) are one sync; short enough to feel live. */
const PUSH_AFTER_MS = 500

/** The debounced pushes of the open campaign, one after another; null: none was requested yet. */
const line = perDesk((): { pushes: Debounce | null } => ({ pushes: null }))

function pushesOf(desk: Desk): Debounce {
  const here = line(desk)
  here.pushes ??= new Debounce(() => sync(desk), PUSH_AFTER_MS)
  return here.pushes
}

/** Pushes what is typed into the sheet of the open campaign. @returns a function that stops it */
export function pushEdits(desk: Desk): () => void {
  endOnLeave(desk, leaveSheet)
  return onEdited(desk, () => {
    const { open } = desk.store.get()
    if (!open) return
    patchOpen(desk, open.view.id, { sync: { kind: 'waiting' } })
    pushesOf(desk).soon()
  })
}

/**
 * Attaches to the open campaign's sheet, which is already in the workbook, and syncs it with the service.
 *
 * @param base what is known of its contents
 * @param stored the base as the workbook has it
 */
export async function takeUpSheet(desk: Desk, base: Base, stored: string | null): Promise<void> {
  const { sheet } = openCampaign(desk)
  if (!sheet) return
  const unlocked = unlockedAreas(layoutOf(desk))
  const told = await attach(desk, base, null, askMediaMix(sheet.id, unlocked, []))
  const here = attachmentOf(desk)
  if (here && told) {
    here.stored = { base: stored, keywords: told.keywords }
    here.first = { told, unlocked }
  }
  await pushesOf(desk).now()
}

/** Detaches the sheet when the campaign is closed: nothing is pushed any more. */
export async function leaveSheet(desk: Desk): Promise<void> {
  const here = line(desk)
  here.pushes?.cancel()
  here.pushes = null
  await detach(desk)
}

/** Syncs sheet and service now; settles when it is done. */
export async function syncNow(desk: Desk): Promise<void> {
  if (attachmentOf(desk)) await pushesOf(desk).now()
  else await reload(desk)
}

/** Loads the changes of others. While the planner types, the push that is already waiting does that. */
export async function syncNews(desk: Desk): Promise<void> {
  if (!attachmentOf(desk) || !pushesOf(desk).isWaiting) await syncNow(desk)
}

/** Updates the sheet with new data of rows, queued with the pushes. What the planner typed stays. */
export async function showNews(desk: Desk): Promise<void> {
  if (attachmentOf(desk)) await pushesOf(desk).beside(() => showInSheet(desk))
}

async function sync(desk: Desk): Promise<void> {
  const here = attachmentOf(desk)
  const { open } = desk.store.get()
  if (!here || open?.view.id !== here.campaignId || !open.sheet) return
  const { campaignId } = here
  patchOpen(desk, campaignId, { sync: { kind: 'syncing' } })
  try {
    await exchange(desk, here)
    if (await isAllSent(desk, here)) patchOpen(desk, campaignId, { sync: { kind: 'synced', at: Date.now() } })
    void refreshRows(desk)
  } catch (error) {
    patchOpen(desk, campaignId, { sync: { kind: 'failed', failure: failureOf(error) } })
  }
}

/** Whether nothing was typed meanwhile. Then the push that waits for edits that are sent already is dropped. */
async function isAllSent(desk: Desk, here: Attachment): Promise<boolean> {
  const pushes = pushesOf(desk)
  if (!pushes.isWaiting) return true
  const { requests } = pushes
  if (await typedSince(desk, here)) return false
  if (pushes.requests > requests) return false
  pushes.cancel()
  return true
}

async function exchange(desk: Desk, here: Attachment): Promise<void> {
  const { campaignId } = here
  // Values that couldn't be written last time would look like the planner's own changes.
  if (here.shown !== here.base) await showInSheet(desk)
  const open = openCampaign(desk)
  const layout = layoutOf(desk)
  const seen = await lookAt(desk, layout, here)
  const { grid } = seen.sheet
  here.sent = grid
  // Fields in conflict are sent again: the answer tells whether and about what the planner must still decide.
  const wholeRows = open.conflicts.filter(({ field }) => field === 'unit')
  const undecided = new Set(wholeRows.map(({ unitId }) => unitId))
  const read = ownRowsIn(desk, grid, here)
  const { changes, newKeys, missing } = changesOf(
    read,
    here.shown,
    undecided,
    amendableRows(desk),
    here.refused,
  )
  // Write the keys first: a retried push must contain the same row keys.
  const keyColumn = findKeyColumn(grid)!.column + 1
  const sorted = read.flatMap(({ row, unitId, rekeyed }) => (rekeyed && unitId ? [{ row, unitId }] : []))
  const isWritten = await writeCells(
    open.sheet!.id,
    [...newKeys, ...sorted].map(({ row, unitId }) => ({
      row,
      column: keyColumn,
      cell: { kind: 'text', text: unitId },
    })),
    layout.protection,
    plannedIn(grid),
  )
  // Rows moved meanwhile, which are other rows now.
  if (!isWritten) return exchange(desk, here)
  const keys = new Map(newKeys.map(({ row, unitId }) => [row, unitId]))
  const keyed = read.map((row) => ({ ...row, unitId: keys.get(row.row) ?? row.unitId }))
  const order = open.orderConflict ? undefined : changedOrder(keyed, here.shown)
  const pushed = await pushAccepted(desk, here, changes.map(asKnown(open)), order)
  let { answer } = pushed
  const typed = await pushTypedTargeting(desk, here.drawn, keyed, answer.rows)
  // Rows with new targeting have new versions.
  if (typed.accepted.size > 0) answer = { ...(await push(desk, here, [])), conflicts: answer.conflicts }
  const contested = pushed.answer.conflicts.filter(isOfOrder)
  const shown = lockedIn(here.shown, pushed.locked)
  const conflicts = allConflicts(wholeRows, answer)
  here.base = takeAnswer(shown, { ...answer, conflicts }).base
  const disputed = new Set(conflicts.map(({ unitId }) => unitId))
  const settled = pushed.changes.filter(({ unitId }) => !disputed.has(unitId))
  here.shown = shownAfterPush(shown, settled, here.base)
  if (order && contested.length === 0) here.shown = inOrder(here.shown, order.local)
  const present = new Set(answer.rows.map(({ unitId }) => unitId))
  patchOpen(desk, campaignId, {
    view: { ...openCampaign(desk).view, revision: answer.revision },
    rows: answer.rows,
    targeting: keptTargeting(openCampaign(desk).targeting, open.rows, answer.rows, changes),
    conflicts,
    orderConflict: contested[0] ? { by: contested[0].by } : open.orderConflict,
    missing: missing.filter(({ unitId }) => present.has(unitId)),
  })
  // The cells that the service has just refused are named too, and rows that have just been bought elsewhere change by
  // amendment now.
  const found = changesOf(keyed, shown, undecided, amendableRows(desk), here.refused)
  patchOpen(desk, campaignId, { cellErrors: [...found.errors, ...typed.errors] })
  sayRestored(desk, found.lockedRows)
  takeAmendments(desk, found.amendments)
  await refreshTargeting(desk)
  const current = pushed.changes.length + newKeys.length + sorted.length + typed.accepted.size === 0 && !order
  await showInSheet(desk, { accepted: typed.accepted, seen, current })
  await keepShown(desk, here)
}

/** Tells the service that a row isn't new where only the revision is known that the sheet shows of it. */
function asKnown({ rows }: OpenCampaign): (change: RowChange) => RowChange {
  const known = new Set(rows.map(({ unitId }) => unitId))
  return (change) =>
    change.version === undefined && !change.base && known.has(change.unitId)
      ? { ...change, base: {} }
      : change
}

/**
 * Changes typed into bought rows wait for the planner's decision, unless the row has ended or already has
 * those values.
 */
function takeAmendments(desk: Desk, typed: readonly TypedAmendment[]): void {
  const { rows, view } = openCampaign(desk)
  const of = new Map(rows.map((row) => [row.unitId, row]))
  const amendable = amendableRows(desk)
  const open = typed.filter(({ unitId, fields }) => {
    const row = of.get(unitId)
    return row && AMEND_FIELDS.some((name) => fields[name] !== undefined && fields[name] !== row[name])
  })
  const ended = open.filter(({ unitId }) => !amendable.has(unitId)).map(({ unitId }) => unitId)
  patchOpen(desk, view.id, { amendments: open.filter(({ unitId }) => amendable.has(unitId)) })
  sayRestored(desk, ended)
}

/**
 * Adds rows to the notice of restored rows. It stays until the planner dismisses it, because the next sync
 * finds nothing to restore.
 */
function sayRestored(desk: Desk, unitIds: readonly string[]): void {
  const { restored, view } = openCampaign(desk)
  patchOpen(desk, view.id, { restored: [...new Set([...restored, ...unitIds])] })
}

/**
 * Stores the base, unless the sheet was drawn again meanwhile (its base is already stored) or left (it has
 * none of ours).
 */
async function keepShown(desk: Desk, here: Attachment): Promise<void> {
  if (attachmentOf(desk) === here) await store(here)
}

/** The conflicts that wait for a decision, plus the new ones of an answer. */
function allConflicts(conflicts: readonly RowConflict[], answer: { conflicts: readonly RowConflict[] }) {
  const known = new Set(conflicts.map(({ unitId, field }) => `${unitId} ${field}`))
  const rows = answer.conflicts.filter((one) => !isOfOrder(one))
  return [...conflicts, ...rows.filter(({ unitId, field }) => !known.has(`${unitId} ${field}`))]
}

function isOfOrder({ field }: RowConflict): boolean {
  return field === 'position'
}

/** Loads the campaign from the service, without a sheet. */
async function reload(desk: Desk): Promise<void> {
  const { view } = openCampaign(desk)
  const answer = await desk.api.call(syncMediaMix, {
    params: { id: view.id },
    body: { baseRevision: 0, changes: [] },
  })
  patchOpen(desk, view.id, {
    rows: answer.rows,
    view: { ...openCampaign(desk).view, revision: answer.revision },
  })
  await refreshTargeting(desk)
  void refreshRows(desk)
}

/**
 * Changes rows from the pane, through the same merge as the sheet's own changes.
 *
 * @param order of the rows: as the pane has shown it, and as it is to be; sent last, when the service has new rows
 * @throws DeskFailure ROW_CHANGED when somebody changed the same since the pane showed it; it stays as it is then
 */
export async function changeRows(desk: Desk, changes: RowChange[], order?: RowOrder): Promise<void> {
  // Push what the planner typed first, so that both changes don't conflict in one row.
  await syncNow(desk)
  const { view } = openCampaign(desk)
  const parts = partsOf(changes, MAX_CHANGES)
  const last = parts.pop() ?? []
  const send = (some: RowChange[], more: { order?: RowOrder } = {}) =>
    desk.api.call(syncMediaMix, {
      params: { id: view.id },
      body: { baseRevision: openCampaign(desk).view.revision, changes: some, ...more },
    })
  const conflicts: RowConflict[] = []
  for (const part of parts) conflicts.push(...(await send(part)).conflicts)
  const answer = await send(last, order ? { order } : {})
  conflicts.push(...answer.conflicts)
  // The sheet doesn't contain these values, so they can't wait there for a decision.
  await take(desk, view.id, { ...answer, conflicts: [] }, changes)
  if (conflicts.length > 0) throw new DeskFailure('ROW_CHANGED')
  await refreshRows(desk)
}

/** Loads the service's rows after a change other than a sync: a purchase, new targeting. */
export async function takeRows(desk: Desk): Promise<void> {
  const here = attachmentOf(desk)
  if (!here) return reload(desk)
  await take(desk, here.campaignId, await push(desk, here, []))
}

/**
 * Applies the answer to a change that wasn't made in the sheet. Ignores it if the campaign was left
 * meanwhile.
 */
export async function take(
  desk: Desk,
  campaignId: string,
  answer: SyncAnswer,
  changes: readonly RowChange[] = [],
): Promise<void> {
  const here = attachmentOf(desk)
  const { open } = desk.store.get()
  if (open?.view.id !== campaignId) return
  const conflicts = allConflicts(open.conflicts, answer)
  patchOpen(desk, campaignId, {
    rows: answer.rows,
    targeting: keptTargeting(open.targeting, open.rows, answer.rows, changes),
    view: { ...open.view, revision: answer.revision },
    conflicts,
  })
  takeAmendments(desk, open.amendments)
  const ours = here?.campaignId === campaignId
  if (ours) here.base = takeAnswer(here.shown, { ...answer, conflicts }).base
  await refreshTargeting(desk)
  if (!ours) return
  await showInSheet(desk)
  await keepShown(desk, here)
}

/** How often it syncs again for a planner who keeps typing while a sheet is about to be drawn. */
const LAST_LOOKS = 3

/**
 * Sends typed values to the service before the sheet is drawn again, because drawing overwrites them. Throws
 * if they can't be sent, so that the sheet isn't drawn.
 *
 * @throws DeskFailure ROW_NOT_READY, or the failure of the sync
 */
export async function sendTyped(desk: Desk): Promise<void> {
  for (let look = 0; attachmentOf(desk) && look < LAST_LOOKS; look++) {
    await syncNow(desk)
    const { sync, conflicts, amendments } = openCampaign(desk)
    // A sheet without its keys or identity can only be drawn again.
    if (sync.kind === 'failed') {
      if (sync.failure instanceof DeskFailure) return
      throw sync.failure
    }
    if (conflicts.length > 0 || amendments.length > 0) throw new DeskFailure('ROW_NOT_READY')
    const here = attachmentOf(desk)
    if (!here || !(await typedSince(desk, here))) return
  }
}

async function typedSince(desk: Desk, here: Attachment): Promise<boolean> {
  return hasUnsent(desk, (await requireSheet(desk)).grid, here)
}
