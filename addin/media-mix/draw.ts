import { rangeAddress } from '../../shared/sheets/address'
import { typedCell } from '../../shared/sheets/cells'
import type { PlainGrid } from '../../shared/sheets/identity'
import type { SheetLayout } from '../../shared/sheets/layout'
import { arrangementOf, isArrangedAlike, stepsTo } from '../../shared/sheets/media-mix/arrangement'
import { stepsBack } from '../../shared/sheets/media-mix/sheet-steps'
import { type Desk, failureOf, openCampaign, patchOpen } from '../desk/desk'
import { DeskFailure } from '../desk/failure'
import type { CellWrite } from '../excel/cell-writes'
import { askCountsFrom1904 } from '../excel/date-system'
import { askExcel, NOTHING, together } from '../excel/excel-run'
import { tellToShow } from '../excel/navigate'
import { askTyped, type SheetGrid } from '../excel/read-sheet'
import { askPlace, drawSheet, setUpPage } from '../excel/render-sheet'
import { takeSteps } from '../excel/sheet-steps'
import { askKeywords, placeFor } from '../excel/workbook-identity'
import { writeCells } from '../excel/write-cells'
import {
  type Attachment,
  askMediaMix,
  attach,
  attachmentOf,
  reportEdited,
  requireSheet,
  requireTold,
  tellBase,
} from './attachment'
import { layoutOf, placed, plannedIn } from './layout'
import { hasUnsent, typedSince, unsentRows } from './sheet-rows'
import { baseOf } from './sync/base-rows'
import { drawnOver, type TypedRow } from './sync/drawn-over'
import { shownAfterWriting } from './sync/take-answer'

/** A planner may move rows between a look at the sheet and its drawing; so often in a row nobody does. */
const MOST_TRIES = 3

/**
 * Draws the whole MediaMix of the open campaign again, and listens to it from then on. If the planner types into a row
 * at the moment in which it would be removed, the sheet stays as it is: the next sync sends what was typed.
 *
 * @param into the id of the sheet to draw into; left out: the sheet of its name, or a new one
 * @param shown whether Excel goes to the sheet
 * @throws DeskFailure DATES_FROM_1904
 */
export async function draw(desk: Desk, into?: string, shown = false): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if (await drawOnce(desk, into, shown)) return
  }
  patchOpen(desk, openCampaign(desk).view.id, { outdated: true })
  reportEdited(desk)
}

