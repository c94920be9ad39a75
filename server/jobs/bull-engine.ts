import Bull from 'bull'
import type { RedisOptions } from 'ioredis'
import type { Logger } from 'pino'
import { Problem } from '../../shared/problem'
import { RedisConnection } from '../redis-connection'
import type { JobEngine } from './job-engine'
import type { Handout } from './job-runs'

const QUEUE = 'jobs'
/** Bull waits without a limit while Redis is away. */
const ANSWER_LIMIT_MS = 3_000
/**
 * Longer than any chunk blocks this thread, if the work runs in it. A run that is handed out a second time is
 * already claimed.
 */
const LOCK_MS = 60_000

class RunQueue extends Bull<{ runId: string }> {
  /**
   * Bull doesn't handle a rejection here, and it would end a process that stops before Redis is connected.
   */
  override setWorkerName(): Promise<unknown> {
    return super.setWorkerName().catch(() => undefined)
  }
}

/**
 * Bull distributes the runs among all processes. A Bull job contains only the run's id, and only promptness
 * depends on it. Bull doesn't run the schedules, see docs/decisions/0011-jobs.md.
 */
export class BullEngine implements JobEngine {
  private readonly connections: RedisConnection[] = []
  private readonly queue: RunQueue
  private reachable = true

  /** @param prefix of every key in Redis; it separates services that share a Redis */
  constructor(
    url: string,
    prefix: string,
    private readonly log: Logger,
  ) {
    this.queue = new RunQueue(QUEUE, {
      prefix,
      createClient: (_type, options) => this.connect(url, options),
      settings: { lockDuration: LOCK_MS, maxStalledCount: 10 },
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
    })
    this.queue.on('error', (error) => this.away(error))
  }

  async open(work: (runId: string) => Promise<void>): Promise<void> {
    // Settles when the queue is closed.
    this.queue
      .process(1, ({ data }) => work(data.runId))
      .catch((error: unknown) => this.log.error({ err: error }, 'the queue of jobs ended'))
    await this.answered(this.removeOldSchedules()).catch(() =>
      this.log.error('Redis (REDIS_URL) does not answer: no job can be started until it does'),
    )
  }

  async offer({ id, attempt }: Handout, delay = 0): Promise<void> {
    // One Bull job for each attempt: a duplicate offer is ignored, a retry of the run is not.
    const added = this.queue.add({ runId: id }, { jobId: `${id}-${attempt}`, delay })
    try {
      await this.answered(added)
    } catch {
      throw new Problem(
        'UNAVAILABLE',
        'The queue of jobs (Redis) cannot be reached. Try again in a moment; if it stays, tell your administrator.',
      )
    }
  }

  async close(): Promise<void> {
    // Waits for the run in progress. Without Redis it would then wait without a limit.
    await this.answered(this.queue.close()).catch(() => undefined)
    for (const connection of this.connections) connection.disconnect()
  }

  /** Schedules left by an earlier version, or by mistake by another program, would fire without end. */
  private async removeOldSchedules(): Promise<void> {
    for (const { key } of await this.queue.getRepeatableJobs()) await this.queue.removeRepeatableByKey(key)
  }

  private connect(url: string, options: RedisOptions | undefined): RedisConnection {
    // Bull requires these options of its connections.
    const demands = { ...options, maxRetriesPerRequest: null, enableReadyCheck: false }
    const connection = new RedisConnection(url, demands, {
      away: (error) => this.away(error),
      back: () => {
        if (!this.reachable) this.log.info('Redis answers again')
        this.reachable = true
      },
    })
    this.connections.push(connection)
    return connection
  }

  /** Logged once, not at every attempt to connect. */
  private away(error: Error): void {
    if (this.reachable) this.log.error({ err: error }, 'Redis does not answer')
    this.reachable = false
  }

  private async answered<T>(asked: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const tooLate = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('Redis does not answer')), ANSWER_LIMIT_MS)
    })
    // Late answers and late errors are ignored.
    asked.catch(() => undefined)
    return Promise.race([asked, tooLate]).finally(() => clearTimeout(timer))
  }
}
