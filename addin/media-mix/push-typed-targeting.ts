import { type MediaMixRow, putTargeting } from '../../shared/contract/campaigns'
import { listTargetingGroups, type TargetingGroupView } from '../../shared/contract/catalog'
import { parseRowKey } from '../../shared/sheets/identity'
import type { SheetLayout } from '../../shared/sheets/layout'
import { columnOf, MEDIA_MIX_FIELDS } from '../../shared/sheets/media-mix/columns'
import type { ReadRow } from '../../shared/sheets/media-mix/read-back'
import { isEditable } from '../../shared/statuses'
import { type Desk, openCampaign, patchOpen } from '../desk/desk'
import { everyItem } from '../desk/every-item'
import { groupsToSend } from './availability'
import { targetingOfRows } from './row-targeting'
import type { RowCellError } from './sync/changes'
import { retyped, typedTargeting } from './sync/typed-targeting'

/**
 * Sends the targeting that was typed into the sheet since it was drawn.
 *
 * @param drawn null: the sheet may be outdated, so nothing in it counts as typed
 * @param current the rows as the service has them now
 * @returns `accepted`: what the service took, as it was typed, by row key; these rows have a new version now
 */
export async function pushTypedTargeting(
  desk: Desk,
  drawn: SheetLayout | null,
  read: readonly ReadRow[],
  current: readonly MediaMixRow[],
): Promise<{ accepted: ReadonlyMap<string, string>; errors: RowCellError[] }> {
  const versions = new Map(
    current
      .filter(({ bookingStatus }) => isEditable(bookingStatus))
      .map(({ unitId, version }) => [unitId, version]),
  )
  const shown = shownTargeting(drawn)
  const rows = retyped(read, shown).filter(({ unitId }) => versions.has(unitId))
  if (rows.length === 0) return { accepted: new Map(), errors: [] }
  const { view, catalogue } = openCampaign(desk)
  const groups = await everyItem<TargetingGroupView>(desk.api, listTargetingGroups)
  const { changes, errors } = typedTargeting(rows, shown, catalogue.products, groups)
  if (changes.length === 0) return { accepted: new Map(), errors }
  const answer = await desk.api.call(putTargeting, {
    params: { id: view.id },
    body: {
      units: changes.map(({ unitId, groups: chosen }) => ({
        unitId,
        version: versions.get(unitId)!,
        groups: groupsToSend(chosen),
      })),
    },
  })
  patchOpen(desk, view.id, { targeting: targetingOfRows(answer.units) })
  const changed = new Set(changes.map(({ unitId }) => unitId))
  const accepted = rows.filter(({ unitId }) => changed.has(unitId))
  return { accepted: new Map(accepted.map(({ unitId, targeting }) => [unitId, targeting])), errors }
}

/** The targeting cells of a drawn MediaMix, by row key. */
export function shownTargeting(layout: SheetLayout | null): Map<string, string> {
  const shown = new Map<string, string>()
  for (const { cells } of layout?.rows ?? []) {
    const keyCell = cells[MEDIA_MIX_FIELDS.length]
    const key = keyCell?.kind === 'text' ? parseRowKey(keyCell.text) : undefined
    const targeting = cells[columnOf('targeting') - 1]
    if (key) shown.set(key, targeting?.kind === 'text' ? targeting.text : '')
  }
  return shown
}
