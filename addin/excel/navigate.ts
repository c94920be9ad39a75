/// <reference types="office-js" />
import { cellAddress } from '../../shared/sheets/address'
import { cellsAt } from './cells-at'
import { type Ask, askExcel, runExcel } from './excel-run'

export function showSheet(nameOrId: string): Promise<void> {
  return askExcel(tellToShow(nameOrId))
}

/** See {@link showSheet}. */
export function tellToShow(nameOrId: string): Ask<void> {
  return (context) => {
    context.workbook.worksheets.getItem(nameOrId).activate()
    return () => undefined
  }
}

/** Brings a cell into view and selects it; row and column are 1-based. */
export async function selectCell(nameOrId: string, row: number, column: number): Promise<void> {
  await runExcel(async (context) => {
    const sheet = context.workbook.worksheets.getItem(nameOrId)
    sheet.activate()
    cellsAt(sheet, cellAddress(column, row)).select()
    await context.sync()
  })
}
