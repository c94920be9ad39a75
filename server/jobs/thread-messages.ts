import type { Configuration } from '../configuration'
import type { RetryReason } from '../database/observer'
import type { JobStart } from './job'
import type { Claim } from './job-runs'
import type { Outcome } from './outcome'
import type { RunStopped } from './run-stopped'

/** The worker data with which a job thread starts. */
export interface ThreadStart {
  configuration: Configuration
}

/** To the thread. */
export type ToThread =
  | { kind: 'run'; claim: Claim }
  | { kind: 'abort'; runId: string; why: RunStopped['why'] }
  /** The thread may write now; no other thread writes until it sends `turn-over`. */
  | { kind: 'your-turn'; turn: number }
  | { kind: 'started'; call: number; runId: string | undefined }
  | { kind: 'not-started'; call: number; code: string | undefined; message: string }
  | { kind: 'close' }

/** From the thread. */
export type FromThread =
  | { kind: 'ended'; runId: string; outcome: Outcome }
  | { kind: 'turn-wanted'; turn: number }
  | { kind: 'turn-over'; turn: number }
  | { kind: 'start'; call: number; job: string; start: JobStart }
  | { kind: 'retried'; reason: RetryReason }
