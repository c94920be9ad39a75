import Bull from 'bull'
import type { RedisOptions } from 'ioredis'
import type { Logger } from 'pino'
import { Problem } from '../../shared/problem'
import { RedisConnection } from '../redis-connection'
import type { JobEngine } from './job-engine'
import type { Handout } from './job-runs'

const QUEUE = 'jobs'
/** Without Redis Bull waits for ever. */
const ANSWER_LIMIT_MS = 3_000
/** Longer than any chunk blocks this thread, should work be done in it; a run that is handed out twice is found taken. */
const LOCK_MS = 60_000

class RunQueue extends Bull<{ runId: string }> {
  /** Bull doesn't attend to it, and a process that stops before Redis has come would end by it. */
  override setWorkerName(): Promise<unknown> {
    return super.setWorkerName().catch(() => undefined)
  }
}

/**
 * Runs shared out among all processes by Bull. A Bull job carries nothing but the run's id, and nothing depends on it
 * beyond promptness; schedules are not Bull's, see docs/decisions/0011-jobs.md.
 */
export class BullEngine implements JobEngine {
  private readonly connections: RedisConnection[] = []
  private readonly queue: RunQueue
  private reachable = true

  /** @param prefix of every key in Redis: services that share a Redis keep apart by it */
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
    // One job for each attempt: an offer that repeats itself finds it there, a repetition of the run doesn't.
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
    // Waits for the run that is worked on; without Redis it would wait for ever afterwards.
    await this.answered(this.queue.close()).catch(() => undefined)
    for (const connection of this.connections) connection.disconnect()
  }

  /** An earlier version, or another program's mistake, may have left schedules here: they would fire for ever. */
  private async removeOldSchedules(): Promise<void> {
    for (const { key } of await this.queue.getRepeatableJobs()) await this.queue.removeRepeatableByKey(key)
  }

  private connect(url: string, options: RedisOptions | undefined): RedisConnection {
    // Bull's own demands on its connections.
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

  /** Said once, not with every attempt to connect. */
  private away(error: Error): void {
    if (this.reachable) this.log.error({ err: error }, 'Redis does not answer')
    this.reachable = false
  }

  private async answered<T>(asked: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const tooLate = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('Redis does not answer')), ANSWER_LIMIT_MS)
    })
    // Late answers, also failing ones, interest nobody any more.
    asked.catch(() => undefined)
    return Promise.race([asked, tooLate]).finally(() => clearTimeout(timer))
  }
}
