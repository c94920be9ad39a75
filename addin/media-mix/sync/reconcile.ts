import { findKeyColumn, type PlainGrid, type PlainValue, parseRowKey } from '../../../shared/sheets/identity'
import type { Cell, SheetLayout } from '../../../shared/sheets/layout'
import { type Area, areasByValue } from '../../excel/areas'
import type { CellWrite } from '../../excel/cell-writes'
import type { SheetGrid } from '../../excel/read-sheet'
import type { RowReplacement } from '../../excel/render-sheet'

export interface Reconciliation {
  /** Cells whose values must change. */
  writes: CellWrite[]
  /**
   * Rows that must look different now (bought ones are locked, for example), and rows that were damaged: a cut,
   * a drag or a paste from elsewhere changes formulas that refer to its cells, and locks and formats.
   */
  repaint: RowReplacement[]
  /** Rows were added, removed or moved: the whole sheet must be drawn again. */
  structural: boolean
}

/**
 * The writes that bring a sheet to a layout, with as few cells as possible, so that the planner's cursor,
 * scroll position and undo history stay.
 *
 * @param before the layout that was drawn last; null: not known
 * @param sheet its locked areas are those of `unlockedAreas`
 * @param keep true for a cell that the planner has changed and that must stay
 * @param rearranged rows or columns were inserted since the sheet was read last: blank rows are painted again, because
 * they look like the row that they were inserted after
 */
export function reconcile(
  layout: SheetLayout,
  before: SheetLayout | null,
  sheet: Pick<SheetGrid, 'grid' | 'formulas' | 'locked'>,
  keep: (row: number, column: number) => boolean,
  rearranged = false,
): Reconciliation {
  const rows = [...layout.rows]
  const { grid, formulas, locked } = sheet
  const shown = rows.map(({ cells }) => cells.map(shownValue))
  if (!sameKeys(shown, grid)) return { writes: [], repaint: [], structural: true }
  const old = before ? [...before.rows] : null
  const result: Reconciliation = { writes: [], repaint: [], structural: false }
  rows.forEach((layoutRow, index) => {
    const { cells } = layoutRow
    const at = index + 1
    const present = (i: number): Present => ({
      value: grid[index]?.[i] ?? '',
      formula: formulas[index]?.[i] ?? '',
    })
    const isRight = (cell: Cell | null, i: number) => {
      if (!cell || cell.kind === 'kept') return true
      return cell.kind === 'formula'
        ? hasFormula(present(i), cell.formula)
        : present(i).value === shown[index]![i]
    }
    const isBlank = cells.every((cell) => !cell || cell.kind === 'empty' || cell.kind === 'kept')
    const looksOther =
      old?.[index]?.cells.some((cell, i) => cell?.style !== cells[i]?.style) ||
      (rearranged && isBlank && cells.some((cell) => cell?.style !== undefined)) ||
      locked.some(({ top, bottom }) => top <= index && index <= bottom) ||
      cells.some((cell, i) => cell?.kind === 'formula' && !isRight(cell, i))
    if (looksOther) {
      // What is right already isn't written: a planner may have typed there since the sheet was read.
      const row = cells.map((cell, i) => (cell && (isRight(cell, i) || keep(at, i + 1)) ? kept(cell) : cell))
      result.repaint.push({ at, row: { ...layoutRow, cells: row }, repaint: true })
      return
    }
    cells.forEach((cell, i) => {
      if (cell && cell.kind !== 'formula' && !isRight(cell, i) && !keep(at, i + 1))
        result.writes.push({ row: at, column: i + 1, cell })
    })
  })
  return result
}

/** The areas of a layout whose cells a planner may type into. */
export function unlockedAreas({ rows, styles }: SheetLayout): Area[] {
  const locked = [...rows].map(({ cells }) =>
    cells.map((cell) => (cell?.style === undefined ? undefined : styles[cell.style]?.locked) ?? true),
  )
  return areasByValue(locked).get(false) ?? []
}

/** What a cell of the sheet contains; Excel gives the value of a cell without a formula as its formula too. */
interface Present {
  value: PlainValue
  formula: PlainValue
}

function isFormula({ value, formula }: Present): boolean {
  return typeof formula === 'string' && formula.startsWith('=') && formula !== value
}

/** Excel may write a formula with other spaces and letters, and with signs for implicit intersection. */
function hasFormula(present: Present, wanted: string): boolean {
  const plain = (formula: string) => formula.replace(/[\s@]/g, '').toUpperCase()
  return isFormula(present) && plain(String(present.formula)) === plain(`=${wanted}`)
}

function kept({ style }: Cell): Cell {
  return style === undefined ? { kind: 'kept' } : { kind: 'kept', style }
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

/** With row and column, so that a moved row and an inserted column are detected. */
function keysIn(grid: PlainGrid): string[] {
  const place = findKeyColumn(grid)
  if (!place) return []
  return grid.flatMap((row, index) => {
    const key = index > place.row ? parseRowKey(row[place.column]) : undefined
    return key === undefined ? [] : [`${index}:${place.column}:${key}`]
  })
}
