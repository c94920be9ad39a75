import { apportion, mulDivFloor, type SplitRule } from './apportion'
import type { BusinessDate } from './calendar'

/**
 * The three-level purchase split: unit → platform → targeting group → owner, then from each leaf to its
 * cells. Amount and impressions are split separately, by the same weights. Every level sums to its parent
 * exactly.
 */

/** The rule of each level; kept in one place so that a level's rule can be changed on its own. */
export interface SplitRules {
  platform: SplitRule
  group: SplitRule
  owner: SplitRule
}
export const DEFAULT_SPLIT_RULES: SplitRules = {
  platform: 'remainder-last',
  group: 'remainder-last',
  owner: 'remainder-last',
}

/** The rules that a booking was divided by; `given-back`: on its own cells (shared/giving-back.ts). */
export type BookedRules = Record<keyof SplitRules, SplitRule | 'given-back'>

/** Cell ratios are whole parts of this. */
export const RATIO_SCALE = 1_000_000_000

export interface GroupMember {
  metaId: string
  /** 1 to 1,000,000 */
  weight: number
  /** null: the content has no owner (RANDOM, or an owner not yet known) */
  owner: string | null
  /** No longer for sale: it takes no part. */
  retired?: boolean
}

export interface TargetedGroup {
  /** Shown name or catalogue code. */
  name: string
  weight: number
  members: readonly GroupMember[]
  /**
   * The group applies only on these platforms, and such a platform uses only the groups that name it. Absent:
   * on every platform that no group names.
   */
  platforms?: readonly string[]
  /**
   * Explicit owner ratios; an owner that is left out counts 0. Absent: the sum of the owner's member weights.
   */
  ownerRatios?: readonly { owner: string; ratio: number }[]
}

/** Everything a split depends on, except how much is split. */
export interface SplitBasis {
  /** In display order. */
  platforms: readonly string[]
  groups: readonly TargetedGroup[]
  /** The flight's days, in order. */
  days: readonly BusinessDate[]
  /** Forecast impressions of a member on a platform, one number per day of the flight. */
  forecast: (metaId: string, platform: string) => readonly number[]
  rules?: SplitRules
}

/**
 * A leaf of the three levels before anything is split: who takes part, with which weights and cell ratios.
 */
export interface LeafPlan {
  owner: string | null
  weight: number
  members: readonly GroupMember[]
  /** Parts per 10⁹, days in order, within a day the members. */
  ratios: readonly number[]
}

interface GroupPlan {
  group: string
  /** Position among the unit's groups. */
  position: number
  weight: number
  /** Empty: nobody can take this group's share on this platform. */
  leaves: LeafPlan[]
}

interface PlatformPlan {
  platform: string
  weight: number
  groups: GroupPlan[]
}

/** The tree of a split without its numbers; built once, filled as often as needed. */
export interface SplitPlan {
  rules: SplitRules
  days: readonly BusinessDate[]
  platforms: PlatformPlan[]
  warnings: LeftOut[]
  unknownOwners: UnknownOwnerRatio[]
}

/** A content that did not take part: no forecast on that platform in the flight, or no longer for sale. */
export interface LeftOut {
  code: 'LEFT_OUT'
  platform: string
  group: string
  metaId: string
}

/** An owner who has an explicit ratio but owns no member of the group: a mistake in the request. */
export interface UnknownOwnerRatio {
  group: string
  owner: string
}

export interface Cell {
  date: BusinessDate
  metaId: string
  impressions: number
  amount: number
  /** Parts per 10⁹ of the leaf; all cells of a leaf that were created together sum to 10⁹. */
  ratioPpb: number
  /** The revision of the booking that created the cell; absent: not booked yet. */
  revision?: number
}

export interface OwnerShare {
  owner: string | null
  amount: number
  impressions: number
  weight: number
  weightTotal: number
  cells: Cell[]
}

export interface GroupShare {
  group: string
  position: number
  amount: number
  impressions: number
  weight: number
  weightTotal: number
  owners: OwnerShare[]
}

export interface PlatformShare {
  platform: string
  amount: number
  impressions: number
  weight: number
  weightTotal: number
  groups: GroupShare[]
}

/** A group (or a whole platform: `group` null) without a leaf that can take its share. */
export interface NoInventory {
  platform: string
  group: string | null
  impressions: number
}

/** A leaf that would carry money without a single impression. */
export interface TooSmall {
  platform: string
  group: string
  owner: string | null
  amount: number
}

export interface Split {
  platforms: PlatformShare[]
  noInventory: NoInventory[]
  tooSmall: TooSmall[]
}

/**
 * Builds the tree of a unit: which groups apply on which platform, who takes part, with which weights and
 * ratios. Never throws for a planner's mistake: that shows as a group without leaves, in `warnings` or in
 * `unknownOwners`. Rules: docs/arithmetic.md, "A purchase in three levels" and "From a leaf to days".
 */
