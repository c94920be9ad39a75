import type { MonitoringJobView } from '../../shared/contract/monitoring'
import type { Transaction } from '../database/database'

const DAY_MS = 24 * 60 * 60 * 1000

interface ScheduledJob {
  name: string
  schedule: string | null
  nextRunAt: string | null
}

type LastRun = NonNullable<MonitoringJobView['lastRun']>

/**
 * The jobs with their last runs and the failures of the last day. It needs no rollup: old runs are pruned, so
 * the table stays small.
 *
 * @param jobs all jobs
 */
export async function jobsReport(
  tx: Transaction,
  jobs: readonly ScheduledJob[],
  now: Date,
): Promise<MonitoringJobView[]> {
  const counts = await tx.rows<{ job: string; runs: number; failures: number }>(
    `SELECT job, COUNT(*) AS runs, SUM(CASE WHEN status = 'FAILED' THEN 1 ELSE 0 END) AS failures
     FROM job_run WHERE created_at >= ? GROUP BY job`,
    [new Date(now.getTime() - DAY_MS).toISOString()],
  )
  const lastRuns = await tx.rows<Omit<LastRun, 'error'> & { job: string; error: string | null }>(
    `SELECT id, job, month, status, created_at AS createdAt, started_at AS startedAt, finished_at AS finishedAt, error,
       JSON_EXTRACT(result, '$.accepted') = 0 AND JSON_EXTRACT(result, '$.rejected') > 0 AS refusedAll
     FROM job_run WHERE id IN (
       SELECT id FROM (
         SELECT id, ROW_NUMBER() OVER (PARTITION BY job ORDER BY created_at DESC, id DESC) AS place FROM job_run
       ) numbered WHERE place = 1)`,
  )
  return jobs.map(({ name, schedule, nextRunAt }) => {
    const { job: _, error, ...last } = lastRuns.find(({ job }) => job === name) ?? { job: name, error: null }
    const count = counts.find(({ job }) => job === name)
    return {
      job: name,
      schedule,
      nextRunAt,
      lastRun:
        'id' in last
          ? {
              ...last,
              error: error === null ? null : JSON.parse(error),
              refusedAll: Boolean(last.refusedAll),
            }
          : null,
      runs: Number(count?.runs ?? 0),
      failures: Number(count?.failures ?? 0),
    }
  })
}
