import type { UnitTargeting } from '../../shared/contract/campaigns'
import { type Desk, openCampaign } from '../desk/desk'
import { perDesk } from '../desk/per-desk'

type Groups = UnitTargeting['groups']

const remembered = perDesk((): { campaignId: string; rows: Map<string, Groups[]> } => ({
  campaignId: '',
  rows: new Map(),
}))

/**
 * The targeting that the open campaign's rows have and had since it was opened, by row key, the latest last: when a
 * planner undoes in a cell, only its old text comes back. Each call notes the present targeting.
 */
export function earlierTargeting(desk: Desk): ReadonlyMap<string, readonly Groups[]> {
  const { view, targeting } = openCampaign(desk)
  const here = remembered(desk)
  if (here.campaignId !== view.id) {
    here.campaignId = view.id
    here.rows = new Map()
  }
  for (const [unitId, { groups }] of targeting) {
    const before = here.rows.get(unitId) ?? []
    const last = before.at(-1)
    if (last === groups) continue
    const same = JSON.stringify(last) === JSON.stringify(groups)
    here.rows.set(unitId, [...(same ? before.slice(0, -1) : before), groups])
  }
  return here.rows
}
