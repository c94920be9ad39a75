/// <reference types="office-js" />
import { runsOf } from '../../shared/runs'
import { columnLetter, rangeAddress } from '../../shared/sheets/address'
import { typedCell } from '../../shared/sheets/cells'
import type { PlainGrid, PlainValue } from '../../shared/sheets/identity'
import type { RowLayout, SheetLayout } from '../../shared/sheets/layout'
import { roomForNotes } from '../../shared/sheets/notes-room'
import { areaAddress, areasByValue } from './areas'
import { formulaOf } from './cell-values'
import { type CellWrite, type FormulaBlock, formulaBlocks } from './cell-writes'
import { cellsAt } from './cells-at'
import { drawChart } from './charts'
import { type Ask, askExcel, NOTHING, runExcel } from './excel-run'
import { paint } from './paint'
import { setUpPrint } from './print-setup'
import { protect, runUnprotected } from './protect'
import { addConditionalFormats, addValidations } from './sheet-rules'
import { nameCells } from './workbook-identity'

/** Excel on the web accepts 5 MB per request: longer sheets are sent in several requests. */
const ROWS_PER_REQUEST = 1500
/** A single row costs many times as much as a row in a block. */
const REPLACED_PER_REQUEST = 300

export interface Rendered {
  sheetId: string
  /**
   * False: Excel kept its own page set-up, because it has no page layout here or refused it. The sheet itself
   * is complete.
   */
  printSetUp: boolean
}

/** What a drawing replaces: everything in the sheet, only these cells, or only the cells that the layout has. */
export type Replaced = 'all' | { within: string } | 'own'

/**
 * Draws a layout into the sheet of its name, or into `into` (a sheet's name or id). The old contents are
 * cleared, as far as they are `replaced`. Needs three round trips up to 1,500 rows, and one more for
 * each further 1,500, and two for each chart.
 */
export async function renderSheet(
  layout: SheetLayout,
  into: string = layout.name,
  replaced: Replaced = 'all',
): Promise<Rendered> {
  const { sheetId } = await drawSheet(layout, await askExcel(askPlace(into)), replaced, NOTHING)
  const printSetUp = await setUpPage(sheetId, layout)
  for (const chart of layout.charts ?? []) await drawChart(sheetId, chart)
  return { sheetId, printSetUp }
}

/** Where a layout is drawn; without a sheet's id a new sheet is made. */
export interface DrawingPlace {
  sheetId: string | null
  isProtected: boolean
}

export function askPlace(nameOrId: string): Ask<DrawingPlace> {
  return (context) => {
    const sheet = context.workbook.worksheets.getItemOrNullObject(nameOrId)
    sheet.load({ id: true, protection: { protected: true } })
    return () =>
      sheet.isNullObject
        ? { sheetId: null, isProtected: false }
        : { sheetId: sheet.id, isProtected: sheet.protection.protected }
  }
}

/**
 * Draws a layout, without its page set-up: one round trip up to 1,500 rows, and one more for each further 1,500.
 *
 * @param first is asked in the same round trip, before anything is drawn
 */
export async function drawSheet<T>(
  layout: SheetLayout,
  { sheetId, isProtected }: DrawingPlace,
  replaced: Replaced,
  first: Ask<T>,
): Promise<{ sheetId: string; before: T }> {
  const rows = [...layout.rows]
  return runUnprotected(sheetId ?? layout.name, async (context, unprotect) => {
    const before = first(context)
    const { worksheets } = context.workbook
    const sheet = sheetId === null ? worksheets.add(layout.name) : worksheets.getItem(sheetId)
    if (sheetId !== null) {
      if (isProtected) unprotect(sheet)
      for (const range of replacedRanges(sheet, layout, replaced)) {
        range.clear()
        range.conditionalFormats.clearAll()
        range.dataValidation.clear()
      }
      sheet.freezePanes.unfreeze()
    }
    for (let top = 0; top < rows.length; top += ROWS_PER_REQUEST) {
      if (top > 0) await context.sync()
      context.application.suspendApiCalculationUntilNextSync()
      renderBlock(sheet, layout, rows.slice(top, top + ROWS_PER_REQUEST), top)
    }
    sizeColumns(sheet, layout)
    addConditionalFormats(sheet, layout.conditionalFormats ?? [])
    addValidations(sheet, layout.validations ?? [])
    for (const { name, ref } of layout.names ?? []) {
      nameCells(context, name, cellsAt(sheet, ref.replaceAll('$', '')))
    }
    for (const [first, last] of roomForNotes(layout))
      cellsAt(sheet, rangeAddress(first, last)).format.protection.locked = false
    unlock(sheet, layout)
    freeze(sheet, layout)
    if (layout.protection) protect(sheet, layout.protection)
    return () => {
      sheet.load({ id: true })
      return () => ({ sheetId: sheet.id, before: before() })
    }
  })
}

