import 'reflect-metadata'
import { createClock } from '../../server/clock'
import { readConfiguration } from '../../server/configuration'
import { Database } from '../../server/database/database'
import { createJobs } from '../../server/jobs/create-jobs'
import { createLog } from '../../server/log'
import { SCHEMA } from '../../server/programs/schema'
import { testJobs } from './test-jobs'

/**
 * A process that works on runs until it is killed: either it starts one run, or it takes those that it finds.
 */
const [job, month, input] = process.argv.slice(2)
const configuration = readConfiguration()
const clock = createClock()
const database = await Database.open(configuration.databaseUrl, SCHEMA, { poolSize: 4 })
const log = createLog('silent')
const jobs = await createJobs({
  configuration,
  database,
  clock,
  log,
  jobs: testJobs(),
  threadProgram: undefined,
})
await jobs.open()
console.log('open')
process.stdin.once('data', async () => {
  if (!job) jobs.lookAfter()
  else {
    await jobs
      .start(job, { month: month || null, input: JSON.parse(input ?? 'null') })
      .then((id) => console.log(`started ${id}`))
      .catch((error) => console.log(`refused ${error.code}`))
  }
})
