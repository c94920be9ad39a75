import { mulDivRound, type SplitRule, type Splitter, splitterOver } from './apportion'
import { type LeafPlan, type NoInventory, RATIO_SCALE, type SplitPlan } from './distribution'

/**
 * A cell as a purchase divides its leaf: its impressions are the difference of two roundings of the cumulated
 * ratios.
 */
interface CellLoad {
  /** Place of the leaf's total in the array of totals. */
  leaf: number
  before: number
  upTo: number
  /** Sum of the leaf's ratios. */
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
  /** From this total on it certainly overflows. */
  fullFrom: number
  /** Up to this total it certainly doesn't overflow. */
  roomUpTo: number
}

/** What is left of a content on a platform: impressions, one number per day of the plan. */
export type Room = (metaId: string, platform: string) => readonly number[]

/** A content on a platform with what is left: impressions, one number per day of the plan. */
interface Series {
  metaId: string
  platform: string
  room: readonly number[]
}

/** A series with its rows by day; undefined on days without a row in the plan. */
interface SeriesLoad extends Series {
  rows: (RowLoad | undefined)[]
}

/** A series with what is asked of it: impressions, one number per day of the plan. */
export interface AskedSeries extends Series {
  asked: number[]
}

/**
 * The load of a plan on the unit-inventory rows, calculated row by row without building the tree: in a
 * search, the first row that is checked already refuses most totals.
 */
export class PlanLoad {
  /** In key order. */
  private readonly series: readonly SeriesLoad[]
  /**
   * The rows that may overflow before another one certainly does. The row that overflowed last comes first;
   * in the beginning the row that a growing total fills first.
   */
  private readonly rows: RowLoad[]
  private readonly leaves: LeafTotals
  readonly cells: number
  /** Whether every share has a leaf that can take it. */
  readonly complete: boolean
  /** From this total on some row certainly overflows. */
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
   * Whether these totals can be bought: no row overflows, every share has a leaf, and no leaf carries money
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

  /** Whether a leaf would get money but none of these impressions: a purchase refuses that before it looks at what is left. */
  isTooSmall(impressions: number, amount: number): boolean {
    this.leaves.ofImpressions(impressions)
    return this.leaves.hasAmountAlone(() => amount)
  }

  /** What these impressions need of every row, in key order. */
  asked(impressions: number): AskedSeries[] {
    const totals = this.leaves.ofImpressions(impressions)
    return this.series.map(({ metaId, platform, room, rows }) => ({
      metaId,
      platform,
      asked: rows.map((row) => (row ? loadOf(row, totals) : 0)),
      room,
    }))
  }

  /** The part of these impressions that no leaf can take. */
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
        // A leaf gets at least T·share − 3 (three floors) and at most T·share + extra, a cell its exact part
        // ± 1.
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
 * Beyond these totals a row isn't checked any more, so the bounds must be certain: the margins are far wider
 * than the few rounding errors of doubles in `a`, each about 1e-16 of it.
 */
function estimate(row: RowLoad): void {
  const { capacity, a, less, more } = row
  if (a > 0) row.fullFrom = Math.ceil(((capacity + less) / a) * (1 + 1e-9)) + 1
  row.roomUpTo = a > 0 ? Math.floor(((capacity - more) / a) * (1 - 1e-9)) - 1 : NEVER
}

/** The impressions of a row for the leaves' totals, by the carry-forward of a purchase. */
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
 * Each leaf with its part of the whole by weights (a double: only for estimates), and with how much more than
 * that part it may get, because one member of a level gets the remainder of all others.
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

/** A share that is split: its place among the shares, the place of its first part, and the splitter. */
interface Division {
  whole: number
  parts: number
  split: Splitter
}

/**
 * The leaves' parts of a total, by the same divisions as those of a purchase. A search needs a thousand
 * totals, so every share has a fixed place and nothing is allocated again. If a level has one member, that
 * member uses the place of the whole.
 */
class LeafTotals {
  /** Places of the leaves, in the plan's order. */
  readonly places: readonly number[]
  /** Places of the shares that no leaf can take: of a whole platform (`group` null), or of a group. */
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

  /** @returns the impressions of each place; valid until the next call */
  ofImpressions(total: number): Float64Array {
    return this.fill(this.impressions, total)
  }

  /** Whether a leaf gets money but none of the impressions of the last `ofImpressions`. */
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
