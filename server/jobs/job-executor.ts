import type { Database } from '../database/database'
import type { Job, JobContext } from './job'
import type { Claim, JobRuns } from './job-runs'
import { type Outcome, outcomeOf } from './outcome'
import { runContext } from './run-context'

/** Where a job's work is done: in this thread, or in another so that this one stays free. */
export interface JobExecutor {
  /** Never throws: whatever happens is an outcome. */
  run(job: Job, claim: Claim, signal: AbortSignal): Promise<Outcome>
  close(): Promise<void>
}

/** Works in the thread that asks: on light jobs, and for a terminal that has nothing else to do. */
export function executorInThisThread(
  database: Database,
  runs: JobRuns,
  start: JobContext['start'],
): JobExecutor {
  return {
    run: (job, claim, signal) =>
      outcomeOf(() => job.run(runContext(database, runs, claim, signal, start)), database, signal),
    close: async () => undefined,
  }
}

/** Light jobs here, all others there. */
export function byWeight(here: JobExecutor, there: JobExecutor): JobExecutor {
  return {
    run: (job, claim, signal) => (job.light ? here : there).run(job, claim, signal),
    async close() {
      await here.close()
      await there.close()
    },
  }
}
