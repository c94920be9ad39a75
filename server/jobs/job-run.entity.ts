import { Check, Entity, Index } from 'typeorm'
import type { JobStatus } from '../../shared/contract/primitives'
import { Count, Instant, Json, Key, Text } from '../database/columns'

@Entity('job_run')
@Check('ck_job_run_status', "status IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED')")
export class JobRun {
  @Key(36) id!: string
  @Text(64) job!: string
  @Text(7, { nullable: true }) month!: string | null
  /** Job and month while the run is queued or running, then null: a second active run collides on it. */
  @Index('ux_job_run_active', { unique: true }) @Text(120, { nullable: true }) activeKey!: string | null
  @Text(20) status!: JobStatus
  @Count() done!: number
  @Count() total!: number
  @Json() input!: unknown
  @Json() result!: unknown
  @Json() error!: { code: string; detail: string } | null
  @Text(36, { nullable: true }) actor!: string | null
  @Instant() heartbeatAt!: string
  @Index('ix_job_run_created') @Instant() createdAt!: string
  @Instant({ nullable: true }) startedAt!: string | null
  @Instant({ nullable: true }) finishedAt!: string | null
}
