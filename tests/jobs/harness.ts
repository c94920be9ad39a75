import { setTimeout as sleep } from 'node:timers/promises'
import { createClock } from '../../server/clock'
import { type Configuration, readConfiguration } from '../../server/configuration'
import { Database } from '../../server/database/database'
import { createJobs } from '../../server/jobs/create-jobs'
import type { JobRunner } from '../../server/jobs/job-runner'
import { createLog } from '../../server/log'
import { Notifier } from '../../server/notifications/notifier'
import { SCHEMA } from '../../server/programs/schema'
import type { JobRunView } from '../../shared/contract/inventory'
import { type DatabaseKind, databases } from '../support/databases'
import { type TestRedis, testRedis } from '../support/redis'
import { CLOCK } from '../support/service'
import { testJobs } from './test-jobs'

export interface Place {
  name: string
  kind: DatabaseKind
  redis: TestRedis | undefined
}

/** Each database found with each engine found. */
export function places(): Place[] {
  return databases().flatMap((kind) => {
    const redis = testRedis()
    return [
      { name: `${kind.name}, in-process`, kind, redis: undefined },
      ...(redis ? [{ name: `${kind.name}, Bull`, kind, redis }] : []),
    ]
  })
}

/** What one process has of the jobs: its own connections and runner. */
export interface Member {
  jobs: JobRunner
  database: Database
  configuration: Configuration
  leave(): Promise<void>
}

/** Opens a member on a database; several members on one database behave like several processes. */
export async function join(
  env: Record<string, string>,
  { threadProgram }: { threadProgram?: string } = {},
): Promise<Member> {
  const configuration = readConfiguration(env)
  const database = await Database.open(configuration.databaseUrl, SCHEMA, { poolSize: 4 })
  const clock = createClock(CLOCK)
  const jobs = await createJobs({
    configuration,
    database,
    clock,
    log: createLog('silent'),
    jobs: [...testJobs(), ...new Notifier(database, clock, configuration).jobs()],
    threadProgram,
  })
  await jobs.open()
  return {
    jobs,
    database,
    configuration,
    async leave() {
      await jobs.stop()
      await database.close()
    },
  }
}

export function environment(url: string, redis: TestRedis | undefined): Record<string, string> {
  return {
    DATABASE_URL: url,
    JOB_SCHEDULES: 'none',
    REDIS_URL: redis?.url ?? '',
    REDIS_PREFIX: redis?.prefix ?? '',
  }
}

/** Waits until a run has reached a state. */
export async function until(
  { jobs }: Member,
  id: string,
  reached: (run: JobRunView) => boolean,
): Promise<JobRunView> {
  const deadline = Date.now() + 20_000
  for (;;) {
    const run = await jobs.runs.find(id)
    if (reached(run)) return run
    if (Date.now() > deadline) throw new Error(`the run stays ${JSON.stringify(run)}`)
    await sleep(20)
  }
}

export const hasEnded = ({ status }: JobRunView) => !['QUEUED', 'RUNNING'].includes(status)

export const hasBegun = ({ progress }: JobRunView) => progress.done > 0

/** How often each chunk of a run was written. */
export async function writes({ database }: Member, id: string): Promise<number[]> {
  const rows = await database.read((tx) =>
    tx.rows<{ version: number }>('SELECT version FROM content_owner WHERE code LIKE ? ORDER BY code', [
      `${id.slice(0, 8)}-%`,
    ]),
  )
  return rows.map(({ version }) => version)
}

export async function linesOf({ jobs }: Member, id: string): Promise<string[]> {
  return (await jobs.runs.lines(id, { limit: 100 })).map(({ text }) => text)
}
