/// <reference types="office-js" />
import { runsOf } from '../../shared/runs'
import { columnLetter, rangeAddress } from '../../shared/sheets/address'
import type { RowLayout, SheetLayout } from '../../shared/sheets/layout'
import { roomForNotes } from '../../shared/sheets/notes-room'
import { areaAddress, areasByValue } from './areas'
import { formulaOf } from './cell-values'
import { runExcel } from './excel-run'
import { paint } from './paint'
import { setUpPrint } from './print-setup'
import { protect, runUnprotected, type Unprotect } from './protect'
import { addConditionalFormats, addValidations } from './sheet-rules'

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
 * each further 1,500.
 */
export async function renderSheet(
  layout: SheetLayout,
  into: string = layout.name,
  replaced: Replaced = 'all',
): Promise<Rendered> {
  const rows = [...layout.rows]
  const sheetId = await runUnprotected(into, async (context, unprotect) => {
    const { sheet, names } = await prepare(context, layout, into, replaced, unprotect)
    for (let top = 0; top < rows.length; top += ROWS_PER_REQUEST) {
      if (top > 0) await context.sync()
      context.application.suspendApiCalculationUntilNextSync()
      renderBlock(sheet, layout, rows.slice(top, top + ROWS_PER_REQUEST), top)
    }
    sizeColumns(sheet, layout)
    addConditionalFormats(sheet, layout.conditionalFormats ?? [])
    addValidations(sheet, layout.validations ?? [])
    for (const { name, ref } of layout.names ?? []) {
      if (names.has(name)) context.workbook.names.getItem(name).delete()
      context.workbook.names.add(name, sheet.getRange(ref.replaceAll('$', '')))
    }
    for (const [first, last] of roomForNotes(layout))
      sheet.getRange(rangeAddress(first, last)).format.protection.locked = false
    unlock(sheet, layout)
    freeze(sheet, layout)
    if (layout.protection) protect(sheet, layout.protection)
    sheet.load({ id: true })
    await context.sync()
    return sheet.id
  })
  return { sheetId, printSetUp: await printSetUp(sheetId, layout) }
}

async function prepare(
  context: Excel.RequestContext,
  layout: SheetLayout,
  into: string,
  replaced: Replaced,
  unprotect: Unprotect,
) {
  const found = context.workbook.worksheets.getItemOrNullObject(into)
  found.load({ id: true, protection: { protected: true } })
  const wanted = (layout.names ?? []).map(({ name }) => {
    const item = context.workbook.names.getItemOrNullObject(name)
    item.load({ name: true })
    return { name, item }
  })
  await context.sync()
  const sheet = found.isNullObject ? context.workbook.worksheets.add(layout.name) : found
  if (!found.isNullObject) {
    if (found.protection.protected) unprotect(sheet)
    for (const range of replacedRanges(sheet, layout, replaced)) {
      range.clear()
      range.conditionalFormats.clearAll()
      range.dataValidation.clear()
    }
    sheet.freezePanes.unfreeze()
  }
  const names = new Set(wanted.filter(({ item }) => !item.isNullObject).map(({ name }) => name))
  return { sheet, names }
}

function replacedRanges(sheet: Excel.Worksheet, layout: SheetLayout, replaced: Replaced): Excel.Range[] {
  if (replaced === 'all') return [sheet.getRange()]
  if (replaced !== 'own') return [sheet.getRange(replaced.within)]
  const own = Array.from(layout.rows, ({ cells }) =>
    layout.columns.map((_, i) => cells[i] !== null && cells[i]?.kind !== 'kept'),
  )
  return (areasByValue(own).get(true) ?? []).map((area) => sheet.getRange(areaAddress(area)))
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
  sheet.getRange(areaAddress(whole, top)).formulas = values
  paint(sheet, { top, rows, columns, styles: layout.styles, cleared: true })
  for (const { value, left, right } of runsOf(rows.map(({ height }) => height))) {
    if (value !== undefined) {
      sheet.getRange(`${top + left + 1}:${top + right + 1}`).format.rowHeight = value
    }
  }
  rows.forEach(({ merges }, row) => {
    for (const { column, columns: across, rows: down } of merges ?? []) {
      const area = { top: row, left: column - 1, bottom: row + down - 1, right: column + across - 2 }
      sheet.getRange(areaAddress(area, top)).merge()
    }
  })
}

function unlock(sheet: Excel.Worksheet, { protection }: Pick<SheetLayout, 'protection'>): void {
  const { freeRows, freeColumns } = protection ?? {}
  if (freeRows) sheet.getRange(`${freeRows.first}:${freeRows.last}`).format.protection.locked = false
  for (const column of freeColumns ?? []) {
    const letter = columnLetter(column)
    sheet.getRange(`${letter}:${letter}`).format.protection.locked = false
  }
}

function sizeColumns(sheet: Excel.Worksheet, { columns }: SheetLayout): void {
  const entire = (left: number, right: number) =>
    sheet.getRange(`${columnLetter(left + 1)}:${columnLetter(right + 1)}`)
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
  else sheet.freezePanes.freezeAt(sheet.getRange(rangeAddress([1, 1], [freeze.columns, freeze.rows])))
}

async function printSetUp(
  sheetId: string,
  { print, tabColor, showGridlines }: SheetLayout,
): Promise<boolean> {
  try {
    await runExcel(async (context) => {
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

/**
 * Draws rows again in a sheet of this layout, which must be where the layout has them: one round trip per 300
 * rows. With rows that are painted the layout's validations return too.
 */
export async function replaceRows(
  sheetName: string,
  layout: Pick<SheetLayout, 'columns' | 'styles' | 'protection' | 'validations'>,
  rows: readonly RowReplacement[],
): Promise<void> {
  if (rows.length === 0) return
  const columns = layout.columns.length
  await runUnprotected(sheetName, async (context, unprotect) => {
    const sheet = context.workbook.worksheets.getItem(sheetName)
    if (layout.protection) unprotect(sheet)
    for (const [i, { at, row, repaint }] of rows.entries()) {
      if (i > 0 && i % REPLACED_PER_REQUEST === 0) await context.sync()
      const top = at - 1
      sheet.getRange(areaAddress({ top, left: 0, bottom: top, right: columns - 1 })).formulas = [
        Array.from({ length: columns }, (_, column) => formulaOf(row.cells[column])),
      ]
      if (!repaint) continue
      paint(sheet, { top, rows: [row], columns, styles: layout.styles, cleared: false })
      if (row.height !== undefined) sheet.getRange(`${at}:${at}`).format.rowHeight = row.height
    }
    if (rows.some(({ repaint }) => repaint)) {
      addValidations(sheet, layout.validations ?? [])
      unlock(sheet, layout)
    }
    if (layout.protection) protect(sheet, layout.protection)
  })
}
