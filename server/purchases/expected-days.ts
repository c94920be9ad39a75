import { setImmediate as nextRound } from 'node:timers/promises'
import { daysBetween } from '../../shared/calendar'
import { impressionsFor } from '../../shared/estimates'
import { plannedDays } from '../../shared/planned-days'
import { Problem } from '../../shared/problem'
import type { Reading } from '../database/database'
import { inventorySnapshot } from '../inventory/unit-inventory'
import type { PlatformDays } from './platform-days'
import { greatest, least, planningBasis, planUnit, priceOf, type UnitToBuy } from './split-units'
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
    const plan = (groups && unlessRefused(() => planUnit(unit, groups, snapshot, rules).plan)) ?? {
      platforms: unit.platforms.map((platform) => ({ platform, weight: 1, groups: [] })),
      days: daysBetween(unit.startDate, unit.endDate),
      rules,
    }
    const impressions = impressionsFor(unit.amount, unit.ecpm)
    for (const { platform, amount, days } of plannedDays(plan, priceOf(unit, unit.amount), impressions)) {
      sums.addPrice(platform, amount)
      days.forEach((count, day) => {
        sums.addImpressions(platform, plan.days[day]!, count)
      })
    }
    // Others get their turn between two units.
    await nextRound()
  }
}

function unlessRefused<Result>(attempt: () => Result): Result | undefined {
  try {
    return attempt()
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}
