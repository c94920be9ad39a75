import { countedRows } from '../counted-rows'
import type { Audience, Plan, PlanMember, PlanRow } from './plan'

/**
 * The part of a plan that an audience sees. A proposal has neither rows that were given up nor alternatives to the
 * counted ones. What a client must not see isn't in their plan, so that no sheet can show it.
 */
export function planFor(plan: Plan, audience: Audience): Plan {
  if (audience === 'planner') return plan
  const counted = countedRows(plan.rows)
  const ids = new Set([...counted].map(({ unitId }) => unitId))
  const rows = [...counted]
  const targeting = plan.targeting.filter(({ unitId }) => ids.has(unitId))
  if (audience === 'internal') return { ...plan, rows, targeting }
  return {
    ...plan,
    rows: rows.map(rowForClient),
    targeting: targeting.map(({ unitId, groups }) => ({
      unitId,
      groups: groups.map((group) => ({ ...group, members: group.members.map(memberForClient) })),
    })),
  }
}

function rowForClient({ availability: _availability, ...row }: PlanRow): PlanRow {
  return { ...row, publishStatus: null }
}

/** The forecast of pooled contents is the whole stock of the house; a content without a name is named by its id. */
function memberForClient(member: PlanMember): PlanMember {
  return {
    ...member,
    metaId: '',
    name: member.name === member.metaId ? '' : member.name,
    forecast: member.type === 'RANDOM' ? null : member.forecast,
    available: null,
    owner: null,
  }
}
