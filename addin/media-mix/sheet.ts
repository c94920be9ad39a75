import {
  type MediaMixRow,
  type RowChange,
  type RowConflict,
  syncMediaMix,
} from '../../shared/contract/campaigns'
import type { PlainGrid } from '../../shared/sheets/identity'
import { findKeyColumn } from '../../shared/sheets/identity'
import { sheetLabels } from '../../shared/sheets/labels'
import type { Cell, SheetLayout } from '../../shared/sheets/layout'
import { columnOf, type MEDIA_MIX_FIELDS } from '../../shared/sheets/media-mix/columns'
import { readMediaMix } from '../../shared/sheets/media-mix/read-back'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import { isAmendable } from '../../shared/statuses'
import { CallFailure } from '../api/client'
import { Debounce } from '../desk/debounce'
import { busyWith, type Desk, failureOf, openCampaign, patchOpen } from '../desk/desk'
import { DeskFailure } from '../desk/failure'
import type { OpenCampaign } from '../desk/state/desk-state'
import { AMEND_FIELDS, type TypedAmendment } from '../desk/state/media-mix'
import { listenToSheet, type Unlisten } from '../excel/buttons'
import { showSheet } from '../excel/navigate'
import { readMediaMixSheet, readSheet } from '../excel/read-sheet'
import { renderRows, renderSheet } from '../excel/render-sheet'
import { startWithWorkbook } from '../excel/startup'
import { placeFor, writeWorkbookIdentity } from '../excel/workbook-identity'
import { readSetting, writeSetting } from '../excel/workbook-settings'
import { type CellWrite, rowsByKey, writeCells } from '../excel/write-cells'
import { refreshAvailability } from './availability'
import { planOf } from './plan'
import { PLAN_WORDS } from './plan-words'
import { pushTypedTargeting, shownTargeting } from './push-typed-targeting'
import { refreshHolds } from './row-holds'
import { keptTargeting, refreshTargeting } from './row-targeting'
import { type Base, baseOf, packBase, unpackBase } from './sync/base-rows'
import { changesOf } from './sync/changes'
import { reconcile } from './sync/reconcile'
import { keepMine, shownAfterPush, shownAfterWriting, takeAnswer, without } from './sync/take-answer'
import { retyped } from './sync/typed-targeting'

/** Long enough for a planner to type the next cell, short enough to feel live. */
const PUSH_AFTER_MS = 1200
const BASE_SETTING = 'flightsheet.base'

/** What this page knows of the sheet of the open campaign. */
interface Attachment {
  campaignId: string
  base: Base
  /**
   * What the sheet's cells hold as far as is known: behind `base` until its news are written there. What differs from
   * it was typed, and goes out at its versions: at those of `base` it would overwrite what the sheet doesn't show yet.
   */
  shown: Base
  /** What was drawn last; null after the workbook was opened again. */
  drawn: SheetLayout | null
  push: Debounce
  unlisten: Unlisten
}

let attached: Attachment | null = null

/** Listens to the MediaMix that stands in the workbook, and brings both sides together. */
export async function attachSheet(desk: Desk, known?: { base: Base; drawn: SheetLayout }): Promise<void> {
  const unsent = await detachSheet()
  const { view, sheet } = openCampaign(desk)
  if (!sheet) return
  const kept = known ? undefined : unpackBase(await readSetting(BASE_SETTING), view.id)
  const push = new Debounce(() => sync(desk), PUSH_AFTER_MS)
  const unlisten = await listenToSheet(sheet.id, {
    buyPressed: (unitId) => desk.buyPressed(unitId),
    rowSelected: (unitId) => selectRow(desk, unitId),
    edited: () => {
      patchOpen(desk, view.id, { sync: { kind: 'waiting' } })
      push.soon()
    },
  })
  // Without a base every difference is a conflict that the planner decides; nothing is overwritten.
  const base = known?.base ?? kept ?? { campaignId: view.id, revision: 0, rows: new Map() }
  attached = { campaignId: view.id, base, shown: base, drawn: known?.drawn ?? null, push, unlisten }
  await startWithWorkbook()
  if (!known) await push.now()
  // Drawn anew between an edit and its push.
  else if (unsent) push.soon()
}

/** @returns whether edits waited to be pushed */
export async function detachSheet(): Promise<boolean> {
  const old = attached
  attached = null
  const unsent = old?.push.cancel() ?? false
  // A sheet that is gone has no handlers left to take away.
  await old?.unlisten().catch(() => undefined)
  return unsent
}

