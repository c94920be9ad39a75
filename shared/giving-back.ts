import { type BookedLeaf, minus, type Numbers, sum } from './amendment'
import { apportion } from './apportion'
import type { BusinessDate } from './calendar'
import {
  type BookedRules,
  type Cell,
  type OwnerShare,
  type PlatformShare,
  RATIO_SCALE,
  type Split,
} from './distribution'
import { impressionsFor, largestAmountFor } from './estimates'
import { groupBy } from './group-by'

/**
 * Giving back (decision 46): a unit whose rows were left short by a later forecast may not fit the ordinary
 * amendment, although it asks for less than it has. It is then lowered on its own cells: what is past stays, and the
 * rest of the new total is divided over the cells to come, in the order of the tree, by `carry-forward` on the
 * impressions that they have. No cell rises, because the rest isn't larger than the sum of the cells. The amount
 * follows the impressions by `carry-forward`, as in a leaf.
 */
export const GIVEN_BACK: BookedRules = { platform: 'given-back', group: 'given-back', owner: 'given-back' }

/** Where a unit may keep what it has to come. */
export interface Stay {
  platforms: readonly string[]
  startDate: BusinessDate
  endDate: BusinessDate
}

/**
 * Lowers a unit on its own cells.
 *
 * @param present the unit's leaves with all their cells, in the order of its tree
 * @param whole the new total in won and impressions, the past included
 * @param today the last day of the past; empty when there is none
 * @param revision the revision that new cells get
 * @returns undefined when the total is below the past or above past and own cells together, or when money would be
 * left without an impression
 */
export function giveBack(
  present: readonly BookedLeaf[],
  whole: Numbers,
  stay: Stay,
  today: BusinessDate | '',
  revision: number,
): Split | undefined {
  const leaves = present.map((leaf) => ({ ...leaf, ...parted(leaf, stay, today) }))
  const own = leaves.flatMap(({ ahead }) => ahead)
  const rest = minus(whole, sum(leaves.flatMap(({ kept }) => kept)))
  const room = sum(own).impressions
  if (rest.amount < 0 || rest.impressions < 0 || rest.impressions > room) return undefined
  if (rest.impressions === 0 && rest.amount > 0) return undefined
  const counts = divided(
    rest.impressions,
    own.map(({ impressions }) => impressions),
  )
  const amounts = divided(rest.amount, counts)
  let at = 0
  const lowered = leaves.map(({ platform, group, owner, kept, ahead }) => {
    const ratios = ratiosOf(ahead)
    const toCome = ahead.map(({ date, metaId }, i) => {
      const impressions = counts[at]!
      const amount = amounts[at++]!
      return { date, metaId, impressions, amount, ratioPpb: ratios[i]!, revision }
    })
    const cells = sum(toCome).impressions > 0 ? [...kept, ...toCome] : kept
    return { platform, group, owner, ...sum(cells), ...weightOf(sum(ahead).impressions, room), cells }
  })
  return { platforms: treeOf(lowered, room), noInventory: [], tooSmall: [] }
}

/**
 * The largest total to which a unit can be lowered on its own cells; 0 if there is none.
 *
 * @param most the amount that the unit has now
 * @param price won that an amount really costs: 0 for service rows
 */
export function largestGivenBack(
  present: readonly BookedLeaf[],
  stay: Stay,
  today: BusinessDate | '',
  { most, ecpm, price }: { most: number; ecpm: number; price: (amount: number) => number },
): Numbers {
  const room = sum(
    present.flatMap((leaf) => {
      const { kept, ahead } = parted(leaf, stay, today)
      return [...kept, ...ahead]
    }),
  )
  const amount = Math.min(most, largestAmountFor(room.impressions, ecpm))
  const impressions = impressionsFor(amount, ecpm)
  const lowered = giveBack(present, { amount: price(amount), impressions }, stay, today, 0)
  return lowered ? { amount, impressions } : { amount: 0, impressions: 0 }
}

/** A leaf's past, and its cells to come that may stay. */
function parted(
  { platform, cells }: BookedLeaf,
  { platforms, startDate, endDate }: Stay,
  today: BusinessDate | '',
): { kept: Cell[]; ahead: Cell[] } {
  const stays = platforms.includes(platform)
  return {
    kept: cells.filter(({ date }) => date <= today),
    ahead: cells.filter(
      ({ date, impressions }) =>
        stays && impressions > 0 && date > today && date >= startDate && date <= endDate,
    ),
  }
}

function divided(total: number, weights: readonly number[]): number[] {
  return weights.some((weight) => weight > 0)
    ? apportion(total, weights, 'carry-forward')
    : weights.map(() => 0)
}

/** What each cell has of its leaf, in parts per 10⁹: floored, the remainder goes to the first. */
function ratiosOf(cells: readonly Cell[]): number[] {
  const total = BigInt(sum(cells).impressions)
  const ratios = cells.map(({ impressions }) => Number((BigInt(RATIO_SCALE) * BigInt(impressions)) / total))
  if (ratios.length > 0) ratios[0]! += RATIO_SCALE - ratios.reduce((all, ratio) => all + ratio, 0)
  return ratios
}

/** The weight of a share is what it had to come; one without anything to come was not divided. */
function weightOf(weight: number, room: number) {
  return { weight, weightTotal: weight > 0 ? room : 0 }
}

type LoweredLeaf = OwnerShare & { platform: string; group: string }

function treeOf(leaves: readonly LoweredLeaf[], room: number): PlatformShare[] {
  const share = (of: readonly LoweredLeaf[]) => ({
    ...sum(of),
    ...weightOf(
      of.reduce((all, { weight }) => all + weight, 0),
      room,
    ),
  })
  const used = leaves.filter(({ impressions }) => impressions > 0)
  return [...groupBy(used, ({ platform }) => platform)].map(([platform, onPlatform]) => ({
    platform,
    ...share(onPlatform),
    groups: [...groupBy(onPlatform, ({ group }) => group)].map(([group, inGroup], position) => ({
      group,
      position,
      ...share(inGroup),
      owners: inGroup.map(({ platform: _platform, group: _group, ...owner }) => owner),
    })),
  }))
}
