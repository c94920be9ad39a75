import { countedRows } from '../counted-rows'
import type { Audience, Plan } from './plan'

/**
 * The part of a plan that an audience sees: a proposal has neither rows that were given up nor alternatives to the
 * counted ones.
 */
export function planFor(plan: Plan, audience: Audience): Plan {
  const counted = countedRows(plan.rows)
  if (audience === 'planner' || counted.size === plan.rows.length) return plan
  const ids = new Set([...counted].map(({ unitId }) => unitId))
  return { ...plan, rows: [...counted], targeting: plan.targeting.filter(({ unitId }) => ids.has(unitId)) }
}
