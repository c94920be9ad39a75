import type { RowFields } from '../../shared/contract/campaigns'
import { cellAddress, rangeAddress } from '../../shared/sheets/address'
import { type Arrangement, arrange } from '../../shared/sheets/arranged'
import { type PlainGrid, parseIdentityToken } from '../../shared/sheets/identity'
import type { SheetLayout } from '../../shared/sheets/layout'
import { arrangementOf, stepsTo } from '../../shared/sheets/media-mix/arrangement'
import {
  columnOf,
  MEDIA_MIX_FIELDS,
  type MediaMixField,
  SYNCED_COLUMNS,
} from '../../shared/sheets/media-mix/columns'
import { type ReadRow, readMediaMix } from '../../shared/sheets/media-mix/read-back'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import { findTable } from '../../shared/sheets/media-mix/table'
import { isAmendable, isEditable } from '../../shared/statuses'
import { type Desk, failureOf, openCampaign, patchOpen } from '../desk/desk'
import { DeskFailure } from '../desk/failure'
import { readSheet, type SheetGrid } from '../excel/read-sheet'
import { renderSheet, replaceRows } from '../excel/render-sheet'
import { takeSteps } from '../excel/sheet-steps'
import { placeFor } from '../excel/workbook-identity'
import { rowsByKey, writeCells } from '../excel/write-cells'
import {
  type Attachment,
  attach,
  attachmentOf,
  keepBase,
  reportEdited,
  requireDatesFrom1900,
  requireSheet,
} from './attachment'
import { refreshAvailability } from './availability'
import { planOf } from './plan'
import { retypedSince, shownTargeting } from './push-typed-targeting'
import { refreshHolds } from './row-holds'
import { isInOtherLanguage } from './sheet-language'
import { baseOf } from './sync/base-rows'
import { changesOf, type SheetChanges } from './sync/changes'
import { reconcile, unlockedAreas } from './sync/reconcile'
import { changedOrder } from './sync/row-order'
import { type OwnedRow, withOwnKeys } from './sync/sorted-rows'
import { shownAfterWriting } from './sync/take-answer'

export function layoutOf(desk: Desk): SheetLayout {
  const plan = planOf(desk)
  return mediaMixSheet(plan, { audience: 'planner', language: desk.language })
}

/**
 * Draws the whole MediaMix of the open campaign again, and listens to it from then on.
 *
 * @throws DeskFailure DATES_FROM_1904
 */
export async function draw(desk: Desk, into?: string): Promise<void> {
  await requireDatesFrom1900()
  const { view, rows } = openCampaign(desk)
  const layout = layoutOf(desk)
  const old = into === undefined ? null : await readSheet(into)
  const ours = old && placeFor(view.id, old.grid) === 'ours' ? old : null
  const arranged = ours && (await arrangeIn(layout, ours))
  const { sheetId } = arranged
    ? await renderSheet(arranged, into, 'own')
    : await renderSheet(layout, into, ours ? { within: rangeAddress([1, 1], sizeOf(layout)) } : 'all')
  const found = await readSheet(sheetId)
  const base = baseOf(view.id, view.revision, rows)
  patchOpen(desk, view.id, {
    sheet: { id: sheetId, name: found?.name ?? layout.name },
    sync: { kind: 'syncing' },
    conflicts: [],
    orderConflict: null,
    cellErrors: [],
    missing: [],
    restored: [],
    amendments: [],
    outdated: false,
  })
  try {
    await attach(desk, base, layout)
    await keepBase(base)
    const here = attachmentOf(desk)
    const { grid } = await requireSheet(desk)
    if (here) here.arrangement = arrangementOf(layout, grid)
    // What was typed before the add-in listened to the sheet was reported by no event.
    if (here && hasUnsent(desk, grid, here)) reportEdited(desk)
    else patchOpen(desk, view.id, { sync: { kind: 'synced', at: Date.now() } })
  } catch (error) {
    patchOpen(desk, view.id, { sync: { kind: 'failed', failure: failureOf(error) } })
    throw error
  }
}

/** Most often one look: rows move, or deleted columns come back one after another. */
const MOST_STEPS = 30

/**
 * The layout in the places that a sheet has for it, after its rows were put in order. Undefined when the sheet has too
 * little of a MediaMix.
 */