function selectRow({ store }: Desk, unitId: string | null): void {
  const { open, panel, buying, booking } = store.get()
  if (!open || buying || booking || (panel.kind !== 'rows' && panel.kind !== 'row')) return
  if (unitId !== null && open.rows.some((row) => row.unitId === unitId))
    store.set({ panel: { kind: 'row', unitId } })
  else if (panel.kind === 'row') store.set({ panel: { kind: 'rows' } })
}

export function layoutOf(desk: Desk): SheetLayout {
  const plan = planOf(openCampaign(desk), desk.today(), PLAN_WORDS[desk.language])
  return mediaMixSheet(plan, { audience: 'planner', language: desk.language })
}

/**
 * Writes the MediaMix of the open campaign. A sheet that holds something else is overwritten only when the planner says
 * so.
 */
export async function writeMediaMix(desk: Desk, overwrite = false): Promise<void> {
  const { view } = openCampaign(desk)
  await busyWith(desk, 'write-sheet', async () => {
    const name = sheetLabels(desk.language).mediaMixSheet
    const found = (await readMediaMixSheet(name)) ?? (await readSheet(name))
    if (!overwrite && found && placeFor(view.id, found.grid) === 'foreign') {
      desk.store.set({ overwrite: true })
      return
    }
    desk.store.set({ overwrite: false })
    if (!overwrite) await sendTyped(desk)
    await draw(desk, found?.sheetId)
    const { sheet } = openCampaign(desk)
    if (sheet) await showSheet(sheet.id)
  })
}

/** A planner who types on while a sheet is about to be drawn is waited for this often. */
const LAST_LOOKS = 3

/** What is drawn anew loses what was typed: that goes to the service first, and stays where it can't. */
async function sendTyped(desk: Desk): Promise<void> {
  for (let look = 0; attached && look < LAST_LOOKS; look++) {
    await syncNow(desk)
    const { sync, conflicts, amendments } = openCampaign(desk)
    // A sheet that has lost its keys or identity can only be drawn anew.
    if (sync.kind === 'failed') {
      if (sync.failure instanceof DeskFailure) return
      throw sync.failure
    }
    if (conflicts.length > 0 || amendments.length > 0) throw new DeskFailure('ROW_NOT_READY')
    if (!(await typedSince(desk, attached))) return
  }
}

/** Whether the sheet says something that isn't on its way to the service yet. */
async function typedSince(desk: Desk, { shown }: Attachment): Promise<boolean> {
  const { grid } = await requireSheet(desk)
  const { changes, amendments } = changesOf(rowsIn(desk, grid), shown, new Set(), amendableRows(desk))
  return changes.length + amendments.length > 0
}

async function draw(desk: Desk, into?: string): Promise<void> {
  const { view, rows } = openCampaign(desk)
  const layout = layoutOf(desk)
  const { sheetId } = await renderSheet(layout, into)
  const found = await readSheet(sheetId)
  const base = baseOf(view.id, view.revision, rows)
  patchOpen(desk, view.id, {
    sheet: { id: sheetId, name: found?.name ?? layout.name },
    sync: { kind: 'synced', at: Date.now() },
    conflicts: [],
    cellErrors: [],
    missing: [],
    restored: [],
    amendments: [],
    outdated: false,
  })
  await attachSheet(desk, { base, drawn: layout })
  await remember(base)
}

async function remember(base: Base): Promise<void> {
  await writeSetting(BASE_SETTING, packBase(base))
  await writeWorkbookIdentity({ campaignId: base.campaignId, revision: base.revision })
}

/** Brings sheet and service together now; settles when it's done. */
export async function syncNow(desk: Desk): Promise<void> {
  if (attached) await attached.push.now()
  else await reload(desk)
}

/** Takes what others did; while the planner types, the push that waits for a pause takes it along. */
export async function syncNews(desk: Desk): Promise<void> {
  if (!attached?.push.isWaiting) await syncNow(desk)
}

/** Shows in the sheet what has come to be known of rows, in line with pushes: what the planner typed stays. */
export async function showNews(desk: Desk): Promise<void> {
  await attached?.push.beside(() => showInSheet(desk))
}

/** Looks what is left for the rows that changed, and writes it beside them. */
export async function refreshRows(desk: Desk, force = false): Promise<void> {
  const news = await Promise.all([refreshAvailability(desk, force), refreshHolds(desk)])
  if (!news.includes(true)) return
  // What is left is a service to the planner; a sheet that was closed meanwhile is none of its business.
  await showInSheet(desk).catch(() => undefined)
}

