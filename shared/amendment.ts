import { apportion } from './apportion'
import type { BusinessDate } from './calendar'
import {
  type Cell,
  divide,
  type GroupShare,
  type LeafPlan,
  type LeftOut,
  type OwnerShare,
  RATIO_SCALE,
  type Split,
  type SplitPlan,
  type SplitRules,
} from './distribution'
import { impressionsFor, largestAmountFor } from './estimates'

/**
 * Amends a booked unit: the past stays, only the days to come are divided again. At every level, a node keeps its
 * past when it is not in the new plan, or when it has a past and no forecast on the days to come; what remains of its
 * parent is divided over the other nodes of the plan by the level's rule. A leaf's rest (its new share minus its past)
 * is divided over its days to come. A group of the plan without a past and without a forecast to come is the shortage
 * NO_INVENTORY, as in a purchase.
 */

/**
 * Limits of the search below the first total that overflows: number of totals, and number of cells in all.
 */
const WALK_STEPS = 200
const WALK_CELLS = 400_000

/** A leaf of a booked unit with some of its cells: all of them, or its past, which never changes again. */
export interface BookedLeaf {
  platform: string
  group: string
  owner: string | null
  cells: readonly Cell[]
}

/** Won and impressions. */
export interface Numbers {
  amount: number
  impressions: number
}

/** A share that would be smaller than what its past has already used; `null` refers to the whole level. */
export interface BelowDelivered {
  platform: string | null
  group: string | null
  owner: string | null
  asked: Numbers
  delivered: Numbers
}

/** A split whose past is kept; complete only where its three lists of failures are empty. */
export interface Amendment extends Split {
  belowDelivered: BelowDelivered[]
  /** Contents that take no part any more: no forecast on the days to come. */
  warnings: LeftOut[]
}

/**
 * Divides a new total over a new plan, and keeps the past.
 *
 * @param plan of the whole new flight, past days included
 * @param whole the unit's new total in won and impressions, the past included
 * @param today the last day of the past
 * @param revision the revision that new cells get
 */
export function amendSplit(
  plan: SplitPlan,
  past: readonly BookedLeaf[],
  whole: Numbers,
  today: BusinessDate,
  revision: number,
  ahead: LeavesAhead = leavesAhead(plan, today),
): Amendment {
  const result: Amendment = { platforms: [], noInventory: [], tooSmall: [], belowDelivered: [], warnings: [] }
  const { rules } = plan
  const isAhead = (leaf: LeafPlan) => ahead === 'NONE' || ahead.has(leaf)
  const below = (at: Omit<BelowDelivered, 'asked' | 'delivered'>, asked: Numbers, delivered: Numbers) => {
    result.belowDelivered.push({ ...at, asked: numbers(asked), delivered: numbers(delivered) })
  }

  function platformsOf(): void {
    const places = divideRest(
      plan.platforms,
      ({ platform }) => platform,
      pastTree(past),
      whole,
      rules.platform,
      ({ groups }) => ahead === 'NONE' || groups.some(({ leaves }) => leaves.some(isAhead)),
    )
    if ('delivered' in places) below(WHOLE_UNIT, whole, places.delivered)
    else {
      for (const { name: platform, member, past: node, ...share } of places) {
        const groups = member ? groupsOf(platform!, member.groups, node, share) : keptGroups(node)
        if (groups.length > 0) result.platforms.push({ platform: platform!, ...share, groups })
      }
    }
  }

  function groupsOf(
    platform: string,
    members: SplitPlan['platforms'][number]['groups'],
    node: PastNode,
    share: Numbers,
  ): GroupShare[] {
    const places = divideRest(
      members,
      ({ group }) => group,
      node,
      share,
      rules.group,
      ({ leaves }) => ahead === 'NONE' || leaves.some(isAhead),
    )
    if ('delivered' in places) {
      below({ platform, group: null, owner: null }, share, places.delivered)
      return []
    }
    if (members.length === 0 && (node.impressions === 0 || isMore(share, node)))
      result.noInventory.push({ platform, group: null, impressions: share.impressions - node.impressions })
    return places.flatMap(({ name, member, past: inGroup, ...groupShare }) => {
      const group = name!
      const owners = member
        ? ownersOf(platform, group, member.leaves, inGroup, groupShare)
        : keptOwners(inGroup)
      return owners.length > 0 ? [{ group, position: member?.position ?? -1, ...groupShare, owners }] : []
    })
  }

  function ownersOf(
    platform: string,
    group: string,
    leaves: readonly LeafPlan[],
    node: PastNode,
    share: Numbers,
  ): OwnerShare[] {
    const going = leaves.filter(isAhead)
    for (const { members } of leaves.filter((leaf) => !isAhead(leaf)))
      for (const { metaId } of members) result.warnings.push({ code: 'LEFT_OUT', platform, group, metaId })
    const places = divideRest(going, ({ owner }) => owner, node, share, rules.owner)
    if ('delivered' in places) {
      below({ platform, group, owner: null }, share, places.delivered)
      return []
    }
    if (!going.some(({ weight }) => weight > 0) && (node.impressions === 0 || isMore(share, node)))
      result.noInventory.push({ platform, group, impressions: share.impressions - node.impressions })
    return places.flatMap(({ name: owner, member, past: { cells, ...delivered }, ...ownerShare }) => {
      const rest = minus(ownerShare, delivered)
      if (isNegative(rest)) {
        below({ platform, group, owner }, ownerShare, delivered)
        return []
      }
      if (rest.impressions === 0 && rest.amount > 0)
        result.tooSmall.push({ platform, group, owner, amount: rest.amount })
      if (ownerShare.impressions === 0) return []
      const toCome = rest.impressions === 0 ? [] : cellsAhead(plan, member!, rest, today, revision)
      if (rest.impressions > 0 && toCome.length === 0)
        result.noInventory.push({ platform, group, impressions: rest.impressions })
      return [{ owner, ...ownerShare, cells: [...cells, ...toCome] }]
    })
  }

  platformsOf()
  return result
}

