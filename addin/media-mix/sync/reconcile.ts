import { findKeyColumn, type PlainGrid, parseRowKey } from '../../../shared/sheets/identity'
import type { Cell, SheetLayout } from '../../../shared/sheets/layout'
import type { CellWrite } from '../../excel/write-cells'

export interface Reconciliation {
  /** Cells whose values must change. */
  writes: CellWrite[]
  /** 1-based rows that look different now (bought ones are locked, for example). */
  repaint: number[]
  /** Rows were added, removed or moved: the whole sheet must be drawn again. */
  structural: boolean
}

/**
 * The writes that bring a sheet to a layout, with as few cells as possible, so that the planner's cursor,
 * scroll position and undo history stay.
 *
 * @param before the layout that was drawn last; null: not known
 * @param keep true for a cell that the planner has changed and that must stay
 */
export function reconcile(
  layout: SheetLayout,
  before: SheetLayout | null,
  grid: PlainGrid,
  keep: (row: number, column: number) => boolean,
): Reconciliation {
  const rows = [...layout.rows]
  const shown = rows.map(({ cells }) => cells.map(shownValue))
  if (!sameKeys(shown, grid)) return { writes: [], repaint: [], structural: true }
  const old = before ? [...before.rows] : null
  const result: Reconciliation = { writes: [], repaint: [], structural: false }
  rows.forEach(({ cells }, index) => {
    const row = index + 1
    if (old?.[index]?.cells.some((cell, i) => cell?.style !== cells[i]?.style)) {
      result.repaint.push(row)
      return
    }
    cells.forEach((cell, i) => {
      if (!cell || cell.kind === 'formula') return
      const current = grid[index]?.[i] ?? ''
      if (current !== shown[index]![i] && !keep(row, i + 1)) result.writes.push({ row, column: i + 1, cell })
    })
  })
  return result
}

/** Excel calculates the values of formulas, so they aren't compared. */
function shownValue(cell: Cell | null): string | number {
  if (cell?.kind === 'text') return cell.text
  return cell?.kind === 'number' ? cell.value : ''
}

function sameKeys(shown: PlainGrid, grid: PlainGrid): boolean {
  const wanted = keysIn(shown)
  const present = keysIn(grid)
  return wanted.length === present.length && wanted.every((key, i) => key === present[i])
}

/** `row:key`, so that a moved row is detected. */
function keysIn(grid: PlainGrid): string[] {
  const place = findKeyColumn(grid)
  if (!place) return []
  return grid.flatMap((row, index) => {
    const key = index > place.row ? parseRowKey(row[place.column]) : undefined
    return key === undefined ? [] : [`${index}:${key}`]
  })
}
