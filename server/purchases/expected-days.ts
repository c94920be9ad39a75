import { setImmediate as nextRound } from 'node:timers/promises'
import { apportion } from '../../shared/apportion'
import { daysBetween } from '../../shared/calendar'
import { divide, type SplitRules } from '../../shared/distribution'
import { impressionsFor } from '../../shared/estimates'
import { Problem } from '../../shared/problem'
import type { Reading } from '../database/database'
import { inventorySnapshot } from '../inventory/unit-inventory'
import type { PlatformDays } from './platform-days'
import {
  greatest,
  least,
  loadOf,
  type PlannedUnit,
  planningBasis,
  planUnit,
  priceOf,
  type UnitToBuy,
} from './split-units'
import { resolveTargeting } from './targeting'

/**
 * Adds units as a purchase would divide them now, however much inventory is left. Impressions that no content can take
 * (a month that isn't loaded, a platform without forecast, no targeting yet) are spread evenly over the flight. The number
 * of queries doesn't grow with the units.
 */
export async function addExpected(
  tx: Reading,
  units: readonly UnitToBuy[],
  sums: PlatformDays,
): Promise<void> {
  if (units.length === 0) return
  const { named, platforms, rules } = await planningBasis(
    tx,
    units.flatMap(({ groups }) => groups),
  )
  const targeted = units.map((unit) => unlessRefused(() => resolveTargeting([unit], named)[0]))
  const snapshot = await inventorySnapshot(
    tx,
    platforms,
    targeted.flatMap((groups) => groups?.flatMap(({ members }) => members.map(({ metaId }) => metaId)) ?? []),
    least(units.map(({ startDate }) => startDate)),
    greatest(units.map(({ endDate }) => endDate)),
  )
  for (const [i, unit] of units.entries()) {
    const groups = targeted[i]
    addUnit(unit, groups && unlessRefused(() => planUnit(unit, groups, snapshot, rules)), rules, sums)
    // Others get their turn between two units.
    await nextRound()
  }
}

/** @param planned undefined: a purchase would be refused before anything is divided */
function addUnit(
  unit: UnitToBuy,
  planned: PlannedUnit | undefined,
  rules: SplitRules,
  sums: PlatformDays,
): void {
  if (unit.platforms.length === 0) return
  const impressions = impressionsFor(unit.amount, unit.ecpm)
  const whole = { amount: priceOf(unit, unit.amount), impressions }
  const shares = divide(
    unit.platforms.map(() => ({ weight: 1 })),
    whole,
    rules.platform,
  )
  const left = new Map(unit.platforms.map((platform, i) => [platform, shares[i]!.impressions]))
  const days = daysBetween(unit.startDate, unit.endDate)
  const add = (platform: string, ofDays: readonly number[]) => {
    ofDays.forEach((count, day) => {
      sums.addImpressions(platform, days[day]!, count)
    })
  }
  for (const { platform, asked } of planned ? loadOf(planned).asked(impressions) : []) {
    add(platform, asked)
    left.set(platform, left.get(platform)! - asked.reduce((sum, count) => sum + count, 0))
  }
  const evenly = days.map(() => 1)
  unit.platforms.forEach((platform, i) => {
    sums.addPrice(platform, shares[i]!.amount)
    add(platform, apportion(left.get(platform)!, evenly, 'carry-forward'))
  })
}

function unlessRefused<Result>(attempt: () => Result): Result | undefined {
  try {
    return attempt()
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}
