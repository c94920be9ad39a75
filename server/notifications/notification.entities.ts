import { Check, Entity, Index } from 'typeorm'
import type { LetterChannel, LetterStatus } from '../../shared/contract/notifications'
import type { Language } from '../../shared/language'
import type { NoticeData, NoticeRule } from '../../shared/notification-words'
import { AutoId, Count, Instant, Json, Key, KeyId, Text, Whole } from '../database/columns'

/** A fact that people are told of, as long as it lasts and after. */
@Entity('notice')
@Index('ix_notice_over', ['overAt', 'rule'])
export class Notice {
  @AutoId() id!: number
  @Text(30) rule!: NoticeRule
  /** What the fact is about: a row, a file, a month. */
  @Text(200) subject!: string
  /** Rule and subject while the fact lasts, so that there is one notice of it; null when it is over. */
  @Index('ux_notice_active', { unique: true }) @Text(240, { nullable: true }) activeKey!: string | null
  @Json() data!: NoticeData[NoticeRule]
  @Text(36, { nullable: true }) campaignId!: string | null
  @Text(36, { nullable: true }) unitId!: string | null
  @Instant() raisedAt!: string
  @Instant({ nullable: true }) overAt!: string | null
}

/** A notice for one account. */
@Entity('notification')
export class Notification {
  @Key(36) accountId!: string
  @Index('ix_notification_notice') @KeyId() noticeId!: number
  @Instant({ nullable: true }) readAt!: string | null
}

/** Of what an account is told, and of what by mail; without a row: of everything, and of nothing by mail. */
@Entity('notification_preference')
@Check('ck_notification_preference_language', "language IN ('ko', 'en')")
export class NotificationPreference {
  @Key(36) accountId!: string
  @Text(2) language!: Language
  @Json() mail!: NoticeRule[]
  /** Null: nothing. */
  @Json({ nullable: true }) muted!: NoticeRule[] | null
}

/** A mail or a webhook message of a notice, written in the transaction that raises it. */
@Entity('notification_letter')
@Check('ck_notification_letter_channel', "channel IN ('MAIL', 'WEBHOOK')")
@Check('ck_notification_letter_status', "status IN ('PENDING', 'DELIVERED', 'DEAD')")
@Index('ix_notification_letter_due', ['status', 'nextAttemptAt'])
export class NotificationLetter {
  @AutoId() id!: number
  @Index('ix_notification_letter_notice') @Count() noticeId!: number
  @Text(10) channel!: LetterChannel
  /** Account id, or code of the webhook. */
  @Text(64) receiver!: string
  @Text(10) status!: LetterStatus
  /** Counted when the letter is taken, before it is sent. */
  @Whole() attempts!: number
  /** As in the outbox of publishing: by the machine's clock. */
  @Instant({ nullable: true }) nextAttemptAt!: string | null
  @Text(500, { nullable: true }) error!: string | null
  @Instant() createdAt!: string
  @Instant({ nullable: true }) doneAt!: string | null
}
