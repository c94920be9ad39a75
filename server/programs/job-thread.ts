import 'reflect-metadata'
import { parentPort, workerData } from 'node:worker_threads'
import { createClock } from '../clock'
import { runEvents } from '../events/run-events'
import type { ThreadStart } from '../jobs/thread-messages'
import { workInThread } from '../jobs/thread-side'
import { allJobs } from './all-jobs'
import { SCHEMA } from './schema'

/** The program of the thread that runs the service's jobs. */
const { configuration } = workerData as ThreadStart
const clock = createClock(configuration.clock)
await workInThread({
  port: parentPort!,
  databaseUrl: configuration.databaseUrl,
  schema: SCHEMA,
  clock,
  jobs: (database) => allJobs(database, configuration, clock),
  tellOfRun: runEvents,
})
