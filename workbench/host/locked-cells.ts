import { type ICellData, type Nullable, ObjectMatrix } from '@univerjs/core'
import type { FWorksheet } from '@univerjs/sheets/facade'
import type { Area } from './addresses'
import type { Cells } from './writes'

/**
 * In Excel every cell is locked unless it is marked as unlocked. The grid has no locking, so an unlocked cell
 * has a mark in its custom data, which moves with the cell when rows are inserted, deleted or moved.
 */
const MARK = 'unlocked'

export function isUnlocked(cell: Nullable<ICellData>): boolean {
  return cell?.custom?.[MARK] === true
}

export function lockedCells(area: Area, locked: boolean): Cells {
  const cells: Cells = {}
  for (let row = area.top; row <= area.bottom; row++) {
    const line: Record<number, ICellData> = {}
    for (let column = area.left; column <= area.right; column++) line[column] = { custom: lockMark(locked) }
    cells[row] = line
  }
  return cells
}

/** The grid takes null as "remove the custom data"; its types don't allow null. */
export function lockMark(locked: boolean): ICellData['custom'] {
  return (locked ? null : { [MARK]: true }) as ICellData['custom']
}

/**
 * Changes cells that are about to be written so that each keeps the lock of its place: the grid would clear
 * the mark with the contents, and copy it with them.
 *
 * @param removed what is written instead of removing a cell
 */
export function keepLocks(sheet: FWorksheet, cells: Cells, removed: ICellData): void {
  const present = sheet.getSheet().getCellMatrix()
  new ObjectMatrix(cells).forValue((row, column, cell) => {
    const unlocked = isUnlocked(present.getValue(row, column))
    if (cell || unlocked) cells[row]![column] = { ...(cell ?? removed), custom: lockMark(!unlocked) }
  })
}
