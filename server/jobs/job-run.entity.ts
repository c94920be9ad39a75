import { Check, Entity, Index } from 'typeorm'
import type { JobStatus } from '../../shared/contract/primitives'
import { AutoId, Count, Instant, Json, Key, Text, Whole } from '../database/columns'

/** One run of a job. Only the holder of the row's owner and fence may work on it. */
@Entity('job_run')
@Check('ck_job_run_status', "status IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED')")
@Index('ux_job_run_slot', ['job', 'slot'], { unique: true })
export class JobRun {
  @Key(36) id!: string
  @Text(64) job!: string
  @Text(7, { nullable: true }) month!: string | null
  /**
   * Only one queued or running run may have this key: a second one violates the unique index. Null when the
   * run has ended.
   */
  @Index('ux_job_run_active', { unique: true }) @Text(120, { nullable: true }) activeKey!: string | null
  /** The lane whose order the run follows; null: it follows none. */
  @Text(20, { nullable: true }) lane!: string | null
  /** Its place in the lane: the runs with a smaller one come first. */
  @Count({ nullable: true }) place!: number | null
  /** Marks work that is done only once, for a scheduled run its instant. Stays when the run has ended. */
  @Text(200, { nullable: true }) slot!: string | null
  @Index('ix_job_run_status') @Text(20) status!: JobStatus
  /** The process that works on the run, or the last one that did. */
  @Text(160, { nullable: true }) owner!: string | null
  /** Fencing token: grows with every owner. A write with an old fence is refused. */
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

/** The last place that a lane has given out. Starting a run locks the row, so that places are committed in their order. */
@Entity('job_lane')
export class JobLane {
  @Key(20) name!: string
  @Count() last!: number
}

/** A line in the log of a run. */
@Entity('job_run_line')
@Check('ck_job_run_line_level', "level IN ('info', 'warning', 'error')")
export class JobRunLine {
  @AutoId() id!: number
  @Index('ix_job_run_line_run') @Text(36) runId!: string
  @Instant() at!: string
  @Text(10) level!: LogLevel
  @Text(1000) text!: string
}

export type LogLevel = 'info' | 'warning' | 'error'
