import 'reflect-metadata'
import { createClock } from '../../server/clock'
import { readConfiguration } from '../../server/configuration'
import { Database } from '../../server/database/database'
import { FORECAST_LOAD, type ForecastLoadInput } from '../../server/forecasts/forecast-load'
import { confirm } from '../../server/inventory/standard-inventory'
import { STANDARD_LOAD } from '../../server/inventory/standard-load'
import { UNIT_LOAD } from '../../server/inventory/unit-load'
import { createJobs } from '../../server/jobs/create-jobs'
import { createLog } from '../../server/log'
import { allJobs } from '../../server/programs/all-jobs'
import { SCHEMA } from '../../server/programs/schema'

/** Turns a vendor's file into unit inventory, from the beginning each time, until it ends or is killed. */
const [path, month] = process.argv.slice(2) as [string, string]
const configuration = readConfiguration()
const clock = createClock(configuration.clock)
const database = await Database.open(configuration.databaseUrl, SCHEMA, { poolSize: 4 })
const jobs = await createJobs({
  configuration,
  database,
  clock,
  log: createLog('silent'),
  jobs: allJobs(database, configuration, clock),
  threadProgram: undefined,
})
console.log('ready')
process.stdin.once('data', async () => {
  const input: ForecastLoadInput = { path, keep: true }
  await jobs.runHere(FORECAST_LOAD, { input, only: 'the file' })
  await jobs.runHere(STANDARD_LOAD, { month })
  await database.write((tx) => confirm(tx, month, undefined, { accountId: 'test', at: clock.instant() }))
  await jobs.runHere(UNIT_LOAD, { month })
  await jobs.stop()
  await database.close()
  console.log('finished')
  process.exit(0)
})
