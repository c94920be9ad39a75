import type { Logger } from 'pino'
import { monthOf } from '../../shared/calendar'
import { Problem } from '../../shared/problem'
import type { Clock } from '../clock'
import { nextInstant, type Schedule } from '../schedules'
import type { Job, JobStart } from './job'
import type { JobRunner } from './job-runner'
import { SCHEDULED_SLOT } from './job-runs'

/** setTimeout takes at most 24 days, and long timers are late after a machine has slept. */
const MAX_WAIT_MS = 60 * 60 * 1000

/**
 * Starts jobs at the times of their schedules, in every process. A run's slot is its scheduled instant, so
 * only one of these processes makes a run. An instant at which no process runs is skipped: the next run does
 * the same work.
 */
export class JobScheduler {
  private readonly timers = new Map<string, NodeJS.Timeout>()
  private readonly scheduleOf: ReadonlyMap<string, string>

  /** @throws Error when a schedule contains an unknown job */
  constructor(
    schedules: readonly Schedule[],
    private readonly jobs: JobRunner,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {
    this.scheduleOf = new Map(schedules.map(({ job, cron }) => [job, cron]))
    const known = jobs.all.map(({ name }) => name)
    for (const { job } of schedules) {
      if (!known.includes(job))
        throw new Error(`JOB_SCHEDULES: there is no job ${job}. Jobs: ${known.join(', ')}.`)
    }
  }

  start(): void {
    for (const job of this.jobs.all) this.waitFor(job, new Date())
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer)
  }

  /** The jobs with their schedule and their next run. */
  list() {
    return this.jobs.all.map(({ name, monthly }) => {
      const schedule = this.scheduleOf.get(name) ?? null
      const nextRunAt = schedule === null ? null : (nextInstant(schedule, new Date())?.toISOString() ?? null)
      return { name, monthly, schedule, nextRunAt }
    })
  }

  private waitFor(job: Job, after: Date): void {
    const schedule = this.scheduleOf.get(job.name)
    const next = schedule === undefined ? null : nextInstant(schedule, after)
    if (next === null) return
    const look = () => {
      const wait = next.getTime() - Date.now()
      if (wait > 0) {
        this.timers.set(job.name, setTimeout(look, Math.min(wait, MAX_WAIT_MS)).unref())
        return
      }
      void this.fire(job, next)
      // From now, not from the instant that was due: instants missed during sleep are skipped.
      this.waitFor(job, new Date(Math.max(Date.now(), next.getTime())))
    }
    look()
  }

  /** Queues the runs of a scheduled instant. Public, so that a caller can fire a schedule without waiting. */
  async fire(job: Job, instant: Date): Promise<void> {
    const slot = `${SCHEDULED_SLOT}${instant.toISOString()}`
    try {
      if (!job.monthly) return await this.startRun(job, { slot })
      const months = (await job.scheduledMonths?.(monthOf(this.clock.today()))) ?? []
      for (const month of months) await this.startRun(job, { slot: `${slot} ${month}`, month })
    } catch (error) {
      this.log.error({ err: error, job: job.name }, 'a scheduled run could not be started')
    }
  }

  private async startRun(job: Job, start: JobStart & { slot: string }): Promise<void> {
    try {
      await this.jobs.startOnce(job.name, start)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.log.info({ job: job.name, slot: start.slot }, error.detail)
    }
  }
}