async function arrangeIn(
  layout: SheetLayout,
  { sheetId, grid }: SheetGrid,
): Promise<SheetLayout | undefined> {
  let present = grid
  for (let look = 0; look < MOST_STEPS; look++) {
    const steps = stepsTo(layout, present)
    if (!steps) return undefined
    if (steps.length === 0) {
      const arrangement = arrangementOf(layout, present)
      return arrangement && arrange(layout, arrangement)
    }
    await takeSteps(sheetId, steps)
    present = (await readSheet(sheetId))?.grid ?? []
  }
  return undefined
}

function sizeOf({ rows, columns }: SheetLayout): [columns: number, rows: number] {
  return [columns.length, [...rows].length]
}

/**
 * The rows of a grid as the planner sees them.
 *
 * @throws DeskFailure NO_SHEET
 */
export function rowsIn(desk: Desk, grid: PlainGrid): ReadRow[] {
  const { view, catalogue } = openCampaign(desk)
  const read = readMediaMix(grid, { products: catalogue.products, period: view })
  if (read.kind !== 'read') throw new DeskFailure('NO_SHEET')
  return read.rows
}

/** The rows of the open campaign's sheet, with their own keys also after a sort of only the visible columns. */
export function ownRowsIn(desk: Desk, grid: PlainGrid, { shown, drawn }: Attachment): OwnedRow[] {
  return withOwnKeys(rowsIn(desk, grid), shown, drawn ? shownTargeting(drawn) : new Map())
}

/**
 * The rows that a planner means by rows of the sheet: just after a sort of only the visible columns, a row of the sheet
 * still has another one's key.
 *
 * @param unitIds keys in the sheet
 */
export async function ownUnitIds(desk: Desk, unitIds: readonly string[]): Promise<string[]> {
  const here = attachmentOf(desk)
  if (!here) return [...unitIds]
  const { grid } = await requireSheet(desk)
  const own = ownRowsIn(desk, grid, here)
  const owners = new Map(rowsIn(desk, grid).map(({ unitId }, i) => [unitId, own[i]!.unitId]))
  return unitIds.map((unitId) => owners.get(unitId) ?? unitId)
}

/** Unit ids of the rows that change by amendment. */
export function amendableRows(desk: Desk): ReadonlySet<string> {
  const rows = openCampaign(desk).rows.filter(({ bookingStatus }) => isAmendable(bookingStatus))
  return new Set(rows.map(({ unitId }) => unitId))
}

/**
 * Updates the sheet with the current data, without touching changes of the planner that aren't settled.
 *
 * @param accepted typed targeting that the service has taken, by row key
 */
export async function showInSheet(
  desk: Desk,
  accepted: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  const here = attachmentOf(desk)
  const { open } = desk.store.get()
  if (!here || !open?.sheet || open.view.id !== here.campaignId) return
  const canonical = layoutOf(desk)
  const { sheet, arrangement, rearranged } = await readArranged(desk, canonical, here)
  const { grid } = sheet
  const undecided = new Set(open.conflicts.map(({ unitId }) => unitId))
  const read = ownRowsIn(desk, grid, here)
  // The next sync writes the keys of sorted rows; until then it isn't known by the sheet which row is which.
  if (read.some(({ rekeyed }) => rekeyed)) return
  const pending = changesOf(read, here.shown, undecided, amendableRows(desk), here.refused)
  const editable = new Set(
    open.rows.filter(({ bookingStatus }) => isEditable(bookingStatus)).map(({ unitId }) => unitId),
  )
  const typed = retypedSince(here.drawn, read).filter(
    ({ unitId, targeting }) => editable.has(unitId) && targeting !== accepted.get(unitId),
  )
  const placed = (layout: SheetLayout) => (arrangement ? arrange(layout, arrangement) : layout)
  const layout = placed(canonical)
  const { writes, repaint, structural } = reconcile(
    layout,
    here.drawn && placed(here.drawn),
    sheet,
    keeper(grid, pending, undecided, new Set(typed.map(({ row }) => row))),
    rearranged,
  )
  const present = new Set(open.rows.map(({ unitId }) => unitId))
  const missing = pending.missing.filter(({ unitId }) => present.has(unitId))
  const unsettled =
    undecided.size +
      pending.errors.filter(({ unitId }) => unitId !== null).length +
      missing.length +
      pending.changes.length +
      pending.amendments.length +
      typed.length +
      (open.orderConflict || changedOrder(read, here.shown) ? 1 : 0) >
    0
  if (structural || isInOtherLanguage(grid, desk.language)) {
    if (unsettled) patchOpen(desk, open.view.id, { outdated: true })
    else await draw(desk, open.sheet.id)
    return
  }
  if (open.outdated) patchOpen(desk, open.view.id, { outdated: false })
  await replaceRows(open.sheet.id, layout, repaint)
  await writeCells(open.sheet.id, writes, layout.protection)
  here.drawn = canonical
  here.shown = shownAfterWriting(here.shown, pending.changes, here.base)
  if (repaint.length + writes.length === 0) return
  // Excel reports no edits while the add-in writes, so the sheet is read once more.
  const { grid: after } = await requireSheet(desk)
  if (hasUnsent(desk, after, here)) reportEdited(desk)
}