export function planSplit(basis: SplitBasis): SplitPlan {
  const warnings: LeftOut[] = []
  const platforms = basis.platforms.map((platform) => ({
    platform,
    weight: 1,
    groups: groupsOn(platform, basis.groups).map(({ group, position }) => ({
      group: group.name,
      position,
      weight: group.weight,
      leaves: leavesOf(group, platform, basis, warnings),
    })),
  }))
  return {
    rules: basis.rules ?? DEFAULT_SPLIT_RULES,
    days: basis.days,
    platforms,
    warnings,
    unknownOwners: unknownOwnerRatios(basis.groups),
  }
}

/**
 * Splits an amount (won) and impressions over a plan. The shares are complete only where `noInventory` and
 * `tooSmall` are empty. Leaves with 0 impressions are left out of the tree.
 */
export function fillSplit(plan: SplitPlan, amount: number, impressions: number): Split {
  const result: Split = { platforms: [], noInventory: [], tooSmall: [] }
  if (plan.platforms.length === 0) return result
  const shares = divide(plan.platforms, { amount, impressions }, plan.rules.platform)
  plan.platforms.forEach(({ platform, groups }, i) => {
    const share: PlatformShare = { platform, ...shares[i]!, groups: [] }
    if (groups.length === 0) {
      result.noInventory.push({ platform, group: null, impressions: share.impressions })
      return
    }
    const groupShares = divide(groups, share, plan.rules.group)
    groups.forEach((group, g) => {
      const owners = fillGroup(plan, platform, group, groupShares[g]!, result)
      if (owners.length > 0) {
        share.groups.push({ group: group.group, position: group.position, ...groupShares[g]!, owners })
      }
    })
    if (share.groups.length > 0) result.platforms.push(share)
  })
  return result
}

/**
 * The groups that apply on a platform: those that name it, or if there are none, those that name no platform.
 */
export function groupsOn<Group extends { platforms?: readonly string[] | undefined }>(
  platform: string,
  groups: readonly Group[],
): { group: Group; position: number }[] {
  const all = groups.map((group, position) => ({ group, position }))
  const own = all.filter(({ group }) => group.platforms?.includes(platform))
  return own.length > 0 ? own : all.filter(({ group }) => group.platforms === undefined)
}

/**
 * The ratios of a leaf's cells in parts per 10⁹: w_m/W × f(m,d)/F(m), floored; the remainder goes to the
 * first cell with a positive ratio. Order: days, within a day the members. Every member must have a positive
 * forecast.
 */
export function cellRatios(
  members: readonly { weight: number; forecast: readonly number[] }[],
  dayCount: number,
): number[] {
  const weightTotal = sum(members.map((member) => member.weight))
  const ratioOf = members.map(({ weight, forecast }) => memberRatio(weight, weightTotal, forecast))
  const ratios: number[] = new Array(dayCount * members.length).fill(0)
  let given = 0
  let firstPositive = -1
  for (let day = 0, at = 0; day < dayCount; day++) {
    for (let member = 0; member < members.length; member++, at++) {
      const impressions = members[member]!.forecast[day]!
      if (impressions === 0) continue
      if (firstPositive < 0) firstPositive = at
      const ratio = ratioOf[member]!(impressions)
      given += ratio
      ratios[at] = ratio
    }
  }
  if (firstPositive >= 0) ratios[firstPositive]! += RATIO_SCALE - given
  return ratios
}

/**
 * Converts a day's forecast impressions to parts per 10⁹ of the leaf, floored. Exact; uses doubles where they
 * are precise enough.
 */
function memberRatio(
  weight: number,
  weightTotal: number,
  forecast: readonly number[],
): (impressions: number) => number {
  const numerator = RATIO_SCALE * weight
  const denominator = weightTotal * sum(forecast)
  if (numerator <= Number.MAX_SAFE_INTEGER && denominator <= Number.MAX_SAFE_INTEGER)
    return (impressions) => mulDivFloor(numerator, impressions, denominator)
  const parts = BigInt(RATIO_SCALE) * BigInt(weight)
  const whole = BigInt(weightTotal) * forecast.reduce((all, impressions) => all + BigInt(impressions), 0n)
  return (impressions) => Number((parts * BigInt(impressions)) / whole)
}

/** Divides one level: amount and, separately, impressions over the level's members by their weights. */
export function divide(
  members: readonly { weight: number }[],
  whole: { amount: number; impressions: number },
  rule: SplitRules[keyof SplitRules],
): { amount: number; impressions: number; weight: number; weightTotal: number }[] {
  const weights = members.map(({ weight }) => weight)
  const weightTotal = sum(weights)
  const amounts = apportion(whole.amount, weights, rule)
  const impressions = apportion(whole.impressions, weights, rule)
  return weights.map((weight, i) => ({
    amount: amounts[i]!,
    impressions: impressions[i]!,
    weight,
    weightTotal,
  }))
}

