/// <reference types="office-js" />
import type { Unlisten } from './buttons'
import { runExcel } from './excel-run'

/** Hears when a person here changes cells of a sheet; the add-in's own writes and other authors' edits are none. */
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
