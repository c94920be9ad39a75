/// <reference types="office-js" />
import { columnLetter } from '../../shared/sheets/address'
import { cellsAt } from './cells-at'
import { NOTHING, runQuietly } from './excel-run'

/** Inserts columns into a sheet that isn't protected; what is at `at` (1-based) and beyond moves to the right. */
export async function insertColumns(sheetId: string, at: number, count: number): Promise<void> {
  await runQuietly(async (context) => {
    const sheet = context.workbook.worksheets.getItem(sheetId)
    cellsAt(sheet, `${columnLetter(at)}:${columnLetter(at + count - 1)}`).insert('Right')
    return NOTHING
  })
}
