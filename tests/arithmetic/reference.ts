/**
 * docs/arithmetic.md, implemented a second time and naively on purpose: exact fractions, every number from
 * its definition, flat lists instead of trees, no state between two steps. The tests compare the product's
 * arithmetic with it.
 */

import type { SplitRule } from '../../shared/apportion'
import type { Cell, SplitBasis, SplitRules } from '../../shared/distribution'

/** An exact fraction, always reduced, its denominator positive. */
export class Fraction {
  readonly over: bigint
  readonly under: bigint

  constructor(over: bigint | number, under: bigint | number = 1n) {
    const n = BigInt(over)
    const d = BigInt(under)
    let [a, b] = [n < 0n ? -n : n, d]
    while (b !== 0n) [a, b] = [b, a % b]
    this.over = n / a
    this.under = d / a
  }

  plus(other: Fraction): Fraction {
    return new Fraction(this.over * other.under + other.over * this.under, this.under * other.under)
  }

  minus(other: Fraction): Fraction {
    return this.plus(new Fraction(-other.over, other.under))
  }

  times(other: Fraction): Fraction {
    return new Fraction(this.over * other.over, this.under * other.under)
  }

  exceeds(other: Fraction): boolean {
    return this.over * other.under > other.over * this.under
  }

  floor(): bigint {
    const towardsZero = this.over / this.under
    return this.over % this.under < 0n ? towardsZero - 1n : towardsZero
  }

  /** R: rounding half up. */
  round(): bigint {
    return this.plus(new Fraction(1, 2)).floor()
  }
}

/** The exact share of each weight. */
export function quotas(total: number, weights: readonly number[]): Fraction[] {
  const whole = weights.reduce((all, weight) => all + BigInt(weight), 0n)
  return weights.map((weight) => new Fraction(BigInt(total) * BigInt(weight), whole))
}

/** Splits a total by one of the four rules. */
export function shares(total: number, weights: readonly number[], rule: SplitRule): number[] {
  const exact = quotas(total, weights)
  if (rule === 'carry-forward') {
    // The other formulation: every day rounds its own share together with the error of the days before.
    let error = new Fraction(0)
    return exact.map((quota) => {
      const due = quota.plus(error)
      const share = due.round()
      error = due.minus(new Fraction(share))
      return Number(share)
    })
  }
  const floors = exact.map((quota) => quota.floor())
  let rest = BigInt(total) - floors.reduce((all, floor) => all + floor, 0n)
  if (rule === 'largest-remainder') {
    const fractions = exact.map((quota, i) => quota.minus(new Fraction(floors[i]!)))
    for (; rest > 0n; rest--) {
      let largest = 0
      fractions.forEach((fraction, i) => {
        if (fraction.exceeds(fractions[largest]!)) largest = i
      })
      floors[largest]! += 1n
      fractions[largest] = new Fraction(-1)
    }
  } else {
    const positive = weights.flatMap((weight, i) => (weight > 0 ? [i] : []))
    const at = rule === 'remainder-first' ? positive[0]! : positive[positive.length - 1]!
    floors[at]! += rest
  }
  return floors.map(Number)
}

/** impressions = R(amount·1000 / eCPM) */
export function impressionsOf(amount: number, ecpm: number): number {
  return Number(new Fraction(BigInt(amount) * 1000n, ecpm).round())
}

/** R(impressions·rate), the rate in parts per million. */
export function countOf(impressions: number, ratePpm: number): number {
  return Number(new Fraction(BigInt(impressions) * BigInt(ratePpm), 1_000_000).round())
}

interface Level {
  amount: number
  impressions: number
  weight: number
  weightTotal: number
}

/** One leaf of the split with the levels above it: [platform, group, owner]. */
export interface ExpectedLeaf {
  platform: string
  group: string
  position: number
  owner: string | null
  levels: [Level, Level, Level]
  cells: Cell[]
}

interface ExpectedSplit {
  /** Leaves with impressions, in order of platform, group and owner. */
  leaves: ExpectedLeaf[]
  noInventory: { platform: string; group: string | null; impressions: number }[]
  tooSmall: { platform: string; group: string; owner: string | null; amount: number }[]
  leftOut: { platform: string; group: string; metaId: string }[]
}

