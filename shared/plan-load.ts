import { mulDivRound, type SplitRule, type Splitter, splitterOver } from './apportion'
import type { BusinessDate } from './calendar'
import { type LeafPlan, RATIO_SCALE, type SplitPlan } from './distribution'

/** A cell as a purchase divides its leaf: what it gets lies between two roundings of the cumulated ratios. */
interface CellLoad {
  /** Place of the leaf's total. */
  leaf: number
  before: number
  upTo: number
  /** The leaf's ratios together. */
  whole: number
  /** Another cell that takes from the same row. */
  next: CellLoad | undefined
}

/** A row of unit inventory with the cells that take from it. */
interface RowLoad {
  capacity: number
  cell: CellLoad
  /** With a total T the row gets at least a·T − less and at most a·T + more. */
  a: number
  less: number
  more: number
  /** A total from which on it certainly overflows. */
  fullFrom: number
  /** A total up to which it certainly doesn't. */
  roomUpTo: number
}

/**
 * What a plan loads on the unit-inventory rows, computed row by row without building the tree: most totals of a search
 * are refused by the first row that is looked at.
 */
export class PlanLoad {
  /** The row that overflowed last comes first; in the beginning the one that a growing total fills first. */
  private readonly rows: RowLoad[]
  private readonly leaves: LeafTotals
  readonly cells: number
  /** A total from which on some row certainly overflows. */
  readonly fullFrom: number

  constructor(plan: SplitPlan, remaining: (metaId: string, platform: string, date: BusinessDate) => number) {
    this.leaves = new LeafTotals(plan)
    this.rows = rowsOf(plan, this.leaves.places, remaining).sort(
      (one, other) => one.fullFrom - other.fullFrom,
    )
    this.cells = [...leavesWithShare(plan)].reduce((all, { leaf }) => all + leaf.ratios.length, 0)
    this.fullFrom = this.rows[0]?.fullFrom ?? NEVER
  }

  /** Whether these totals can be bought: no row overflows, and no leaf carries money without an impression. */
  verdict(impressions: number, amount: () => number): 'FITS' | 'OVERFLOW' | 'TOO_SMALL' {
    const { rows } = this
    const totals = this.leaves.ofImpressions(impressions)
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      if (impressions <= row.roomUpTo || loadOf(row, totals) <= row.capacity) continue
      // The next total most likely overflows here too.
      this.toFront(i)
      return 'OVERFLOW'
    }
    return this.leaves.hasAmountAlone(amount) ? 'TOO_SMALL' : 'FITS'
  }

  private toFront(at: number): void {
    const { rows } = this
    const row = rows[at]
    if (!row) return
    rows[at] = rows[0]!
    rows[0] = row
  }
}

const NEVER = Number.MAX_SAFE_INTEGER + 1

function rowsOf(
  plan: SplitPlan,
  places: readonly number[],
  remaining: (metaId: string, platform: string, date: BusinessDate) => number,
): RowLoad[] {
  /** The rows of a content on a platform, by day. */
  const series = new Map<string, (RowLoad | undefined)[]>()
  const rows: RowLoad[] = []
  let position = 0
  for (const { platform, leaf, share, extra } of leavesWithShare(plan)) {
    const days = leaf.members.map(({ metaId }) => {
      const key = `${metaId}\u0000${platform}`
      const known = series.get(key) ?? new Array(plan.days.length).fill(undefined)
      series.set(key, known)
      return known
    })
    const whole = leaf.ratios.reduce((all, ratio) => all + ratio, 0)
    let before = 0
    for (let at = 0; at < leaf.ratios.length; at++) {
      const ppb = leaf.ratios[at]!
      if (ppb === 0) continue
      const member = at % leaf.members.length
      const day = Math.floor(at / leaf.members.length)
      const row = days[member]![day]
      const cell = { leaf: places[position]!, before, upTo: before + ppb, whole, next: row?.cell }
      before += ppb
      // A leaf gets at least T·share − 3 (three floors) and at most T·share + extra, a cell its exact part ± 1.
      const ratio = ppb / RATIO_SCALE
      const a = share * ratio
      const less = 3 * ratio + 1
      const more = extra * ratio + 1
      if (row) {
        row.cell = cell
        row.a += a
        row.less += less
        row.more += more
      } else {
        const left = remaining(leaf.members[member]!.metaId, platform, plan.days[day]!)
        const capacity = Math.max(0, left)
        const first = { capacity, cell, a, less, more, fullFrom: NEVER, roomUpTo: -1 }
        days[member]![day] = first
        rows.push(first)
      }
    }
    position++
  }
  for (const row of rows) {
    const { capacity, a, less, more } = row
    // The margins cover the doubles of these estimates; they only widen the search.
    if (a > 0) row.fullFrom = Math.ceil(((capacity + less) / a) * (1 + 1e-9)) + 1
    row.roomUpTo = a > 0 ? Math.floor(((capacity - more) / a) * (1 - 1e-9)) - 1 : NEVER
  }
  return rows
}

