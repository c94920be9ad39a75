import { listContentOwners } from '../../shared/contract/catalog'
import { inventorySums } from '../../shared/contract/inventory'
import type { MemberNumbers } from '../../shared/sheets/build-plan'
import { targetingSheet } from '../../shared/sheets/targeting/sheet'
import type { Desk } from '../desk/desk'
import { everyItem, partsOf } from '../desk/every-item'
import { renderSheet } from '../excel/render-sheet'
import { type ContentFacts, planOf } from '../media-mix/plan'
import { knowContents } from '../media-mix/row-targeting'

/** Flights whose inventory one call sums up. */
const FLIGHTS_AT_ONCE = 50

/** Loads what the 큐레이션타겟팅 sheet says of the contents that the open campaign targets. */
export async function loadContentFacts(desk: Desk): Promise<ContentFacts> {
  await knowContents(desk)
  const owners = await ownerNames(desk)
  return { owners, numbers: await memberNumbers(desk, owners) }
}

/** Draws the 큐레이션타겟팅 sheet of the open campaign. @returns its id */
export async function drawTargetingSheet(desk: Desk, facts: ContentFacts): Promise<string> {
  const layout = targetingSheet(planOf(desk, facts), { audience: 'planner', language: desk.language })
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
