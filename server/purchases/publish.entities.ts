import { Entity, PrimaryColumn } from 'typeorm'
import type { PublishStatus, ReportOrigin } from '../../shared/statuses'
import { Instant, Key, Text } from '../database/columns'

/**
 * Everything that was ever said of a child ad, once: its status is a fold over these in the order of their own time.
 * A report that has no effect (late, repeated, a forbidden step) stands here too.
 */
@Entity('publish_report')
export class PublishReport {
  @Key(36) childAdId!: string
  /** When it became so, by the clock of who says it. */
  @PrimaryColumn({ type: 'varchar', length: 24 }) reportedAt!: string
  @Key(20) status!: PublishStatus
  @Key(20) origin!: ReportOrigin
  @Text(500, { nullable: true }) message!: string | null
  @Instant() receivedAt!: string
}
