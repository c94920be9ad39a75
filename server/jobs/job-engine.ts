import type { Handout } from './job-runs'

/**
 * Hands queued runs to the processes that work on them. The row is authoritative: an engine may lose a run (a
 * sweep offers it again) or hand it out twice (the second time it is already claimed).
 */
export interface JobEngine {
  /** Begins to hand out runs, one at a time in each process. */
  open(work: (runId: string) => Promise<void>): Promise<void>
  /**
   * @param delay milliseconds
   * @throws Problem UNAVAILABLE when the queue can't be reached
   */
  offer(run: Handout, delay?: number): Promise<void>
  /** Stops handing out runs and waits for the run in progress. */
  close(): Promise<void>
}