/** The leaves with a forecast on the days to come. Where no leaf has one, the plan is divided as if all had. */
type LeavesAhead = ReadonlySet<LeafPlan> | 'NONE'

function leavesAhead({ days, platforms }: SplitPlan, today: BusinessDate): LeavesAhead {
  const first = days.findIndex((date) => date > today)
  const leaves = platforms.flatMap(({ groups }) => groups.flatMap((group) => group.leaves))
  const going = leaves.filter(
    ({ weight, ratios, members }) =>
      first >= 0 && weight > 0 && ratios.some((ratio, i) => ratio > 0 && i >= first * members.length),
  )
  return going.length === 0 ? 'NONE' : new Set(going)
}

/** The past alone: what remains of a unit that ends today. */
export function keptSplit(past: readonly BookedLeaf[]): Split {
  const platforms = used(pastTree(past)).map(([platform, node]) => ({
    platform: platform!,
    ...numbers(node),
    ...KEPT,
    groups: keptGroups(node),
  }))
  return { platforms, noInventory: [], tooSmall: [] }
}

/**
 * The largest new total below one that did not fit, verified by the split itself; 0 if none was found.
 *
 * @param tooMany impressions that don't fit
 * @param free impressions that a row has for this unit: what is left, plus what the unit itself has there
 * @param price won that an amount really costs: 0 for service rows
 */
export function largestAmendment(
  plan: SplitPlan,
  past: readonly BookedLeaf[],
  today: BusinessDate,
  { tooMany, ecpm, price }: { tooMany: number; ecpm: number; price: (amount: number) => number },
  free: Free,
): Numbers {
  const totals = (step: number) => {
    const amount = largestAmountFor(step, ecpm)
    return { amount, impressions: impressionsFor(amount, ecpm) }
  }
  const ahead = leavesAhead(plan, today)
  const verdict = (step: number) => {
    const { amount, impressions } = totals(step)
    const split = amendSplit(plan, past, { amount: price(amount), impressions }, today, 0, ahead)
    if (split.noInventory.length > 0 || overflows(split, today, free)) return 'OVERFLOW'
    return split.belowDelivered.length > 0 || split.tooSmall.length > 0 ? 'TOO_SMALL' : 'FITS'
  }
  let low = 0
  let high = tooMany
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2)
    if (verdict(middle) === 'OVERFLOW') high = middle
    else low = middle
  }
  const cells = plan.platforms.flatMap(({ groups }) => groups.flatMap(({ leaves }) => leaves))
  const walk = Math.min(WALK_STEPS, WALK_CELLS / cells.reduce((sum, { ratios }) => sum + ratios.length, 1))
  for (let step = low; step > Math.max(0, low - walk); step--) {
    if (verdict(step) === 'FITS') return totals(step)
  }
  return { amount: 0, impressions: 0 }
}

/** Impressions that a row of unit inventory has for a unit. */
type Free = (row: { metaId: string; platform: string; date: BusinessDate }) => number

function overflows({ platforms }: Split, today: BusinessDate, free: Free): boolean {
  for (const { platform, groups } of platforms) {
    const rows = new Map<string, number>()
    for (const { cells } of groups.flatMap(({ owners }) => owners)) {
      for (const { metaId, date, impressions } of cells) {
        if (date <= today || impressions === 0) continue
        const key = `${metaId}\u0000${date}`
        const load = (rows.get(key) ?? 0) + impressions
        if (load > free({ metaId, platform, date })) return true
        rows.set(key, load)
      }
    }
  }
  return false
}

/** A node of the past. Its numbers are the sums of its children, or of its cells. */
interface PastNode extends Numbers {
  children: Map<string | null, PastNode>
  cells: Cell[]
}

interface Place<Member> extends Numbers {
  name: string | null
  /** null: not in the plan, keeps its past. */
  member: Member | null
  past: PastNode
  weight: number
  weightTotal: number
}

const WHOLE_UNIT = { platform: null, group: null, owner: null }
/** A kept share was not divided by a weight. */
const KEPT = { weight: 0, weightTotal: 0 }

