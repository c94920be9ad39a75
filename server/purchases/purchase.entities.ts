import { Check, Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import type { PublishStatus } from '../../shared/statuses'
import { Count, Day, Instant, Key, KeyWhole, LongText, Text, Whole } from '../database/columns'

/** The first answer to a write that buys, kept to be given again. */
@Entity('idempotency_key')
export class IdempotencyKey {
  @Key(36) accountId!: string
  @Key(200) idempotencyKey!: string
  /** SHA-256 of method, path and body. */
  @Text(64) fingerprint!: string
  @Whole({ nullable: true }) status!: number | null
  /** The answer's JSON, gzip in base64. */
  @LongText() body!: string | null
  @Instant() createdAt!: string
}

@Entity('purchase')
@Check('ck_purchase_mode', "mode IN ('all', 'each')")
export class Purchase {
  @Key(36) id!: string
  @Index('ix_purchase_campaign') @Text(36) campaignId!: string
  @Text(10) mode!: 'all' | 'each'
  /** Why an operator let a flight begin in the past. */
  @Text(500, { nullable: true }) overrideReason!: string | null
  @Text(36) actor!: string
  @Instant() at!: string
}

/** What every level of the split has: its share, and the weight that gave it. */
abstract class Share {
  @Count() amount!: number
  @Count() impressions!: number
  @Count() weight!: number
  /** Sum of the weights of the level, those included whose share was 0. */
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
@Check('ck_child_ad_counts', 'amount >= 0 AND impressions > 0')
@Index('ux_child_ad_position', ['adId', 'position'], { unique: true })
export class ChildAd extends Share {
  @Key(36) id!: string
  @Text(36) adId!: string
  @Whole() position!: number
  @Text(200) groupName!: string
  @Text(20) publishStatus!: PublishStatus
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
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
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
