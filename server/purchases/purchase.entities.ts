import { Check, Entity, Index } from 'typeorm'
import type { BookedRules, SplitRules } from '../../shared/distribution'
import type { BookingStatus, PublishStatus } from '../../shared/statuses'
import {
  AutoId,
  Count,
  Day,
  Instant,
  Json,
  Key,
  KeyDate,
  KeyWhole,
  LongText,
  Text,
  Whole,
} from '../database/columns'

/** The first answer to a request with an idempotency key, stored for replay. */
@Entity('idempotency_key')
export class IdempotencyKey {
  @Key(36) accountId!: string
  @Key(200) idempotencyKey!: string
  /** SHA-256 of method, path and body. */
  @Text(64) fingerprint!: string
  /** The answer, by packJson. */
  @LongText() body!: string | null
  @Index('ix_idempotency_key_created') @Instant() createdAt!: string
}

@Entity('purchase')
@Check('ck_purchase_mode', "mode IN ('all', 'each')")
export class Purchase {
  @Key(36) id!: string
  @Index('ix_purchase_campaign') @Text(36) campaignId!: string
  @Text(10) mode!: 'all' | 'each'
  /** The operator's reason for a flight that begins in the past. */
  @Text(500, { nullable: true }) overrideReason!: string | null
  /** The approval that it used; null: it needed none. */
  @Text(36, { nullable: true }) approvalId!: string | null
  @Text(36) actor!: string
  @Instant() at!: string
}

/** A unit's current booking: the totals of its tree, and the rules with which they were divided. */
@Entity('booking')
@Check('ck_booking_counts', 'amount >= 0 AND impressions >= 0')
export class Booking {
  @Key(36) unitId!: string
  @Text(36) purchaseId!: string
  /** 1 for the purchase; every amendment and the end of the booking add 1. */
  @Whole() revision!: number
  @Count() amount!: number
  @Count() impressions!: number
  @Json() rules!: BookedRules
  @Instant() at!: string
}

/** A booking before the next revision, with its tree: history that is written once. */
@Entity('past_booking')
export class PastBooking {
  @Key(36) unitId!: string
  @KeyWhole() revision!: number
  @Text(36) purchaseId!: string
  @Count() amount!: number
  @Count() impressions!: number
  @Json() rules!: BookedRules
  @Instant() at!: string
  /** The tree, by packJson. */
  @LongText() tree!: string | null
}

/** A unit's hold (가선점): the split that it reserves, until an instant. */
@Entity('unit_hold')
@Index('ix_unit_hold_campaign', ['campaignId'])
@Index('ix_unit_hold_expires', ['expiresAt'])
export class UnitHold {
  @Key(36) unitId!: string
  @Text(36) campaignId!: string
  /** One of the campaign's alternatives (A, B, C안); they share the inventory that they hold. */
  @Text(20, { nullable: true }) variant!: string | null
  @Instant() expiresAt!: string
  /** The price of a purchase in won, and its impressions. */
  @Count() amount!: number
  @Count() impressions!: number
  @Json() rules!: BookedRules
  /** The split, by packJson. */
  @LongText() split!: string | null
  @Text(36) actor!: string
  @Instant() at!: string
}

/** A unit's hold on a row of unit inventory. */
@Entity('unit_hold_row')
@Check('ck_unit_hold_row_counts', 'counted >= 0 AND counted <= need')
export class UnitHoldRow {
  @Key(36) unitId!: string
  @Key(100) metaId!: string
  @Key(64) platform!: string
  @KeyDate() date!: string
  @Count() need!: number
  /** The part that is counted in `held`: less than the need if another variant already holds it. */
  @Count() counted!: number
}

/** An event of a unit's booking: who, when, from where. Append-only. */
@Entity('booking_event')
@Index('ix_booking_event_unit', ['unitId', 'id'])
export class BookingEvent {
  @AutoId() id!: number
  @Text(36) campaignId!: string
  @Text(36) unitId!: string
  @Text(20) action!: string
  @Text(20) statusBefore!: BookingStatus
  @Text(20) statusAfter!: BookingStatus
  @Text(36, { nullable: true }) purchaseId!: string | null
  @Whole({ nullable: true }) revision!: number | null
  @Text(500, { nullable: true }) reason!: string | null
  @Json() details!: unknown
  /** Account, or `system`. */
  @Text(36) actor!: string
  @Text(45, { nullable: true }) ip!: string | null
  @Text(300, { nullable: true }) userAgent!: string | null
  @Instant() at!: string
}

