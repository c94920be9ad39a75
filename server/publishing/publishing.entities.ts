import { Check, Entity, Index } from 'typeorm'
import type {
  HandlingKind,
  PublishAction,
  PublishRequestStatus,
  WebhookEvent,
} from '../../shared/contract/publishing'
import type { BookingStatus } from '../../shared/statuses'
import { AutoId, Count, Day, Instant, Json, Key, KeyWhole, Text, Whole } from '../database/columns'

/** The endpoint of an ad server. */
@Entity('webhook')
export class Webhook {
  @Key(64) code!: string
  @Text(2000) url!: string
  /** One or two secrets in `whsec_` form, the newest first; each of them signs every request. */
  @Json() secrets!: string[]
  @Json({ type: 'varchar', length: 500, nullable: false, default: '["child-ad.publish-requested"]' })
  events!: WebhookEvent[]
  /** 1 or 0: while it is 0, requests wait. */
  @Whole() enabled!: number
  @Whole() version!: number
  @Instant() updatedAt!: string
}

/**
 * A platform has one ad server. The empty platform stands for all platforms without a webhook of their own.
 */
@Entity('webhook_platform')
export class WebhookPlatform {
  @Key(64) platform!: string
  @Index('ix_webhook_platform_webhook') @Text(64) webhook!: string
}

/**
 * The outbox: a request to an ad server about a child ad, with the ad's new state. It is written in the
 * transaction of the booking. Ids grow in the order in which the bookings of an ad were changed.
 */
@Entity('publish_request')
@Check('ck_publish_request_action', "action IN ('CREATE', 'UPDATE', 'CANCEL', 'PAUSE', 'RESUME')")
@Check(
  'ck_publish_request_status',
  "status IN ('PENDING', 'DELIVERED', 'DEAD', 'WITHHELD', 'SUPERSEDED', 'RETIRED')",
)
@Index('ix_publish_request_status', ['status', 'platform', 'id'])
@Index('ix_publish_request_child_ad', ['childAdId', 'id'])
export class PublishRequest {
  @AutoId() id!: number
  @Text(36) childAdId!: string
  @Text(36) adId!: string
  @Text(36) unitId!: string
  @Text(36) campaignId!: string
  @Text(64) platform!: string
  @Text(10) action!: PublishAction
  /** The booking's revision. */
  @Whole() revision!: number
  @Text(20) bookingStatus!: BookingStatus
  @Day() startDate!: string
  @Day() endDate!: string
  @Count() amount!: number
  @Count() impressions!: number
  @Text(10) status!: PublishRequestStatus
  /** Counted when the request is taken, before it is sent. */
  @Whole() attempts!: number
  /**
   * The earliest instant of the next attempt; while the request is being sent, the end of its lease. By the
   * machine's clock, not the service's; null: at once.
   */
  @Instant({ nullable: true }) nextAttemptAt!: string | null
  /** The webhook of the last attempt. */
  @Text(64, { nullable: true }) webhook!: string | null
  /** HTTP status of the last answer; null when there was none. */
  @Whole({ nullable: true }) answer!: number | null
  @Text(500, { nullable: true }) error!: string | null
  /** The beginning of the last answer's body, when the receiver didn't accept the request. */
  @Text(1000, { nullable: true }) answerText!: string | null
  @Instant() createdAt!: string
  /** When the request was delivered or given up. */
  @Instant({ nullable: true }) doneAt!: string | null
}

/** What an operator did with a request that was given up. */
@Entity('publish_request_handling')
@Check('ck_publish_request_handling_kind', "kind IN ('REPLAYED', 'RETIRED')")
export class PublishRequestHandling {
  @AutoId() id!: number
  @Index('ix_publish_request_handling_request') @Count() requestId!: number
  @Text(10) kind!: HandlingKind
  @Text(500, { nullable: true }) reason!: string | null
  /** HTTP status of the request's last answer until then. */
  @Whole({ nullable: true }) answer!: number | null
  @Text(36) actor!: string
  @Instant() at!: string
}

/** The installation: one row. Its id makes the ids of its messages different from those of every other one. */
@Entity('installation')
@Check('ck_installation_one', 'one = 1')
export class Installation {
  @KeyWhole() one!: number
  @Text(36) id!: string
}
