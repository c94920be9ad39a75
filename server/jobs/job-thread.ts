import { Worker } from 'node:worker_threads'
import { Problem } from '../../shared/problem'
import type { Configuration } from '../configuration'
import type { Database } from '../database/database'
import type { Job, JobContext } from './job'
import type { JobExecutor } from './job-executor'
import type { Claim } from './job-runs'
import { type Outcome, recordOf } from './outcome'
import { RunStopped } from './run-stopped'
import type { FromThread, ThreadStart, ToThread } from './thread-messages'

/** A thread costs some 60 MiB: it is closed when it was idle for this long. */
const IDLE_MS = 120_000
/**
 * A job streams its data. One that needs more than this has a defect; it ends its thread, not the service.
 */
const MAX_HEAP_MB = 192
/**
 * For short-lived rows: with less, V8 copies the rows of a chunk several times. V8's own default would take
 * three times as much and be no faster.
 */
const MAX_YOUNG_HEAP_MB = 16

/**
 * Works on runs in a separate thread with its own database connections, so that this thread's event loop
 * stays free. The first run starts the thread. It requests every turn to write from this thread (SQLite has
 * one writer at a time).
 */
export class JobThread implements JobExecutor {
  private thread: LivingThread | undefined
  private idle: NodeJS.Timeout | undefined

  /** @param program the built file that the thread runs */
  constructor(
    private readonly program: string,
    private readonly configuration: Configuration,
    private readonly database: Database,
    private readonly start: JobContext['start'],
  ) {}

  async run(_job: Job, claim: Claim, signal: AbortSignal): Promise<Outcome> {
    clearTimeout(this.idle)
    if (!this.thread?.alive) {
      this.thread = new LivingThread(this.program, this.configuration, this.database, this.start)
    }
    const { thread } = this
    const outcome = await thread.run(claim, signal)
    if (thread.isIdle && thread === this.thread) {
      this.idle = setTimeout(() => void this.close(), IDLE_MS).unref()
    }
    return outcome
  }

  async close(): Promise<void> {
    clearTimeout(this.idle)
    const { thread } = this
    this.thread = undefined
    await thread?.close()
  }
}

class LivingThread {
  alive = true
  private readonly worker: Worker
  private readonly gone: Promise<void>
  private readonly runs = new Map<string, (outcome: Outcome) => void>()
  private readonly turns = new Map<number, () => void>()
  private cause: unknown

  constructor(
    program: string,
    configuration: Configuration,
    private readonly database: Database,
    private readonly start: JobContext['start'],
  ) {
    const workerData: ThreadStart = { configuration }
    this.worker = new Worker(program, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: MAX_YOUNG_HEAP_MB },
    })
    this.worker.on('message', (message: FromThread) => this.hear(message))
    this.worker.on('error', (error) => (this.cause = error))
    this.gone = new Promise((resolve) => {
      this.worker.on('exit', (code) => {
        this.end(this.cause ?? new Error(`the thread of the jobs ended by itself (${code})`))
        resolve()
      })
    })
  }

  get isIdle(): boolean {
    return this.runs.size === 0
  }

  async run(claim: Claim, signal: AbortSignal): Promise<Outcome> {
    const abort = () => {
      const why = signal.reason instanceof RunStopped ? signal.reason.why : 'stopping'
      this.tell({ kind: 'abort', runId: claim.id, why })
    }
    const outcome = new Promise<Outcome>((resolve) => this.runs.set(claim.id, resolve))
    this.tell({ kind: 'run', claim })
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort)
    return outcome.finally(() => signal.removeEventListener('abort', abort))
  }

  async close(): Promise<void> {
    if (this.alive) this.tell({ kind: 'close' })
    await this.gone
  }

  private tell(message: ToThread): void {
    this.worker.postMessage(message)
  }

  private hear(message: FromThread): void {
    switch (message.kind) {
      case 'ended':
        this.runs.get(message.runId)?.(message.outcome)
        this.runs.delete(message.runId)
        return
      case 'turn-wanted':
        void this.lend(message.turn)
        return
      case 'turn-over':
        this.turns.get(message.turn)?.()
        this.turns.delete(message.turn)
        return
      case 'retried':
        this.database.noteRetry(message.reason)
        return
      case 'start':
        void this.startFor(message)
    }
  }

  private async lend(turn: number): Promise<void> {
    await this.database.lendTurn(async () => {
      if (!this.alive) return
      const over = new Promise<void>((resolve) => this.turns.set(turn, resolve))
      this.tell({ kind: 'your-turn', turn })
      await over
    })
  }

  private async startFor({ call, job, start }: Extract<FromThread, { kind: 'start' }>): Promise<void> {
    try {
      this.tell({ kind: 'started', call, runId: await this.start(job, start) })
    } catch (error) {
      const code = error instanceof Problem ? error.code : undefined
      const message = error instanceof Problem ? error.detail : recordOf(error).message
      this.tell({ kind: 'not-started', call, code, message })
    }
  }

  /** Releases everything that waits for the thread. Its open transactions ended with its connections. */
  private end(cause: unknown): void {
    this.alive = false
    for (const over of this.turns.values()) over()
    for (const resolve of this.runs.values()) resolve({ kind: 'lost', cause: recordOf(cause) })
    this.turns.clear()
    this.runs.clear()
  }
}
