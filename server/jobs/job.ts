import type { Month } from '../../shared/calendar'
import type { Transaction } from '../database/database'
import type { LogLevel } from './job-run.entity'

/** The arguments of a run. */
export interface JobStart {
  month?: Month | null
  /** Plain JSON, stored with the run, so that a process that takes the run over gets it too. */
  input?: unknown
  /** Account that starts the run; null for the service itself. */
  actor?: string | null
  /** Only one run at a time may have this value; for a monthly job it is the month. */
  only?: string
  /**
   * Identifies work that is done only once: a scheduled instant, a file. A second run with the same slot is
   * never made.
   */
  slot?: string
}

/** The input of a running job, and its only ways to write. */
export interface JobContext {
  runId: string
  month: Month | null
  input: unknown
  /** Account that started the run; null for the service itself. */
  actor: string | null
  /**
   * Aborted when the run is canceled or taken over, or when the service stops. A job calls
   * `signal.throwIfAborted()` between chunks and passes the signal to operations that wait (a download). It
   * must not catch the error: the runner handles it.
   */
  signal: AbortSignal
  /**
   * Runs one chunk in an atomic transaction, which commits only while this run still has its owner. Every
   * write of a job uses it; a `database.write` inside joins the transaction. Like any write, it may be
   * retried as a whole.
   */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** Reports the progress; stored at most a few times a second. */
  progress(done: number, total: number): Promise<void>
  /** Stores a line in the run's log (`GET /jobs/runs/{id}/log`), for a person who reads it later. */
  log(text: string, level?: LogLevel): Promise<void>
  /**
   * Queues another run. Calling it inside `write` is a deadlock: the insert waits for that transaction, and
   * the transaction for the insert.
   *
   * @returns its id, or undefined when its slot was taken before
   * @throws Problem JOB_ALREADY_RUNNING
   */
  start(job: string, start: JobStart): Promise<string | undefined>
}

/** Work that runs outside of a request. It must be safe to run again after its process died at any point. */
export interface Job {
  name: string
  /**
   * Each run is for one month and is started by POST /jobs/{name}/runs; the service starts all other jobs.
   */
  monthly: boolean
  /**
   * How often a run is retried automatically after a temporary error (the database or a network was away) or
   * after its process died. A Problem is never retried: a person must act.
   */
  retries: number
  /** The job is a few quick statements: it needs no thread, and its history is kept only briefly. */
  light?: boolean
  /**
   * The name of a lane. The runs of all jobs of a lane are worked on in the order in which they were started, each one when
   * the one before has ended, however many processes there are. Only runs for two different months don't wait for
   * each other. See docs/decisions/0041-one-order-of-truth.md.
   */
  lane?: string
  /**
   * The job runs every minute or more often and must be on time. It doesn't queue behind a load, only one run
   * of it is active at a time, and its history is kept only briefly.
   */
  frequent?: boolean
  /**
   * Somebody waits for it: it doesn't queue behind a load. The process that starts a run works on it at once, in the
   * service's own thread; the job itself limits how much it does at a time, and leaves heavy work to a thread of its own.
   */
  prompt?: boolean
  /** Months for which a schedule starts a monthly job, from this month on. */
  scheduledMonths?(from: Month): Promise<Month[]>
  /** @returns the result shown with the run: plain JSON */
  run(context: JobContext): Promise<unknown>
  /**
   * Removes the files or rows that the input refers to, once the run has ended for good in any way; may be
   * called twice.
   */
  cleanUp?(input: unknown): Promise<void>
}
