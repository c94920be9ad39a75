import type { Month } from '../../shared/calendar'
import { listJobRuns, startJob } from '../../shared/contract/inventory'
import { CallFailure } from '../api/client'
import { followRun, isOver } from '../api/runs'
import { type Desk, failureOf } from '../desk/desk'
import type { LoadJob, LoadState } from '../desk/state/inventory'
import { inventoryOf, patchInventory } from './area'

/**
 * Starts a load of a month and follows it to its end. If one is already running, follows that one instead.
 */
export async function startLoad(desk: Desk, job: LoadJob, month: Month): Promise<void> {
  show(desk, { job, month, joined: false, run: null, failure: null })
  try {
    await follow(desk, { job, month, joined: false }, await start(desk, job, month))
  } catch (error) {
    const running =
      error instanceof CallFailure && error.code === 'JOB_ALREADY_RUNNING'
        ? await runningLoad(desk, job, month).catch(() => undefined)
        : undefined
    if (running) await followLoad(desk, { job, month, joined: true }, running)
    else show(desk, { job, month, joined: false, run: null, failure: failureOf(error) })
  }
}

async function start(desk: Desk, job: LoadJob, month: Month): Promise<string> {
  return (await desk.api.call(startJob, { params: { job }, body: { month } })).runId
}

async function runningLoad(desk: Desk, job: LoadJob, month: Month): Promise<string | undefined> {
  const { items } = await desk.api.call(listJobRuns, { query: { job, limit: 50 } })
  return items.find((run) => run.month === month && !isOver(run))?.id
}

/** Follows again a run whose state could no longer be loaded; starts the load if there was no run. */
export async function resumeLoad(desk: Desk): Promise<void> {
  const { load } = inventoryOf(desk) ?? {}
  if (!load) return
  const { job, month, joined, run } = load
  if (run) await followLoad(desk, { job, month, joined }, run.id)
  else await startLoad(desk, job, month)
}

type Which = Pick<LoadState, 'job' | 'month' | 'joined'>

async function followLoad(desk: Desk, which: Which, runId: string): Promise<void> {
  try {
    await follow(desk, which, runId)
  } catch (error) {
    const run = inventoryOf(desk)?.load?.run ?? null
    show(desk, { ...which, run, failure: failureOf(error) })
  }
}

/** Follows the run until it is over or the area was closed; the load itself continues. */
async function follow(desk: Desk, which: Which, runId: string): Promise<void> {
  await followRun(desk.api, runId, (run) => {
    if (!inventoryOf(desk)) return false
    show(desk, { ...which, run, failure: null })
    return undefined
  })
}

function show(desk: Desk, load: LoadState): void {
  patchInventory(desk, { load })
}
