import 'reflect-metadata'
import { parentPort, workerData } from 'node:worker_threads'
import { createClock } from '../clock'
import { runEvents } from '../events/run-events'
import type { ThreadStart } from '../jobs/thread-messages'
import { workInThread } from '../jobs/thread-side'
import { createLog } from '../log'
import { Observation } from '../observation'
import { allJobs } from './all-jobs'
import { SCHEMA } from './schema'
import { startTraces } from './start-traces'

/** The program of the thread that runs the service's jobs. */
const { configuration } = workerData as ThreadStart
const clock = createClock(configuration.clock)
const endTraces = await startTraces(configuration)
await workInThread({
  port: parentPort!,
  databaseUrl: configuration.databaseUrl,
  schema: SCHEMA,
  clock,
  jobs: (database) => allJobs(database, configuration, clock),
  observer: new Observation(createLog(configuration.logLevel), configuration.slowQueryMs),
  tellOfRun: runEvents,
  end: endTraces,
})
