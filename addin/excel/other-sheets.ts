/// <reference types="office-js" />
import { runExcel } from './excel-run'
import { removeHandlers, type Unlisten } from './handlers'

/**
 * Calls `visited` with the id of a sheet that a person shows, or edits without having it shown before. An edit of
 * `sheetId` is no visit.
 */
export async function listenToVisits(sheetId: string, visited: (sheetId: string) => void): Promise<Unlisten> {
  let listening = true
  let last = sheetId
  const visit = (id: string) => {
    last = id
    if (listening) visited(id)
  }
  const handlers = await runExcel(async (context) => {
    const { worksheets } = context.workbook
    const added = [
      worksheets.onActivated.add(async ({ worksheetId }) => visit(worksheetId)),
      worksheets.onChanged.add(async ({ worksheetId, source, triggerSource }) => {
        const here = source === 'Local' && triggerSource !== 'ThisLocalAddin'
        if (here && worksheetId !== sheetId && worksheetId !== last) visit(worksheetId)
      }),
    ]
    await context.sync()
    return added as OfficeExtension.EventHandlerResult<unknown>[]
  })
  return () => {
    listening = false
    return removeHandlers(handlers)
  }
}
