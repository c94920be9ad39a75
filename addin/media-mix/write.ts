import { MEDIA_MIX_LABELS } from '../../shared/sheets/media-mix/labels'
import { isProposal } from '../../shared/sheets/media-mix/table'
import { busyWith, type Desk, openCampaign } from '../desk/desk'
import { showSheet } from '../excel/navigate'
import { readMediaMixSheet, readSheet } from '../excel/read-sheet'
import { placeFor } from '../excel/workbook-identity'
import { sendTyped } from './exchange'
import { draw } from './show'
import { takeOver } from './take-over'

/**
 * Writes the MediaMix of the open campaign. A sheet with other contents is overwritten only if the planner
 * confirms it.
 */
export async function writeMediaMix(desk: Desk, overwrite = false): Promise<void> {
  const { view } = openCampaign(desk)
  await busyWith(desk, 'write-sheet', async () => {
    const name = MEDIA_MIX_LABELS[desk.language].sheet
    const found = (await readMediaMixSheet(name)) ?? (await readSheet(name))
    if (!overwrite && found && placeFor(view.id, found.grid) === 'foreign') {
      desk.store.set({ overwrite: true })
      return
    }
    desk.store.set({ overwrite: false })
    if (found && placeFor(view.id, found.grid) === 'ours' && isProposal(found.grid)) {
      await takeOver(desk, found)
      return
    }
    if (!overwrite) await sendTyped(desk)
    await draw(desk, found?.sheetId)
    const { sheet } = openCampaign(desk)
    if (sheet) await showSheet(sheet.id)
  })
}
