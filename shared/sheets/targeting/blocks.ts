import type { Audience, Plan, PlanMember, PlanRow, PlanTargetingGroup } from '../plan'

/** One targeting and the rows it applies to. */
export interface TargetingBlock {
  rows: PlanRow[]
  groups: readonly PlanTargetingGroup[]
}

/** Contents of one type in a group, in the order in which they are shown. */
export interface TargetingSection {
  type: PlanMember['type']
  /** Of programs: by broadcaster, in order of first appearance. Otherwise one entry without broadcaster. */
  clusters: TargetingCluster[]
}

export interface TargetingCluster {
  broadcaster: string | null
  members: PlanMember[]
}

const SECTION_ORDER: readonly PlanMember['type'][] = ['PROGRAM', 'CHANNEL', 'KEYWORD', 'RANDOM']

/**
 * One block per different targeting, in the order of the MediaMix; rows whose targeting looks the same share
 * a block. The forecast is part of what is shown, so the same contents over another flight make another
 * block.
 */
export function targetingBlocks(plan: Plan, audience: Audience): TargetingBlock[] {
  const byUnit = new Map(plan.targeting.map((targeting) => [targeting.unitId, targeting.groups]))
  const blocks = new Map<string, TargetingBlock>()
  for (const row of plan.rows) {
    const groups = (byUnit.get(row.unitId) ?? []).filter((group) => group.members.length > 0)
    if (groups.length === 0) continue
    const key = JSON.stringify(groups.map((group) => shown(group, audience)))
    const block = blocks.get(key)
    if (block) block.rows.push(row)
    else blocks.set(key, { rows: [row], groups })
  }
  return [...blocks.values()]
}

/** What an audience sees of a group, as a list, so that the order of properties doesn't matter. */
function shown(group: PlanTargetingGroup, audience: Audience): unknown[] {
  const members = group.members.map((member) => {
    const { metaId, type, name, broadcaster, weight, forecast, available, owner } = member
    const inside = audience === 'client' ? [] : [available, owner]
    return [metaId, type, name, broadcaster, weight, forecast, ...inside]
  })
  const open = audience === 'planner' ? [group.isOpen === true] : []
  return [group.name, group.weight, group.platforms, members, ...open]
}

/** The sections of a group that have contents: programs by broadcaster, then channels, keywords, RANDOM. */
export function targetingSections(group: PlanTargetingGroup): TargetingSection[] {
  return SECTION_ORDER.flatMap((type): TargetingSection[] => {
    const members = group.members.filter((member) => member.type === type)
    if (members.length === 0) return []
    if (type !== 'PROGRAM') return [{ type, clusters: [{ broadcaster: null, members }] }]
    const byBroadcaster = new Map<string | null, PlanMember[]>()
    for (const member of members) {
      const cluster = byBroadcaster.get(member.broadcaster)
      if (cluster) cluster.push(member)
      else byBroadcaster.set(member.broadcaster, [member])
    }
    return [
      { type, clusters: [...byBroadcaster].map(([broadcaster, list]) => ({ broadcaster, members: list })) },
    ]
  })
}
