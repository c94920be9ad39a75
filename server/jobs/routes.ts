import { getJobRun, listJobRuns, startJob } from '../../shared/contract/inventory'
import { page } from '../http/paging'
import type { Routes } from '../http/routes'
import type { JobRunner } from './job-runner'

export function jobRoutes(routes: Routes, jobs: JobRunner): void {
  routes.on(startJob, async ({ params, body, caller }) => ({
    runId: await jobs.startMonthly(params.job, body.month, caller.id),
  }))
  routes.on(listJobRuns, ({ query }) => page(query, (limit, offset) => jobs.list(query.job, limit, offset)))
  routes.on(getJobRun, ({ params }) => jobs.find(params.id))
}
