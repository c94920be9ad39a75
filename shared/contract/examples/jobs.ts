import * as inventory from '../inventory'
import { example } from './example'
import { RUN_ID } from './ids'

const run = {
  id: RUN_ID,
  job: 'unit-inventory-load',
  month: '2026-12',
  status: 'SUCCEEDED' as const,
  progress: { done: 330, total: 330 },
  result: { contents: 330, rows: 27_900, atRisk: { rows: 0, impressions: 0, units: 0 } },
  error: null,
  attempt: 1,
  waitsFor: null,
  cancelRequested: false,
  createdAt: '2026-11-20T02:30:00.000Z',
  startedAt: '2026-11-20T02:30:01.000Z',
  finishedAt: '2026-11-20T02:30:19.000Z',
}

export const JOBS = [
  example(inventory.startJob, { body: { month: '2026-12' }, answer: { runId: RUN_ID } }),
  example(inventory.getJobRun, { answer: run }),
  example(inventory.listJobRuns, { answer: { items: [run] } }),
  example(inventory.cancelJobRun, {
    answer: {
      ...run,
      status: 'RUNNING',
      progress: { done: 120, total: 330 },
      result: null,
      cancelRequested: true,
      finishedAt: null,
    },
  }),
  example(inventory.jobRunLog, {
    answer: {
      items: [{ id: 1, at: '2026-11-20T02:30:01.000Z', level: 'info', text: '330 confirmed contents' }],
    },
  }),
  example(inventory.listJobs, {
    answer: {
      items: [
        {
          name: 'unit-inventory-load',
          monthly: true,
          schedule: '0 4 * * *',
          nextRunAt: '2026-11-20T19:00:00.000Z',
        },
      ],
    },
  }),
]
