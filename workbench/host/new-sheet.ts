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
export function addSheet(host: Host, name?: string, data = sheetData()): FWorksheet {
  if (name !== undefined && (name.length > 31 || /[*?:\\/[\]]/.test(name) || name === '')) {
    throw invalidArgument(`worksheet name ${name}`)
  }
  const showing = host.workbook.getActiveSheet()
  const { rowCount = NEW_SHEET_ROWS, columnCount = NEW_SHEET_COLUMNS } = data
  const sheet = host.workbook.create(name ?? nextName(host), rowCount, columnCount, { sheet: data })
  host.workbook.setActiveSheet(showing)
  return sheet
}

/** The name, or where it is taken, with the first free number behind it. */
export function freeName(host: Host, name: string): string {
  const taken = new Set(host.workbook.getSheets().map((sheet) => sheet.getSheetName()))
  let [free, number] = [name, 1]
  while (taken.has(free)) free = `${name} (${++number})`
  return free
}

function nextName(host: Host): string {
  const taken = new Set(host.workbook.getSheets().map((sheet) => sheet.getSheetName()))
  let number = 1
  while (taken.has(`Sheet${number}`)) number += 1
  return `Sheet${number}`
}

/**
 * Moves a sheet to where an add-in wants it.
 *
 * @param position `Excel.WorksheetPositionType`; anything else leaves the sheet where it is
 * @param beside the sheet before or after which it goes; without it, it goes to the beginning or the end
 */
export function placeSheet(
  host: Host,
  sheet: FWorksheet,
  position: unknown,
  beside: FWorksheet | null,
): void {
  if (!['Before', 'After', 'Beginning', 'End'].includes(String(position))) return
  const others = host.workbook.getSheets().filter((each) => each.getSheetId() !== sheet.getSheetId())
  const at = beside ? others.findIndex((each) => each.getSheetId() === beside.getSheetId()) : -1
  const first = position === 'Before' || position === 'Beginning'
  const index = at >= 0 ? at + (first ? 0 : 1) : first ? 0 : others.length
  host.workbook.moveSheet(sheet, index)
}
