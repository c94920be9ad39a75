import type { Handout } from './job-runs'

/**
 * How a queued run gets to somebody who works on it. The row is the truth: an engine may lose a run (a sweep offers it
 * again) and may hand it out twice (the second finds it taken).
 */
export interface JobEngine {
  /** Begins to hand out; one run at a time in each process. */
  open(work: (runId: string) => Promise<void>): Promise<void>
  /**
   * @param delay milliseconds
   * @throws Problem UNAVAILABLE when nobody can be told
   */
  offer(run: Handout, delay?: number): Promise<void>
  /** Hands nothing out any more and waits for what is worked on. */
  close(): Promise<void>
}
