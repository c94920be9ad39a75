import type { BusinessDate } from '../../shared/calendar'

/** The price of units on each platform in won, and their impressions on each platform and day, added up. */
export class PlatformDays {
  private readonly prices = new Map<string, number>()
  private readonly impressions = new Map<string, Map<BusinessDate, number>>()

  /** The platforms that have a price or impressions, in any order. */
  get platforms(): string[] {
    return [...new Set([...this.prices.keys(), ...this.impressions.keys()])]
  }

  /** The days that have impressions, in any order. */
  get days(): BusinessDate[] {
    return [...new Set([...this.impressions.values()].flatMap((days) => [...days.keys()]))]
  }

  priceOf(platform: string): number {
    return this.prices.get(platform) ?? 0
  }

  impressionsOn(platform: string, date: BusinessDate): number {
    return this.impressions.get(platform)?.get(date) ?? 0
  }

  addPrice(platform: string, won: number): void {
    this.prices.set(platform, this.priceOf(platform) + won)
  }

  addImpressions(platform: string, date: BusinessDate, impressions: number): void {
    if (impressions === 0) return
    const days = this.impressions.get(platform) ?? new Map<BusinessDate, number>()
    if (days.size === 0) this.impressions.set(platform, days)
    days.set(date, (days.get(date) ?? 0) + impressions)
  }
}
