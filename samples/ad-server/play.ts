import type { PublishMessage } from '../../shared/contract/publishing'
import {
  type DeliveryReport,
  reportDelivery,
  reportStatuses,
  type StatusReport,
} from '../../shared/contract/statuses'
import type { DemoService } from '../session/service'
import { AdServerFlight, type Chance, type News } from './flight'

/** The maximum number of reports in one call. */
const BATCH = 5000

/** The result of a round of reports. */
export interface Round {
  statuses: StatusReport[]
  /** Impressions in addition to those reported earlier for the same days. */
  moreImpressions: number
  rejections: { code: string; message: string }[]
}

/**
 * All child ads for which the ad server has received a request, and the reports that it still has to send.
 */
export class AdServerPlay {
  private readonly flights = new Map<string, AdServerFlight>()
  private statuses: StatusReport[] = []
  /** By child ad and day: a later report of a day replaces an earlier one. */
  private deliveries = new Map<string, DeliveryReport>()
  private readonly reported = new Map<string, number>()

  /** @param now milliseconds since 1970 by the service's clock */
  constructor(
    private readonly luck: Chance,
    private readonly now: () => number,
  ) {}

  get size(): number {
    return this.flights.size
  }

  /** The number of ads in each status. */
  get counts(): Map<string, number> {
    const counts = new Map<string, number>()
    for (const { state } of this.flights.values()) counts.set(state, (counts.get(state) ?? 0) + 1)
    return counts
  }

  /** Takes a request; one that is older than the ad's last request is ignored. */
  take({ data, timestamp }: PublishMessage): void {
    const flight = this.flights.get(data.childAdId)
    // Never before the request's own time, even if the clocks differ.
    const at = Math.max(this.now(), Date.parse(timestamp))
    if (flight) {
      if (data.sequence > flight.sequence) this.keep(flight.take(data, at))
      return
    }
    // Also for an UPDATE of an unknown ad: every request contains all data.
    const begun = new AdServerFlight(data, at, this.luck)
    this.flights.set(data.childAdId, begun)
    if (data.action === 'CANCEL') this.keep(begun.take(data, at))
  }

  /** Simulates the time up to now and sends the reports. Reports that fail are sent the next time. */
  async report(service: DemoService): Promise<Round> {
    const now = this.now()
    for (const flight of this.flights.values()) this.keep(flight.playTo(now))
    const round: Round = { statuses: [], moreImpressions: 0, rejections: [] }
    while (this.statuses.length > 0) {
      const reports = this.statuses.slice(0, BATCH)
      const { rejections } = await service.call(reportStatuses, { body: { reports } })
      this.statuses = this.statuses.slice(reports.length)
      round.statuses.push(...reports)
      round.rejections.push(...rejections)
    }
    while (this.deliveries.size > 0) {
      const batch = [...this.deliveries].slice(0, BATCH)
      const reports = batch.map(([, report]) => report)
      const { rejections } = await service.call(reportDelivery, { body: { reports } })
      for (const [key, report] of batch) {
        if (this.deliveries.get(key) === report) this.deliveries.delete(key)
        round.moreImpressions += report.impressions - (this.reported.get(key) ?? 0)
        this.reported.set(key, report.impressions)
      }
      round.rejections.push(...rejections)
    }
    return round
  }

  private keep({ statuses, deliveries }: News): void {
    this.statuses.push(...statuses)
    for (const report of deliveries) this.deliveries.set(`${report.childAdId} ${report.date}`, report)
  }
}
