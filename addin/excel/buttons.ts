/// <reference types="office-js" />

import { LANGUAGES } from '../../shared/language'
import { cellAddress } from '../../shared/sheets/address'
import { findKeyColumn, parseRowKey } from '../../shared/sheets/identity'
import { columnOfField } from '../../shared/sheets/media-mix/columns'
import { MEDIA_MIX_LABELS } from '../../shared/sheets/media-mix/labels'
import { ClickDispatcher, cellOfAddress } from './click-dispatcher'
import { runExcel } from './excel-run'

export interface SheetListeners {
  /** The buy cell of a row was pressed. */
  buyPressed(unitId: string): void
  /** The selection moved to a row of the table, or out of the table (null). */
  rowSelected(unitId: string | null): void
  /** A person changed cells. */
  edited(): void
}

/** Removes the listeners. */
export type Unlisten = () => Promise<void>

/**
 * Listens to a MediaMix sheet. A button there is a cell: click and selection events both count as a press,
 * and one dispatcher removes duplicates. After a press the selection moves on, so that the same cell can be
 * pressed again.
 */
export async function listenToSheet(sheetId: string, listeners: SheetListeners): Promise<Unlisten> {
  const dispatcher = new ClickDispatcher()
  const handle = async (address: string, clicked: boolean) => {
    const cell = cellOfAddress(address)
    const place = cell ? await rowAt(sheetId, cell) : null
    if (!clicked) listeners.rowSelected(place?.unitId ?? null)
    if (!cell || !place?.button) return
    if (!dispatcher.press({ sheetId, ...cell })) return
    await moveOff(sheetId, cell)
    listeners.buyPressed(place.unitId)
  }
  const results = await runExcel(async (context) => {
    // Events of the collection contain the sheet's id, and still arrive after a sheet was deleted and written
    // again.
    const { worksheets } = context.workbook
    const handlers = [
      worksheets.onSingleClicked.add(async (event) => {
        if (event.worksheetId === sheetId) await handle(event.address, true)
      }),
      worksheets.onSelectionChanged.add(async (event) => {
        if (event.worksheetId === sheetId) await handle(event.address, false)
      }),
      worksheets.onChanged.add(async (event) => {
        // Edits of co-authors arrive through the service; the add-in's own writes aren't edits.
        const ours = event.worksheetId === sheetId && event.source === 'Local'
        if (ours && event.triggerSource !== 'ThisLocalAddin') listeners.edited()
      }),
    ]
    await context.sync()
    return handlers
  })
  return async () => {
    for (const result of results) {
      await Excel.run(result.context, async (context) => {
        ;(result as OfficeExtension.EventHandlerResult<unknown>).remove()
        await context.sync()
      })
    }
  }
}

/**
 * Finds the unit id of a cell's row, and whether the cell is a buy button. It uses headings and row keys, so
 * moved columns and rows don't matter.
 */
async function rowAt(
  sheetId: string,
  cell: { row: number; column: number },
): Promise<{ unitId: string; button: boolean } | null> {
  return runExcel(async (context) => {
    const used = context.workbook.worksheets.getItem(sheetId).getUsedRangeOrNullObject(true)
    used.load({ values: true, rowIndex: true, columnIndex: true })
    await context.sync()
    if (used.isNullObject) return null
    const { values, rowIndex, columnIndex } = used
    const key = findKeyColumn(values)
    if (!key) return null
    const row = cell.row - 1 - rowIndex
    const unitId = row > key.row ? parseRowKey(values[row]?.[key.column]) : undefined
    if (unitId === undefined) return null
    const heading = values[key.row]?.[cell.column - 1 - columnIndex]
    const value = values[row]?.[cell.column - 1 - columnIndex]
    const button =
      value !== '' &&
      LANGUAGES.some(
        (language) =>
          heading === columnOfField('buy').heading[language] && value === MEDIA_MIX_LABELS[language].buy,
      )
    return { unitId, button }
  })
}

async function moveOff(sheetId: string, { row, column }: { row: number; column: number }): Promise<void> {
  await runExcel(async (context) => {
    context.workbook.worksheets
      .getItem(sheetId)
      .getRange(cellAddress(column + 1, row))
      .select()
    await context.sync()
  })
}

/** The unit ids of the rows that are selected, for ribbon and context menu. */
export function selectedUnitIds(): Promise<string[]> {
  return runExcel(async (context) => {
    const selected = context.workbook.getSelectedRange()
    const used = selected.worksheet.getUsedRangeOrNullObject(true)
    selected.load({ rowIndex: true, rowCount: true })
    used.load({ values: true, rowIndex: true })
    await context.sync()
    if (used.isNullObject) return []
    const key = findKeyColumn(used.values)
    if (!key) return []
    const first = Math.max(key.row + 1, selected.rowIndex - used.rowIndex)
    const end = selected.rowIndex - used.rowIndex + selected.rowCount
    return used.values.slice(first, Math.max(first, end)).flatMap((row) => parseRowKey(row[key.column]) ?? [])
  })
}
