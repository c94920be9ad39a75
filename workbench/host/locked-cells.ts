import type { ICellData, Nullable } from '@univerjs/core'
import type { Area } from './addresses'
import type { Cells } from './writes'

/**
 * Excel's cells are locked unless they say otherwise. The grid has no such thing, so an unlocked cell carries a mark
 * in its custom data, which travels with it when rows are inserted, deleted or moved.
 */
const MARK = 'unlocked'

export function isUnlocked(cell: Nullable<ICellData>): boolean {
  return cell?.custom?.[MARK] === true
}

export function lockedCells(area: Area, locked: boolean): Cells {
  const cells: Cells = {}
  for (let row = area.top; row <= area.bottom; row++) {
    const line: Record<number, ICellData> = {}
    // The grid takes null for "no custom data any more"; its types don't.
    const custom = (locked ? null : { [MARK]: true }) as ICellData['custom']
    for (let column = area.left; column <= area.right; column++) line[column] = { custom }
    cells[row] = line
  }
  return cells
}