async function sync(desk: Desk): Promise<void> {
  const here = attached
  const { open } = desk.store.get()
  if (!here || open?.view.id !== here.campaignId || !open.sheet) return
  const { campaignId } = here
  patchOpen(desk, campaignId, { sync: { kind: 'syncing' } })
  try {
    await exchange(desk, here)
    patchOpen(desk, campaignId, { sync: { kind: 'synced', at: Date.now() } })
    void refreshRows(desk)
  } catch (error) {
    patchOpen(desk, campaignId, { sync: { kind: 'failed', failure: failureOf(error) } })
  }
}

async function exchange(desk: Desk, here: Attachment): Promise<void> {
  const { campaignId } = here
  // News that couldn't be written last time would look like the planner's own changes.
  if (here.shown !== here.base) await showInSheet(desk)
  const open = openCampaign(desk)
  const { grid } = await requireSheet(desk)
  const undecided = new Set(open.conflicts.map(({ unitId }) => unitId))
  const read = rowsIn(desk, grid)
  const { shown } = here
  const { changes, newKeys, errors, missing, lockedRows, amendments } = changesOf(
    read,
    shown,
    undecided,
    amendableRows(desk),
  )
  // Keys first: a push that has to be repeated must name the same rows.
  const keyColumn = findKeyColumn(grid)!.column + 1
  await writeCells(
    open.sheet!.id,
    newKeys.map(({ row, unitId }) => ({ row, column: keyColumn, cell: { kind: 'text', text: unitId } })),
    layoutOf(desk).protection,
  )
  const pushed = await pushUnlocked(desk, here, changes)
  const { refused } = pushed
  let { answer } = pushed
  const typed = await pushTypedTargeting(desk, here.drawn, read, answer.rows)
  // New targeting, new versions of its rows.
  if (typed.accepted.size > 0) answer = { ...(await push(desk, here, [])), conflicts: answer.conflicts }
  const conflicts = allConflicts(open, answer)
  here.base = takeAnswer(shown, { ...answer, conflicts }).base
  here.shown = shownAfterPush(shown, changes, here.base)
  const present = new Set(answer.rows.map(({ unitId }) => unitId))
  patchOpen(desk, campaignId, {
    view: { ...openCampaign(desk).view, revision: answer.revision },
    rows: answer.rows,
    targeting: keptTargeting(openCampaign(desk).targeting, open.rows, answer.rows, changes),
    conflicts,
    cellErrors: [...errors, ...typed.errors],
    missing: missing.filter(({ unitId }) => present.has(unitId)),
  })
  sayRestored(desk, [...lockedRows, ...refused])
  takeAmendments(desk, amendments)
  await refreshTargeting(desk)
  await showInSheet(desk, typed.accepted)
  await rememberShown(here)
}

/** Rows that change by amendment. */
function amendableRows(desk: Desk): ReadonlySet<string> {
  const rows = openCampaign(desk).rows.filter(({ bookingStatus }) => isAmendable(bookingStatus))
  return new Set(rows.map(({ unitId }) => unitId))
}

/** What was typed into rows that are bought waits for the planner, unless the row has ended or says it already. */
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

/** The next sync finds nothing to put right any more: what was said stays until the planner has read it. */
function sayRestored(desk: Desk, unitIds: readonly string[]): void {
  const { restored, view } = openCampaign(desk)
  patchOpen(desk, view.id, { restored: [...new Set([...restored, ...unitIds])] })
}

/** A sheet that was drawn anew or left meanwhile has its base already, or none of ours. */
async function rememberShown(here: Attachment): Promise<void> {
  if (attached === here) await remember(here.shown)
}

/** What waits for a decision, and what an answer adds to it. */
function allConflicts({ conflicts }: OpenCampaign, answer: { conflicts: readonly RowConflict[] }) {
  const known = new Set(conflicts.map(({ unitId, field }) => `${unitId} ${field}`))
  return [...conflicts, ...answer.conflicts.filter(({ unitId, field }) => !known.has(`${unitId} ${field}`))]
}

/** Rows that were bought or held meanwhile are left out: they change by amendment, and the sheet is put right. */
async function pushUnlocked(desk: Desk, here: Attachment, changes: RowChange[]) {
  try {
    return { answer: await push(desk, here, changes), refused: [] }
  } catch (error) {
    const { unitIds } = error instanceof CallFailure && error.code === 'USE_AMEND' ? error.data : {}
    if (!Array.isArray(unitIds)) throw error
    const refused = unitIds as string[]
    const rest = changes.filter(({ unitId }) => !refused.includes(unitId))
    return { answer: await push(desk, here, rest), refused }
  }
}

