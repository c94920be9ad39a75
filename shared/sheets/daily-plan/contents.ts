import type { BusinessDate } from '../../calendar'

/**
 * The planned impressions of a campaign by day and platform: of bought and reserved rows as they were promised, of
 * other rows as a purchase would spread them. Rows of a proposal count, service rows too.
 */
export interface DailyPlan {
  /** In display order. */
  platforms: readonly DailyPlatform[]
  /** Every day of the rows' flights, in order. */
  days: readonly DailyPlanDay[]
  /** Rows whose days are not promised yet: how they fall on days is an estimate. */
  estimatedRows: number
}

export interface DailyPlatform {
  /** Display name. */
  name: string
  /** Whole won; service rows have no price. */
  amount: number
  impressions: number
}

export interface DailyPlanDay {
  date: BusinessDate
  /** One number for each platform, in their order. */
  impressions: readonly number[]
}
