import type { IWorkbookData } from '@univerjs/core'
import { sheetData } from '../host/new-sheet'

export function emptyWorkbook(sheetName = 'Sheet1'): Partial<IWorkbookData> {
  return {
    name: 'Workbook.xlsx',
    sheetOrder: ['sheet-1'],
    sheets: { 'sheet-1': { id: 'sheet-1', name: sheetName, ...sheetData() } },
  }
}
