/// <reference types="office-js" />
import type { Ask } from './excel-run'
import { removeHandlers, type Unlisten } from './handlers'

/**
 * Calls `visited` with the id of a sheet that a person shows, or edits without having it shown before. An edit of
 * `sheetId` is no visit.
 */
export function askForVisits(sheetId: string, visited: (sheetId: string) => void): Ask<Unlisten> {
  let listening = true
  let last = sheetId
  const visit = (id: string) => {
    last = id
    if (listening) visited(id)
  }
  return (context) => {
    const { worksheets } = context.workbook
    const added = [
      worksheets.onActivated.add(async ({ worksheetId }) => visit(worksheetId)),
      worksheets.onChanged.add(async ({ worksheetId, source, triggerSource }) => {
        const here = source === 'Local' && triggerSource !== 'ThisLocalAddin'
        if (here && worksheetId !== sheetId && worksheetId !== last) visit(worksheetId)
      }),
    ]
    return () => () => {
      listening = false
      return removeHandlers(added as OfficeExtension.EventHandlerResult<unknown>[])
    }
  }
}
