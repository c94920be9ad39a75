import type { Month } from '../../shared/calendar'

/** What a running job gets: its input, and the ways to say how far it is. */
export interface JobContext {
  runId: string
  month: Month | null
  input: unknown
  /** Account that started it; null for the service itself. */
  actor: string | null
  /** Says how far it is; written at most a few times a second. */
  progress(done: number, total: number): Promise<void>
  /** Aborted when the service stops: a job looks at it between chunks. */
  signal: AbortSignal
}

/** Work that runs outside of a request. It must be safe to run again after dying at any point. */
export interface Job {
  name: string
  /** Runs are for a month and started by POST /jobs/{name}/runs; otherwise something else starts them. */
  monthly: boolean
  /** @returns the result shown with the run: plain JSON */
  run(context: JobContext): Promise<unknown>
}
