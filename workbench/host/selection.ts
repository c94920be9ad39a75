import type { RangeTarget } from './addresses'
import type { Host } from './host'

/** The selection in the active sheet; A1 before anything was selected. */
export function selectedRange(host: Host): RangeTarget {
  const sheet = host.workbook.getActiveSheet()
  const range = sheet.getActiveRange()?.getRange()
  const sheetId = sheet.getSheetId()
  if (!range) return { sheetId, top: 0, left: 0, bottom: 0, right: 0 }
  return {
    sheetId,
    top: range.startRow || 0,
    left: range.startColumn || 0,
    bottom: Number.isNaN(range.endRow) ? sheet.getMaxRows() - 1 : range.endRow,
    right: Number.isNaN(range.endColumn) ? sheet.getMaxColumns() - 1 : range.endColumn,
  }
}
