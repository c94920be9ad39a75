import 'reflect-metadata'
import { parentPort, workerData } from 'node:worker_threads'
import { allJobs } from '../all-jobs'
import { createClock } from '../clock'
import type { ThreadStart } from '../jobs/thread-messages'
import { workInThread } from '../jobs/thread-side'

/** The program of the thread in which the service's jobs work. */
const { configuration } = workerData as ThreadStart
const clock = createClock(configuration.clock)
await workInThread({
  port: parentPort!,
  databaseUrl: configuration.databaseUrl,
  clock,
  jobs: (database) => allJobs(database, configuration, clock),
})
