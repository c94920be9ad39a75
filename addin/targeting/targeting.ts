import { putTargeting, type UnitTargeting } from '../../shared/contract/campaigns'
import {
  type ContentView,
  listContentOwners,
  listContents,
  listTargetingGroups,
  type TargetingGroupView,
} from '../../shared/contract/catalog'
import { listUnitInventory, type UnitInventoryView } from '../../shared/contract/inventory'
import type { ContentType } from '../../shared/contract/primitives'
import type { MemberNumbers } from '../../shared/sheets/build-plan'
import { targetingSheet } from '../../shared/sheets/targeting/sheet'
import { busyWith, type Desk, failureOf, openCampaign, patchOpen } from '../desk/desk'
import { eachOf, everyItem } from '../desk/every-item'
import { DeskFailure } from '../desk/failure'
import { showSheet } from '../excel/navigate'
import { renderSheet } from '../excel/render-sheet'
import { groupsToSend } from '../media-mix/availability'
import { syncNow, takeRows } from '../media-mix/exchange'
import { planOf } from '../media-mix/plan'
import { knowContents, targetingOfRows } from '../media-mix/row-targeting'
import { refreshRows } from '../media-mix/show'

type Groups = UnitTargeting['groups']

/** Number of contents that are loaded in parallel. */
const AT_A_TIME = 6

export interface ContentSearch {
  type?: ContentType
  broadcaster?: string
  q?: string
}

export async function searchContents(desk: Desk, search: ContentSearch): Promise<ContentView[]> {
  const { items } = await desk.api.call(listContents, { query: { ...search, limit: 200 } })
  return items.filter(({ type }) => type !== 'RANDOM')
}

/** The broadcasters (방송사) of all programs, those with the most programs first. */
export async function broadcasters(desk: Desk): Promise<string[]> {
  const programs = await everyItem<ContentView>(desk.api, listContents, { type: 'PROGRAM', limit: 10_000 })
  const counts = new Map<string, number>()
  for (const { broadcaster } of programs) {
    if (broadcaster) counts.set(broadcaster, (counts.get(broadcaster) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name)
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
 */
export async function saveTargeting(
  desk: Desk,
  unitId: string,
  groups: Groups,
  chosen: readonly ContentView[],
  seen: Groups,
): Promise<boolean> {
  const saved = await busyWith(desk, 'save-targeting', async () => {
    await syncNow(desk)
    const { view, rows, contents, targeting } = openCampaign(desk)
    if (!isSame(targeting.get(unitId)?.groups ?? [], seen)) throw new DeskFailure('TARGETING_CHANGED')
    const version = rows.find((row) => row.unitId === unitId)?.version ?? 1
    const answer = await desk.api.call(putTargeting, {
      params: { id: view.id },
      body: { units: [{ unitId, version, groups: groupsToSend(groups) }] },
    })
    const known = new Map(contents)
    for (const content of chosen) known.set(content.metaId, content)
    patchOpen(desk, view.id, {
      targeting: targetingOfRows(answer.units),
      contents: known,
    })
    await takeRows(desk)
    await refreshRows(desk)
    if (openCampaign(desk).sheet) await drawTargetingSheet(desk)
    // A planner who opened another view meanwhile stays there.
    if (desk.store.get().panel.kind === 'targeting') desk.store.set({ panel: { kind: 'row', unitId } })
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
    await showSheet(await drawTargetingSheet(desk))
  })
}

async function drawTargetingSheet(desk: Desk): Promise<string> {
  await knowContents(desk)
  const [numbers, owners] = await Promise.all([memberNumbers(desk), ownerNames(desk)])
  const plan = planOf(desk, { numbers, owners })
  const layout = targetingSheet(plan, { audience: 'planner', language: desk.language })
  return (await renderSheet(layout)).sheetId
}

async function ownerNames(desk: Desk): Promise<Map<string, string>> {
  const owners = await everyItem<{ code: string; name: string }>(desk.api, listContentOwners)
  return new Map(owners.map(({ code, name }) => [code, name]))
}

async function memberNumbers(desk: Desk): Promise<MemberNumbers> {
  const { targeting, rows } = openCampaign(desk)
  if (rows.length === 0) return () => null
  const from = rows.map(({ startDate }) => startDate).sort()[0]!
  const to = rows
    .map(({ endDate }) => endDate)
    .sort()
    .at(-1)!
  const metaIds = new Set(
    [...targeting.values()].flatMap(({ groups }) =>
      groups.flatMap(({ members }) => members.map((m) => m.metaId)),
    ),
  )
  const days = new Map<string, UnitInventoryView[]>()
  await eachOf([...metaIds], AT_A_TIME, async (metaId) => {
    days.set(metaId, await everyItem<UnitInventoryView>(desk.api, listUnitInventory, { metaId, from, to }))
  })
  return (metaId, platforms, startDate, endDate) => {
    const known = days.get(metaId)
    if (!known) return null
    const flight = known.filter(
      ({ date, platform }) => date >= startDate && date <= endDate && platforms.includes(platform),
    )
    return {
      forecast: flight.reduce((sum, day) => sum + day.forecast, 0),
      available: flight.reduce((sum, day) => sum + day.remaining, 0),
    }
  }
}
