import {
  addDays,
  addMonths,
  type BusinessDate,
  firstDayOf,
  lastDayOf,
  type Month,
  monthOf,
} from '../../shared/calendar'
import type { UnitGroupBody } from '../../shared/contract/campaigns'
import type { ContentView, TargetingGroupView } from '../../shared/contract/catalog'
import { listStandardInventory, listUnitInventory } from '../../shared/contract/inventory'
import { availability } from '../../shared/contract/purchases'
import { RANDOM_POOL } from '../../shared/inventory'
import { type DemoService, Refusal } from '../session/service'
import { DemoStop } from '../session/stop'
import { type DemoCatalog, programmesOf } from './catalog'

export interface Flight {
  startDate: BusinessDate
  endDate: BusinessDate
}

/** The month and the catalogue entries that the demo uses. */
export interface DemoStage {
  month: Month
  /** The flights of the three rows. */
  flights: Record<'CONTENTS' | 'GROUP' | 'RANDOM', Flight>
  group: TargetingGroupView
  /** The group's programme that is sold together with the new one. */
  companion: ContentView
  /** Contents without inventory in the month: the vendor's file contains it. */
  unloaded: ContentView[]
}

/** A row takes this share of what fits, so that rows with a common content fit together. */
const SHARE_PERCENT = 40
const LEAST_AMOUNT = 1_000_000
const MONTHS_AHEAD = 36

/** The amount of a row: the wish, or a share of what fits if that is less, in steps of 10,000 won. */
export function modestAmount(wish: number, fits: number): number {
  const share = Math.floor((fits * SHARE_PERCENT) / 100)
  return Math.floor(Math.min(wish, share) / 10_000) * 10_000
}

/**
 * Finds the first future month for the demo: either a group and the RANDOM pool still have enough inventory
 * there, or nothing is loaded yet and the vendor's file brings it. So the demo can run many times.
 */
export async function findStage(
  service: DemoService,
  catalog: DemoCatalog,
  today: BusinessDate,
): Promise<DemoStage> {
  for (let ahead = 1; ahead <= MONTHS_AHEAD; ahead++) {
    const month = addMonths(monthOf(today), ahead)
    const stage = await stageOf(service, catalog, month)
    if (stage) return stage
  }
  throw new DemoStop(
    `The next ${MONTHS_AHEAD} months are sold out or half loaded. Start on a fresh database.`,
  )
}

async function stageOf(
  service: DemoService,
  catalog: DemoCatalog,
  month: Month,
): Promise<DemoStage | undefined> {
  const [from, to] = [firstDayOf(month), lastDayOf(month)]
  const flights = {
    CONTENTS: { startDate: from, endDate: to },
    GROUP: { startDate: from, endDate: addDays(from, 13) },
    RANDOM: { startDate: addDays(from, 14), endDate: to },
  }
  const stageWith = (group: TargetingGroupView, unloaded: ContentView[]): DemoStage => ({
    month,
    flights,
    group,
    companion: programmesOf(group.members, catalog.contents)[0]!,
    unloaded,
  })
  const pool = await service.call(listUnitInventory, { query: { metaId: RANDOM_POOL, from, to, limit: 1 } })
  if (pool.items.length === 0) {
    const started = await service.call(listStandardInventory, { query: { month, limit: 1 } })
    if (started.items.length > 0) return undefined
    const group = catalog.groups[0]!
    const members = group.members.flatMap(({ metaId }) => catalog.contents.get(metaId) ?? [])
    return stageWith(group, [...members, ...catalog.random.slice(0, 2)])
  }
  const { products } = catalog
  const atRandom = await mostThatFits(service, { productCode: products.RANDOM.code, ...flights.RANDOM })
  if (modestAmount(LEAST_AMOUNT, atRandom) !== LEAST_AMOUNT) return undefined
  for (const group of catalog.groups) {
    const stage = stageWith(group, [])
    const groups = [{ code: group.code, weight: 1 }]
    const members = [{ metaId: stage.companion.metaId, weight: 1 }]
    const asked = [
      { productCode: products.GROUP.code, ...flights.GROUP, groups },
      { productCode: products.CONTENTS.code, ...flights.CONTENTS, groups: [{ weight: 1, members }] },
    ]
    const fits = await Promise.all(asked.map((body) => mostThatFits(service, body)))
    if (fits.every((amount) => modestAmount(LEAST_AMOUNT, amount) === LEAST_AMOUNT)) return stage
  }
  return undefined
}

async function mostThatFits(
  service: DemoService,
  body: Flight & { productCode: string; groups?: UnitGroupBody[] },
): Promise<number> {
  try {
    return (await service.call(availability, { body })).maxAmount
  } catch (error) {
    if (error instanceof Refusal && error.code === 'INVENTORY_NOT_LOADED') return 0
    throw error
  }
}
