import type { BusinessDate } from '../../shared/calendar'
import type { PlanLoad } from '../../shared/plan-load'
import { Problem } from '../../shared/problem'
import { requireFuture } from './require-future'
import { type PlannedUnit, requireImpressions, splitUnit } from './split-units'

/** The Problem with which a purchase refuses the flight; null: none. */
export function flightRefusal(
  unit: { unitId: string; startDate: string },
  today: BusinessDate,
): Problem | null {
  return refusalOf(() => requireFuture(unit, { today }))
}

/** The Problem with which a purchase refuses the amount, however much is left; null: none. */
export function amountRefusal(planned: PlannedUnit, load: PlanLoad): Problem | null {
  const early = refusalOf(() => requireImpressions(planned))
  if (early || !load.isTooSmall(planned.impressions, planned.price)) return early
  return refusalOf(() => splitUnit(planned))
}

function refusalOf(attempt: () => unknown): Problem | null {
  try {
    attempt()
    return null
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}
