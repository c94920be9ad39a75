import { Check, Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import type { PublishAction, PublishRequestStatus } from '../../shared/contract/publishing'
import type { BookingStatus } from '../../shared/statuses'
import { Count, Day, Instant, Key, ShortJson, Text, Whole } from '../database/columns'

/** Where an ad server listens. */
@Entity('webhook')
export class Webhook {
  @Key(64) code!: string
  @Text(2000) url!: string
  /** One or two in `whsec_` form, the newest first; a request is signed with each of them. */
  @ShortJson(500) secrets!: string[]
  /** 1 or 0: what is asked for waits while it is off. */
  @Whole() enabled!: number
  @Whole() version!: number
  @Instant() updatedAt!: string
}

/** A platform has one ad server. The empty platform stands for all that no webhook names. */
@Entity('webhook_platform')
export class WebhookPlatform {
  @Key(64) platform!: string
  @Index('ix_webhook_platform_webhook') @Text(64) webhook!: string
}

/**
 * The outbox: what an ad server is asked for of a child ad, written in the transaction of the booking, with the state that
 * it has from then on. Ids grow in the order in which the bookings of an ad were changed.
 */
@Entity('publish_request')
@Check('ck_publish_request_action', "action IN ('CREATE', 'UPDATE', 'CANCEL', 'PAUSE', 'RESUME')")
@Check('ck_publish_request_status', "status IN ('PENDING', 'DELIVERED', 'DEAD', 'WITHHELD')")
@Index('ix_publish_request_status', ['status', 'platform', 'id'])
@Index('ix_publish_request_child_ad', ['childAdId', 'id'])
export class PublishRequest {
  @PrimaryGeneratedColumn({ type: 'int' }) id!: number
  @Text(36) childAdId!: string
  @Text(36) adId!: string
  @Text(36) unitId!: string
  @Text(36) campaignId!: string
  @Text(64) platform!: string
  @Text(10) action!: PublishAction
  /** Of the booking. */
  @Whole() revision!: number
  @Text(20) bookingStatus!: BookingStatus
  @Day() startDate!: string
  @Day() endDate!: string
  @Count() amount!: number
  @Count() impressions!: number
  @Text(10) status!: PublishRequestStatus
  /** Counted when it is taken up, before it is sent. */
  @Whole() attempts!: number
  /** While it is under way: when somebody else may take it up. By the machine's clock, not the service's; null: at once. */
  @Instant({ nullable: true }) nextAttemptAt!: string | null
  /** Which webhook had it last. */
  @Text(64, { nullable: true }) webhook!: string | null
  /** HTTP status of the last answer; null when there was none. */
  @Whole({ nullable: true }) answer!: number | null
  @Text(500, { nullable: true }) error!: string | null
  @Instant() createdAt!: string
  /** Delivered, or given up. */
  @Instant({ nullable: true }) doneAt!: string | null
}
