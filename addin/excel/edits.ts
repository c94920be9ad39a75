/// <reference types="office-js" />
import { runExcel } from './excel-run'
import { removeHandlers, type Unlisten } from './handlers'

/**
 * Calls `edited` when a person changes cells of a sheet in this Excel. The add-in's own writes and
 * co-authors' edits don't count.
 */
export async function listenToEdits(sheetId: string, edited: () => void): Promise<Unlisten> {
  let listening = true
  const handler = await runExcel(async (context) => {
    const added = context.workbook.worksheets.onChanged.add(async (event) => {
      const ours = event.worksheetId === sheetId && event.source === 'Local'
      if (listening && ours && event.triggerSource !== 'ThisLocalAddin') edited()
    })
    await context.sync()
    return added
  })
  return () => {
    listening = false
    return removeHandlers([handler])
  }
}