function replacedRanges(sheet: Excel.Worksheet, layout: SheetLayout, replaced: Replaced): Excel.Range[] {
  if (replaced === 'all') return [sheet.getRange().untrack()]
  if (replaced !== 'own') return [cellsAt(sheet, replaced.within)]
  const own = Array.from(layout.rows, ({ cells }) =>
    layout.columns.map((_, i) => cells[i] !== null && cells[i]?.kind !== 'kept'),
  )
  return (areasByValue(own).get(true) ?? []).map((area) => cellsAt(sheet, areaAddress(area)))
}

function renderBlock(
  sheet: Excel.Worksheet,
  layout: SheetLayout,
  rows: readonly RowLayout[],
  top: number,
): void {
  const columns = layout.columns.length
  const values = rows.map(({ cells }) => Array.from({ length: columns }, (_, i) => formulaOf(cells[i])))
  const whole = { top: 0, left: 0, bottom: rows.length - 1, right: columns - 1 }
  cellsAt(sheet, areaAddress(whole, top)).formulas = values
  paint(sheet, { top, rows, columns, styles: layout.styles, cleared: true })
  for (const { value, left, right } of runsOf(rows.map(({ height }) => height))) {
    if (value !== undefined) {
      cellsAt(sheet, `${top + left + 1}:${top + right + 1}`).format.rowHeight = value
    }
  }
  for (const [i, row] of rows.entries()) mergeCells(sheet, row, top + i)
}

/** @param top 0-based row of the sheet */
function mergeCells(sheet: Excel.Worksheet, { merges }: RowLayout, top: number): void {
  for (const { column, columns, rows } of merges ?? []) {
    const area = { top, left: column - 1, bottom: top + rows - 1, right: column + columns - 2 }
    cellsAt(sheet, areaAddress(area)).merge()
  }
}

function unlock(sheet: Excel.Worksheet, { protection }: Pick<SheetLayout, 'protection'>): void {
  const { freeRows, freeColumns } = protection ?? {}
  if (freeRows) cellsAt(sheet, `${freeRows.first}:${freeRows.last}`).format.protection.locked = false
  for (const column of freeColumns ?? []) {
    const letter = columnLetter(column)
    cellsAt(sheet, `${letter}:${letter}`).format.protection.locked = false
  }
}

function sizeColumns(sheet: Excel.Worksheet, { columns }: SheetLayout): void {
  const entire = (left: number, right: number) =>
    cellsAt(sheet, `${columnLetter(left + 1)}:${columnLetter(right + 1)}`)
  for (const { value, left, right } of runsOf(columns.map((column) => column?.width))) {
    if (value !== undefined) entire(left, right).format.columnWidth = columnPoints(value)
  }
  for (const { value, left, right } of runsOf(columns.map((column) => column && (column.hidden ?? false)))) {
    if (value !== null) entire(left, right).columnHidden = value
  }
}

/**
 * Layouts use characters of the default font (7 pixels each, plus 5 pixels of padding); Office.js uses
 * points.
 */
function columnPoints(characters: number): number {
  return (characters * 7 + 5) * 0.75
}

function freeze(sheet: Excel.Worksheet, { freeze }: SheetLayout): void {
  if (!freeze || (freeze.rows === 0 && freeze.columns === 0)) return
  if (freeze.columns === 0) sheet.freezePanes.freezeRows(freeze.rows)
  else sheet.freezePanes.freezeAt(cellsAt(sheet, rangeAddress([1, 1], [freeze.columns, freeze.rows])))
}

/**
 * Sets up page, tab and gridlines of a sheet that was drawn.
 *
 * @param first is told before, and counts also when Excel refuses the page set-up
 * @returns false: Excel has no page layout here, or refused it
 */
export async function setUpPage(
  sheetId: string,
  { print, tabColor, showGridlines }: SheetLayout,
  first: Ask<unknown> = NOTHING,
): Promise<boolean> {
  try {
    await runExcel(async (context) => {
      first(context)
      const sheet = context.workbook.worksheets.getItem(sheetId)
      if (tabColor) sheet.tabColor = `#${tabColor}`
      if (showGridlines !== undefined) sheet.showGridlines = showGridlines
      if (print) setUpPrint(sheet, print)
      await context.sync()
    })
    return true
  } catch {
    // Excel has no page layout for a workbook without a printer; the sheet is complete without it.
    return false
  }
}

/** A row to draw again at its current position. */
export interface RowReplacement {
  /** 1-based row of the sheet. */
  at: number
  row: RowLayout
  /** False: only its values change. */
  repaint: boolean
}

