import { type MediaMixRow, putTargeting } from '../../shared/contract/campaigns'
import { listTargetingGroups, type TargetingGroupView } from '../../shared/contract/catalog'
import { findKeyColumn, parseRowKey } from '../../shared/sheets/identity'
import type { SheetLayout } from '../../shared/sheets/layout'
import { columnOf } from '../../shared/sheets/media-mix/columns'
import type { ReadRow } from '../../shared/sheets/media-mix/read-back'
import { isEditable } from '../../shared/statuses'
import { CallFailure } from '../api/client'
import { type Desk, openCampaign, patchOpen } from '../desk/desk'
import { everyItem } from '../desk/every-item'
import { groupsToSend } from './availability'
import { earlierTargeting } from './earlier-targeting'
import { targetingOfRows } from './row-targeting'
import type { RowCellError } from './sync/changes'
import {
  type RetypedRow,
  retyped,
  type TypedTargeting,
  targetingError,
  typedTargeting,
} from './sync/typed-targeting'

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
  const editable = new Map(
    current.filter(({ bookingStatus }) => isEditable(bookingStatus)).map((row) => [row.unitId, row]),
  )
  const earlier = earlierTargeting(desk)
  const rows = retypedSince(drawn, read).flatMap((row) => {
    const now = editable.get(row.unitId)
    return now ? [{ ...row, productCode: now.productCode }] : []
  })
  if (rows.length === 0) return { accepted: new Map(), errors: [] }
  const { catalogue, targeting } = openCampaign(desk)
  const groups = await everyItem<TargetingGroupView>(desk.api, listTargetingGroups)
  const { changes, errors } = typedTargeting(rows, {
    products: catalogue.products,
    catalogue: groups,
    current: targeting,
    earlier,
  })
  const taken = new Set((await send(desk, changes, editable)).map(({ unitId }) => unitId))
  const sent = new Set(changes.map(({ unitId }) => unitId))
  const refused = rows.filter(({ unitId }) => sent.has(unitId) && !taken.has(unitId))
  return {
    accepted: new Map(
      rows.filter(({ unitId }) => taken.has(unitId)).map(({ unitId, targeting }) => [unitId, targeting]),
    ),
    errors: [...errors, ...refused.map((row) => targetingError(row, 'TARGETING_UNFIT'))],
  }
}

/** @returns the changes that the service took: if it refuses one of several, each is sent alone */
async function send(
  desk: Desk,
  changes: TypedTargeting['changes'],
  current: ReadonlyMap<string, MediaMixRow>,
): Promise<TypedTargeting['changes']> {
  if (changes.length === 0) return []
  const { view } = openCampaign(desk)
  const units = changes.map(({ unitId, groups }) => ({
    unitId,
    version: current.get(unitId)!.version,
    groups: groupsToSend(groups),
  }))
  try {
    const answer = await desk.api.call(putTargeting, { params: { id: view.id }, body: { units } })
    patchOpen(desk, view.id, { targeting: targetingOfRows(answer.units) })
    return changes
  } catch (error) {
    if (!isUnfit(error)) throw error
    if (changes.length === 1) return []
    const taken: TypedTargeting['changes'] = []
    for (const change of changes) taken.push(...(await send(desk, [change], current)))
    return taken
  }
}

function isUnfit(error: unknown): boolean {
  return (
    error instanceof CallFailure && (error.code === 'TARGETING_INVALID' || error.code === 'UNKNOWN_REFERENCE')
  )
}

/** The rows whose targeting cell was changed since the sheet was drawn. */
export function retypedSince(drawn: SheetLayout | null, read: readonly ReadRow[]): RetypedRow[] {
  return drawn ? retyped(read, shownTargeting(drawn)) : []
}

/** The targeting cells of a drawn MediaMix, by row key. */
export function shownTargeting({ rows }: SheetLayout): Map<string, string> {
  const texts = [...rows].map(({ cells }) => cells.map((cell) => (cell?.kind === 'text' ? cell.text : '')))
  const heading = findKeyColumn(texts)!
  const shown = new Map<string, string>()
  for (const row of texts.slice(heading.row + 1)) {
    const key = parseRowKey(row[heading.column])
    if (key) shown.set(key, row[columnOf('targeting') - 1] ?? '')
  }
  return shown
}
