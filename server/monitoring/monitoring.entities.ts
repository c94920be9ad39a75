import { Entity, Index } from 'typeorm'
import type { RiskReason } from '../../shared/pacing'
import type { BookingStatus, PublishStatus } from '../../shared/statuses'
import { Count, Day, Instant, Key, KeyDate, KeyWhole, Text, Whole } from '../database/columns'

/** How current the rollups are: one row, none before the first refresh. */
@Entity('monitoring_state')
export class MonitoringState {
  @KeyWhole() id!: 1
  /** By the business clock. Everything committed before it is in the rollups. */
  @Instant() asOf!: string
  /** The same in real time, for comparison with the heartbeats of runs. */
  @Instant() realAt!: string
  /** The business date of the last complete rebuild: pacing depends on the date. */
  @Day() today!: string
  /** The next refresh skips entries of the journal up to this id. */
  @Count() journalFloor!: number
  /** The same for the ledger. */
  @Count() ledgerFloor!: number
}

/** A campaign's statuses and the sums of its bought units. */
@Entity('monitoring_campaign')
@Index('ix_monitoring_campaign_status', ['bookingStatus'])
export class MonitoringCampaign {
  @Key(36) campaignId!: string
  @Text(20) bookingStatus!: BookingStatus
  @Text(20, { nullable: true }) publishStatus!: PublishStatus | null
  @Whole() units!: number
  /** Booked amount in won. */
  @Count() amount!: number
  @Count() guaranteed!: number
  @Count() delivered!: number
  @Count() clicks!: number
  @Count() views!: number
  @Whole() atRiskUnits!: number
  /** Impressions that the campaign's units at risk will miss. */
  @Count() missing!: number
}

/** A bought unit's pacing on the business date `today` of the state. */
@Entity('monitoring_unit')
@Index('ix_monitoring_unit_campaign', ['campaignId'])
@Index('ix_monitoring_unit_reason', ['reason'])
export class MonitoringUnit {
  @Key(36) unitId!: string
  @Text(36) campaignId!: string
  @Count() guaranteed!: number
  @Count() delivered!: number
  /** Impressions booked for the days before that date, and delivered on them. */
  @Count() expectedToDate!: number
  @Count() deliveredToDate!: number
  @Count() projected!: number
  @Count() missing!: number
  /** Why the unit is at risk; null: it isn't. */
  @Text(40, { nullable: true }) reason!: RiskReason | null
}

/** A campaign's plan and delivery on one day and platform. */
@Entity('monitoring_delivery_day')
@Index('ix_monitoring_delivery_day_campaign', ['campaignId'])
export class MonitoringDeliveryDay {
  @KeyDate() date!: string
  @Key(64) platform!: string
  @Key(36) campaignId!: string
  @Count() planned!: number
  @Count() delivered!: number
  @Count() clicks!: number
  @Count() views!: number
}

/** Unit inventory of one day and platform, over all contents. */
@Entity('monitoring_inventory_day')
export class MonitoringInventoryDay {
  @KeyDate() date!: string
  @Key(64) platform!: string
  @Count() forecast!: number
  @Count() capacity!: number
  @Count() held!: number
  @Count() sold!: number
}