/** What a row gets of the leaves' impressions, by the carry-forward of a purchase. */
function loadOf(row: RowLoad, totals: Float64Array): number {
  let load = 0
  for (let cell: CellLoad | undefined = row.cell; cell; cell = cell.next) {
    const impressions = totals[cell.leaf]!
    load +=
      mulDivRound(impressions, cell.upTo, cell.whole) - mulDivRound(impressions, cell.before, cell.whole)
  }
  return load
}

/**
 * Each leaf with the part of the whole that its weights stand for (a double: only for estimating), and how much more than
 * that part it may get: what all others of a level leave over goes to one of them.
 */
function* leavesWithShare(
  plan: SplitPlan,
): Generator<{ platform: string; leaf: LeafPlan; share: number; extra: number }> {
  const part = (member: { weight: number }, level: readonly { weight: number }[]) =>
    member.weight / level.reduce((total, { weight }) => total + weight, 0)
  for (const platform of plan.platforms) {
    for (const group of platform.groups) {
      for (const leaf of group.leaves) {
        const share = part(platform, plan.platforms) * part(group, platform.groups) * part(leaf, group.leaves)
        const extra = plan.platforms.length + platform.groups.length + group.leaves.length
        yield { platform: platform.platform, leaf, share, extra }
      }
    }
  }
}

/** A share that is split: its place among the shares, where its parts begin, and how. */
interface Division {
  whole: number
  parts: number
  split: Splitter
}

/**
 * The leaves' parts of a total by the same divisions as the purchase's. A search asks for a thousand totals, so every
 * share has its place and nothing is made anew; the only part of a whole has the whole's.
 */
class LeafTotals {
  /** Places of the leaves, in the plan's order. */
  readonly places: readonly number[]
  private readonly divisions: Division[] = []
  private free = 1
  private readonly impressions: Float64Array
  private readonly amounts: Float64Array

  constructor({ platforms, rules }: SplitPlan) {
    const ofPlatforms = this.divide(0, platforms, rules.platform)
    this.places = platforms.flatMap(({ groups }, p) => {
      const ofGroups = this.divide(ofPlatforms[p]!, groups, rules.group)
      return groups.flatMap(({ leaves }, g) => this.divide(ofGroups[g]!, leaves, rules.owner))
    })
    this.impressions = new Float64Array(this.free)
    this.amounts = new Float64Array(this.free)
  }

  /** @returns the impressions of each place; valid until it is asked again */
  ofImpressions(total: number): Float64Array {
    return this.fill(this.impressions, total)
  }

  /** Whether a leaf gets won, but none of the impressions that were asked for last. */
  hasAmountAlone(amount: () => number): boolean {
    const empty = this.places.filter((place) => this.impressions[place] === 0)
    if (empty.length === 0) return false
    const amounts = this.fill(this.amounts, amount())
    return empty.some((place) => amounts[place]! > 0)
  }

  /** @returns the places of the parts */
  private divide(whole: number, members: readonly { weight: number }[], rule: SplitRule): number[] {
    if (members.length === 1) return [whole]
    const parts = this.free
    this.free += members.length
    const weights = members.map(({ weight }) => weight)
    this.divisions.push({ whole, parts, split: splitterOver(weights, rule) })
    return members.map((_member, i) => parts + i)
  }

  private fill(shares: Float64Array, total: number): Float64Array {
    shares[0] = total
    for (const { whole, parts, split } of this.divisions) split(shares[whole]!, shares, parts)
    return shares
  }
}
