/// <reference types="office-js" />
import { runExcel } from './excel-run'

/** The rows that are selected in a sheet, 1-based and inclusive; null while another sheet is active. */
export function selectedRows(sheetId: string): Promise<{ first: number; last: number } | null> {
  return runExcel(async (context) => {
    const selected = context.workbook.getSelectedRange().untrack()
    selected.load({ rowIndex: true, rowCount: true })
    selected.worksheet.load({ id: true })
    await context.sync()
    if (selected.worksheet.id !== sheetId) return null
    return { first: selected.rowIndex + 1, last: selected.rowIndex + selected.rowCount }
  })
}
