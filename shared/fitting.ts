import { apportion, mulDivRound, type SplitRule } from './apportion'
import type { BusinessDate } from './calendar'
import { type LeafPlan, RATIO_SCALE, type SplitPlan } from './distribution'
import { impressionsFor, largestAmountFor } from './estimates'

/** How far around the bisected number the search goes on: totals, and cells to look at in all. */
const WALK_STEPS = 1000
const WALK_CELLS = 2_000_000

export interface Fit {
  impressions: number
  /** Whole won: the largest amount that gives `impressions`. */
  amount: number
  /** True when it is proven that no larger number fits; false when the bounded walk ended before the proof. */
  exact: boolean
}

/**
 * The largest number of impressions (and its amount) that fits what remains, verified by the split itself.
 *
 * Rounding makes fitting not quite monotone: a larger total may fail and a still larger one fit again. So a bisection
 * finds a number that the rows can take, and a bounded walk looks for larger ones up to the point where some row must
 * overflow. Where that number is too small to be split (a leaf would carry money without an impression) the walk goes
 * down as well.
 *
 * @param remaining impressions left of one unit-inventory row
 */
export function largestFit(
  plan: SplitPlan,
  remaining: (metaId: string, platform: string, date: BusinessDate) => number,
  ecpm: number,
): Fit {
  const nothing: Fit = { impressions: 0, amount: 0, exact: true }
  const complete = plan.platforms.every(
    ({ groups }) => groups.length > 0 && groups.every(({ leaves }) => leaves.length > 0),
  )
  if (!complete || plan.platforms.length === 0) return nothing
  const load = new PlanLoad(plan, remaining)
  const steps = stepsOf(ecpm)
  const verdict = (step: number) => load.verdict(steps.impressions(step), () => steps.amount(step))
  const end = Math.min(steps.after(load.mustFailFrom()), steps.last + 1)

  // What must fail is near to what fits: so the search begins there, with growing strides.
  let high = end
  let low = Math.max(0, end - 1)
  for (let stride = 1; low > 0 && verdict(low) === 'OVERFLOW'; stride *= 2) {
    high = low
    low = Math.max(0, low - stride)
  }
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2)
    if (verdict(middle) === 'OVERFLOW') high = middle
    else low = middle
  }
  const walk = Math.max(1, Math.min(WALK_STEPS, Math.floor(WALK_CELLS / load.cells)))
  const walkEnd = Math.min(end, low + 1 + walk)
  let best = verdict(low) === 'FITS' ? low : 0
  let exact = walkEnd === end
  for (let step = low + 1; step < walkEnd; step++) {
    const found = verdict(step)
    if (found === 'FITS') best = step
    else if (found === 'TOO_SMALL') exact = false
  }
  for (let step = low - 1; best === 0 && step > Math.max(0, low - walk); step--) {
    if (verdict(step) === 'FITS') best = step
    exact = false
  }
  return best === 0
    ? { ...nothing, exact }
    : { impressions: steps.impressions(best), amount: steps.amount(best), exact }
}

/**
 * What is counted while searching. From an eCPM of 1,000 won every number of impressions has an amount, so impressions
 * are counted; below, a won buys more than one impression and only some numbers have an amount, so won are counted.
 */
function stepsOf(ecpm: number) {
  const largest = Number.MAX_SAFE_INTEGER
  const impressions = (amount: number) => impressionsFor(amount, ecpm)
  return ecpm < 1000
    ? {
        impressions,
        amount: (step: number) => step,
        /** The first step whose impressions are beyond a number. */
        after: (count: number) => largestAmountFor(count, ecpm) + 1,
        last: largestAmountFor(largest - 1, ecpm),
      }
    : {
        impressions: (step: number) => step,
        amount: (step: number) => largestAmountFor(step, ecpm),
        after: (count: number) => count,
        last: impressions(largest),
      }
}

/** A cell as a purchase divides its leaf: what it gets lies between two roundings of the cumulated ratios. */
interface CellLoad {
  /** Position of the leaf in the plan. */
  leaf: number
  before: number
  upTo: number
  /** The leaf's ratios together. */
  whole: number
}

/** A row of unit inventory with the cells that take from it. */
interface RowLoad {
  capacity: number
  cells: CellLoad[]
  /** With a total T the row gets at least a·T − b. */
  a: number
  b: number
}

/**
 * What a plan loads on the unit-inventory rows, computed row by row without building the tree: most totals of a search
 * are refused by the first row that is looked at.
 */
class PlanLoad {
  /** In the order in which a growing total fills them, but the row that overflowed last comes first. */
  private readonly rows: RowLoad[]
  private readonly weights: LevelWeights
  readonly cells: number

  constructor(
    private readonly plan: SplitPlan,
    remaining: (metaId: string, platform: string, date: BusinessDate) => number,
  ) {
    this.weights = weightsOf(plan)
    this.rows = rowsOf(plan, remaining).sort((one, other) => certainOverflow(one) - certainOverflow(other))
    this.cells = [...leavesWithShare(plan)].reduce((all, { leaf }) => all + leaf.ratios.length, 0)
  }

