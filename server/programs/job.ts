import 'reflect-metadata'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { month as monthSchema } from '../../shared/contract/primitives'
import { Problem } from '../../shared/problem'
import { createClock } from '../clock'
import { readConfiguration } from '../configuration'
import { Database } from '../database/database'
import { runEvents } from '../events/run-events'
import { FORECAST_LOAD, type ForecastLoadInput } from '../forecasts/forecast-load'
import { createJobs } from '../jobs/create-jobs'
import type { Job, JobStart } from '../jobs/job'
import type { JobRunner } from '../jobs/job-runner'
import { createLog } from '../log'
import { Progress } from '../setup/progress'
import { allJobs } from './all-jobs'
import { SCHEMA } from './schema'

/** The arguments are invalid. */
class UsageError extends Error {}

const CANCELED = 130

async function main(): Promise<number> {
  const configuration = readConfiguration({ ...process.env, REDIS_URL: '' })
  const log = createLog(process.env.LOG_LEVEL === 'debug' ? 'debug' : 'silent')
  const clock = createClock(configuration.clock)
  const database = await Database.open(configuration.databaseUrl, SCHEMA, {
    poolSize: configuration.databasePool,
  })
  const all = allJobs(database, configuration, clock)
  const jobs = await createJobs({
    configuration,
    database,
    clock,
    log,
    jobs: all,
    tellOfRun: runEvents(all),
    threadProgram: undefined,
  })
  try {
    const asked = readArguments(process.argv.slice(2), jobs.all)
    if (!asked) {
      process.stdout.write(usage(jobs.all))
      return 0
    }
    return await run(jobs, asked.job, asked.start)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\n\n${usage(jobs.all)}`)
    return 2
  } finally {
    await jobs.stop()
    await database.close()
  }
}

/**
 * Runs the job in this process; a service may use the same database at the same time. The first Ctrl-C
 * cancels the run properly.
 */
async function run(jobs: JobRunner, job: Job, start: JobStart): Promise<number> {
  const progress = new Progress(`${job.name}${start.month ? ` ${start.month}` : ''}`)
  let canceled = false
  try {
    const result = await jobs.runHere(job.name, start, {
      onProgress: (done, total) => progress.show(done, total),
      onWait: (run) =>
        process.stderr.write(`Waits for ${run.job} (run ${run.id}), which was started before …\n`),
      onStarted: (id) => {
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
          process.on(signal, () => {
            if (canceled) process.exit(CANCELED)
            canceled = true
            process.stderr.write('\nCanceling at the next chunk; once more to end at once …\n')
            jobs.cancel(id, `${signal} in the terminal`).catch(() => undefined)
          })
        }
      },
    })
    progress.end('done')
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
    return 0
  } catch (error) {
    progress.end(canceled ? 'canceled' : 'failed')
    process.stderr.write(`${words(error)}\n`)
    return canceled ? CANCELED : 1
  }
}

function readArguments(args: string[], jobs: readonly Job[]): { job: Job; start: JobStart } | undefined {
  const { values, positionals } = parse(args)
  const [name, ...rest] = positionals
  if (name === undefined || values.help) return undefined
  const job = jobs.find((one) => one.name === name)
  if (!job) throw new UsageError(`There is no job ${name}.`)
  if (rest.length > 0) throw new UsageError(`One job at a time: ${rest.join(' ')} is too much.`)
  if (job.monthly) return { job, start: { month: readMonth(job, values.month) } }
  if (values.month !== undefined) throw new UsageError(`${name} is not for a month.`)
  if (job.name === FORECAST_LOAD)
    return { job, start: { input: { ...readFile(values.file), complete: values.complete } } }
  return { job, start: {} }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        month: { type: 'string' },
        file: { type: 'string' },
        complete: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function readMonth(job: Job, text: string | undefined): string {
  if (text === undefined) throw new UsageError(`${job.name} is for a month: --month 2026-12`)
  const month = monthSchema.safeParse(text)
  if (!month.success) throw new UsageError(`--month ${text}: ${z.prettifyError(month.error)}`)
  return month.data
}

/** The file belongs to the user, so the job keeps it. */
function readFile(file: string | undefined): ForecastLoadInput {
  if (file === undefined) throw new UsageError(`${FORECAST_LOAD} reads a file: --file forecast.csv.gz`)
  const path = resolve(file)
  if (!existsSync(path)) throw new UsageError(`There is no file ${path}.`)
  return { path, keep: true }
}

function usage(jobs: readonly Job[]): string {
  const lines = jobs.map(({ name, monthly }) => {
    const option = monthly ? ' --month YYYY-MM' : name === FORECAST_LOAD ? ' --file PATH [--complete]' : ''
    return `  npm run job -- ${name}${option}`
  })
  return `Runs a job here and now, on the database of the configuration (DATABASE_URL), also beside a running service:

${lines.join('\n')}
`
}

function words(error: unknown): string {
  if (error instanceof Problem) return error.detail
  return error instanceof Error ? error.message : String(error)
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${words(error)}\n`)
    if (process.env.LOG_LEVEL === 'debug') console.error(error)
    process.exit(1)
  },
)
