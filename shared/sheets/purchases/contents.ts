import type { BusinessDate } from '../../calendar'
import type { BookingStatus } from '../../statuses'

/** What was bought or reserved of a campaign, as the 구매내역 sheet shows it. */
export interface PurchasedRow {
  unitId: string
  kind: 'PAID' | 'SERVICE'
  productName: string
  startDate: BusinessDate
  endDate: BusinessDate
  bookingStatus: BookingStatus
  /** In display order. */
  platforms: readonly PurchasedPlatform[]
}

export interface PurchasedPlatform {
  /** Display name. */
  name: string
  /** In the order of the targeting. */
  groups: readonly PurchasedGroup[]
}

export interface PurchasedGroup {
  name: string
  /** One for each content owner; a pooled content has one without a name. */
  owners: readonly { name: string | null; amount: number; impressions: number }[]
}
