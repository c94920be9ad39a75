import { type Arrangement, arrange } from '../../shared/sheets/arranged'
import { findKeyColumn, type PlainGrid } from '../../shared/sheets/identity'
import type { Cell, SheetLayout } from '../../shared/sheets/layout'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import { findTable } from '../../shared/sheets/media-mix/table'
import type { Desk } from '../desk/desk'
import type { Planned } from '../excel/render-sheet'
import { planOf } from './plan'

/** The MediaMix of the open campaign as it is drawn first. */
export function layoutOf(desk: Desk): SheetLayout {
  const layout = mediaMixSheet(planOf(desk), { audience: 'planner', language: desk.language })
  // Made once: they are gone through several times.
  return { ...layout, rows: [...layout.rows] }
}

/** The layout in the places of an arrangement. */
export function placed(layout: SheetLayout, arrangement: Arrangement | undefined): SheetLayout {
  if (!arrangement || isPlain(arrangement)) return layout
  const arranged = arrange(layout, arrangement)
  return { ...arranged, rows: [...arranged.rows] }
}

/** Whether everything is where it is drawn first. */
export function isPlain({ rows, columns }: Arrangement): boolean {
  return rows.every((row, i) => row === i + 1) && columns.every((column, i) => column === i + 1)
}

/** The layout without any look: compared with it, every row looks other. */
export function unstyled(layout: SheetLayout): SheetLayout {
  const plain = (cell: Cell | null): Cell | null => {
    if (!cell) return null
    const { style: _, ...contents } = cell
    return contents
  }
  return { ...layout, rows: Array.from(layout.rows, (row) => ({ ...row, cells: row.cells.map(plain) })) }
}

/** A MediaMix in which cells are found: the keys and the labels of the totals tell which row is which. */
export function plannedIn(grid: PlainGrid): Planned {
  const columns = [findKeyColumn(grid)?.column, findTable(grid)?.columns.get('kind')]
  return { grid, columns: columns.filter((column) => column !== undefined) }
}
