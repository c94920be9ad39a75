import { putTargeting, type UnitTargeting } from '../../shared/contract/campaigns'
import {
  type ContentView,
  listBroadcasters,
  listContents,
  listTargetingGroups,
  type TargetingGroupView,
} from '../../shared/contract/catalog'
import type { ContentType } from '../../shared/contract/primitives'
import { busyWith, type Desk, failureOf, openCampaign, patchOpen } from '../desk/desk'
import { everyItem } from '../desk/every-item'
import { DeskFailure } from '../desk/failure'
import { showSheet } from '../excel/navigate'
import { groupsToSend } from '../media-mix/availability'
import { syncNow, takeRows } from '../media-mix/exchange'
import { targetingOfRows } from '../media-mix/row-targeting'
import { refreshRows } from '../media-mix/show'
import { showTargeting } from './sheet-weights'

type Groups = UnitTargeting['groups']

export interface ContentSearch {
  type?: ContentType
  broadcaster?: string
  q?: string
}

export async function searchContents(desk: Desk, search: ContentSearch): Promise<ContentView[]> {
  const { items } = await desk.api.call(listContents, { query: { ...search, retired: 'false', limit: 200 } })
  return items.filter(({ type }) => type !== 'RANDOM')
}

/** The broadcasters (방송사) of all programs, those with the most programs first. */
export async function broadcasters(desk: Desk): Promise<string[]> {
  const { items } = await desk.api.call(listBroadcasters, {})
  return items.map(({ broadcaster }) => broadcaster)
}

export async function loadGroups(desk: Desk): Promise<void> {
  if (desk.store.get().groups?.kind === 'ready') return
  desk.store.set({ groups: { kind: 'loading' } })
  try {
    const value = await everyItem<TargetingGroupView>(desk.api, listTargetingGroups)
    desk.store.set({ groups: { kind: 'ready', value } })
  } catch (error) {
    desk.store.set({ groups: { kind: 'failed', failure: failureOf(error) } })
  }
}

/**
 * Saves the targeting of a row, and shows it in both sheets. If somebody else has changed it since it was
 * seen, the planner is told first.
 *
 * @param seen the groups that the planner began with
 * @param others rows that get the same groups
 */
export async function saveTargeting(
  desk: Desk,
  unitId: string,
  groups: Groups,
  chosen: readonly ContentView[],
  seen: Groups,
  others: readonly string[] = [],
): Promise<boolean> {
  const saved = await busyWith(desk, 'save-targeting', async () => {
    await syncNow(desk)
    const { view, rows, contents, targeting } = openCampaign(desk)
    if (!isSame(targeting.get(unitId)?.groups ?? [], seen)) throw new DeskFailure('TARGETING_CHANGED')
    const answer = await desk.api.call(putTargeting, {
      params: { id: view.id },
      body: {
        units: [unitId, ...others].map((id) => ({
          unitId: id,
          version: rows.find((row) => row.unitId === id)?.version ?? 1,
          groups: groupsToSend(groups),
        })),
      },
    })
    const known = new Map(contents)
    for (const content of chosen) known.set(content.metaId, content)
    patchOpen(desk, view.id, {
      targeting: targetingOfRows(answer.units),
      contents: known,
    })
    await takeRows(desk)
    await refreshRows(desk)
    if (openCampaign(desk).sheet) await showTargeting(desk)
    // A planner who opened another view meanwhile stays there.
    if (desk.store.get().panel.kind === 'targeting')
      desk.store.set({ panel: others.length > 0 ? { kind: 'rows' } : { kind: 'row', unitId } })
    return true
  })
  return saved === true
}

/** The current members of a catalogue group aren't compared: a row refers to the group by its code. */
function isSame(one: Groups, other: Groups): boolean {
  return JSON.stringify(groupsToSend(one)) === JSON.stringify(groupsToSend(other))
}

/** Writes the 큐레이션타겟팅 sheet of the open campaign. */
export async function writeTargetingSheet(desk: Desk): Promise<void> {
  await busyWith(desk, 'write-sheet', async () => {
    await showSheet(await showTargeting(desk))
  })
}
