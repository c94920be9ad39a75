import type { MediaMixRow } from '../../shared/contract/campaigns'
import { isCounted } from '../../shared/statuses'
import { type Desk, openCampaign } from '../desk/desk'
import { hideRows } from '../excel/hide-rows'
import { readSheet } from '../excel/read-sheet'
import { rowsByKey } from '../excel/write-cells'

/** Rows that were canceled, expired or declined: no figure counts them. */
export function givenUp(rows: readonly MediaMixRow[]): MediaMixRow[] {
  return rows.filter(({ bookingStatus }) => !isCounted(bookingStatus))
}

/** Hides the rows of the sheet that were given up, or shows them again. */
export async function hideGivenUp(desk: Desk, hide: boolean): Promise<void> {
  desk.store.set({ hidesGivenUp: hide })
  const { sheet, rows } = openCampaign(desk)
  if (!sheet) return
  const found = await readSheet(sheet.id)
  if (!found) return
  const places = rowsByKey(found.grid)
  const gone = new Set(givenUp(rows).map(({ unitId }) => unitId))
  // All rows are told, because a row that was hidden may have been reopened meanwhile.
  await hideRows(
    sheet.id,
    new Map([...places].map(([unitId, row]) => [row, hide && gone.has(unitId)] as const)),
  )
}
