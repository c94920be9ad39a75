/// <reference types="office-js" />
import { columnLetter } from '../../shared/sheets/address'
import type { ProtectionWish } from '../../shared/sheets/layout'
import type { SheetStep } from '../../shared/sheets/media-mix/sheet-steps'
import { areaAddress } from './areas'
import { formulaOf } from './cell-values'
import { cellsAt } from './cells-at'
import type { Ask } from './excel-run'
import { protect, runUnprotected } from './protect'

/**
 * Inserts, deletes and moves whole rows and columns, so that what a person wrote beside a row moves with it.
 *
 * @param sheetId id or name of a protected sheet
 * @param protection undefined: the sheet is drawn next, and protected then
 * @param first is asked in the same round trip, before the first step
 */
export async function takeSteps<T>(
  sheetId: string,
  steps: readonly SheetStep[],
  protection: ProtectionWish | undefined,
  first: Ask<T>,
): Promise<T> {
  return runUnprotected(sheetId, async (context, unprotect) => {
    const before = first(context)
    const sheet = context.workbook.worksheets.getItem(sheetId)
    unprotect(sheet)
    for (const step of steps) takeStep(sheet, step)
    if (protection) protect(sheet, protection)
    return () => before
  })
}

function takeStep(sheet: Excel.Worksheet, step: SheetStep): void {
  const rowAt = (row: number) => cellsAt(sheet, `${row}:${row}`)
  const columnAt = (column: number) => cellsAt(sheet, `${columnLetter(column)}:${columnLetter(column)}`)
  switch (step.kind) {
    case 'insert':
      rowAt(step.at).insert('Down')
      return
    case 'delete':
      rowAt(step.at).delete('Up')
      return
    case 'move': {
      const { from, to } = step
      const old = from < to ? from : from + 1
      rowAt(to).insert('Down')
      rowAt(to).copyFrom(`${old}:${old}`)
      rowAt(old).delete('Up')
      return
    }
    case 'write': {
      const [row, left] = [step.row - 1, step.column - 1]
      const area = { top: row, left, bottom: row, right: left + step.cells.length - 1 }
      if (step.cells.length > 0) cellsAt(sheet, areaAddress(area)).formulas = [step.cells.map(formulaOf)]
      return
    }
    case 'insert-column':
      columnAt(step.at).insert('Right')
      return
    case 'delete-column':
      columnAt(step.at).delete('Left')
  }
}
