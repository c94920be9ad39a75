import { Gauge, type Registry } from 'prom-client'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import { collected } from '../http/collected'

/** How the jobs are doing, for Prometheus; read from the database at each scrape. */
export function jobMetrics(registry: Registry, database: Database, clock: Clock): void {
  const succeeded = new Gauge({
    name: 'flightsheet_job_last_success_timestamp_seconds',
    help: 'When the last run of a job that succeeded ended, in seconds since 1970',
    labelNames: ['job'],
    registers: [registry],
    async collect(): Promise<void> {
      await collected(
        succeeded,
        () =>
          database.rows<{ job: string; at: string }>(
            `SELECT job, MAX(finished_at) AS at FROM job_run WHERE status = 'SUCCEEDED' GROUP BY job`,
          ),
        (rows) => {
          for (const { job, at } of rows) succeeded.set({ job }, Date.parse(at) / 1000)
        },
      )
    },
  })
  const runs = new Gauge({
    name: 'flightsheet_job_runs',
    help: 'Runs of jobs that wait (QUEUED), are worked on (RUNNING), or FAILED within a day',
    labelNames: ['job', 'status'],
    registers: [registry],
    async collect(): Promise<void> {
      const dayAgo = new Date(clock.now().getTime() - 86_400_000).toISOString()
      await collected(
        runs,
        () =>
          database.rows<{ job: string; status: string; n: number }>(
            `SELECT job, status, COUNT(*) AS n FROM job_run
             WHERE status IN ('QUEUED', 'RUNNING') OR (status = 'FAILED' AND finished_at >= ?) GROUP BY job, status`,
            [dayAgo],
          ),
        (rows) => {
          for (const { job, status, n } of rows) runs.set({ job, status }, Number(n))
        },
      )
    },
  })
  const oldest = new Gauge({
    name: 'flightsheet_job_oldest_queued_seconds',
    help: 'Age of the oldest run of a job that waits',
    labelNames: ['job'],
    registers: [registry],
    async collect(): Promise<void> {
      await collected(
        oldest,
        () =>
          database.rows<{ job: string; at: string }>(
            `SELECT job, MIN(created_at) AS at FROM job_run WHERE status = 'QUEUED' GROUP BY job`,
          ),
        (rows) => {
          for (const { job, at } of rows)
            oldest.set({ job }, Math.max(0, (clock.now().getTime() - Date.parse(at)) / 1000))
        },
      )
    },
  })
}
