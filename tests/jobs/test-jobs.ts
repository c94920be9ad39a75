import { setTimeout as sleep } from 'node:timers/promises'
import type { Job } from '../../server/jobs/job'
import { Problem } from '../../shared/problem'

export interface TestInput {
  /** Number of chunks to write; each is a row of content_owner with a count of its writes. */
  chunks?: number
  /** Milliseconds before each chunk. */
  pause?: number
  /** What happens instead of the last chunk, in the first `times` attempts. */
  trouble?: 'problem' | 'unreachable' | 'bug' | 'crash' | 'memory'
  times?: number
  /** Ignores its signal, like a process that was stopped for a while. */
  deaf?: boolean
}

/** The number of attempts of each run, in this thread. */
const attempts = new Map<string, number>()
export const cleanedUp: unknown[] = []

/** Jobs that do what their input says, one of them monthly. */
export function testJobs(): Job[] {
  const job = (name: string, monthly: boolean, retries: number): Job => ({
    name,
    monthly,
    retries,
    scheduledMonths: async (from) => [from],
    async run({ runId, input, signal, write, progress, log }) {
      const { chunks = 3, pause = 0, trouble, times = 1, deaf } = (input ?? {}) as TestInput
      const attempt = (attempts.get(runId) ?? 0) + 1
      attempts.set(runId, attempt)
      await log(`attempt ${attempt} in process ${process.pid}`)
      for (let chunk = 0; chunk < chunks; chunk++) {
        if (pause > 0) await sleep(pause, undefined, deaf ? {} : { signal })
        if (trouble && attempt <= times && chunk === chunks - 1) await meet(trouble)
        await write((tx) =>
          tx.upsert(
            {
              table: 'content_owner',
              columns: ['code', 'name', 'version'],
              key: ['code'],
              update: { version: 'content_owner.version + 1' },
            },
            [[`${runId.slice(0, 8)}-${chunk}`, String(process.pid), 1]],
          ),
        )
        await progress(chunk + 1, chunks)
      }
      return { chunks, attempt }
    },
    cleanUp: async (input) => {
      cleanedUp.push(input)
    },
  })
  return [
    job('monthly', true, 2),
    job('single', false, 2),
    job('never-again', false, 0),
    { ...job('often', false, 0), frequent: true },
    inLane(job('file', false, 2)),
    inLane(job('load', true, 2)),
  ]
}

/** A job of a lane; its runs also say when they end. */
function inLane(job: Job): Job {
  return {
    ...job,
    lane: 'test',
    async run(context) {
      const result = await job.run(context)
      await context.log('end')
      return result
    },
  }
}

async function meet(trouble: NonNullable<TestInput['trouble']>): Promise<void> {
  if (trouble === 'problem') throw new Problem('FORECAST_FILE_INVALID', 'The file is a poem.')
  if (trouble === 'unreachable')
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  if (trouble === 'bug') throw new TypeError('undefined is not a function')
  if (trouble === 'crash') process.exit(7)
  const hoard: unknown[] = []
  for (;;) {
    hoard.push(new Array(100_000).fill(hoard.length))
    if (hoard.length % 100 === 0) await sleep(1)
  }
}