/** The history of the splitting rules; the newest row is in force. Append-only, so it is its own audit. */
@Entity('split_rule_setting')
export class SplitRuleSetting {
  @AutoId() id!: number
  @Text(20) platformRule!: SplitRules['platform']
  @Text(20) groupRule!: SplitRules['group']
  @Text(20) ownerRule!: SplitRules['owner']
  @Text(500) reason!: string
  @Text(36) actor!: string
  @Instant() at!: string
}

/** The columns of every level of the split: its share and its weight. */
abstract class Share {
  @Count() amount!: number
  @Count() impressions!: number
  @Count() weight!: number
  /** Sum of the level's weights, including those whose share was 0. */
  @Count() weightTotal!: number
}

/** Unit × platform. */
@Entity('ad')
@Check('ck_ad_counts', 'amount >= 0 AND impressions >= 0')
@Index('ux_ad_unit_position', ['unitId', 'position'], { unique: true })
export class Ad extends Share {
  @Key(36) id!: string
  @Text(36) unitId!: string
  @Text(36) purchaseId!: string
  @Whole() position!: number
  @Text(64) platform!: string
  @Text(20) publishStatus!: PublishStatus
  @Instant() updatedAt!: string
}

/** Ad × targeting group. */
@Entity('child_ad')
@Check('ck_child_ad_counts', 'amount >= 0 AND impressions >= 0')
@Index('ux_child_ad_position', ['adId', 'position'], { unique: true })
export class ChildAd extends Share {
  @Key(36) id!: string
  @Text(36) adId!: string
  @Whole() position!: number
  @Text(200) groupName!: string
  @Text(20) publishStatus!: PublishStatus
  /** The report's own time at which the status was reported; null while nothing was reported. */
  @Instant({ nullable: true }) statusReportedAt!: string | null
  @Instant() updatedAt!: string
}

/** Child ad × content owner. */
@Entity('owner_share')
@Check('ck_owner_share_counts', 'amount >= 0 AND impressions > 0')
@Index('ux_owner_share_position', ['childAdId', 'position'], { unique: true })
export class OwnerShare extends Share {
  @Key(36) id!: string
  @Text(36) childAdId!: string
  @Whole() position!: number
  @Text(64, { nullable: true }) owner!: string | null
}

/** A day and content of an owner share. */
@Entity('share_cell')
@Check('ck_share_cell_counts', 'impressions >= 0 AND amount >= 0')
export class ShareCell {
  @Key(36) ownerShareId!: string
  @KeyWhole() position!: number
  @Day() date!: string
  @Text(100) metaId!: string
  @Count() impressions!: number
  @Count() amount!: number
  @Whole() ratioPpb!: number
  /** The revision of the booking that made the cell. */
  @Whole({ default: 1 }) revision!: number
}

/** The ledger: append-only, signed. Σ PURCHASE and RELEASE of a row is its `sold`. */
@Entity('deduction')
@Check(
  'ck_deduction_sign',
  "(type IN ('PURCHASE', 'HOLD') AND quantity > 0) OR (type IN ('RELEASE', 'UNHOLD') AND quantity < 0)",
)
@Index('ix_deduction_unit', ['unitId', 'id'])
@Index('ix_deduction_row', ['metaId', 'platform', 'date'])
export class Deduction {
  @AutoId() id!: number
  @Text(36) unitId!: string
  @Text(36, { nullable: true }) purchaseId!: string | null
  @Text(20) type!: 'PURCHASE' | 'RELEASE' | 'HOLD' | 'UNHOLD'
  /** Impressions; positive takes, negative gives back. */
  @Count() quantity!: number
  @Text(100) metaId!: string
  @Text(64) platform!: string
  @Day() date!: string
  @Text(36) actor!: string
  @Instant() at!: string
}
