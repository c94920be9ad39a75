import { Check, Entity, Index } from 'typeorm'
import type { PublishStatus } from '../../shared/statuses'
import { Instant, Key, Text, Whole } from '../database/columns'

/** Number of a unit's child ads by publish status, and the aggregated status; only for bought units. */
@Entity('unit_publish_status')
@Check(
  'ck_unit_publish_status_counts',
  'requested >= 0 AND approved >= 0 AND live >= 0 AND paused >= 0 AND completed >= 0 AND rejected >= 0 AND failed >= 0 AND canceled >= 0',
)
export class UnitPublishStatus {
  @Key(36) unitId!: string
  @Index('ix_unit_publish_status_campaign') @Text(36) campaignId!: string
  @Text(20) status!: PublishStatus
  @Whole() requested!: number
  @Whole() approved!: number
  @Whole() live!: number
  @Whole() paused!: number
  @Whole() completed!: number
  @Whole() rejected!: number
  @Whole() failed!: number
  @Whole() canceled!: number
  @Instant() updatedAt!: string
}