/** What changes in a sheet of a layout, which must be where the layout has it. */
export interface SheetChange {
  /** Rows to draw again. With rows that are painted the layout's validations return too. */
  rows: readonly RowReplacement[]
  /** Cells of which only the values change. */
  cells: readonly CellWrite[]
}

/** A sheet as it was read. */
export interface Planned {
  grid: PlainGrid
  /** 0-based columns that tell which row is which: they are the same as long as no row or column was moved. */
  columns: readonly number[]
}

/**
 * Changes a sheet: one round trip, and one more for each further 300 rows that are drawn again.
 *
 * @param then is asked in the last round trip; without a change it is all that is asked
 * @param planned the sheet in which the change was planned
 * @returns null: a person has inserted, deleted or moved rows or columns since, so the cells have their old contents
 * again; rows that were painted keep their new look
 */
export async function changeSheet<T>(
  sheetName: string,
  layout: Pick<SheetLayout, 'columns' | 'styles' | 'protection' | 'validations'>,
  { rows, cells }: SheetChange,
  then: Ask<T>,
  planned?: Planned,
): Promise<T | null> {
  if (rows.length + cells.length === 0) return askExcel(then)
  const columns = layout.columns.length
  const blocks = [
    ...rows.map(({ at, row }) => ({
      area: { top: at - 1, left: 0, bottom: at - 1, right: columns - 1 },
      formulas: [Array.from({ length: columns }, (_, column) => formulaOf(row.cells[column]))],
    })),
    ...formulaBlocks(cells),
  ]
  const changed = await runUnprotected(sheetName, async (context, unprotect) => {
    const sheet = context.workbook.worksheets.getItem(sheetName)
    const before = planned ? askBefore(sheet, planned, blocks) : () => null
    if (layout.protection) unprotect(sheet)
    for (const [i, { area, formulas }] of blocks.entries()) {
      if (i > 0 && i < rows.length && i % REPLACED_PER_REQUEST === 0) await context.sync()
      cellsAt(sheet, areaAddress(area)).formulas = formulas
      const { row, repaint } = rows[i] ?? { repaint: false }
      if (!row || !repaint) continue
      paint(sheet, { top: area.top, rows: [row], columns, styles: layout.styles, cleared: false })
      mergeCells(sheet, row, area.top)
      if (row.height !== undefined)
        cellsAt(sheet, `${area.top + 1}:${area.top + 1}`).format.rowHeight = row.height
    }
    if (rows.some(({ repaint }) => repaint)) {
      addValidations(sheet, layout.validations ?? [])
      unlock(sheet, layout)
    }
    if (layout.protection) protect(sheet, layout.protection)
    return (last) => {
      const answer = then(last)
      return () => ({ answer: answer(), before: before() })
    }
  })
  if (changed.before === null) return changed.answer
  const old = changed.before
  await runUnprotected(sheetName, async (context, unprotect) => {
    const sheet = context.workbook.worksheets.getItem(sheetName)
    if (layout.protection) unprotect(sheet)
    for (const { area, formulas } of old) cellsAt(sheet, areaAddress(area)).formulas = formulas
    if (layout.protection) protect(sheet, layout.protection)
    return NOTHING
  })
  return null
}

/** What the blocks have before they are written; null: rows and columns are where they were. */
function askBefore(
  sheet: Excel.Worksheet,
  { grid, columns }: Planned,
  blocks: readonly FormulaBlock[],
): () => FormulaBlock[] | null {
  const places = columns.map((column) => {
    const area = { top: 0, left: column, bottom: grid.length - 1, right: column }
    const range = cellsAt(sheet, areaAddress(area))
    range.load({ formulas: true })
    return { column, range }
  })
  const old = blocks.map(({ area }) => {
    const range = cellsAt(sheet, areaAddress(area))
    range.load({ formulas: true })
    return { area, range }
  })
  return () => {
    const isThere = places.every(({ column, range }) =>
      grid.every((row, i) => (row[column] ?? '') === range.formulas[i]![0]),
    )
    if (isThere) return null
    return old.map(({ area, range }) => ({
      area,
      formulas: range.formulas.map((row: PlainValue[]) => row.map((value) => formulaOf(typedCell(value)))),
    }))
  }
}

/** Draws rows again: one round trip per 300 rows. */
export async function replaceRows(
  sheetName: string,
  layout: Pick<SheetLayout, 'columns' | 'styles' | 'protection' | 'validations'>,
  rows: readonly RowReplacement[],
): Promise<void> {
  if (rows.length > 0) await changeSheet(sheetName, layout, { rows, cells: [] }, NOTHING)
}
