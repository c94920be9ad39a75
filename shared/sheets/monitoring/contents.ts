import type { BusinessDate } from '../../calendar'
import type { Language } from '../../language'
import type { BookingStatus, PublishStatus } from '../../statuses'
import type { PlanCampaign } from '../plan'

/** A campaign's delivery as the 모니터링 sheet shows it; impressions, clicks and views are whole counts. */
export interface MonitoringContents {
  campaign: PlanCampaign
  /** The last day that is over. */
  asOf: BusinessDate
  /** As text, in Seoul time. */
  takenAt: string
  /** The rows that are bought, in the order of the MediaMix. */
  units: readonly MonitoringUnit[]
  /** Every day of the units' flights, in order. */
  days: readonly MonitoringDay[]
  language: Language
}

export interface MonitoringUnit {
  unitId: string
  kind: 'PAID' | 'SERVICE'
  /** Display names, in display order. */
  platforms: readonly string[]
  productName: string
  startDate: BusinessDate
  endDate: BusinessDate
  bookingStatus: BookingStatus
  publishStatus: PublishStatus | null
  /** How many of its ads are in each status. */
  publishCounts: Readonly<Partial<Record<PublishStatus, number>>>
  guaranteed: number
  delivered: number
  /** The guaranteed impressions of the days that are over. */
  expectedToDate: number
  /** The delivered impressions of the days that are over. */
  deliveredToDate: number
  /** The impressions at the end of the flight, at this pace. */
  projected: number
  clicks: number
  views: number
  /** Why it misses or may miss its guarantee; empty: as planned. */
  risk: string
}

export interface MonitoringDay {
  date: BusinessDate
  guaranteed: number
  /** null: a day to come. */
  delivered: number | null
}
