/// <reference types="office-js" />
import type { Unlisten } from './buttons'
import { runExcel } from './excel-run'

/**
 * Calls `edited` when a person changes cells of a sheet in this Excel. The add-in's own writes and
 * co-authors' edits don't count.
 */
export async function listenToEdits(sheetId: string, edited: () => void): Promise<Unlisten> {
  const handler = await runExcel(async (context) => {
    const added = context.workbook.worksheets.onChanged.add(async (event) => {
      const ours = event.worksheetId === sheetId && event.source === 'Local'
      if (ours && event.triggerSource !== 'ThisLocalAddin') edited()
    })
    await context.sync()
    return added
  })
  return async () => {
    await Excel.run(handler.context, async (context) => {
      handler.remove()
      await context.sync()
    })
  }
}
