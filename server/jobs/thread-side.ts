import type { MessagePort } from 'node:worker_threads'
import { Problem, type ProblemCode } from '../../shared/problem'
import type { Clock } from '../clock'
import { Database } from '../database/database'
import type { Turns } from '../database/fifo-queue'
import type { DatabaseObserver } from '../database/observer'
import type { Schema } from '../database/schema'
import type { Job, JobStart } from './job'
import { type Claim, JobRuns, type TellOfRun } from './job-runs'
import { outcomeOf } from './outcome'
import { runContext } from './run-context'
import { RunStopped } from './run-stopped'
import type { FromThread, ToThread } from './thread-messages'
import { workOn } from './work-on'

/** Connections to MySQL: a job rarely needs more than one to write and one to read. */
const POOL = 3

export interface ThreadParts {
  port: MessagePort
  databaseUrl: string
  schema: Schema
  clock: Clock
  jobs(database: Database): readonly Job[]
  /** Who wants to know what this thread's database does; another one learns what is tried again. */
  observer?: DatabaseObserver
  /** Does what is left when the thread has closed. */
  end?(): Promise<void>
  /** Without it, nobody is told what happens to runs. */
  tellOfRun?(jobs: readonly Job[]): TellOfRun
}

/**
 * The counterpart of JobThread inside the thread: works on the runs that it receives, until it is told to
 * close.
 */
export async function workInThread({
  port,
  databaseUrl,
  schema,
  clock,
  jobs,
  observer,
  end = async () => undefined,
  tellOfRun,
}: ThreadParts): Promise<void> {
  const tell = (message: FromThread) => port.postMessage(message)
  const turns = new LentTurns(
    (turn) => tell({ kind: 'turn-wanted', turn }),
    (turn) => tell({ kind: 'turn-over', turn }),
  )
  const calls = new Calls(tell)
  const aborts = new Map<string, AbortController>()
  // The port buffers messages until it has a listener: none is lost while the database opens.
  const database = await Database.openBeside(databaseUrl, schema, turns, {
    poolSize: POOL,
    observer: observer && { ...observer, retried: (reason) => tell({ kind: 'retried', reason }) },
  })
  const all = jobs(database)
  const runs = new JobRuns(database, clock, tellOfRun?.(all))
  const known = new Map(all.map((job) => [job.name, job]))

  const run = async (claim: Claim) => {
    const abort = new AbortController()
    aborts.set(claim.id, abort)
    const context = runContext(database, runs, claim, abort.signal, (job, start) => calls.start(job, start))
    const outcome = await outcomeOf(
      () => workOn(known.get(claim.job)!, claim, context),
      database,
      abort.signal,
    )
    aborts.delete(claim.id)
    tell({ kind: 'ended', runId: claim.id, outcome })
  }
  port.on('message', (message: ToThread) => {
    switch (message.kind) {
      case 'run':
        void run(message.claim)
        return
      case 'abort':
        aborts.get(message.runId)?.abort(new RunStopped(message.why))
        return
      case 'your-turn':
        turns.begin(message.turn)
        return
      case 'started':
      case 'not-started':
        calls.answer(message)
        return
      case 'close':
        // Without a listening port, the thread ends.
        void database
          .close()
          .then(end)
          .catch(() => undefined)
          .finally(() => port.close())
    }
  })
}

/** Turns to write that another thread lends, in the order of the requests. */
class LentTurns implements Turns {
  private readonly waiting = new Map<number, () => void>()
  private last: Promise<unknown> = Promise.resolve()
  private asked = 0

  constructor(
    private readonly want: (turn: number) => void,
    private readonly giveBack: (turn: number) => void,
  ) {}

  get length(): number {
    return this.waiting.size
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = ++this.asked
    const begun = new Promise<void>((resolve) => this.waiting.set(turn, resolve))
    this.want(turn)
    const result = begun.then(work).finally(() => this.giveBack(turn))
    this.last = Promise.allSettled([this.last, result])
    return result
  }

  begin(turn: number): void {
    this.waiting.get(turn)?.()
    this.waiting.delete(turn)
  }

  async idle(): Promise<void> {
    await this.last
  }
}

type Answer = Extract<ToThread, { kind: 'started' | 'not-started' }>

/** Asks the other thread to start a run: that thread has the queue. */
class Calls {
  private readonly waiting = new Map<number, (answer: Answer) => void>()
  private made = 0

  constructor(private readonly tell: (message: FromThread) => void) {}

  async start(job: string, start: JobStart): Promise<string | undefined> {
    const call = ++this.made
    const answer = await new Promise<Answer>((resolve) => {
      this.waiting.set(call, resolve)
      this.tell({ kind: 'start', call, job, start })
    })
    if (answer.kind === 'started') return answer.runId
    throw answer.code === undefined
      ? new Error(answer.message)
      : new Problem(answer.code as ProblemCode, answer.message)
  }

  answer(answer: Answer): void {
    this.waiting.get(answer.call)?.(answer)
    this.waiting.delete(answer.call)
  }
}
