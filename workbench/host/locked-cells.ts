import type { ICellData, Nullable } from '@univerjs/core'
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
    // The grid takes null as "remove the custom data"; its types don't allow null.
    const custom = (locked ? null : { [MARK]: true }) as ICellData['custom']
    for (let column = area.left; column <= area.right; column++) line[column] = { custom }
    cells[row] = line
  }
  return cells
}
