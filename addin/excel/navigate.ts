/// <reference types="office-js" />
import { cellAddress } from '../../shared/sheets/address'
import { runExcel } from './excel-run'

export async function showSheet(nameOrId: string): Promise<void> {
  await runExcel(async (context) => {
    context.workbook.worksheets.getItem(nameOrId).activate()
    await context.sync()
  })
}

/** Brings a cell into view and selects it; row and column are 1-based. */
export async function selectCell(nameOrId: string, row: number, column: number): Promise<void> {
  await runExcel(async (context) => {
    const sheet = context.workbook.worksheets.getItem(nameOrId)
    sheet.activate()
    sheet.getRange(cellAddress(column, row)).select()
    await context.sync()
  })
}