/** @returns false: the planner was quicker, and the sheet is as they left it */
async function drawOnce(desk: Desk, into: string | undefined, shown: boolean): Promise<boolean> {
  const { view, rows } = openCampaign(desk)
  const layout = layoutOf(desk)
  const [old, place, keywords, from1904] = await askExcel(
    together(
      into === undefined ? NOTHING : askTyped(into, [], []),
      askPlace(into ?? layout.name),
      askKeywords(),
      askCountsFrom1904(),
    ),
  )
  if (from1904) throw new DeskFailure('DATES_FROM_1904')
  const ours = old && placeFor(view.id, old.grid) === 'ours' ? old : null
  const shownThere = ours && attachedTo(desk, ours.sheetId)
  const arranged = ours && (await arrangeIn(desk, layout, ours, shownThere))
  if (arranged === 'moved') return false
  // A planner may type until the moment in which the sheet is drawn.
  const look = ours ? askTyped(ours.sheetId, [], shownThere?.formulas ?? []) : NOTHING
  const isProtected = place.isProtected && !arranged?.stepped
  const { sheetId, before } = arranged
    ? await drawSheet(arranged.layout, { ...place, isProtected }, 'own', look)
    : await drawSheet(layout, place, ours ? { within: rangeAddress([1, 1], sizeOf(layout)) } : 'all', look)
  if (arranged && before && !isArrangedAlike(arranged.grid, before.grid)) {
    await writeCells(sheetId, cellsOf(arranged.layout, before.formulas), layout.protection)
    return false
  }
  const typed = shownThere && before ? typedSince(desk, shownThere, ours.grid, before.grid) : []
  await setUpPage(sheetId, arranged?.layout ?? layout, shown ? tellToShow(sheetId) : NOTHING)
  const base = baseOf(view.id, view.revision, rows)
  patchOpen(desk, view.id, {
    sheet: { id: sheetId, name: old?.name ?? layout.name },
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
    const told = await attach(
      desk,
      base,
      layout,
      together(tellBase(base, { base: null, keywords }), askMediaMix(sheetId, [], [])),
    )
    const here = attachmentOf(desk)
    if (!told || !here) return true
    here.stored = told[0]
    const drawn = await requireTold(desk, told[1], [])
    here.arrangement = arrangementOf(layout, drawn.grid)
    if (shownThere && before && typed.length > 0) {
      here.shown = shownAfterWriting(shownThere.shown, typed, base)
      await putTyped(desk, typed, before.grid, drawn)
      reportEdited(desk)
      return true
    }
    // What was typed before the add-in listened to the sheet was reported by no event.
    if (hasUnsent(desk, drawn.grid, here)) reportEdited(desk)
    else patchOpen(desk, view.id, { sync: { kind: 'synced', at: Date.now() } })
    return true
  } catch (error) {
    patchOpen(desk, view.id, { sync: { kind: 'failed', failure: failureOf(error) } })
    throw error
  }
}

/** Writes what was typed to where its rows are now. */
async function putTyped(
  desk: Desk,
  typed: readonly TypedRow[],
  before: PlainGrid,
  { sheetId, grid }: SheetGrid,
): Promise<void> {
  const writes = drawnOver(typed, before, grid)
  if (!(await writeCells(sheetId, writes, layoutOf(desk).protection, plannedIn(grid))))
    await putTyped(desk, typed, before, await requireSheet(desk))
}

/** The open campaign's attachment, if it is to this sheet. */
function attachedTo(desk: Desk, sheetId: string): Attachment | null {
  const here = attachmentOf(desk)
  return here?.sheetId === sheetId ? here : null
}

/** Most often one look: rows move, or deleted columns come back one after another. */
const MOST_STEPS = 30

/** A sheet whose rows are in the order of a layout, and the layout in the places that the sheet has for it. */
interface Arranged {
  layout: SheetLayout
  grid: PlainGrid
  /** Rows were moved, so the sheet isn't protected now. */
  stepped: boolean
}

/**
 * Puts the rows of a sheet in the order of a layout. Undefined when the sheet has too little of a MediaMix, `moved` when
 * the planner was quicker: then no row was moved.
 */
async function arrangeIn(
  desk: Desk,
  layout: SheetLayout,
  { sheetId, grid }: SheetGrid,
  here: Attachment | null,
): Promise<Arranged | 'moved' | undefined> {
  let present = grid
  for (let look = 0; look < MOST_STEPS; look++) {
    const steps = stepsTo(layout, present)
    if (!steps) return undefined
    if (steps.length === 0) {
      const arrangement = arrangementOf(layout, present)
      return arrangement && { layout: placed(layout, arrangement), grid: present, stepped: look > 0 }
    }
    // Rows are counted as they were a moment ago.
    const before = await takeSteps(sheetId, steps, undefined, askTyped(sheetId, [], here?.formulas ?? []))
    if (before && (!isArrangedAlike(present, before.grid) || losesTyped(desk, before.grid, here))) {
      await takeSteps(sheetId, stepsBack(steps, before.formulas), layout.protection, NOTHING)
      return 'moved'
    }
    present = (await askExcel(askTyped(sheetId, [], [])))?.grid ?? []
  }
  return undefined
}

/** Whether the planner has typed something into a row that the campaign has no more, and that isn't sent. */
function losesTyped(desk: Desk, grid: PlainGrid, here: Attachment | null): boolean {
  const present = new Set(openCampaign(desk).rows.map(({ unitId }) => unitId))
  return here !== null && unsentRows(desk, grid, here).some((unitId) => !present.has(unitId))
}

/** What the cells of a layout had before it was drawn. */
function cellsOf({ rows }: SheetLayout, before: PlainGrid): CellWrite[] {
  return [...rows].flatMap(({ cells }, row) =>
    cells.flatMap((cell, column): CellWrite[] =>
      cell && cell.kind !== 'kept'
        ? [{ row: row + 1, column: column + 1, cell: typedCell(before[row]?.[column]) }]
        : [],
    ),
  )
}

function sizeOf({ rows, columns }: SheetLayout): [columns: number, rows: number] {
  return [columns.length, [...rows].length]
}
