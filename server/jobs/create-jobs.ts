import type { Logger } from 'pino'
import type { Clock } from '../clock'
import type { Configuration } from '../configuration'
import type { Database } from '../database/database'
import { BullEngine } from './bull-engine'
import { InProcessEngine } from './in-process-engine'
import type { Job } from './job'
import { byWeight, executorInThisThread } from './job-executor'
import { JobRunner } from './job-runner'
import { JobRuns, type TellOfRun } from './job-runs'
import { JobThread } from './job-thread'

export interface JobsParts {
  configuration: Configuration
  database: Database
  clock: Clock
  log: Logger
  jobs: readonly Job[]
  /** Without it, nobody is told what happens to runs. */
  tellOfRun?: TellOfRun
  /**
   * The built program of the thread that runs the jobs that aren't light; undefined: this thread runs all
   * jobs.
   */
  threadProgram: string | undefined
}

/** Creates the jobs of a process with the configured engine. */
export function createJobs({
  configuration,
  database,
  clock,
  log,
  jobs,
  tellOfRun,
  threadProgram,
}: JobsParts): JobRunner {
  const { redis } = configuration
  const runs = new JobRuns(database, clock, tellOfRun)
  return new JobRunner(
    {
      database,
      runs,
      log,
      engine: redis ? new BullEngine(redis.url, redis.prefix, log) : new InProcessEngine(),
      executorFor: (start) => {
        const here = executorInThisThread(database, runs, start)
        return threadProgram === undefined
          ? here
          : byWeight(here, new JobThread(threadProgram, configuration, database, start))
      },
    },
    jobs,
  )
}
