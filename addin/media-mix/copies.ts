import { isProposal } from '../../shared/sheets/media-mix/table'
import { busyWith, type Desk, openCampaign, patchOpen } from '../desk/desk'
import { DeskFailure } from '../desk/failure'
import { readSheet } from '../excel/read-sheet'
import { moveIdentity, placeFor, revisionIn } from '../excel/workbook-identity'
import { keepBase } from './attachment'
import { sendTyped, takeUpSheet } from './exchange'
import type { Base } from './sync/base-rows'
import { takeOver } from './take-over'

/**
 * Makes the copy that the planner looks at the campaign's sheet; the sheet until now becomes the copy. What was typed
 * into it is merged against the revision that it shows: the stored base belongs to the other sheet.
 */
export async function workInCopy(desk: Desk): Promise<void> {
  await busyWith(desk, 'write-sheet', async () => {
    const { copy, view } = openCampaign(desk)
    await sendTyped(desk)
    const found = copy ? await readSheet(copy.id) : null
    patchOpen(desk, view.id, { copy: null })
    if (!found || placeFor(view.id, found.grid) !== 'ours') throw new DeskFailure('NO_SHEET')
    if (isProposal(found.grid)) return takeOver(desk, found)
    const { sheetId, name, grid } = found
    const base: Base = { campaignId: view.id, revision: revisionIn(view.id, grid), rows: new Map() }
    await keepBase(base)
    await moveIdentity(found)
    patchOpen(desk, view.id, {
      sheet: { id: sheetId, name },
      cellErrors: [],
      missing: [],
      outdated: false,
    })
    await takeUpSheet(desk, base, null)
  })
}
