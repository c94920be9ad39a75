import type { Database } from '../database/database'
import type { Job, JobContext } from './job'
import type { Claim, JobRuns } from './job-runs'
import { type Outcome, outcomeOf } from './outcome'
import { runContext } from './run-context'
import { workOn } from './work-on'

/** Runs a job's work in this thread, or in another one so that this thread stays free. */
export interface JobExecutor {
  /** Never throws: every error becomes an outcome. */
  run(job: Job, claim: Claim, signal: AbortSignal): Promise<Outcome>
  close(): Promise<void>
}

/** Runs the job in the calling thread: for light jobs, and for a command in a terminal. */
export function executorInThisThread(
  database: Database,
  runs: JobRuns,
  start: JobContext['start'],
): JobExecutor {
  return {
    run: (job, claim, signal) =>
      outcomeOf(() => workOn(job, claim, runContext(database, runs, claim, signal, start)), database, signal),
    close: async () => undefined,
  }
}

/** Runs light and prompt jobs with `here` and all others with `there`. */
export function byWeight(here: JobExecutor, there: JobExecutor): JobExecutor {
  return {
    run: (job, claim, signal) => (job.light || job.prompt ? here : there).run(job, claim, signal),
    async close() {
      await here.close()
      await there.close()
    },
  }
}