/**
 * Divides one level: nodes that are not in the plan keep their past, the rest is divided over the plan's
 * members.
 *
 * @param hasAhead whether a member has a forecast to come; one that has a past only keeps it
 */
function divideRest<Member extends { weight: number }>(
  members: readonly Member[],
  nameOf: (member: Member) => string | null,
  node: PastNode,
  whole: Numbers,
  rule: SplitRules[keyof SplitRules],
  hasAhead: (member: Member) => boolean = () => true,
): Place<Member>[] | { delivered: Numbers } {
  const delivering = new Map(used(node))
  const planned = members.filter(
    (member) => member.weight > 0 && (hasAhead(member) || !delivering.has(nameOf(member))),
  )
  const names = new Set(planned.map(nameOf))
  const dropped = [...delivering].filter(([name]) => !names.has(name))
  const delivered = sum(dropped.map(([, past]) => past))
  const rest = minus(whole, delivered)
  if (isNegative(rest)) return { delivered }
  const shares = planned.length === 0 ? [] : divide(planned, rest, rule)
  return [
    ...planned.map((member, i) => {
      const name = nameOf(member)
      return { name, member, past: node.children.get(name) ?? emptyNode(), ...shares[i]! }
    }),
    ...dropped.map(([name, past]) => ({ name, member: null, past, ...numbers(past), ...KEPT })),
  ]
}

/**
 * Divides a leaf's rest over its days to come. Their ratios of the whole flight are renormalised to 10⁹
 * (floored; the remainder goes to the first positive one), then the rest is divided as for a purchase. Empty
 * when no day ahead has a forecast.
 */
function cellsAhead(
  { days }: SplitPlan,
  { ratios, members }: LeafPlan,
  rest: Numbers,
  today: BusinessDate,
  revision: number,
): Cell[] {
  const ahead = ratios.flatMap((ratio, i) => {
    const date = days[Math.floor(i / members.length)]!
    return date > today ? [{ date, metaId: members[i % members.length]!.metaId, ratio }] : []
  })
  const total = ahead.reduce((all, { ratio }) => all + ratio, 0)
  if (total === 0) return []
  const renormalised = ahead.map(({ ratio }) => Number((BigInt(RATIO_SCALE) * BigInt(ratio)) / BigInt(total)))
  const first = ahead.findIndex(({ ratio }) => ratio > 0)
  renormalised[first]! += RATIO_SCALE - renormalised.reduce((all, ratio) => all + ratio, 0)
  const impressions = apportion(rest.impressions, renormalised, 'carry-forward')
  const amounts = apportion(rest.amount, impressions, 'carry-forward')
  return ahead.map(({ date, metaId }, i) => ({
    date,
    metaId,
    impressions: impressions[i]!,
    amount: amounts[i]!,
    ratioPpb: renormalised[i]!,
    revision,
  }))
}

function pastTree(past: readonly BookedLeaf[]): PastNode {
  const root = emptyNode()
  for (const { platform, group, owner, cells } of past) {
    const delivered = sum(cells)
    let node = add(root, delivered)
    for (const name of [platform, group, owner]) {
      let child = node.children.get(name)
      if (!child) {
        child = emptyNode()
        node.children.set(name, child)
      }
      node = add(child, delivered)
    }
    node.cells.push(...cells)
  }
  return root
}

/** The children that have impressions in the past. */
function used({ children }: PastNode): [name: string | null, node: PastNode][] {
  return [...children].filter(([, { impressions }]) => impressions > 0)
}

function keptGroups(of: PastNode): GroupShare[] {
  return used(of).map(([group, node]) => ({
    group: group!,
    position: -1,
    ...numbers(node),
    ...KEPT,
    owners: keptOwners(node),
  }))
}

function keptOwners(of: PastNode): OwnerShare[] {
  return used(of).map(([owner, node]) => ({ owner, ...numbers(node), ...KEPT, cells: node.cells }))
}

function emptyNode(): PastNode {
  return { amount: 0, impressions: 0, children: new Map(), cells: [] }
}

function add(node: PastNode, { amount, impressions }: Numbers): PastNode {
  node.amount += amount
  node.impressions += impressions
  return node
}

function numbers({ amount, impressions }: Numbers): Numbers {
  return { amount, impressions }
}

export function minus(a: Numbers, b: Numbers): Numbers {
  return { amount: a.amount - b.amount, impressions: a.impressions - b.impressions }
}

function isNegative({ amount, impressions }: Numbers): boolean {
  return amount < 0 || impressions < 0
}

/** Whether `a` is above `b`. Neither number of `a` may be below that of `b`. */
function isMore(a: Numbers, b: Numbers): boolean {
  return a.amount > b.amount || a.impressions > b.impressions
}

export function sum(all: readonly Numbers[]): Numbers {
  return all.reduce(
    (total: Numbers, one) => minus(total, { amount: -one.amount, impressions: -one.impressions }),
    {
      amount: 0,
      impressions: 0,
    },
  )
}