async function push(desk: Desk, here: Attachment, changes: RowChange[]) {
  return desk.api.call(syncMediaMix, {
    params: { id: here.campaignId },
    body: { baseRevision: here.base.revision, changes },
  })
}

function rowsIn(desk: Desk, grid: PlainGrid) {
  const read = readMediaMix(grid, { products: openCampaign(desk).catalogue.products })
  if (read.kind !== 'read') throw new DeskFailure('NO_SHEET')
  return read.rows
}

async function requireSheet(desk: Desk) {
  const { sheet, view } = openCampaign(desk)
  const found = sheet ? await readSheet(sheet.id) : null
  if (!found) {
    await detachSheet()
    patchOpen(desk, view.id, { sheet: null })
    throw new DeskFailure('NO_SHEET')
  }
  if (!findKeyColumn(found.grid)) throw new DeskFailure('KEYS_LOST')
  if (placeFor(view.id, found.grid) === 'foreign') throw new DeskFailure('FOREIGN_SHEET')
  return found
}

/**
 * Shows in the sheet what is known now, without touching what the planner changed and hasn't settled.
 *
 * @param accepted typed targeting that the service has taken, by row key
 */
export async function showInSheet(
  desk: Desk,
  accepted: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  const here = attached
  const { open } = desk.store.get()
  if (!here || !open?.sheet || open.view.id !== here.campaignId) return
  const { grid } = await requireSheet(desk)
  const undecided = new Set(open.conflicts.map(({ unitId }) => unitId))
  const read = rowsIn(desk, grid)
  const pending = changesOf(read, here.shown, undecided, amendableRows(desk))
  const typed = retyped(read, shownTargeting(here.drawn)).filter(
    ({ unitId, targeting }) => targeting !== accepted.get(unitId),
  )
  const layout = layoutOf(desk)
  const { writes, repaint, structural } = reconcile(
    layout,
    here.drawn,
    grid,
    keeper(grid, pending, undecided, new Set(typed.map(({ row }) => row))),
  )
  const present = new Set(open.rows.map(({ unitId }) => unitId))
  const missing = pending.missing.filter(({ unitId }) => present.has(unitId))
  const unsettled =
    undecided.size +
      pending.errors.length +
      missing.length +
      pending.changes.length +
      pending.amendments.length +
      typed.length >
    0
  if (structural) {
    if (unsettled) patchOpen(desk, open.view.id, { outdated: true })
    else await draw(desk, open.sheet.id)
    return
  }
  if (open.outdated) patchOpen(desk, open.view.id, { outdated: false })
  await renderRows(open.sheet.id, layout, repaint)
  await writeCells(open.sheet.id, writes, layout.protection)
  here.drawn = layout
  here.shown = shownAfterWriting(here.shown, pending.changes, here.base)
}

/** Which cells hold something that only the planner has: unsent changes, cells in error, rows in conflict. */
function keeper(
  grid: PlainGrid,
  pending: ReturnType<typeof changesOf>,
  undecided: ReadonlySet<string>,
  typedTargeting: ReadonlySet<number>,
): (row: number, column: number) => boolean {
  const rows = rowsByKey(grid)
  const cells = new Set(pending.errors.map(({ address }) => address.replace(/\d+$/, (row) => `:${row}`)))
  const whole = new Set([...undecided].map((unitId) => rows.get(unitId)))
  const fields = new Set(
    [...pending.changes, ...pending.amendments].flatMap(({ unitId, fields }) =>
      Object.keys(fields ?? {}).map((field) => {
        const shown = field === 'productCode' ? 'product' : field
        return `${rows.get(unitId)}:${columnOf(shown as (typeof MEDIA_MIX_FIELDS)[number])}`
      }),
    ),
  )
  const lastEditable = columnOf('amount')
  return (row, column) =>
    fields.has(`${row}:${column}`) ||
    (column === columnOf('targeting') && typedTargeting.has(row)) ||
    cells.has(`${String.fromCharCode(64 + column)}:${row}`) ||
    (whole.has(row) && column <= lastEditable)
}

/** The campaign as the service has it, without a sheet. */
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

/** Changes rows from the pane, through the same merge as the sheet's own changes. */
export async function changeRows(desk: Desk, changes: RowChange[]): Promise<void> {
  // What the planner typed goes first, so that both don't meet in one row.
  await syncNow(desk)
  const { view } = openCampaign(desk)
  const answer = await desk.api.call(syncMediaMix, {
    params: { id: view.id },
    body: { baseRevision: openCampaign(desk).view.revision, changes },
  })
  await take(desk, view.id, answer, changes)
  await refreshRows(desk)
}

