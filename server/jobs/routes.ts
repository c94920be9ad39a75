import type { JobRunView } from '../../shared/contract/inventory'
import * as contract from '../../shared/contract/inventory'
import type { Language } from '../../shared/language'
import { page } from '../http/paging'
import type { Routes } from '../http/routes'
import type { JobRunner } from './job-runner'
import type { JobScheduler } from './job-scheduler'

/** @param runIn gives a run's sentences in a language */
export function jobRoutes(
  routes: Routes,
  jobs: JobRunner,
  scheduler: JobScheduler,
  runIn: (run: JobRunView, language: Language) => JobRunView,
): void {
  routes.on(contract.listJobs, () => ({ items: scheduler.list() }))
  routes.on(contract.startJob, async ({ params, body, caller }) => ({
    runId: await jobs.startMonthly(params.job, body.month, caller.id),
  }))
  routes.on(contract.listJobRuns, ({ query }) =>
    page(query, ['createdAt', 'id'], (stretch) =>
      jobs.runs.list(query.job ?? { light: jobs.light }, stretch),
    ),
  )
  routes.on(contract.getJobRun, async ({ params, language }) =>
    runIn(await jobs.runs.find(params.id), language),
  )
  routes.on(contract.cancelJobRun, ({ params, caller }) => jobs.cancel(params.id, caller.email))
  routes.on(contract.jobRunLog, ({ params, query }) =>
    page(query, ['id'], (stretch) => jobs.runs.lines(params.id, stretch)),
  )
}
