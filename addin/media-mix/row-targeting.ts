import {
  getTargeting,
  type MediaMixRow,
  type RowChange,
  type UnitTargeting,
} from '../../shared/contract/campaigns'
import { type ContentView, listContents } from '../../shared/contract/catalog'
import { type Desk, openCampaign, patchOpen } from '../desk/desk'
import { everyItem } from '../desk/every-item'
import type { TargetingOfRows } from '../desk/state/media-mix'

export function targetingOfRows(units: readonly UnitTargeting[]): TargetingOfRows {
  return new Map(units.map((unit) => [unit.unitId, unit]))
}

/** Reads it again where a row has a newer version: somebody may have set it anew, and it is bought as it is now. */
export async function refreshTargeting(desk: Desk): Promise<void> {
  const { view, rows, targeting } = openCampaign(desk)
  if (rows.every(({ unitId, version }) => (targeting.get(unitId)?.version ?? 0) >= version)) return
  const { units } = await desk.api.call(getTargeting, { params: { id: view.id } })
  patchOpen(desk, view.id, { targeting: targetingOfRows(units) })
  await knowContents(desk)
}

/**
 * Targeting after this pane has changed other fields of some rows: where that was the only step since, it is as new as
 * the row.
 *
 * @param sent what this pane has changed
 */
export function keptTargeting(
  targeting: TargetingOfRows,
  before: readonly MediaMixRow[],
  after: readonly MediaMixRow[],
  sent: readonly RowChange[],
): TargetingOfRows {
  const own = new Set(sent.map(({ unitId }) => unitId))
  const versions = new Map(before.map(({ unitId, version }) => [unitId, version]))
  const kept = new Map(targeting)
  for (const { unitId, version } of after) {
    const known = targeting.get(unitId)
    if (known && own.has(unitId) && known.version === versions.get(unitId) && version === known.version + 1)
      kept.set(unitId, { ...known, version })
  }
  return kept
}

/** Looks up the contents that targeting names and that were never looked at here. */
export async function knowContents(desk: Desk): Promise<void> {
  const { targeting, contents, view } = openCampaign(desk)
  const members = [...targeting.values()].flatMap(({ groups }) => groups.flatMap((group) => group.members))
  if (members.every(({ metaId }) => contents.has(metaId))) return
  const all = await everyItem<ContentView>(desk.api, listContents, { limit: 10_000 })
  patchOpen(desk, view.id, { contents: new Map(all.map((content) => [content.metaId, content])) })
}