/** Takes the rows as the service has them after something else than a sync: a purchase, new targeting. */
export async function takeRows(desk: Desk): Promise<void> {
  if (!attached) return reload(desk)
  const { campaignId } = attached
  await take(desk, campaignId, await push(desk, attached, []))
}

/** Shows an answer to what didn't come out of the sheet; one of a campaign that was left meanwhile is of no interest. */
async function take(
  desk: Desk,
  campaignId: string,
  answer: Awaited<ReturnType<typeof push>>,
  changes: readonly RowChange[] = [],
): Promise<void> {
  const here = attached
  const { open } = desk.store.get()
  if (open?.view.id !== campaignId) return
  const conflicts = allConflicts(open, answer)
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
  await rememberShown(here)
}

/** The planner decides a conflict for one row. */
export async function settleConflict(desk: Desk, unitId: string, mine: boolean): Promise<void> {
  const here = attached
  if (!here) return
  await busyWith(desk, 'write-sheet', async () => {
    const { conflicts, rows, view } = openCampaign(desk)
    const row = rows.find((one: MediaMixRow) => one.unitId === unitId)
    const settled = (base: Base) => (row ? keepMine(base, row) : without(base, [unitId]))
    // With the service's row as base, the sheet's values are changes to push; otherwise they are put right first.
    if (!mine || !row) await putRight(desk, unitId, row, mine)
    here.base = settled(here.base)
    here.shown = settled(here.shown)
    patchOpen(desk, view.id, { conflicts: conflicts.filter((one) => one.unitId !== unitId) })
    await syncNow(desk)
  })
}

/**
 * Writes the service's values into a row of the sheet, wherever it stands there. A row that the service has no more is
 * emptied, or gets a key of its own when the planner keeps it: the service takes no deleted row back.
 */
async function putRight(
  desk: Desk,
  unitId: string,
  row: MediaMixRow | undefined,
  mine: boolean,
): Promise<void> {
  const { sheetId, grid } = await requireSheet(desk)
  const at = rowsByKey(grid).get(unitId)
  if (at === undefined) return
  const layout = layoutOf(desk)
  const keyColumn = findKeyColumn(grid)!.column + 1
  const values = row
    ? [...layout.rows].find(({ cells }) =>
        cells.some((cell) => cell?.kind === 'text' && cell.text === unitId),
      )
    : undefined
  const cells = values?.cells ?? Array.from({ length: keyColumn }, (): Cell => ({ kind: 'empty' }))
  const writes = cells.flatMap((cell, i) =>
    cell && cell.kind !== 'formula' ? [{ row: at, column: i + 1, cell }] : [],
  )
  const newKey: CellWrite = { row: at, column: keyColumn, cell: { kind: 'text', text: crypto.randomUUID() } }
  await writeCells(sheetId, mine ? [newKey] : writes, layout.protection)
}

/** Puts back what was typed into rows that change by amendment. */
export async function putBackAmendments(desk: Desk, unitIds: readonly string[]): Promise<void> {
  await busyWith(desk, 'write-sheet', async () => {
    const { rows, amendments, view } = openCampaign(desk)
    for (const row of rows) if (unitIds.includes(row.unitId)) await putRight(desk, row.unitId, row, false)
    patchOpen(desk, view.id, { amendments: amendments.filter(({ unitId }) => !unitIds.includes(unitId)) })
    await syncNow(desk)
  })
}

/** Deletes the rows that are gone from the sheet, or puts them back. */
export async function settleMissing(desk: Desk, remove: boolean): Promise<void> {
  await busyWith(desk, 'write-sheet', async () => {
    const here = attached
    if (!here) return
    if (!remove) {
      await sendTyped(desk)
      const { sheet, cellErrors } = openCampaign(desk)
      // Drawn anew, the sheet would forget what stands in them.
      if (cellErrors.length > 0) throw new DeskFailure('ROW_NOT_READY')
      await draw(desk, sheet?.id)
      return
    }
    const { missing } = openCampaign(desk)
    const answer = await push(
      desk,
      here,
      missing.map(({ unitId, version }): RowChange => ({ op: 'delete', unitId, version })),
    )
    const refused = new Set(answer.conflicts.map(({ unitId }) => unitId))
    const deleted = missing.map(({ unitId }) => unitId).filter((unitId) => !refused.has(unitId))
    here.shown = without(here.shown, deleted)
    patchOpen(desk, here.campaignId, { missing: missing.filter(({ unitId }) => refused.has(unitId)) })
    await take(desk, here.campaignId, answer)
    await syncNow(desk)
  })
}
