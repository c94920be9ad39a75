import { Cron } from 'croner'
import { SEOUL } from '../shared/seoul-time'

const SHORTEST_MS = 10_000

/** When a job runs automatically. */
export interface Schedule {
  job: string
  /** Five fields, or six with the second first, in Asia/Seoul. */
  cron: string
}

/**
 * Reads changes to the default schedules: `job=cron` sets the schedule of a job, `job=none` takes it away, and `none` takes
 * all of them away. They are separated by `;`.
 *
 * @throws Error that names what is wrong and the form it must have
 */
export function parseSchedules(text: string, defaults: readonly Schedule[]): Schedule[] {
  const parts = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const given = parts.filter((part) => part !== NONE).map(parseOne)
  const twice = given.find(({ job }, i) => given.findIndex((other) => other.job === job) !== i)
  if (twice) throw new Error(`${twice.job} has two schedules; a job has one`)
  const schedules = new Map((parts.includes(NONE) ? [] : defaults).map(({ job, cron }) => [job, cron]))
  for (const { job, cron } of given) {
    if (cron === NONE) schedules.delete(job)
    else schedules.set(job, cron)
  }
  return [...schedules].map(([job, cron]) => ({ job, cron }))
}

const NONE = 'none'

function parseOne(part: string): Schedule {
  const [, job, cron] = /^([\w-]+)\s*=\s*(.+)$/.exec(part) ?? []
  if (job === undefined || cron === undefined) {
    throw new Error(`"${part}" is not job=cron, for example standard-inventory-load=0 3 * * *`)
  }
  if (cron === NONE) return { job, cron }
  if (![5, 6].includes(cron.split(/\s+/).length)) {
    throw new Error(
      `the cron expression "${cron}" of ${job} must have five fields: minute hour day month weekday; or six, with the second before them`,
    )
  }
  try {
    new Cron(cron, { paused: true, timezone: SEOUL })
  } catch (error) {
    const reason = (error as Error).message.replace(/^CronPattern: /, '')
    throw new Error(`the cron expression "${cron}" of ${job} cannot be read: ${reason}`)
  }
  if (nextInstant(cron, new Date()) === null) {
    throw new Error(`the cron expression "${cron}" of ${job} names no moment that ever comes`)
  }
  const [first, second] = new Cron(cron, { paused: true, timezone: SEOUL }).nextRuns(2)
  if (first && second && second.getTime() - first.getTime() < SHORTEST_MS) {
    throw new Error(
      `the cron expression "${cron}" of ${job} comes more often than every ${SHORTEST_MS / 1000} seconds: the job would always run`,
    )
  }
  return { job, cron }
}

/** The first instant after `after` that matches an expression, in Asia/Seoul; null when there is none. */
export function nextInstant(cron: string, after: Date): Date | null {
  return new Cron(cron, { paused: true, timezone: SEOUL }).nextRun(after)
}
