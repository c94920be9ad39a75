import { BooleanNumber, type IWorksheetData } from '@univerjs/core'
import type { FWorksheet } from '@univerjs/sheets/facade'
import { invalidArgument } from './errors'
import type { Host } from './host'
import { NEW_SHEET_COLUMNS, NEW_SHEET_ROWS } from './sheet-state'

/** Excel's own sizes where the display language is Korean, in pixels. */
export const COLUMN_PIXELS = 72
export const ROW_PIXELS = 22
export const DEFAULT_FONT = '맑은 고딕'
export const DEFAULT_FONT_SIZE = 11

export function sheetData(): Partial<IWorksheetData> {
  return {
    rowCount: NEW_SHEET_ROWS,
    columnCount: NEW_SHEET_COLUMNS,
    defaultColumnWidth: COLUMN_PIXELS,
    defaultRowHeight: ROW_PIXELS,
    showGridlines: BooleanNumber.TRUE,
    defaultStyle: { ff: DEFAULT_FONT, fs: DEFAULT_FONT_SIZE },
  }
}

/** Adds the sheet at the end, as Excel does; the active sheet stays active. */
export function addSheet(host: Host, name?: string): FWorksheet {
  if (name !== undefined && (name.length > 31 || /[*?:\\/[\]]/.test(name) || name === '')) {
    throw invalidArgument(`worksheet name ${name}`)
  }
  const showing = host.workbook.getActiveSheet()
  const sheet = host.workbook.create(name ?? freeName(host), NEW_SHEET_ROWS, NEW_SHEET_COLUMNS, {
    sheet: sheetData(),
  })
  host.workbook.setActiveSheet(showing)
  return sheet
}

function freeName(host: Host): string {
  const taken = new Set(host.workbook.getSheets().map((sheet) => sheet.getSheetName()))
  let number = 1
  while (taken.has(`Sheet${number}`)) number += 1
  return `Sheet${number}`
}
