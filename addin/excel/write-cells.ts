import { findKeyColumn, type PlainGrid, parseRowKey } from '../../shared/sheets/identity'
import type { ProtectionWish } from '../../shared/sheets/layout'
import type { CellWrite } from './cell-writes'
import { NOTHING } from './excel-run'
import { changeSheet, type Planned } from './render-sheet'

/**
 * Writes values only, in one round trip; formats stay.
 *
 * @param planned the sheet in which the cells were found
 * @returns false: a person has moved rows or columns since, and nothing was written
 */
export async function writeCells(
  sheetName: string,
  cells: readonly CellWrite[],
  protection: ProtectionWish | undefined,
  planned?: Planned,
): Promise<boolean> {
  if (cells.length === 0) return true
  const layout = { columns: [], styles: {}, ...(protection ? { protection } : {}) }
  return (await changeSheet(sheetName, layout, { rows: [], cells }, NOTHING, planned)) !== null
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
