import type { UnitGroupBody } from '../../shared/contract/campaigns'
import type { ProductView, TargetingGroupView } from '../../shared/contract/catalog'
import { groupsOn, type TargetedGroup, unknownOwnerRatios } from '../../shared/distribution'
import { RANDOM_POOL } from '../../shared/inventory'
import { Problem } from '../../shared/problem'
import { requireKnown, type TargetedContent, targetedContents } from '../catalog/contents'
import { refuseRandom, targetingGroupsOf } from '../catalog/targeting-groups'
import type { Reading } from '../database/database'

/** The name of an inline group that was given none. */
const INLINE_NAME = '콘텐츠'

/** A product's targeting: its groups as the planner chose them. */
export interface Targeting {
  product: ProductView
  /** The product's platforms that are bought. */
  platforms: readonly string[]
  groups: readonly UnitGroupBody[]
}

/** The catalogue groups and contents that groups name, if the catalogue has them. */
export interface Named {
  groups: ReadonlyMap<string, TargetingGroupView>
  contents: ReadonlyMap<string, TargetedContent>
}

/**
 * Reads the catalogue groups and contents that groups name. The number of queries doesn't grow with the
 * groups.
 */
export async function namedBy(tx: Reading, groups: readonly UnitGroupBody[]): Promise<Named> {
  const catalogue = await targetingGroupsOf(
    tx,
    groups.flatMap(({ code }) => code ?? []),
  )
  const members = [...groups.flatMap(inlineMembers), ...[...catalogue.values()].flatMap((one) => one.members)]
  const contents = await targetedContents(
    tx,
    members.map(({ metaId }) => metaId),
  )
  return { groups: catalogue, contents: new Map(contents.map((content) => [content.metaId, content])) }
}

/**
 * Resolves chosen groups to the members that take part, with their current owners.
 *
 * @param named what all of the groups name
 * @returns one list of groups per targeting, in order
 * @throws Problem TARGETING_INVALID when groups don't fit their product, UNKNOWN_REFERENCE for unknown codes
 */
export function resolveTargeting(targetings: readonly Targeting[], named: Named): TargetedGroup[][] {
  for (const targeting of targetings) requireFittingGroups(targeting)
  const memberLists = targetings.map(({ product, groups }) =>
    product.targetingKind === 'RANDOM'
      ? [RANDOM_GROUP]
      : groups.map((group) => withMembers(group, named.groups)),
  )
  const inline = targetings.flatMap(({ groups }) => groups.flatMap(inlineMembers))
  const metaIds = [...new Set(inline.map(({ metaId }) => metaId))]
  requireKnown(metaIds, named.contents)
  refuseRandom(metaIds.map((metaId) => named.contents.get(metaId)!))
  const resolved = memberLists.map((groups) =>
    groups.map((group) => ({
      ...group,
      members: group.members.map((member) => ({
        ...member,
        owner: named.contents.get(member.metaId)?.owner ?? null,
        retired: named.contents.get(member.metaId)?.retired ?? false,
      })),
    })),
  )
  for (const groups of resolved) requireOwnersWithMembers(groups)
  return resolved
}

/** The members that a planner named individually. */
function inlineMembers({ code, members }: UnitGroupBody) {
  return code ? [] : (members ?? [])
}

const RANDOM_GROUP = { name: RANDOM_POOL, weight: 1, members: [{ metaId: RANDOM_POOL, weight: 1 }] }

type GroupWithMembers = Omit<TargetedGroup, 'members'> & {
  members: readonly { metaId: string; weight: number }[]
}

function withMembers(
  group: UnitGroupBody,
  catalogue: ReadonlyMap<string, TargetingGroupView>,
): GroupWithMembers {
  const { weight, platforms, ownerRatios } = group
  const rest = { weight, ...(platforms ? { platforms } : {}), ...(ownerRatios ? { ownerRatios } : {}) }
  if (!group.code) return { name: group.name ?? INLINE_NAME, members: group.members ?? [], ...rest }
  const known = catalogue.get(group.code)
  if (!known) {
    throw new Problem(
      'UNKNOWN_REFERENCE',
      `Unknown targeting group: ${group.code}. Take a code from GET /api/v1/targeting-groups.`,
      { unknown: [group.code] },
    )
  }
  if (group.members && !sameMembers(group.members, known.members)) {
    throw invalid(
      `The members of ${group.code} are the catalogue's. Leave \`members\` out, or change the group itself.`,
    )
  }
  return { name: group.code, members: known.members, ...rest }
}

function requireFittingGroups({ product, platforms, groups }: Targeting): void {
  const { code, targetingKind } = product
  if (platforms.length === 0) throw invalid(`Product ${code} has no platform. An operator must give it one.`)
  if (targetingKind === 'RANDOM') {
    if (groups.length > 0) throw invalid(`${code} is a RANDOM product: it takes no groups.`)
    return
  }
  if (targetingKind === 'CONTENTS') {
    const [group, ...others] = groups
    if (!group || others.length > 0 || group.code || !group.members || group.members.length === 0) {
      throw invalid(
        `${code} is a CONTENTS product: give it exactly one group with \`members\`, without a code.`,
      )
    }
  } else {
    if (groups.length === 0 || groups.some((group) => !group.code)) {
      throw invalid(`${code} is a GROUP product: give it catalogue groups by \`code\`, at least one.`)
    }
    const codes = groups.map((group) => group.code)
    const twice = codes.find((one, i) => codes.indexOf(one) !== i)
    if (twice) throw invalid(`The group ${twice} is named twice. Name it once, with a larger weight.`)
  }
  const foreign = groups
    .flatMap(({ platforms }) => platforms ?? [])
    .find((platform) => !product.platforms.includes(platform))
  if (foreign) throw invalid(`${code} is not sold on ${foreign}, only on ${product.platforms.join(', ')}.`)
  const empty = platforms.find((platform) => groupsOn(platform, groups).length === 0)
  if (empty)
    throw invalid(
      `No group applies on ${empty}. Name it in a group's platforms, or leave one group without platforms.`,
    )
}

function requireOwnersWithMembers(groups: readonly TargetedGroup[]): void {
  const stranger = unknownOwnerRatios(groups)[0]
  if (stranger) throw invalid(`${stranger.owner} owns no content of ${stranger.group}. Take its ratio out.`)
  const zero = groups.find(({ ownerRatios }) => ownerRatios?.every(({ ratio }) => ratio === 0))
  if (zero) throw invalid(`All owner ratios of ${zero.name} are 0. Give one owner a share.`)
}

function sameMembers(a: readonly { metaId: string; weight: number }[], b: typeof a): boolean {
  return (
    a.length === b.length &&
    a.every(({ metaId, weight }, i) => metaId === b[i]!.metaId && weight === b[i]!.weight)
  )
}

function invalid(detail: string): Problem {
  return new Problem('TARGETING_INVALID', detail)
}
