import {
  getTargeting,
  type MediaMixRow,
  type RowChange,
  type UnitTargeting,
} from '../../shared/contract/campaigns'
import { type ContentView, lookUpContents } from '../../shared/contract/catalog'
import { type Desk, openCampaign, patchOpen } from '../desk/desk'
import { partsOf } from '../desk/every-item'
import type { TargetingOfRows } from '../desk/state/media-mix'

export function targetingOfRows(units: readonly UnitTargeting[]): TargetingOfRows {
  return new Map(units.map((unit) => [unit.unitId, unit]))
}

/**
 * Loads targeting again if a row has a newer version: somebody may have changed it, and a purchase uses the
 * current one.
 */
export async function refreshTargeting(desk: Desk): Promise<void> {
  const { view, rows, targeting } = openCampaign(desk)
  if (rows.every(({ unitId, version }) => (targeting.get(unitId)?.version ?? 0) >= version)) return
  const { units } = await desk.api.call(getTargeting, { params: { id: view.id } })
  patchOpen(desk, view.id, { targeting: targetingOfRows(units) })
  await knowContents(desk)
}

/**
 * Targeting after this pane has changed other fields of some rows. If that was the only change of a row, its
 * known targeting is still current and gets the row's new version.
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

/** Loads contents if the targeting contains any that weren't loaded here yet. */
export async function knowContents(desk: Desk): Promise<void> {
  const { targeting, contents, view } = openCampaign(desk)
  const members = [...targeting.values()].flatMap(({ groups }) => groups.flatMap((group) => group.members))
  if (members.every(({ metaId }) => contents.has(metaId))) return
  patchOpen(desk, view.id, { contents: await contentsOfMembers(desk, members, contents) })
}

/** @param known contents that needn't be loaded again */
export async function contentsOfMembers(
  desk: Desk,
  members: readonly { metaId: string }[],
  known: ReadonlyMap<string, ContentView> = new Map(),
): Promise<Map<string, ContentView>> {
  const contents = new Map(known)
  const unknown = new Set(members.map(({ metaId }) => metaId).filter((metaId) => !known.has(metaId)))
  for (const metaIds of partsOf([...unknown], 10_000)) {
    const { items } = await desk.api.call(lookUpContents, { body: { metaIds } })
    for (const content of items) contents.set(content.metaId, content)
  }
  return contents
}
