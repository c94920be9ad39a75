import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { In, LessThan } from 'typeorm'
import type { Month } from '../../shared/calendar'
import type { JobRunView } from '../../shared/contract/inventory'
import { Problem } from '../../shared/problem'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import { FifoQueue } from '../database/fifo-queue'
import type { Job } from './job'
import { JobRun } from './job-run.entity'

/** A run whose process has said nothing for this long is dead: its place is free. */
const HEARTBEAT_TIMEOUT_MS = 60_000
const HEARTBEAT_EVERY_MS = 10_000
const PROGRESS_EVERY_MS = 300
const INTERRUPTED = 'The service stopped while it ran. Run it again; a file must be uploaded again.'

export interface JobStart {
  month?: Month | null
  input?: unknown
  actor?: string | null
}

/**
 * Runs jobs in this process, one after the other in the order of their start. The row of a run is the truth: its
 * active key makes a run of a job and month single across processes.
 */
export class JobRunner {
  private readonly jobs = new Map<string, Job>()
  private readonly queue = new FifoQueue()
  private readonly stopping = new AbortController()

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  register(job: Job): void {
    this.jobs.set(job.name, job)
  }

  /**
   * Queues a run of a monthly job.
   *
   * @throws Problem NOT_FOUND for an unknown job, JOB_ALREADY_RUNNING for a second run of the same month
   */
  async startMonthly(name: string, month: Month, actor: string | null): Promise<string> {
    const job = this.jobs.get(name)
    if (!job?.monthly) {
      const known = [...this.jobs.values()].filter(({ monthly }) => monthly).map((one) => one.name)
      throw new Problem('NOT_FOUND', `There is no job ${name}. Jobs: ${known.join(', ')}.`)
    }
    return this.start(name, { month, actor })
  }

  /** Queues a run and answers its id at once. */
  async start(name: string, { month = null, input = null, actor = null }: JobStart): Promise<string> {
    const job = this.jobs.get(name)
    if (!job) throw new Error(`no job is registered as ${name}`)
    const id = randomUUID()
    const activeKey = job.monthly ? `${name}:${month}` : null
    await this.giveUpDeadRuns()
    try {
      await this.database.write((tx) =>
        tx.manager.insert(JobRun, {
          id,
          job: name,
          month,
          activeKey,
          status: 'QUEUED',
          done: 0,
          total: 0,
          input: input as never,
          actor,
          heartbeatAt: new Date().toISOString(),
          createdAt: this.clock.instant(),
        }),
      )
    } catch (error) {
      if (!this.database.dialect.isDuplicateKey(error)) throw error
      throw new Problem('JOB_ALREADY_RUNNING', `${name} is already running for ${month}. Wait for it to end.`)
    }
    // From now on, also while it waits its turn.
    const heartbeat = setInterval(() => void this.update(id, {}).catch(() => undefined), HEARTBEAT_EVERY_MS)
    heartbeat.unref()
    void this.queue
      .run(() => this.execute(id, job, { month, input, actor }))
      .finally(() => clearInterval(heartbeat))
    return id
  }

  /** Starts a run and waits for its end; for the start of the service and for the terminal. */
  async runToEnd(
    name: string,
    start: JobStart,
    onProgress?: (done: number, total: number) => void,
  ): Promise<unknown> {
    const id = await this.start(name, start)
    const watch = setInterval(() => {
      this.find(id).then(
        ({ progress }) => onProgress?.(progress.done, progress.total),
        () => undefined,
      )
    }, PROGRESS_EVERY_MS)
    try {
      await this.queue.idle()
    } finally {
      clearInterval(watch)
    }
    const run = await this.find(id)
    if (run.status !== 'SUCCEEDED') throw new Error(`${name}: ${run.error?.detail ?? run.status}`)
    return run.result
  }

  /** @throws Problem NOT_FOUND */
  async find(id: string): Promise<JobRunView> {
    const run = await this.database.read((tx) => tx.manager.findOneBy(JobRun, { id }))
    if (!run) throw new Problem('NOT_FOUND', 'There is no such run.')
    return toView(run)
  }

  async list(job: string | undefined, limit: number, offset: number): Promise<JobRunView[]> {
    const runs = await this.database.read((tx) =>
      tx.manager.find(JobRun, {
        where: job ? { job } : {},
        order: { createdAt: 'DESC', id: 'DESC' },
        take: limit,
        skip: offset,
      }),
    )
    return runs.map(toView)
  }

  /**
   * Ends the runs that nobody works on any more, so that they can be started again.
   *
   * @param all every active run: at the start of the only process on an embedded database
   */
  async giveUpDeadRuns(all = false): Promise<void> {
    const deadline = new Date(Date.now() - HEARTBEAT_TIMEOUT_MS).toISOString()
    await this.database.write((tx) =>
      tx.manager.update(
        JobRun,
        { status: In(['QUEUED', 'RUNNING']), ...(all ? {} : { heartbeatAt: LessThan(deadline) }) },
        {
          status: 'FAILED',
          activeKey: null,
          error: { code: 'INTERRUPTED', detail: INTERRUPTED },
          finishedAt: this.clock.instant(),
        },
      ),
    )
  }

  /** Lets the current chunk end and waits for it. */
  async stop(): Promise<void> {
    this.stopping.abort()
    await this.queue.idle()
  }

  private async execute(id: string, job: Job, start: Required<JobStart>): Promise<void> {
    let said = 0
    const progress = async (done: number, total: number) => {
      if (done < total && Date.now() - said < PROGRESS_EVERY_MS) return
      said = Date.now()
      await this.update(id, { done, total })
    }
    try {
      this.stopping.signal.throwIfAborted()
      await this.update(id, { status: 'RUNNING', startedAt: this.clock.instant() })
      const result = await job.run({ runId: id, ...start, progress, signal: this.stopping.signal })
      await this.update(id, {
        status: 'SUCCEEDED',
        activeKey: null,
        result,
        finishedAt: this.clock.instant(),
      })
    } catch (error) {
      const known = error instanceof Problem
      if (!known && !this.stopping.signal.aborted)
        this.log.error({ err: error, job: job.name, run: id }, 'job failed')
      await this.update(id, {
        status: 'FAILED',
        activeKey: null,
        error: this.stopping.signal.aborted
          ? { code: 'INTERRUPTED', detail: INTERRUPTED }
          : known
            ? { code: error.code, detail: error.detail }
            : {
                code: 'INTERNAL_ERROR',
                detail:
                  'It failed unexpectedly; what was done stays. Run it again, or upload the file again.',
              },
        finishedAt: this.clock.instant(),
      }).catch((failed) => this.log.error({ err: failed, run: id }, 'could not record the end of a run'))
    }
  }

  private async update(id: string, values: Partial<JobRun>): Promise<void> {
    await this.database.write((tx) =>
      tx.manager.update(
        JobRun,
        // A run that was given up in between is somebody else's now.
        { id, status: In(['QUEUED', 'RUNNING']) },
        { heartbeatAt: new Date().toISOString(), ...values } as never,
      ),
    )
  }
}

function toView(run: JobRun): JobRunView {
  return {
    id: run.id,
    job: run.job,
    month: run.month,
    status: run.status,
    progress: { done: run.done, total: run.total },
    result: run.result ?? null,
    error: run.error ?? null,
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
  }
}
