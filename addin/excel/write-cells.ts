import { findKeyColumn, type PlainGrid, parseRowKey } from '../../shared/sheets/identity'
import type { ProtectionWish } from '../../shared/sheets/layout'
import type { CellWrite } from './cell-writes'
import { NOTHING } from './excel-run'
import { changeSheet } from './render-sheet'

/** Writes values only, in one round trip; formats stay. */
export async function writeCells(
  sheetName: string,
  cells: readonly CellWrite[],
  protection: ProtectionWish | undefined,
): Promise<void> {
  if (cells.length === 0) return
  const layout = { columns: [], styles: {}, ...(protection ? { protection } : {}) }
  await changeSheet(sheetName, layout, { rows: [], cells }, NOTHING)
}

/** 1-based row of each row key; for a duplicate key, its first row. */
export function rowsByKey(grid: PlainGrid): Map<string, number> {
  const rows = new Map<string, number>()
  const place = findKeyColumn(grid)
  if (!place) return rows
  for (let row = place.row + 1; row < grid.length; row++) {
    const key = parseRowKey(grid[row]![place.column])
    if (key !== undefined && !rows.has(key)) rows.set(key, row + 1)
  }
  return rows
}
