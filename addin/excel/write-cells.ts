/// <reference types="office-js" />
import { cellAddress } from '../../shared/sheets/address'
import { findKeyColumn, type PlainGrid, parseRowKey } from '../../shared/sheets/identity'
import type { Cell, ProtectionWish } from '../../shared/sheets/layout'
import { formulaOf } from './cell-values'
import { protect, runUnprotected } from './protect'

/** A cell to write; row and column are 1-based. */
export interface CellWrite {
  row: number
  column: number
  cell: Cell
}

/** Writes values only, in one round trip; formats stay. */
export async function writeCells(
  sheetName: string,
  writes: readonly CellWrite[],
  protection: ProtectionWish | undefined,
): Promise<void> {
  if (writes.length === 0) return
  await runUnprotected(sheetName, async (context, unprotect) => {
    const sheet = context.workbook.worksheets.getItem(sheetName)
    if (protection) unprotect(sheet)
    for (const { row, column, cell } of writes) {
      sheet.getRange(cellAddress(column, row)).formulas = [[formulaOf(cell)]]
    }
    if (protection) protect(sheet, protection)
  })
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