function leavesOf(
  group: TargetedGroup,
  platform: string,
  basis: SplitBasis,
  warnings: LeftOut[],
): LeafPlan[] {
  const byOwner = new Map<string | null, { members: GroupMember[]; forecasts: (readonly number[])[] }>()
  for (const member of group.members) {
    const forecast = basis.forecast(member.metaId, platform)
    if (member.retired || !forecast.some((impressions) => impressions > 0)) {
      warnings.push({ code: 'LEFT_OUT', platform, group: group.name, metaId: member.metaId })
      continue
    }
    let leaf = byOwner.get(member.owner)
    if (!leaf) {
      leaf = { members: [], forecasts: [] }
      byOwner.set(member.owner, leaf)
    }
    leaf.members.push(member)
    leaf.forecasts.push(forecast)
  }
  const given =
    group.ownerRatios && new Map<string | null, number>(group.ownerRatios.map((r) => [r.owner, r.ratio]))
  const leaves = [...byOwner].map(([owner, { members, forecasts }]) => ({
    owner,
    weight: given ? (given.get(owner) ?? 0) : sum(members.map((member) => member.weight)),
    members,
    ratios: cellRatios(
      members.map(({ weight }, i) => ({ weight, forecast: forecasts[i]! })),
      basis.days.length,
    ),
  }))
  return leaves.some(({ weight }) => weight > 0) ? leaves : []
}

function fillGroup(
  plan: SplitPlan,
  platform: string,
  { group, leaves }: GroupPlan,
  whole: { amount: number; impressions: number },
  result: Split,
): OwnerShare[] {
  if (leaves.length === 0) {
    result.noInventory.push({ platform, group, impressions: whole.impressions })
    return []
  }
  const shares = divide(leaves, whole, plan.rules.owner)
  const owners: OwnerShare[] = []
  leaves.forEach((leaf, i) => {
    const share = shares[i]!
    if (share.impressions > 0)
      owners.push({ owner: leaf.owner, ...share, cells: fillCells(share, leaf, plan.days) })
    else if (share.amount > 0)
      result.tooSmall.push({ platform, group, owner: leaf.owner, amount: share.amount })
  })
  return owners
}

function fillCells(
  leaf: { amount: number; impressions: number },
  { ratios, members }: LeafPlan,
  days: readonly BusinessDate[],
): Cell[] {
  const impressions = apportion(leaf.impressions, ratios, 'carry-forward')
  const amounts = apportion(leaf.amount, impressions, 'carry-forward')
  return ratios.map((ratioPpb, i) => ({
    date: days[Math.floor(i / members.length)]!,
    metaId: members[i % members.length]!.metaId,
    impressions: impressions[i]!,
    amount: amounts[i]!,
    ratioPpb,
  }))
}

/** Owner ratios that name an owner without a member in the group. */
export function unknownOwnerRatios(groups: readonly TargetedGroup[]): UnknownOwnerRatio[] {
  return groups.flatMap((group) =>
    (group.ownerRatios ?? [])
      .filter(({ owner }) => !group.members.some((member) => member.owner === owner))
      .map(({ owner }) => ({ group: group.name, owner })),
  )
}

/** The impressions that a split needs of one unit-inventory row. */
export interface Demand {
  metaId: string
  platform: string
  date: BusinessDate
  quantity: number
}

/**
 * The demand on unit inventory: one entry per (metaId, platform, date), with the cells of one row summed.
 * Sorted by key, the order in which rows are locked.
 */
export function demandOf(splits: readonly Pick<Split, 'platforms'>[]): Demand[] {
  const contents = new Map<string, Map<string, Demand[]>>()
  for (const split of splits) {
    for (const { platform, groups } of split.platforms) {
      for (const { owners } of groups) {
        for (const { cells } of owners) {
          for (const { metaId, date, impressions } of cells) {
            if (impressions > 0)
              rowsIn(contents, metaId, platform).push({ metaId, platform, date, quantity: impressions })
          }
        }
      }
    }
  }
  return inKeyOrder(contents).flatMap((platforms) => inKeyOrder(platforms).flatMap(byDate))
}

function rowsIn(contents: Map<string, Map<string, Demand[]>>, metaId: string, platform: string): Demand[] {
  const platforms = contents.get(metaId) ?? new Map<string, Demand[]>()
  if (platforms.size === 0) contents.set(metaId, platforms)
  const rows = platforms.get(platform) ?? []
  if (rows.length === 0) platforms.set(platform, rows)
  return rows
}

function inKeyOrder<Value>(map: ReadonlyMap<string, Value>): Value[] {
  return [...map.keys()].sort().map((key) => map.get(key)!)
}

/** A content's rows on a platform, each date once. Usually they already are. */
function byDate(rows: Demand[]): Demand[] {
  if (rows.every(({ date }, i) => i === 0 || rows[i - 1]!.date < date)) return rows
  const dates = new Map<BusinessDate, Demand>()
  for (const row of rows) {
    const known = dates.get(row.date)
    if (known) known.quantity += row.quantity
    else dates.set(row.date, row)
  }
  return inKeyOrder(dates)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
