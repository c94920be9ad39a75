/// <reference types="office-js" />
import { cellAddress } from '../../shared/sheets/address'
import { cellsAt } from './cells-at'
import { runExcel } from './excel-run'

/**
 * Hides rows of a sheet, and shows others. The protection of a MediaMix allows it.
 *
 * @param hidden whether each row is hidden, by its 1-based number
 */
export async function hideRows(sheetId: string, hidden: ReadonlyMap<number, boolean>): Promise<void> {
  if (hidden.size === 0) return
  await runExcel(async (context) => {
    const sheet = context.workbook.worksheets.getItem(sheetId)
    for (const [row, isHidden] of hidden) {
      const cells = cellsAt(sheet, cellAddress(1, row))
      cells.rowHidden = isHidden
    }
    await context.sync()
  })
}
