/// <reference types="office-js" />

import { LANGUAGES } from '../../shared/language'
import { cellAddress, cellOfAddress } from '../../shared/sheets/address'
import { findKeyColumn, parseRowKey, ROW_KEYS_NAME } from '../../shared/sheets/identity'
import { columnOfField } from '../../shared/sheets/media-mix/columns'
import { MEDIA_MIX_LABELS } from '../../shared/sheets/media-mix/labels'
import { cellsAt } from './cells-at'
import { ClickDispatcher } from './click-dispatcher'
import { type Ask, askExcel, runExcel } from './excel-run'
import { removeHandlers, type Unlisten } from './handlers'

export interface SheetListeners {
  /** The buy cell of a row was pressed. */
  buyPressed(unitId: string): void
  /** The selection moved to a row of the table, or out of the table (null). */
  rowSelected(unitId: string | null): void
  /** A person changed cells. */
  edited(): void
}

/**
 * Listens to a MediaMix sheet. A button there is a cell: click and selection events both count as a press,
 * and one dispatcher removes duplicates. After a press the selection moves on, so that the same cell can be
 * pressed again.
 */
export function listenToSheet(sheetId: string, listeners: SheetListeners): Promise<Unlisten> {
  return askExcel(askToListen(sheetId, listeners))
}

/** See {@link listenToSheet}. */
export function askToListen(sheetId: string, listeners: SheetListeners): Ask<Unlisten> {
  const dispatcher = new ClickDispatcher()
  let listening = true
  const handle = async (address: string, clicked: boolean) => {
    const cell = cellOfAddress(address)
    const place = cell ? await rowAt(sheetId, cell) : null
    if (!listening) return
    if (!clicked) listeners.rowSelected(place?.unitId ?? null)
    if (!cell || !place?.button) return
    if (!dispatcher.press({ sheetId, ...cell })) return
    await moveOff(sheetId, cell)
    if (listening) listeners.buyPressed(place.unitId)
  }
  return (context) => {
    // Events of the collection contain the sheet's id, and still arrive after a sheet was deleted and written
    // again.
    const { worksheets } = context.workbook
    const added = [
      worksheets.onSingleClicked.add(async (event) => {
        if (listening && event.worksheetId === sheetId) await handle(event.address, true)
      }),
      worksheets.onSelectionChanged.add(async (event) => {
        if (listening && event.worksheetId === sheetId) await handle(event.address, false)
      }),
      worksheets.onChanged.add(async (event) => {
        // Edits of co-authors arrive through the service; the add-in's own writes aren't edits.
        const ours = event.worksheetId === sheetId && event.source === 'Local'
        if (listening && ours && event.triggerSource !== 'ThisLocalAddin') listeners.edited()
      }),
    ]
    return () => () => {
      listening = false
      return removeHandlers(added as OfficeExtension.EventHandlerResult<unknown>[])
    }
  }
}

/**
 * Finds the unit id of a cell's row, and whether the cell is a buy button. It uses headings and row keys, so
 * moved columns and rows don't matter. It reads the column of the keys and that of the cell, in one round trip.
 */
async function rowAt(
  sheetId: string,
  cell: { row: number; column: number },
): Promise<{ unitId: string; button: boolean } | null> {
  return runExcel(async (context) => {
    const sheet = context.workbook.worksheets.getItem(sheetId)
    const named = namedKeys(context)
    const column = cellsAt(sheet, cellAddress(cell.column, cell.row))
      .getEntireColumn()
      .untrack()
      .getUsedRangeOrNullObject(true)
      .untrack()
    column.load({ values: true, rowIndex: true })
    await context.sync()
    const keys = await rowKeys(context, sheet, sheetId, named)
    const unitId = keys?.at(cell.row - 1)
    if (!keys || unitId === undefined) return null
    const valueAt = (row: number) =>
      column.isNullObject ? '' : (column.values[row - column.rowIndex]?.[0] ?? '')
    const [heading, value] = [valueAt(keys.headingRow), valueAt(cell.row - 1)]
    const button =
      value !== '' &&
      LANGUAGES.some(
        (language) =>
          heading === columnOfField('buy').heading[language] && value === MEDIA_MIX_LABELS[language].buy,
      )
    return { unitId, button }
  })
}

interface RowKeys {
  /** 0-based. */
  headingRow: number
  lastRow: number
  /** The key of a 0-based row. */
  at(row: number): string | undefined
}

/** The column of the row keys, by their defined name. */
function namedKeys(context: Excel.RequestContext): Excel.Range {
  const keys = context.workbook.names
    .getItemOrNullObject(ROW_KEYS_NAME)
    .getRangeOrNullObject()
    .untrack()
    .getEntireColumn()
    .untrack()
    .getUsedRangeOrNullObject(true)
    .untrack()
  keys.load({ values: true, rowIndex: true, worksheet: { id: true } })
  return keys
}

/** The row keys of a sheet. Without the defined name, or if another sheet has it, the whole sheet is searched. */
async function rowKeys(
  context: Excel.RequestContext,
  sheet: Excel.Worksheet,
  sheetId: string,
  named: Excel.Range,
): Promise<RowKeys | null> {
  let range = named
  if (named.isNullObject || named.worksheet.id !== sheetId || !findKeyColumn(named.values)) {
    range = sheet.getUsedRangeOrNullObject(true).untrack()
    range.load({ values: true, rowIndex: true })
    await context.sync()
  }
  const place = range.isNullObject ? undefined : findKeyColumn(range.values)
  if (!place) return null
  const { values, rowIndex } = range
  const headingRow = rowIndex + place.row
  return {
    headingRow,
    lastRow: rowIndex + values.length - 1,
    at: (row) => (row > headingRow ? parseRowKey(values[row - rowIndex]?.[place.column]) : undefined),
  }
}

async function moveOff(sheetId: string, { row, column }: { row: number; column: number }): Promise<void> {
  await runExcel(async (context) => {
    cellsAt(context.workbook.worksheets.getItem(sheetId), cellAddress(column + 1, row)).select()
    await context.sync()
  })
}

/** The unit ids of the rows that are selected, for ribbon and context menu. */
export function selectedUnitIds(): Promise<string[]> {
  return runExcel(async (context) => {
    const selected = context.workbook.getSelectedRange().untrack()
    const named = namedKeys(context)
    selected.load({ rowIndex: true, rowCount: true, worksheet: { id: true } })
    await context.sync()
    const { worksheet, rowIndex, rowCount } = selected
    const keys = await rowKeys(context, worksheet, worksheet.id, named)
    if (!keys) return []
    const last = Math.min(rowIndex + rowCount - 1, keys.lastRow)
    const rows = Array.from({ length: Math.max(0, last - rowIndex + 1) }, (_, i) => rowIndex + i)
    return rows.flatMap((row) => keys.at(row) ?? [])
  })
}
