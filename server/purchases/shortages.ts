import type { Shortage } from '../../shared/contract/purchases'
import type { Demand, Split } from '../../shared/distribution'
import { demandOf } from '../../shared/distribution'
import { largestFit } from '../../shared/fitting'
import { Problem } from '../../shared/problem'
import { LostRace } from '../database/database'
import type { PlannedUnit } from './split-units'

export interface UnitSplit {
  unit: PlannedUnit
  split: Split
}

type Remaining = (demand: Pick<Demand, 'metaId' | 'platform' | 'date'>) => number

/** What each unit asks of each row and does not get, when the units are served in order. */
export function shortagesOf(splits: readonly UnitSplit[], remaining: Remaining): Shortage[] {
  const taken = new Map<string, number>()
  return splits.flatMap(({ unit, split }) => {
    const groups = split.noInventory.map(
      ({ platform, group, impressions }): Shortage => ({
        unitId: unit.unitId,
        code: 'NO_INVENTORY',
        metaId: null,
        platform,
        date: null,
        group,
        asked: impressions,
        remaining: 0,
        short: impressions,
      }),
    )
    const rows = demandOf([split]).flatMap((demand): Shortage[] => {
      const { quantity, ...row } = demand
      const key = `${row.metaId}\u0000${row.platform}\u0000${row.date}`
      const before = taken.get(key) ?? 0
      const left = Math.max(0, remaining(row) - before)
      taken.set(key, before + quantity)
      if (quantity <= left) return []
      return [
        {
          unitId: unit.unitId,
          ...row,
          asked: quantity,
          remaining: left,
          short: quantity - left,
        },
      ]
    })
    return [...groups, ...rows]
  })
}

/**
 * The refusal of a purchase: every short row, and what would fit the first short unit beside the others.
 *
 * @param remaining what is left of a row before any of these units
 */
export function shortageProblem(splits: readonly UnitSplit[], remaining: Remaining): Problem {
  const shortages = shortagesOf(splits, remaining)
  // What was short a moment ago was given back since: worth another try.
  if (shortages.length === 0) throw new LostRace()
  const short = splits.find(({ unit }) => unit.unitId === shortages[0]?.unitId) ?? splits[0]!
  const others = new Map<string, number>()
  for (const demand of demandOf(splits.filter((one) => one !== short).map(({ split }) => split))) {
    others.set(`${demand.metaId}\u0000${demand.platform}\u0000${demand.date}`, demand.quantity)
  }
  const { impressions, amount } = largestFit(
    short.unit.plan,
    (metaId, platform, date) =>
      remaining({ metaId, platform, date }) - (others.get(`${metaId}\u0000${platform}\u0000${date}`) ?? 0),
    short.unit.ecpm,
  )
  const first = shortages[0]!
  const what =
    first.code === 'NO_INVENTORY'
      ? `There is no inventory for ${first.group ?? 'the targeting'} on ${first.platform} in the flight.`
      : `${first.metaId} on ${first.platform} on ${first.date} is ${first.short} impressions short (${first.asked} asked, ${first.remaining} left).`
  const more = shortages.length > 1 ? ` ${shortages.length - 1} more rows are short.` : ''
  return new Problem(
    'INVENTORY_SHORTAGE',
    `${what}${more} Nothing was bought. ${impressions > 0 ? `${amount} won (${impressions} impressions) would fit.` : 'Choose other days or contents.'}`,
    { shortages, fits: { amount, impressions }, fitsUnitId: short.unit.unitId },
  )
}
