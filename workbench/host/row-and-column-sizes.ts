import { BooleanNumber } from '@univerjs/core'
import {
  SetWorksheetColWidthMutation,
  SetWorksheetRowHeightMutation,
  SetWorksheetRowIsAutoHeightMutation,
} from '@univerjs/sheets'
import type { Area, RangeTarget } from './addresses'
import type { Host } from './host'
import { growTo } from './sheet-size'
import { POINTS_TO_PIXELS } from './sheet-state'
import { runMutation } from './writes'

/** Whole rows and columns end at the sheet's end; a smaller range makes the sheet larger where needed. */
function area(host: Host, target: RangeTarget): Area | null {
  const sheet = host.sheet(target.sheetId)
  const rows = target.bottom < 20_000 ? target.bottom : 0
  const columns = target.right < 500 ? target.right : 0
  growTo(sheet, rows, columns)
  return host.room(target)
}

function gridRange({ top, left, bottom, right }: Area) {
  return { startRow: top, startColumn: left, endRow: bottom, endColumn: right }
}

/** The value that all have, or null when they differ. */
function common<T>(first: number, last: number, read: (index: number) => T): T | null {
  const value = read(first)
  for (let index = first + 1; index <= last; index++) if (read(index) !== value) return null
  return value
}

export function rowsHidden(host: Host, target: RangeTarget): boolean | null {
  const room = host.room(target)
  const rows = host.sheet(target.sheetId).getSheet()
  return room ? common(room.top, room.bottom, (row) => !rows.getRowRawVisible(row)) : false
}

export function columnsHidden(host: Host, target: RangeTarget): boolean | null {
  const room = host.room(target)
  const columns = host.sheet(target.sheetId).getSheet()
  return room ? common(room.left, room.right, (column) => !columns.getColVisible(column)) : false
}

export function setRowsHidden(host: Host, target: RangeTarget, hidden: boolean): void {
  host.mustAllow(target.sheetId, 'allowFormatRows')
  const room = area(host, target)
  if (!room) return
  const ranges = [{ ...gridRange(room), rangeType: 1 }]
  const sheet = host.sheet(target.sheetId)
  runMutation(sheet, `sheet.mutation.set-row-${hidden ? 'hidden' : 'visible'}`, { ranges })
}

export function setColumnsHidden(host: Host, target: RangeTarget, hidden: boolean): void {
  host.mustAllow(target.sheetId, 'allowFormatColumns')
  const room = area(host, target)
  if (!room) return
  const ranges = [{ ...gridRange(room), rangeType: 2 }]
  const sheet = host.sheet(target.sheetId)
  runMutation(sheet, `sheet.mutation.set-col-${hidden ? 'hidden' : 'visible'}`, { ranges })
}

/** Rounded, so that 28 points are read back as 28. */
function points(pixels: number): number {
  return Number((pixels / POINTS_TO_PIXELS).toFixed(6))
}

/** In points; a row beyond the sheet's present size has a new row's height. */
export function rowHeight(host: Host, target: RangeTarget): number | null {
  const { top, bottom } = host.room(target) ?? { top: target.top, bottom: target.top }
  const rows = host.sheet(target.sheetId).getSheet().getRowManager()
  return common(top, bottom, (row) => points(rows.getRowHeight(row)))
}

export function setRowHeight(host: Host, target: RangeTarget, points: number): void {
  host.mustAllow(target.sheetId, 'allowFormatRows')
  const room = area(host, target)
  if (!room) return
  const ranges = [gridRange(room)]
  const sheet = host.sheet(target.sheetId)
  runMutation(sheet, SetWorksheetRowHeightMutation.id, { ranges, rowHeight: points * POINTS_TO_PIXELS })
  runMutation(sheet, SetWorksheetRowIsAutoHeightMutation.id, { ranges, autoHeightInfo: BooleanNumber.FALSE })
}

/** In points; a column beyond the sheet's present size has a new column's width. */
export function columnWidth(host: Host, target: RangeTarget): number | null {
  const { left, right } = host.room(target) ?? { left: target.left, right: target.left }
  const columns = host.sheet(target.sheetId).getSheet().getColumnManager()
  return common(left, right, (column) => points(columns.getColumnWidth(column)))
}

export function setColumnWidth(host: Host, target: RangeTarget, points: number): void {
  host.mustAllow(target.sheetId, 'allowFormatColumns')
  const room = area(host, target)
  if (!room) return
  runMutation(host.sheet(target.sheetId), SetWorksheetColWidthMutation.id, {
    ranges: [gridRange(room)],
    colWidth: points * POINTS_TO_PIXELS,
  })
}

/** The grid measures the rows when it draws them. */
export function autofitRows(host: Host, target: RangeTarget): void {
  host.mustAllow(target.sheetId, 'allowFormatRows')
  const room = area(host, target)
  if (!room) return
  runMutation(host.sheet(target.sheetId), SetWorksheetRowIsAutoHeightMutation.id, {
    ranges: [gridRange(room)],
    autoHeightInfo: BooleanNumber.TRUE,
  })
}

/** By the longest text; a full-width character counts as two. */
export function autofitColumns(host: Host, target: RangeTarget): void {
  host.mustAllow(target.sheetId, 'allowFormatColumns')
  const room = area(host, target)
  if (!room) return
  const sheet = host.sheet(target.sheetId)
  for (let column = room.left; column <= room.right; column++) {
    let longest = 0
    for (let row = room.top; row <= room.bottom; row++) {
      const cell = sheet.getSheet().getCellMatrix().getValue(row, column)
      if (!cell || cell.v === undefined || cell.v === null || cell.v === '') continue
      const text = sheet.getRange(row, column).getDisplayValue()
      const width = [...text].reduce((sum, character) => sum + (character.charCodeAt(0) > 0x2e7f ? 2 : 1), 0)
      longest = Math.max(longest, width)
    }
    if (longest === 0) continue
    runMutation(sheet, SetWorksheetColWidthMutation.id, {
      ranges: [{ startRow: 0, endRow: 0, startColumn: column, endColumn: column }],
      colWidth: longest * 7.5 + 12,
    })
  }
}