/**
 * The contents of the open campaign's sheet, and where in it the layout is. The locks are asked about where the layout
 * was last, and once more if rows or columns were inserted since.
 */
async function readArranged(
  desk: Desk,
  layout: SheetLayout,
  here: Attachment,
): Promise<{ sheet: SheetGrid; arrangement: Arrangement | undefined; rearranged: boolean }> {
  for (let rearranged = false; ; rearranged = true) {
    const { arrangement: last } = here
    const sheet = await requireSheet(desk, unlockedAreas(last ? arrange(layout, last) : layout))
    const arrangement = arrangementOf(layout, sheet.grid)
    here.arrangement = arrangement
    if (JSON.stringify(arrangement) === JSON.stringify(last)) return { sheet, arrangement, rearranged }
  }
}

/** Whether the sheet contains changes that haven't been pushed yet and don't wait for the planner's decision. */
export function hasUnsent(desk: Desk, grid: PlainGrid, here: Attachment): boolean {
  const { shown, refused } = here
  const { conflicts, orderConflict, amendments: waiting } = openCampaign(desk)
  const undecided = new Set(conflicts.map(({ unitId }) => unitId))
  const amendable = amendableRows(desk)
  const read = ownRowsIn(desk, grid, here)
  const { changes, amendments } = changesOf(read, shown, undecided, amendable, refused)
  if (!orderConflict && changedOrder(read, shown)) return true
  const known = new Set(waiting.map((one) => JSON.stringify(one)))
  return changes.length > 0 || amendments.some((one) => !known.has(JSON.stringify(one)))
}

/**
 * Tells which cells contain something that only the planner has: unsent changes, cells in error, rows in
 * conflict.
 */
function keeper(
  grid: PlainGrid,
  pending: SheetChanges,
  undecided: ReadonlySet<string>,
  typedTargeting: ReadonlySet<number>,
): (row: number, column: number) => boolean {
  const rows = rowsByKey(grid)
  const columns = findTable(grid)?.columns
  const columnIn = (field: MediaMixField) => (columns?.get(field) ?? columnOf(field) - 1) + 1
  const cells = new Set(pending.errors.map(({ address }) => address))
  const whole = new Set([...undecided].map((unitId) => rows.get(unitId)))
  const fields = new Set(
    [
      ...pending.changes.map(({ unitId, fields }) => ({ unitId, fields: Object.keys(fields ?? {}) })),
      ...pending.amendments.map(({ unitId, fields }) => ({ unitId, fields: Object.keys(fields) })),
      ...pending.withheld,
    ].flatMap(({ unitId, fields }) =>
      fields.map((field) => `${rows.get(unitId)}:${columnIn(SYNCED_COLUMNS[field as keyof RowFields])}`),
    ),
  )
  const typedFields = new Set(MEDIA_MIX_FIELDS.slice(0, columnOf('amount')).map(columnIn))
  return (row, column) =>
    // The token must not claim a revision with which rows in conflict were never merged.
    (undecided.size > 0 && parseIdentityToken(grid[row - 1]?.[column - 1]) !== undefined) ||
    fields.has(`${row}:${column}`) ||
    (column === columnIn('targeting') && typedTargeting.has(row)) ||
    cells.has(cellAddress(column, row)) ||
    (whole.has(row) && typedFields.has(column))
}

/** Loads what is left for the rows that changed, and writes it beside them. */
export async function refreshRows(desk: Desk, force = false): Promise<void> {
  const news = await Promise.all([refreshAvailability(desk, force), refreshHolds(desk)])
  if (!news.includes(true)) return
  // The availability is only additional information: it is no error if the sheet was closed meanwhile.
  await showInSheet(desk).catch(() => undefined)
}
