import { mulDivRound, type SplitRule, type Splitter, splitterOver } from './apportion'
import { type LeafPlan, type NoInventory, RATIO_SCALE, type SplitPlan } from './distribution'

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

/** What is left of a content on a platform: impressions, one number per day of the plan. */
export type Room = (metaId: string, platform: string) => readonly number[]

/** A content on a platform, and what there is: impressions, one number per day of the plan. */
interface Series {
  metaId: string
  platform: string
  room: readonly number[]
}

/** Its rows by day, where it has any in the plan. */
interface SeriesLoad extends Series {
  rows: (RowLoad | undefined)[]
}

/** What is asked of it: impressions, one number per day of the plan. */
export interface AskedSeries extends Series {
  asked: number[]
}

/**
 * What a plan loads on the unit-inventory rows, computed row by row without building the tree: most totals of a search
 * are refused by the first row that is looked at.
 */
export class PlanLoad {
  /** In key order. */
  private readonly series: readonly SeriesLoad[]
  /**
   * Those that may overflow before another certainly does. The one that did last comes first; in the beginning the one
   * that a growing total fills first.
   */
  private readonly rows: RowLoad[]
  private readonly leaves: LeafTotals
  readonly cells: number
  /** Whether there is somebody to take every share. */
  readonly complete: boolean
  /** A total from which on some row certainly overflows. */
  readonly fullFrom: number

  constructor(plan: SplitPlan, room: Room) {
    this.leaves = new LeafTotals(plan)
    this.complete = this.leaves.vacant.length === 0 && this.leaves.places.length > 0
    this.series = seriesOf(plan, this.leaves.places, room)
    const rows: RowLoad[] = []
    for (const one of this.series) for (const row of one.rows) if (row) rows.push(row)
    this.fullFrom = rows.reduce((least, { fullFrom }) => Math.min(least, fullFrom), NEVER)
    this.rows = rows
      .filter(({ roomUpTo }) => roomUpTo < this.fullFrom)
      .sort((one, other) => one.fullFrom - other.fullFrom)
    this.cells = [...leavesWithShare(plan)].reduce((all, { leaf }) => all + leaf.ratios.length, 0)
  }

  /**
   * Whether these totals can be bought: no row overflows, there is somebody to take every share, and no leaf carries money
   * without an impression.
   */
  verdict(impressions: number, amount: () => number): 'FITS' | 'OVERFLOW' | 'TOO_SMALL' {
    if (!this.complete || impressions >= this.fullFrom) return 'OVERFLOW'
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

  /** What these impressions ask of every row, in key order. */
  asked(impressions: number): AskedSeries[] {
    const totals = this.leaves.ofImpressions(impressions)
    return this.series.map(({ metaId, platform, room, rows }) => ({
      metaId,
      platform,
      asked: rows.map((row) => (row ? loadOf(row, totals) : 0)),
      room,
    }))
  }

  /** The part of these impressions that there is nobody to take. */
  vacant(impressions: number): NoInventory[] {
    const totals = this.leaves.ofImpressions(impressions)
    return this.leaves.vacant.map(({ platform, group, place }) => ({
      platform,
      group,
      impressions: totals[place]!,
    }))
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

/** @returns in key order */
function seriesOf(plan: SplitPlan, places: readonly number[], room: Room): SeriesLoad[] {
  const all = new Map<string, SeriesLoad>()
  let position = 0
  for (const { platform, leaf, share, extra } of leavesWithShare(plan)) {
    const series = leaf.members.map(({ metaId }) => {
      const key = `${metaId}\u0000${platform}`
      const known = all.get(key)
      if (known) return known
      const rows = new Array<RowLoad | undefined>(plan.days.length).fill(undefined)
      const first = { metaId, platform, room: room(metaId, platform), rows }
      all.set(key, first)
      return first
    })
    const whole = leaf.ratios.reduce((sum, ratio) => sum + ratio, 0)
    const place = places[position++]!
    let before = 0
    for (let day = 0, at = 0; day < plan.days.length; day++) {
      for (const one of series) {
        const ppb = leaf.ratios[at++]!
        if (ppb === 0) continue
        const row = one.rows[day]
        const cell = { leaf: place, before, upTo: before + ppb, whole, next: row?.cell }
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
          const capacity = Math.max(0, one.room[day]!)
          one.rows[day] = { capacity, cell, a, less, more, fullFrom: NEVER, roomUpTo: -1 }
        }
      }
    }
  }
  const inOrder = [...all.keys()].sort().map((key) => all.get(key)!)
  for (const { rows } of inOrder) for (const row of rows) if (row) estimate(row)
  return inOrder
}

/**
 * Nobody looks at a row again beyond these totals, so they have to be certain: the margins are far wider than the few
 * roundings of doubles behind `a`, each some 1e-16 of it.
 */
function estimate(row: RowLoad): void {
  const { capacity, a, less, more } = row
  if (a > 0) row.fullFrom = Math.ceil(((capacity + less) / a) * (1 + 1e-9)) + 1
  row.roomUpTo = a > 0 ? Math.floor(((capacity - more) / a) * (1 - 1e-9)) - 1 : NEVER
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
  /** Places of what there is nobody for: a whole platform's (`group` null), or a group's. */
  readonly vacant: readonly (Pick<NoInventory, 'platform' | 'group'> & { place: number })[]
  private readonly divisions: Division[] = []
  private free = 1
  private readonly impressions: Float64Array
  private readonly amounts: Float64Array

  constructor({ platforms, rules }: SplitPlan) {
    const ofPlatforms = this.divide(0, platforms, rules.platform)
    const vacant: { platform: string; group: string | null; place: number }[] = []
    this.places = platforms.flatMap(({ platform, groups }, p) => {
      if (groups.length === 0) vacant.push({ platform, group: null, place: ofPlatforms[p]! })
      const ofGroups = this.divide(ofPlatforms[p]!, groups, rules.group)
      return groups.flatMap(({ group, leaves }, g) => {
        if (leaves.length === 0) vacant.push({ platform, group, place: ofGroups[g]! })
        return this.divide(ofGroups[g]!, leaves, rules.owner)
      })
    })
    this.vacant = vacant
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
    if (members.length === 0) return []
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
