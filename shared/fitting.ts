import { apportion } from './apportion'
import type { BusinessDate } from './calendar'
import { divide, type LeafPlan, RATIO_SCALE, type SplitPlan } from './distribution'
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
  const load = new RowLoad(plan, remaining)
  const steps = stepsOf(ecpm)
  const verdict = (step: number) => load.verdict(steps.impressions(step), steps.amount(step))
  const end = Math.min(steps.after(load.mustFailFrom()), steps.last + 1)

  let low = 0
  let high = end
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

/** What a plan loads on the unit-inventory rows, computed without building the tree. */
class RowLoad {
  private readonly capacity: number[] = []
  private readonly rowsOf = new Map<LeafPlan, { share: number; rows: number[] }>()
  private readonly load: number[]

  constructor(
    private readonly plan: SplitPlan,
    remaining: (metaId: string, platform: string, date: BusinessDate) => number,
  ) {
    const rowOf = new Map<string, number>()
    for (const { platform, leaf, share } of leavesWithShare(plan)) {
      const rows = leaf.ratios.map((_, at) => {
        const date = plan.days[Math.floor(at / leaf.members.length)]!
        const { metaId } = leaf.members[at % leaf.members.length]!
        const key = `${metaId}\u0000${platform}\u0000${date}`
        let row = rowOf.get(key)
        if (row === undefined) {
          row = this.capacity.push(Math.max(0, remaining(metaId, platform, date))) - 1
          rowOf.set(key, row)
        }
        return row
      })
      this.rowsOf.set(leaf, { share, rows })
    }
    this.load = new Array<number>(this.capacity.length).fill(0)
  }

  get cells(): number {
    let cells = 0
    for (const { rows } of this.rowsOf.values()) cells += rows.length
    return cells
  }

  /** Whether these totals can be bought: no row overflows, and no leaf carries money without an impression. */
  verdict(impressions: number, amount: number): 'FITS' | 'OVERFLOW' | 'TOO_SMALL' {
    this.load.fill(0)
    let tooSmall = false
    for (const { leaf, ...share } of leafTotals(this.plan, { impressions, amount })) {
      if (share.impressions === 0) {
        tooSmall ||= share.amount > 0
        continue
      }
      const { rows } = this.rowsOf.get(leaf)!
      const cells = apportion(share.impressions, leaf.ratios, 'carry-forward')
      for (let i = 0; i < cells.length; i++) {
        const row = rows[i]!
        this.load[row]! += cells[i]!
        if (this.load[row]! > this.capacity[row]!) return 'OVERFLOW'
      }
    }
    return tooSmall ? 'TOO_SMALL' : 'FITS'
  }

  /**
   * A total from which on some row certainly overflows. A leaf gets at least T·share − 3 (three floors), a cell at
   * least its exact part − 1, so a row with Σ share·ratio = a and Σ (3·ratio + 1) = b fails from (capacity + b)/a on.
   */
  mustFailFrom(): number {
    const a = new Array<number>(this.capacity.length).fill(0)
    const b = new Array<number>(this.capacity.length).fill(0)
    for (const [leaf, { share, rows }] of this.rowsOf) {
      rows.forEach((row, i) => {
        const ratio = leaf.ratios[i]! / RATIO_SCALE
        if (ratio === 0) return
        a[row]! += share * ratio
        b[row]! += 3 * ratio + 1
      })
    }
    let bound = Number.MAX_SAFE_INTEGER + 1
    this.capacity.forEach((capacity, row) => {
      // The margin covers the doubles of this estimate; it only widens the search.
      if (a[row]! > 0) bound = Math.min(bound, Math.ceil(((capacity + b[row]!) / a[row]!) * (1 + 1e-9)) + 1)
    })
    return bound
  }
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

/** The leaves' totals, by the same division as the purchase's. */
function* leafTotals(
  plan: SplitPlan,
  whole: { amount: number; impressions: number },
): Generator<{ leaf: LeafPlan; amount: number; impressions: number }> {
  const platforms = divide(plan.platforms, whole, plan.rules.platform)
  for (const [p, { groups }] of plan.platforms.entries()) {
    const shares = divide(groups, platforms[p]!, plan.rules.group)
    for (const [g, { leaves }] of groups.entries()) {
      const totals = divide(leaves, shares[g]!, plan.rules.owner)
      for (const [l, leaf] of leaves.entries()) {
        yield { leaf, amount: totals[l]!.amount, impressions: totals[l]!.impressions }
      }
    }
  }
}
