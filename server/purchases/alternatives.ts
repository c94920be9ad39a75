import { setImmediate as nextTurn } from 'node:timers/promises'
import { addDays, type BusinessDate } from '../../shared/calendar'
import type { Alternatives } from '../../shared/contract/purchases'
import { largestFit } from '../../shared/fitting'
import { RANDOM_POOL } from '../../shared/inventory'
import { Problem } from '../../shared/problem'
import type { Reading } from '../database/database'
import { placeholders } from '../database/placeholders'
import { inventorySnapshot } from '../inventory/unit-inventory'
import {
  loadOf,
  onDaysToCome,
  type PlannedUnit,
  type PlanningBasis,
  planningBasis,
  planUnit,
  priceOf,
  type UnitToBuy,
} from './split-units'
import type { Taken } from './taken'
import { resolveTargeting } from './targeting'

/**
 * Limits of the search: days by which a flight is moved either way, cells checked in all, flights and
 * contents returned.
 */
const REACH_DAYS = 45
const MOST_CELLS = 1_000_000
const MOST_FLIGHTS = 3
const MOST_CONTENTS = 10

/**
 * Finds alternatives: the nearest flights of the same length in which the whole amount fits, the amount that
 * fits on each platform alone, and the contents with the most left. All flights are checked on one snapshot.
 *
 * @param given the basis, if it was read already
 * @param taken what others take of the inventory: the unit has to fit beside it
 * @throws Problem TARGETING_INVALID, UNKNOWN_REFERENCE
 */
export async function findAlternatives(
  tx: Reading,
  unit: UnitToBuy,
  today: BusinessDate,
  given?: PlanningBasis,
  taken: readonly Taken[] = [],
): Promise<Alternatives> {
  const { rules, named, platforms } = given ?? (await planningBasis(tx, unit.groups))
  const [groups] = resolveTargeting([unit], named)
  const metaIds = groups!.flatMap(({ members }) => members.map(({ metaId }) => metaId))
  const snapshot = await inventorySnapshot(
    tx,
    platforms,
    metaIds,
    addDays(unit.startDate, -REACH_DAYS),
    addDays(unit.endDate, REACH_DAYS),
  )
  const planned = (change: Partial<UnitToBuy>) =>
    planUnit(onDaysToCome({ ...unit, ...change }, today), groups!, snapshot, rules)
  const price = (amount: number) => priceOf(unit, amount)
  return {
    flights: await flightsThatFit(unit, today, planned, taken),
    platforms: unit.platforms.flatMap((platform) => {
      if (unit.endDate < today) return []
      const load = loadOf(planned({ platforms: [platform] }), taken)
      const { amount, impressions } = largestFit(load, unit.ecpm, price)
      return impressions > 0 ? [{ platform, maxAmount: amount, maxImpressions: impressions }] : []
    }),
    contents: await contentsWithRoom(tx, onDaysToCome(unit, today), metaIds),
  }
}

async function flightsThatFit(
  unit: UnitToBuy,
  today: BusinessDate,
  planned: (change: Partial<UnitToBuy>) => PlannedUnit,
  taken: readonly Taken[],
): Promise<Alternatives['flights']> {
  const flights: Alternatives['flights'] = []
  let cells = 0
  for (let distance = 1; distance <= REACH_DAYS && flights.length < MOST_FLIGHTS; distance++) {
    for (const shift of [distance, -distance]) {
      const startDate = addDays(unit.startDate, shift)
      const endDate = addDays(unit.endDate, shift)
      if (startDate < today || cells > MOST_CELLS) continue
      if (fits({ startDate, endDate })) flights.push({ startDate, endDate, shift })
      // Lets other requests run.
      await nextTurn()
    }
  }
  return flights.slice(0, MOST_FLIGHTS)

  function fits(flight: { startDate: BusinessDate; endDate: BusinessDate }): boolean {
    try {
      const there = planned(flight)
      const load = loadOf(there, taken)
      cells += load.cells
      return there.impressions > 0 && load.verdict(there.impressions, () => there.price) === 'FITS'
    } catch (error) {
      // A month of this flight isn't loaded.
      if (error instanceof Problem) return false
      throw error
    }
  }
}

/**
 * Other contents with which the product could be bought; for GROUP products only members of catalogue groups.
 */
export async function contentsWithRoom(
  tx: Reading,
  { product, platforms, startDate, endDate }: UnitToBuy,
  chosen: readonly string[],
): Promise<Alternatives['contents']> {
  if (product.targetingKind === 'RANDOM') return []
  const inGroup =
    product.targetingKind === 'GROUP'
      ? 'AND EXISTS (SELECT 1 FROM targeting_group_member m WHERE m.meta_id = u.meta_id)'
      : ''
  const contents = await tx.rows<{ metaId: string; name: string; remaining: number }>(
    `SELECT u.meta_id AS metaId, c.name AS name, SUM(u.capacity - u.held - u.sold) AS remaining
     FROM unit_inventory u JOIN content c ON c.meta_id = u.meta_id
     WHERE u.platform IN (${placeholders(platforms)}) AND u.date BETWEEN ? AND ? AND u.meta_id <> ?
       AND NOT EXISTS (SELECT 1 FROM retirement r WHERE (r.kind = 'CONTENT' AND r.code = u.meta_id)
         OR (r.kind = 'CONTENT_OWNER' AND r.code = c.owner AND r.merged_into IS NULL))
       ${inGroup}
     GROUP BY u.meta_id, c.name ORDER BY remaining DESC, u.meta_id LIMIT ${MOST_CONTENTS + chosen.length}`,
    [...platforms, startDate, endDate, RANDOM_POOL],
  )
  return contents
    .filter(({ metaId, remaining }) => !chosen.includes(metaId) && remaining > 0)
    .map(({ remaining, ...content }) => ({ ...content, remaining: Number(remaining) }))
    .slice(0, MOST_CONTENTS)
}
