import type { Logger } from 'pino'
import { monthOf } from '../../shared/calendar'
import { Problem } from '../../shared/problem'
import type { Clock } from '../clock'
import { nextInstant, type Schedule } from '../schedules'
import type { Job, JobStart } from './job'
import type { JobRunner } from './job-runner'
import { SCHEDULED_SLOT } from './job-runs'

/** Long timers are late after a machine has slept, and a clock that was set back is noticed at the end of one. */
const MAX_WAIT_MS = 60 * 1000
/** Clocks that are corrected are set back by less. */
const JUMP_MS = 5_000

/**
 * Starts jobs at the times of their schedules, in every process. A run's slot is its scheduled instant, so
 * only one of these processes makes a run. An instant at which no process runs is skipped: the next run does
 * the same work. An instant that comes again, because the clock was set back, has a run again.
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
    const look = (expected = Number.POSITIVE_INFINITY) => {
      const wait = next.getTime() - Date.now()
      if (wait > expected + JUMP_MS) {
        // The clock was set back: earlier instants come again.
        this.waitFor(job, new Date())
        return
      }
      if (wait > 0) {
        const asleep = Math.min(wait, MAX_WAIT_MS)
        this.timers.set(job.name, setTimeout(() => look(wait - asleep), asleep).unref())
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
      if (await this.jobs.startOnce(job.name, start)) return
      // Mostly another process was first. Where the clock was set back, this instant had its run before.
      const later = await this.jobs.runs.laterInstant(job.name, start.slot)
      if (later)
        await this.jobs.startOnce(job.name, { ...start, slot: `${start.slot} again, after ${later}` })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.log.info({ job: job.name, slot: start.slot }, error.detail)
    }
  }
}
