import type { Logger } from 'pino'
import type { Clock } from '../clock'
import type { Configuration } from '../configuration'
import type { Database } from '../database/database'
import { InProcessEngine } from './in-process-engine'
import type { Job } from './job'
import type { JobEngine } from './job-engine'
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

/** Creates the jobs of a process with the configured engine. Only a process with Redis loads Bull. */
export async function createJobs({
  configuration,
  database,
  clock,
  log,
  jobs,
  tellOfRun,
  threadProgram,
}: JobsParts): Promise<JobRunner> {
  const engine = await engineOf(configuration, log)
  const runs = new JobRuns(database, clock, tellOfRun)
  return new JobRunner(
    {
      database,
      runs,
      log,
      engine,
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

async function engineOf({ redis }: Configuration, log: Logger): Promise<JobEngine> {
  if (!redis) return new InProcessEngine()
  const { BullEngine } = await import('./bull-engine')
  return new BullEngine(redis.url, redis.prefix, log)
}
