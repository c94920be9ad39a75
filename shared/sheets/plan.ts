import type { BusinessDate } from '../calendar'
import type { RowFields } from '../contract/campaigns'
import type { Language } from '../language'
import type { BookingStatus, PublishStatus } from '../statuses'

/** Everything the sheets show of a campaign: plain data that the server or the add-in fills in. */
export interface Plan {
  campaign: PlanCampaign
  /** 작성일 */
  writtenOn: BusinessDate
  /** In the order they stand in the sheet. */
  rows: readonly PlanRow[]
  /** Targeting of the rows, by `unitId`; a row without an entry has none. */
  targeting: readonly PlanTargeting[]
}

export interface PlanCampaign {
  /** Opaque; it is stored in the workbook. Letters, digits, `-` and `_`. */
  id: string
  name: string
  advertiser: string
  agency: string | null
  startDate: BusinessDate
  endDate: BusinessDate
  /** Whole won. */
  budget: number
  revision: number
}

/** One campaign unit: its planned values (won, rates as decimals), and how they are shown. */
export interface PlanRow extends Required<RowFields> {
  /** The row's key; it is stored in the workbook. */
  unitId: string
  /** Display names, in display order. */
  platforms: readonly string[]
  productName: string
  /** A short text for the sheet's one cell; the targeting sheet has the rest. */
  targeting: string
  /** The alternative (A안) that the row belongs to; null: none. */
  variant: string | null
  bookingStatus: BookingStatus
  /** The aggregated publish status of the row's ads; shown to planners only. */
  publishStatus?: PublishStatus | null
  /** Shown to planners only. */
  availability?: PlanAvailability
}

export interface PlanAvailability {
  /** Whole won that can still be bought for this row. */
  maxAmount: number
  maxImpressions: number
  /** A sentence for the planner; empty: the numbers are shown instead. */
  message: string
}

export interface PlanTargeting {
  unitId: string
  groups: readonly PlanTargetingGroup[]
}

export interface PlanTargetingGroup {
  name: string
  weight: number
  /** Display names; null: all platforms of the unit. */
  platforms: readonly string[] | null
  members: readonly PlanMember[]
  /** The members are the row's own and their weights may be changed: planners type them into their targeting sheet. */
  isOpen?: boolean
}

export interface PlanMember {
  metaId: string
  type: 'PROGRAM' | 'CHANNEL' | 'KEYWORD' | 'RANDOM'
  name: string
  /** 방송사, of programs. */
  broadcaster: string | null
  weight: number
  /** Impressions over the unit's flight on its platforms; null: not known. */
  forecast: number | null
  /** Impressions that can still be bought; null: not known. Never shown to a client. */
  available: number | null
  /** The content owner's name. Never shown to a client. */
  owner: string | null
}

/**
 * Who the sheets are for. `planner`: the working sheet in the add-in. `internal` and `client` are proposals;
 * a client sees no owners and no availability, and the file hides nothing except ids.
 */
export type Audience = 'planner' | 'internal' | 'client'

export interface SheetOptions {
  audience: Audience
  /** Language of headings and labels, Korean by default. */
  language?: Language
}
