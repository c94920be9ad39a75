import { Entity, PrimaryColumn } from 'typeorm'
import type { PublishStatus, ReportOrigin } from '../../shared/statuses'
import { Instant, Key, Text } from '../database/columns'

/**
 * Every report about a child ad, stored once: the ad's status is a fold over them in the order of their own
 * time. Reports without effect (late, repeated, a forbidden step) are stored too.
 */
@Entity('publish_report')
export class PublishReport {
  @Key(36) childAdId!: string
  /** When the status began, by the reporter's clock. */
  @PrimaryColumn({ type: 'varchar', length: 24 }) reportedAt!: string
  @Key(20) status!: PublishStatus
  @Key(20) origin!: ReportOrigin
  @Text(500, { nullable: true }) message!: string | null
  @Instant() receivedAt!: string
}
