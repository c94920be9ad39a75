import { Check, Entity, Index } from 'typeorm'
import type { CampaignRight } from '../../shared/campaign-rights'
import type { RowKind } from '../../shared/contract/primitives'
import type { BookingStatus, PublishStatus } from '../../shared/statuses'
import { AutoId, Count, Day, Instant, Json, Key, KeyWhole, LongText, Text, Whole } from '../database/columns'

@Entity('campaign')
@Check('ck_campaign_period', 'start_date <= end_date')
@Check('ck_campaign_budget', 'budget >= 0')
@Index('ix_campaign_owner', ['ownerId', 'createdAt'])
@Index('ix_campaign_created', ['createdAt', 'id'])
@Index('ix_campaign_archived', ['archivedAt', 'createdAt', 'id'])
export class Campaign {
  @Key(36) id!: string
  @Text(200) name!: string
  @Text(200) advertiser!: string
  @Text(200, { nullable: true }) agency!: string | null
  @Day() startDate!: string
  @Day() endDate!: string
  /** Whole won, without VAT. */
  @Count() budget!: number
  /** Grows with every change of the plan; the sheet uses it as its merge base. */
  @Whole() revision!: number
  /** Grows with every change of the campaign's own fields. */
  @Whole() version!: number
  @Text(20, { nullable: true }) publishStatus!: PublishStatus | null
  @Text(36) ownerId!: string
  @Instant() createdAt!: string
  @Instant() updatedAt!: string
  /** Null: it is worked on. */
  @Instant({ nullable: true }) archivedAt!: string | null
}

/** Another account that may see a campaign, plan and buy in it, or own it too. */
@Entity('campaign_share')
export class CampaignShare {
  @Key(36) campaignId!: string
  @Index('ix_campaign_share_account') @Key(36) accountId!: string
  @Text(10, { default: 'edit' }) access!: CampaignRight
}

/** A team whose members have a right in a campaign. */
@Entity('campaign_team_share')
export class CampaignTeamShare {
  @Key(36) campaignId!: string
  @Index('ix_campaign_team_share_team') @Key(36) teamId!: string
  @Text(10) access!: CampaignRight
}

/** One MediaMix row. */
@Entity('campaign_unit')
@Check('ck_campaign_unit_kind', "kind IN ('PAID', 'SERVICE')")
@Check('ck_campaign_unit_flight', 'start_date <= end_date')
@Check('ck_campaign_unit_amount', 'amount >= 0')
@Check('ck_campaign_unit_ecpm', 'ecpm >= 1')
@Index('ix_campaign_unit_campaign', ['campaignId', 'position'])
@Index('ix_campaign_unit_publish', ['publishStatus', 'updatedAt'])
@Index('ix_campaign_unit_booking', ['bookingStatus', 'startDate', 'endDate', 'campaignId'])
export class CampaignUnit {
  /** The client's UUID. */
  @Key(36) id!: string
  @Text(36) campaignId!: string
  @Whole() position!: number
  @Text(20) kind!: RowKind
  @Text(64) productCode!: string
  @Day() startDate!: string
  @Day() endDate!: string
  /** Shown amount in whole won; a service row shows an amount but costs nothing. */
  @Count() amount!: number
  @Text(100) device!: string
  @Text(200) creative!: string
  /** The rate card's eCPM at the time the product was chosen, or an operator's override. */
  @Count() ecpm!: number
  @Whole() ctrPpm!: number
  @Whole() vtrPpm!: number
  /** The product's platforms that an amendment kept; null: all of them. */
  @Json() platforms!: string[] | null
  /** The alternative (A안) that the row was held as; the row keeps it when it is bought, or another one is. */
  @Text(20, { nullable: true }) variant!: string | null
  @Text(20) bookingStatus!: BookingStatus
  @Text(20, { nullable: true }) publishStatus!: PublishStatus | null
  @Whole() version!: number
  @Instant() updatedAt!: string
}

/**
 * A targeting group of a unit: a catalogue group by code, or an inline one by name with members of its own.
 */
@Entity('campaign_unit_group')
@Check('ck_campaign_unit_group_weight', 'weight BETWEEN 1 AND 1000000')
export class CampaignUnitGroup {
  @Key(36) unitId!: string
  @KeyWhole() position!: number
  @Text(64, { nullable: true }) code!: string | null
  @Text(200, { nullable: true }) name!: string | null
  @Whole() weight!: number
  @Json() platforms!: string[] | null
}

@Entity('campaign_unit_group_member')
@Check('ck_campaign_unit_group_member_weight', 'weight BETWEEN 1 AND 1000000')
export class CampaignUnitGroupMember {
  @Key(36) unitId!: string
  @KeyWhole() groupPosition!: number
  @KeyWhole() position!: number
  @Text(100) metaId!: string
  @Whole() weight!: number
}

@Entity('campaign_unit_group_owner_ratio')
@Check('ck_campaign_unit_group_owner_ratio', 'ratio BETWEEN 0 AND 1000000')
export class CampaignUnitGroupOwnerRatio {
  @Key(36) unitId!: string
  @KeyWhole() groupPosition!: number
  @KeyWhole() position!: number
  @Text(64) owner!: string
  @Whole() ratio!: number
}

/** Every change of a row's field, with its author: merges take their base from here. */
@Entity('campaign_unit_change')
@Index('ix_campaign_unit_change_version', ['unitId', 'version'])
export class CampaignUnitChange {
  @AutoId() id!: number
  @Text(36) campaignId!: string
  @Text(36) unitId!: string
  /** The row's version after the change. */
  @Whole() version!: number
  /** The campaign's revision after the change; null for changes from before this column existed. */
  @Whole({ nullable: true }) revision!: number | null
  @Text(40) field!: string
  @LongText() valueBefore!: string | null
  @LongText() valueAfter!: string | null
  @Text(36) actor!: string
  @Instant() at!: string
}