  /** Whether these totals can be bought: no row overflows, and no leaf carries money without an impression. */
  verdict(impressions: number, amount: () => number): 'FITS' | 'OVERFLOW' | 'TOO_SMALL' {
    const ofLeaves = leafTotals(this.plan, this.weights, impressions)
    const { rows } = this
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      if (loadOf(row, ofLeaves) <= row.capacity) continue
      // The next total most likely overflows here too.
      rows[i] = rows[0]!
      rows[0] = row
      return 'OVERFLOW'
    }
    if (!ofLeaves.includes(0)) return 'FITS'
    const amounts = leafTotals(this.plan, this.weights, amount())
    return ofLeaves.some((count, leaf) => count === 0 && amounts[leaf]! > 0) ? 'TOO_SMALL' : 'FITS'
  }

  /** A total from which on some row certainly overflows. */
  mustFailFrom(): number {
    return this.rows.reduce(
      (bound, row) => Math.min(bound, certainOverflow(row)),
      Number.MAX_SAFE_INTEGER + 1,
    )
  }
}

function rowsOf(
  plan: SplitPlan,
  remaining: (metaId: string, platform: string, date: BusinessDate) => number,
): RowLoad[] {
  /** The rows of a content on a platform, by day. */
  const series = new Map<string, (RowLoad | undefined)[]>()
  const rows: RowLoad[] = []
  let position = 0
  for (const { platform, leaf, share } of leavesWithShare(plan)) {
    const days = leaf.members.map(({ metaId }) => {
      const key = `${metaId}\u0000${platform}`
      const known = series.get(key) ?? []
      series.set(key, known)
      return known
    })
    const whole = leaf.ratios.reduce((all, ratio) => all + ratio, 0)
    let before = 0
    leaf.ratios.forEach((ppb, at) => {
      if (ppb === 0) return
      const member = at % leaf.members.length
      const day = Math.floor(at / leaf.members.length)
      let row = days[member]![day]
      if (!row) {
        const left = remaining(leaf.members[member]!.metaId, platform, plan.days[day]!)
        row = { capacity: Math.max(0, left), cells: [], a: 0, b: 0 }
        days[member]![day] = row
        rows.push(row)
      }
      // A leaf gets at least T·share − 3 (three floors), a cell at least its exact part − 1.
      const ratio = ppb / RATIO_SCALE
      row.a += share * ratio
      row.b += 3 * ratio + 1
      row.cells.push({ leaf: position, before, upTo: before + ppb, whole })
      before += ppb
    })
    position++
  }
  return rows
}

/** A total from which on this row certainly overflows. */
function certainOverflow({ capacity, a, b }: RowLoad): number {
  // The margin covers the doubles of this estimate; it only widens the search.
  return a > 0 ? Math.ceil(((capacity + b) / a) * (1 + 1e-9)) + 1 : Number.MAX_SAFE_INTEGER + 1
}

/** What a row gets of the leaves' impressions, by the carry-forward of a purchase. */
function loadOf({ cells }: RowLoad, ofLeaves: readonly number[]): number {
  let load = 0
  for (const { leaf, before, upTo, whole } of cells) {
    const impressions = ofLeaves[leaf]!
    load += mulDivRound(impressions, upTo, whole) - mulDivRound(impressions, before, whole)
  }
  return load
}

/** Each leaf with the part of the whole that its weights stand for (a double: only for estimating). */
function* leavesWithShare(plan: SplitPlan): Generator<{ platform: string; leaf: LeafPlan; share: number }> {
  const part = (member: { weight: number }, level: readonly { weight: number }[]) =>
    member.weight / level.reduce((total, { weight }) => total + weight, 0)
  for (const platform of plan.platforms) {
    for (const group of platform.groups) {
      for (const leaf of group.leaves) {
        const share = part(platform, plan.platforms) * part(group, platform.groups) * part(leaf, group.leaves)
        yield { platform: platform.platform, leaf, share }
      }
    }
  }
}

/** The weights of each level alone. */
interface LevelWeights {
  platforms: number[]
  ofPlatforms: { groups: number[]; ofGroups: { leaves: number[] }[] }[]
}

function weightsOf({ platforms }: SplitPlan): LevelWeights {
  const weights = (level: readonly { weight: number }[]) => level.map(({ weight }) => weight)
  return {
    platforms: weights(platforms),
    ofPlatforms: platforms.map(({ groups }) => ({
      groups: weights(groups),
      ofGroups: groups.map(({ leaves }) => ({ leaves: weights(leaves) })),
    })),
  }
}

/** The leaves' parts of a total, in the plan's order, by the same division as the purchase's. */
function leafTotals({ rules }: SplitPlan, { platforms, ofPlatforms }: LevelWeights, total: number): number[] {
  const ofLeaves: number[] = []
  const shares = level(total, platforms, rules.platform)
  for (let p = 0; p < shares.length; p++) {
    const { groups, ofGroups } = ofPlatforms[p]!
    const groupShares = level(shares[p]!, groups, rules.group)
    for (let g = 0; g < groupShares.length; g++)
      ofLeaves.push(...level(groupShares[g]!, ofGroups[g]!.leaves, rules.owner))
  }
  return ofLeaves
}

/** Most levels have one member: it gets everything. */
function level(total: number, weights: readonly number[], rule: SplitRule): number[] {
  return weights.length === 1 ? [total] : apportion(total, weights, rule)
}
