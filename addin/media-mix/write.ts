import { MEDIA_MIX_LABELS } from '../../shared/sheets/media-mix/labels'
import { isProposal } from '../../shared/sheets/media-mix/table'
import { busyWith, type Desk, openCampaign } from '../desk/desk'
import { NOTHING } from '../excel/excel-run'
import { findMediaMix, readSheet } from '../excel/read-sheet'
import { placeFor } from '../excel/workbook-identity'
import { draw } from './draw'
import { sendTyped } from './exchange'
import { takeOver } from './take-over'

/**
 * Writes the MediaMix of the open campaign. A sheet with other contents is overwritten only if the planner
 * confirms it.
 */
export async function writeMediaMix(desk: Desk, overwrite = false): Promise<void> {
  const { view } = openCampaign(desk)
  await busyWith(desk, 'write-sheet', async () => {
    const name = MEDIA_MIX_LABELS[desk.language].sheet
    const { found } = await findMediaMix(name, NOTHING)
    if (!overwrite && found && placeFor(view.id, found.grid) === 'foreign') {
      desk.store.set({ overwrite: true })
      return
    }
    desk.store.set({ overwrite: false })
    if (found && placeFor(view.id, found.grid) === 'ours' && isProposal(found.grid)) {
      const proposal = await readSheet(found.sheetId)
      if (proposal) await takeOver(desk, proposal)
      return
    }
    if (!overwrite) await sendTyped(desk)
    await draw(desk, found?.sheetId, true)
  })
}
