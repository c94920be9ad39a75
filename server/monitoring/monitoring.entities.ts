import { Entity, Index } from 'typeorm'
import type { RiskReason } from '../../shared/pacing'
import type { BookingStatus, PublishStatus } from '../../shared/statuses'
import { Count, Day, Instant, Key, KeyDate, KeyWhole, Text, Whole } from '../database/columns'

/** How far the rollups are; one row, none before they are filled for the first time. */
@Entity('monitoring_state')
export class MonitoringState {
  @KeyWhole() id!: 1
  /** By the business's clock: what was committed before it is in the rollups. */
  @Instant() asOf!: string
  /** The same by the clock on the wall, which heartbeats of runs are measured by. */
  @Instant() realAt!: string
  /** The business date that everything was last made anew for: pacing depends on it. */
  @Day() today!: string
  /** Entries of the journal up to this id are too old to be looked at again. */
  @Count() journalFloor!: number
  /** The same of the ledger. */
  @Whole() ledgerFloor!: number
}

/** A campaign's statuses, and what its bought units add up to. */
@Entity('monitoring_campaign')
@Index('ix_monitoring_campaign_status', ['bookingStatus'])
export class MonitoringCampaign {
  @Key(36) campaignId!: string
  @Text(20) bookingStatus!: BookingStatus
  @Text(20, { nullable: true }) publishStatus!: PublishStatus | null
  @Whole() units!: number
  /** Won booked. */
  @Count() amount!: number
  @Count() guaranteed!: number
  @Count() delivered!: number
  @Count() clicks!: number
  @Count() views!: number
  @Whole() atRiskUnits!: number
  /** Impressions that its units at risk will miss. */
  @Count() missing!: number
}

/** A bought unit's pacing on the business date of the state. */
@Entity('monitoring_unit')
@Index('ix_monitoring_unit_campaign', ['campaignId'])
@Index('ix_monitoring_unit_missing', ['missing'])
export class MonitoringUnit {
  @Key(36) unitId!: string
  @Text(36) campaignId!: string
  @Count() guaranteed!: number
  @Count() delivered!: number
  /** Booked for, and delivered on, the days before that date. */
  @Count() expectedToDate!: number
  @Count() deliveredToDate!: number
  @Count() projected!: number
  @Count() missing!: number
  /** Why it is at risk; null: it isn't. */
  @Text(40, { nullable: true }) reason!: RiskReason | null
}

/** A campaign's plan and delivery of a day on a platform. */
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

/** Unit inventory of a day on a platform, over all contents. */
@Entity('monitoring_inventory_day')
export class MonitoringInventoryDay {
  @KeyDate() date!: string
  @Key(64) platform!: string
  @Count() forecast!: number
  @Count() capacity!: number
  @Count() held!: number
  @Count() sold!: number
}
