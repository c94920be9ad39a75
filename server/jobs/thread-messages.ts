import type { Configuration } from '../configuration'
import type { JobStart } from './job'
import type { Claim } from './job-runs'
import type { Outcome } from './outcome'
import type { RunStopped } from './run-stopped'

/** What a thread of jobs is born with. */
export interface ThreadStart {
  configuration: Configuration
}

/** To the thread. */
export type ToThread =
  | { kind: 'run'; claim: Claim }
  | { kind: 'abort'; runId: string; why: RunStopped['why'] }
  /** It may write now, and nobody else does until it says `turn-over`. */
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
