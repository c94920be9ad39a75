/// <reference types="office-js" />
import { cellAddress, columnLetter } from '../../shared/sheets/address'
import type { ProtectionWish } from '../../shared/sheets/layout'
import type { SheetStep } from '../../shared/sheets/media-mix/arrangement'
import { cellsAt } from './cells-at'
import { NOTHING } from './excel-run'
import { protect, runUnprotected } from './protect'

/**
 * Inserts, deletes and moves whole rows and columns, so that what a person wrote beside a row moves with it.
 *
 * @param sheetId id or name of a protected sheet
 * @param protection left out: the sheet is drawn next, and protected then
 */
export async function takeSteps(
  sheetId: string,
  steps: readonly SheetStep[],
  protection?: ProtectionWish,
): Promise<void> {
  if (steps.length === 0) return
  await runUnprotected(sheetId, async (context, unprotect) => {
    const sheet = context.workbook.worksheets.getItem(sheetId)
    unprotect(sheet)
    for (const step of steps) takeStep(sheet, step)
    if (protection) protect(sheet, protection)
    return NOTHING
  })
}

function takeStep(sheet: Excel.Worksheet, step: SheetStep): void {
  const rowAt = (row: number) => cellsAt(sheet, `${row}:${row}`)
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
    case 'write':
      cellsAt(sheet, cellAddress(step.column, step.row)).values = [[step.text]]
      return
    case 'column': {
      const letter = columnLetter(step.at)
      cellsAt(sheet, `${letter}:${letter}`).insert('Right')
    }
  }
}