/** The whole three-level purchase split of a unit, down to its cells. */
export function expectedSplit(unit: SplitBasis, amount: number, impressions: number): ExpectedSplit {
  const rules: SplitRules = unit.rules ?? {
    platform: 'remainder-last',
    group: 'remainder-last',
    owner: 'remainder-last',
  }
  const expected: ExpectedSplit = { leaves: [], noInventory: [], tooSmall: [], leftOut: [] }
  const evenly = unit.platforms.map(() => 1)

  for (const [p, platform] of unit.platforms.entries()) {
    const onPlatform = part({ amount, impressions }, evenly, p, rules.platform)
    const ownList = unit.groups.filter((group) => group.platforms?.includes(platform))
    const general = unit.groups.filter((group) => group.platforms === undefined)
    const groups = ownList.length > 0 ? ownList : general
    if (groups.length === 0) {
      expected.noInventory.push({ platform, group: null, impressions: onPlatform.impressions })
    }
    for (const [g, group] of groups.entries()) {
      const groupWeights = groups.map(({ weight }) => weight)
      const onGroup = part(onPlatform, groupWeights, g, rules.group)
      const withForecast = group.members.filter(({ metaId }) => forecastOf(unit, metaId, platform) > 0n)
      for (const { metaId } of group.members) {
        if (!withForecast.some((member) => member.metaId === metaId)) {
          expected.leftOut.push({ platform, group: group.name, metaId })
        }
      }
      const owners = [...new Set(withForecast.map(({ owner }) => owner))]
      const ownerWeights = owners.map((owner) =>
        group.ownerRatios
          ? (group.ownerRatios.find((given) => given.owner === owner)?.ratio ?? 0)
          : withForecast.filter((member) => member.owner === owner).reduce((all, m) => all + m.weight, 0),
      )
      if (!ownerWeights.some((weight) => weight > 0)) {
        expected.noInventory.push({ platform, group: group.name, impressions: onGroup.impressions })
        continue
      }
      for (const [o, owner] of owners.entries()) {
        const onOwner = part(onGroup, ownerWeights, o, rules.owner)
        if (onOwner.impressions === 0) {
          if (onOwner.amount > 0)
            expected.tooSmall.push({ platform, group: group.name, owner, amount: onOwner.amount })
          continue
        }
        const members = withForecast.filter((member) => member.owner === owner)
        expected.leaves.push({
          platform,
          group: group.name,
          position: unit.groups.indexOf(group),
          owner,
          levels: [onPlatform, onGroup, onOwner],
          cells: cellsOf(unit, platform, members, onOwner),
        })
      }
    }
  }
  return expected
}

function part(
  whole: { amount: number; impressions: number },
  weights: readonly number[],
  at: number,
  rule: SplitRule,
): Level {
  return {
    amount: shares(whole.amount, weights, rule)[at]!,
    impressions: shares(whole.impressions, weights, rule)[at]!,
    weight: weights[at]!,
    weightTotal: weights.reduce((all, weight) => all + weight, 0),
  }
}

function forecastOf(unit: SplitBasis, metaId: string, platform: string): bigint {
  return unit.forecast(metaId, platform).reduce((all, impressions) => all + BigInt(impressions), 0n)
}

function cellsOf(
  unit: SplitBasis,
  platform: string,
  members: readonly { metaId: string; weight: number }[],
  leaf: Level,
): Cell[] {
  const places = unit.days.flatMap((date, d) => members.map((member) => ({ date, d, ...member })))
  const ratios = expectedRatios(
    members.map(({ metaId, weight }) => ({ weight, forecast: unit.forecast(metaId, platform) })),
    unit.days.length,
  )
  const impressions = shares(leaf.impressions, ratios, 'carry-forward')
  const amounts = shares(leaf.amount, impressions, 'carry-forward')
  return places.map(({ date, metaId }, i) => ({
    date,
    metaId,
    impressions: impressions[i]!,
    amount: amounts[i]!,
    ratioPpb: ratios[i]!,
  }))
}

/**
 * w_m/W × f(m,d)/F(m) of every cell in whole parts of 10⁹; what is missing goes to the first positive cell.
 */
