import { type ICellData, ObjectMatrix } from '@univerjs/core'
import type { FWorksheet } from '@univerjs/sheets/facade'
import { EXCEL_COLUMNS, EXCEL_ROWS } from './addresses'
import { isUnlocked, lockMark } from './locked-cells'
import { writePassingStyles } from './writes'

/**
 * Makes the sheet larger when the area reaches beyond its end. Whole rows and columns end at the sheet's end, so they
 * don't make it larger; what Excel would say of a whole row or column holds for its new cells too.
 */
export function growTo(sheet: FWorksheet, lastRow: number, lastColumn: number): void {
  const [rows, columns] = [sheet.getMaxRows(), sheet.getMaxColumns()]
  const taller = lastRow >= rows && lastRow < EXCEL_ROWS - 1
  const wider = lastColumn >= columns && lastColumn < EXCEL_COLUMNS - 1
  if (taller) sheet.setRowCount(lastRow + 51)
  if (wider) sheet.setColumnCount(lastColumn + 6)
  if (taller || wider) unlockNewCells(sheet, rows, columns)
}

/** Rows and columns of which every cell was unlocked stay so. */
function unlockNewCells(sheet: FWorksheet, oldRows: number, oldColumns: number): void {
  const cells = sheet.getSheet().getCellMatrix()
  const [rows, columns] = [sheet.getMaxRows(), sheet.getMaxColumns()]
  const marks = new ObjectMatrix<ICellData>()
  const all = (count: number, isSo: (at: number) => boolean) => {
    for (let at = 0; at < count; at++) if (!isSo(at)) return false
    return true
  }
  for (let row = 0; row < oldRows && columns > oldColumns; row++) {
    if (!all(oldColumns, (column) => isUnlocked(cells.getValue(row, column)))) continue
    for (let column = oldColumns; column < columns; column++)
      marks.setValue(row, column, { custom: lockMark(false) })
  }
  for (let column = 0; column < oldColumns && rows > oldRows; column++) {
    if (!all(oldRows, (row) => isUnlocked(cells.getValue(row, column)))) continue
    for (let row = oldRows; row < rows; row++) marks.setValue(row, column, { custom: lockMark(false) })
  }
  if (marks.getSizeOf() > 0) writePassingStyles(sheet, marks.getMatrix())
}
