import type { BusinessDate } from '../../shared/calendar'
import type { BookingStatus } from '../../shared/statuses'

/** A row of a MediaMix with its booked amount. */
export interface BookedUnit {
  id: string
  campaignId: string
  kind: 'PAID' | 'SERVICE'
  bookingStatus: BookingStatus
  /** Won; null: never bought. */
  amount: number | null
}

/** A unit's plan and delivery on one day and platform. */
export interface UnitDay {
  unitId: string
  date: BusinessDate
  platform: string
  planned: number
  delivered: number
  clicks: number
  views: number
}
