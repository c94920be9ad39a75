import type { BusinessDate } from '../../shared/calendar'
import type { AskedSeries, Room } from '../../shared/plan-load'
import type { FlightInventory } from '../inventory/unit-inventory'

/** A row that takes from a content on a platform, and the days between which it does. */
export interface Taker {
  unitId: string
  campaignId: string
}

interface TakenSeries {
  days: Map<BusinessDate, number>
  takers: (Taker & { start: BusinessDate; end: BusinessDate })[]
}

/** Impressions that rows take from the remaining inventory of a reading, negative where they give some back. */
export class Taken {
  private readonly series = new Map<string, TakenSeries>()

  /** Adds what a row takes. */
  takeAll(series: readonly AskedSeries[], days: readonly BusinessDate[], taker: Taker): void {
    for (const { metaId, platform, asked } of series) {
      if (asked.every((quantity) => quantity === 0)) continue
      const of = this.at(metaId, platform)
      asked.forEach((quantity, day) => {
        if (quantity > 0) add(of.days, days[day]!, quantity)
      })
      of.takers.push({ ...taker, start: days[0]!, end: days.at(-1)! })
    }
  }

  giveBack(metaId: string, platform: string, date: BusinessDate, quantity: number): void {
    add(this.at(metaId, platform).days, date, -quantity)
  }

  on(metaId: string, platform: string, date: BusinessDate): number {
    return this.series.get(seriesKey(metaId, platform))?.days.get(date) ?? 0
  }

  /** Those who take from any of these series within the days. */
  takersOf(
    series: readonly { metaId: string; platform: string }[],
    start: BusinessDate,
    end: BusinessDate,
  ): Map<string, Taker> {
    const found = new Map<string, Taker>()
    for (const { metaId, platform } of series) {
      for (const taker of this.series.get(seriesKey(metaId, platform))?.takers ?? [])
        if (taker.start <= end && taker.end >= start) found.set(taker.unitId, taker)
    }
    return found
  }

  /** Whether anything of these series is taken or given back within the days. */
  touches(
    series: readonly { metaId: string; platform: string }[],
    start: BusinessDate,
    end: BusinessDate,
  ): boolean {
    return series.some(({ metaId, platform }) => {
      const days = this.series.get(seriesKey(metaId, platform))?.days
      return days !== undefined && [...days.keys()].some((date) => date >= start && date <= end)
    })
  }

  private at(metaId: string, platform: string): TakenSeries {
    const key = seriesKey(metaId, platform)
    const known = this.series.get(key) ?? { days: new Map(), takers: [] }
    this.series.set(key, known)
    return known
  }
}

/** What is left in a flight beside all that is taken. */
export function roomBeside(inventory: FlightInventory, taken: readonly Taken[]): Room {
  if (taken.length === 0) return (metaId, platform) => inventory.room(metaId, platform)
  return (metaId, platform) =>
    inventory
      .room(metaId, platform)
      .map((left, day) =>
        taken.reduce((rest, of) => rest - of.on(metaId, platform, inventory.days[day]!), left),
      )
}

export function seriesKey(metaId: string, platform: string): string {
  return `${metaId}\u0000${platform}`
}

function add(days: Map<BusinessDate, number>, date: BusinessDate, quantity: number): void {
  days.set(date, (days.get(date) ?? 0) + quantity)
}
