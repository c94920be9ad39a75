import { Check, Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import type { JobStatus } from '../../shared/contract/primitives'
import { Count, Instant, Json, Key, Text, Whole } from '../database/columns'

/** A run is its row: whoever may write it by owner and fence works on it, nobody else. */
@Entity('job_run')
@Check('ck_job_run_status', "status IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED')")
@Index('ux_job_run_slot', ['job', 'slot'], { unique: true })
export class JobRun {
  @Key(36) id!: string
  @Text(64) job!: string
  @Text(7, { nullable: true }) month!: string | null
  /** What only one run at a time works on while it is queued or running, then null: a second one collides on it. */
  @Index('ux_job_run_active', { unique: true }) @Text(120, { nullable: true }) activeKey!: string | null
  /** What is done once ever, for a scheduled run its instant: stays when the run has ended. */
  @Text(200, { nullable: true }) slot!: string | null
  @Index('ix_job_run_status') @Text(20) status!: JobStatus
  /** The process that works on it, or the last that did. */
  @Text(160, { nullable: true }) owner!: string | null
  /** Grows with every owner. A write under an old fence comes from somebody who was given up. */
  @Whole({ default: 0 }) fence!: number
  @Whole({ default: 0 }) attempt!: number
  /** Queued: not before this instant. */
  @Instant({ default: '1970-01-01T00:00:00.000Z' }) dueAt!: string
  @Instant({ nullable: true }) cancelRequestedAt!: string | null
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

/** What a run said on its way. */
@Entity('job_run_line')
@Check('ck_job_run_line_level', "level IN ('info', 'warning', 'error')")
export class JobRunLine {
  @PrimaryGeneratedColumn() id!: number
  @Index('ix_job_run_line_run') @Text(36) runId!: string
  @Instant() at!: string
  @Text(10) level!: LogLevel
  @Text(1000) text!: string
}

export type LogLevel = 'info' | 'warning' | 'error'
