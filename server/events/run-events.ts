import type { Job } from '../jobs/job'
import type { TellOfRun } from '../jobs/job-runs'
import { record } from '../journal/journal'

/** Progress is told at most this often. */
const EVERY_MS = 1000

/**
 * Writes what happens to runs to the journal, for operators. Of jobs that run every few minutes, or that planners
 * start, it tells only failures.
 */
export function runEvents(jobs: readonly Job[]): TellOfRun {
  const quiet = new Set(
    jobs.flatMap(({ name, light, frequent, prompt }) => (light || frequent || prompt ? name : [])),
  )
  const told = new Map<string, number>()
  return async (tx, { id: runId, job, month }, event, at) => {
    if (quiet.has(job) && !(event.kind === 'ended' && event.status === 'FAILED')) return
    const run = { runId, job, month }
    switch (event.kind) {
      case 'started':
        return record(tx, [{ kind: 'job.started', data: run }], at)
      case 'progressed': {
        const { done, total } = event
        if (done < total && Date.now() - (told.get(runId) ?? 0) < EVERY_MS) return
        told.set(runId, Date.now())
        return record(tx, [{ kind: 'job.progressed', data: { ...run, done, total } }], at)
      }
      case 'ended':
        told.delete(runId)
        return record(tx, [{ kind: 'job.ended', data: { ...run, status: event.status } }], at)
    }
  }
}
