import 'reflect-metadata'
import { parentPort, workerData } from 'node:worker_threads'
import { createClock } from '../../server/clock'
import type { ThreadStart } from '../../server/jobs/thread-messages'
import { workInThread } from '../../server/jobs/thread-side'
import { SCHEMA } from '../../server/programs/schema'
import { testJobs } from './test-jobs'

/** The service's thread for jobs, with the test jobs. */
const { configuration } = workerData as ThreadStart
await workInThread({
  port: parentPort!,
  schema: SCHEMA,
  databaseUrl: configuration.databaseUrl,
  clock: createClock(configuration.clock),
  jobs: testJobs,
})