export function expectedRatios(
  members: readonly { weight: number; forecast: readonly number[] }[],
  dayCount: number,
): number[] {
  const W = members.reduce((all, { weight }) => all + weight, 0)
  const exact: Fraction[] = []
  for (let d = 0; d < dayCount; d++) {
    for (const { weight, forecast } of members) {
      const F = forecast.reduce((all, impressions) => all + BigInt(impressions), 0n)
      exact.push(new Fraction(weight, W).times(new Fraction(forecast[d]!, F)))
    }
  }
  const kept = exact.map((ratio) => Number(ratio.times(new Fraction(1_000_000_000)).floor()))
  const missing = 1_000_000_000 - kept.reduce((all, ratio) => all + ratio, 0)
  kept[exact.findIndex((ratio) => ratio.over > 0n)]! += missing
  return kept
}

interface ExpectedDemand {
  metaId: string
  platform: string
  date: string
  quantity: number
}

/** One row for each row of unit inventory that gives anything, in order of metaId, platform, date. */
export function expectedDemand(leaves: readonly ExpectedLeaf[]): ExpectedDemand[] {
  const asked = leaves.flatMap(({ platform, cells }) =>
    cells.map(({ metaId, date, impressions }) => ({ metaId, platform, date, quantity: impressions })),
  )
  const rows: ExpectedDemand[] = []
  for (const metaId of inOrder(asked.map((cell) => cell.metaId))) {
    for (const platform of inOrder(asked.map((cell) => cell.platform))) {
      for (const date of inOrder(asked.map((cell) => cell.date))) {
        const quantity = asked
          .filter((cell) => cell.metaId === metaId && cell.platform === platform && cell.date === date)
          .reduce((all, cell) => all + cell.quantity, 0)
        if (quantity > 0) rows.push({ metaId, platform, date, quantity })
      }
    }
  }
  return rows
}

function inOrder(keys: readonly string[]): string[] {
  return [...new Set(keys)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

export type Remaining = (metaId: string, platform: string, date: string) => number

/**
 * Whether a purchase of this size succeeds: every share has inventory and no row gives more than it has left.
 */
export function canBeBought(
  unit: SplitBasis,
  remaining: Remaining,
  amount: number,
  impressions: number,
): boolean {
  const { leaves, noInventory, tooSmall } = expectedSplit(unit, amount, impressions)
  return (
    noInventory.length === 0 &&
    tooSmall.length === 0 &&
    expectedDemand(leaves).every(
      ({ metaId, platform, date, quantity }) => quantity <= remaining(metaId, platform, date),
    )
  )
}

/**
 * Tries every amount. The offer for a number of impressions is the largest amount that gives this number; the
 * result is the largest number whose offer can be bought.
 */
export function largestFitByTrying(
  unit: SplitBasis,
  remaining: Remaining,
  ecpm: number,
): { impressions: number; amount: number } {
  const rows = new Map<string, number>()
  for (const platform of unit.platforms) {
    for (const { members } of unit.groups) {
      for (const { metaId } of members) {
        for (const date of unit.days) {
          rows.set(JSON.stringify([metaId, platform, date]), Math.max(0, remaining(metaId, platform, date)))
        }
      }
    }
  }
  const everything = [...rows.values()].reduce((all, row) => all + row, 0)
  const offers = new Map<number, number>()
  for (let amount = 0; impressionsOf(amount, ecpm) <= everything; amount++) {
    offers.set(impressionsOf(amount, ecpm), amount)
  }
  let best = { impressions: 0, amount: 0 }
  for (const [impressions, amount] of offers) {
    if (impressions > best.impressions && canBeBought(unit, remaining, amount, impressions)) {
      best = { impressions, amount }
    }
  }
  return best
}

/** Unit inventory of one part on one platform and day. */
interface UnitNumber {
  part: string
  platform: string
  day: number
  impressions: number
}

/** The unit load of one content: parts in order of code → platforms in display order → days. */
export function expectedUnitNumbers(
  parts: readonly { part: string; total: number; daily: readonly number[] }[],
  feeds: Readonly<Record<string, readonly string[]>>,
  weights: Readonly<Record<string, number>>,
): UnitNumber[] {
  return parts.flatMap(({ part, total, daily }) => {
    if (total === 0) return []
    const platforms = feeds[part]!
    const onPlatforms = shares(
      total,
      platforms.map((platform) => weights[platform] ?? 1),
      'remainder-last',
    )
    return platforms.flatMap((platform, p) =>
      shares(onPlatforms[p]!, daily, 'carry-forward').map((impressions, day) => ({
        part,
        platform,
        day,
        impressions,
      })),
    )
  })
}
