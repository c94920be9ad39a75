import type { Month } from '../../shared/calendar'
import type { Transaction } from '../database/database'
import type { LogLevel } from './job-run.entity'

/** What a run is started with. */
export interface JobStart {
  month?: Month | null
  /** Plain JSON, kept with the run: whoever takes the run over gets it too. */
  input?: unknown
  /** Account that starts it; null for the service itself. */
  actor?: string | null
  /** What only one run at a time may work on; for a monthly job it is the month. */
  only?: string
  /** What is ever done once: a scheduled instant, a file. A second run of it is never made. */
  slot?: string
}

/** What a running job gets: its input, and its only ways to write. */
export interface JobContext {
  runId: string
  month: Month | null
  input: unknown
  /** Account that started it; null for the service itself. */
  actor: string | null
  /**
   * Aborted when the run is canceled, taken over, or the service stops: a job calls `signal.throwIfAborted()` between
   * chunks and hands the signal to what waits (a download). Let the error through: the runner knows what it means.
   */
  signal: AbortSignal
  /**
   * One chunk: a transaction that is all there or not, and only while this run is still its owner's. Every write of a
   * job goes through here; `database.write` inside of it joins. Like any write it may be repeated as a whole.
   */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** Says how far it is; written at most a few times a second. */
  progress(done: number, total: number): Promise<void>
  /** A line that is kept with the run (`GET /jobs/runs/{id}/log`), for the person who looks at it later. */
  log(text: string, level?: LogLevel): Promise<void>
  /**
   * Queues another run. Not inside of `write`: the new row would wait for that transaction, and it for the row.
   *
   * @returns its id, or undefined when its slot was taken before
   * @throws Problem JOB_ALREADY_RUNNING
   */
  start(job: string, start: JobStart): Promise<string | undefined>
}

/** Work that runs outside of a request. It must be safe to run again after dying at any point. */
export interface Job {
  name: string
  /** Runs are for a month and started by POST /jobs/{name}/runs; otherwise something else starts them. */
  monthly: boolean
  /**
   * How often a run is repeated by itself after an error that passes (the database or a network was away) or after the
   * death of its process. A Problem is never repeated: it needs a person.
   */
  retries: number
  /** A few quick statements: not worth a thread, nor is its history worth keeping for long. */
  light?: boolean
  /**
   * Comes every minute or more often and is to be on time: it doesn't wait in line behind a load, one run of it is enough
   * at a time, and its history isn't kept for long.
   */
  frequent?: boolean
  /** Months that a scheduled run of a monthly job takes, from this one on. */
  scheduledMonths?(from: Month): Promise<Month[]>
  /** @returns the result shown with the run: plain JSON */
  run(context: JobContext): Promise<unknown>
  /** Clears away what the input points to, once the run has ended for good, however it did; may be called twice. */
  cleanUp?(input: unknown): Promise<void>
}
