import { putTargeting, type UnitTargeting } from '../../shared/contract/campaigns'
import {
  type ContentView,
  listBroadcasters,
  listContentOwners,
  listContents,
  listTargetingGroups,
  type TargetingGroupView,
} from '../../shared/contract/catalog'
import { inventorySums } from '../../shared/contract/inventory'
import type { ContentType } from '../../shared/contract/primitives'
import type { MemberNumbers } from '../../shared/sheets/build-plan'
import { targetingSheet } from '../../shared/sheets/targeting/sheet'
import { busyWith, type Desk, failureOf, openCampaign, patchOpen } from '../desk/desk'
import { everyItem, partsOf } from '../desk/every-item'
import { DeskFailure } from '../desk/failure'
import { showSheet } from '../excel/navigate'
import { renderSheet } from '../excel/render-sheet'
import { groupsToSend } from '../media-mix/availability'
import { syncNow, takeRows } from '../media-mix/exchange'
import { type ContentFacts, planOf } from '../media-mix/plan'
import { knowContents, targetingOfRows } from '../media-mix/row-targeting'
import { refreshRows } from '../media-mix/show'

type Groups = UnitTargeting['groups']

/** Flights whose inventory one call sums up. */
const FLIGHTS_AT_ONCE = 50

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
  const owners = await ownerNames(desk)
  const numbers = await memberNumbers(desk, owners)
  const plan = planOf(desk, { numbers, owners })
  const layout = targetingSheet(plan, { audience: 'planner', language: desk.language })
  return (await renderSheet(layout)).sheetId
}

export async function ownerNames(desk: Desk): Promise<Map<string, string>> {
  const owners = await everyItem<{ code: string; name: string }>(desk.api, listContentOwners)
  return new Map(owners.map(({ code, name }) => [code, name]))
}

/** Forecast and remaining impressions of the contents of the plan, in the flights of their rows. */
async function memberNumbers(desk: Desk, owners: ContentFacts['owners']): Promise<MemberNumbers> {
  const flights = new Map<string, { from: string; to: string; platforms: string[]; metaIds: Set<string> }>()
  const flightOf = (platforms: readonly string[], from: string, to: string) =>
    JSON.stringify([from, to, platforms])
  // The plan asks for the numbers that it needs; they are then loaded together.
  planOf(desk, {
    owners,
    numbers: (metaId, platforms, from, to) => {
      const key = flightOf(platforms, from, to)
      const flight = flights.get(key) ?? { from, to, platforms: [...platforms], metaIds: new Set() }
      flights.set(key, flight)
      if (platforms.length > 0) flight.metaIds.add(metaId)
      return null
    },
  })
  const numbers = new Map<string, { forecast: number; available: number }>()
  const asked = [...flights].filter(([, { metaIds }]) => metaIds.size > 0)
  for (const part of partsOf(asked, FLIGHTS_AT_ONCE)) {
    const body = { flights: part.map(([, flight]) => ({ ...flight, metaIds: [...flight.metaIds] })) }
    const answer = await desk.api.call(inventorySums, { body })
    part.forEach(([key, { metaIds }], i) => {
      const { forecast, remaining } = answer.flights[i]!
      ;[...metaIds].forEach((metaId, of) => {
        numbers.set(`${key} ${metaId}`, { forecast: forecast[of]!, available: remaining[of]! })
      })
    })
  }
  return (metaId, platforms, from, to) => numbers.get(`${flightOf(platforms, from, to)} ${metaId}`) ?? null
}
