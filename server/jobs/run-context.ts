import type { Database } from '../database/database'
import type { JobContext } from './job'
import type { LogLevel } from './job-run.entity'
import type { Claim, JobRuns } from './job-runs'

const PROGRESS_EVERY_MS = 300
/** Log lines kept per attempt; further lines are dropped. */
const MAX_LINES = 500

/**
 * Makes the context with which a job works on its run, in any thread.
 *
 * @param database of the thread in which the job runs
 */
export function runContext(
  database: Database,
  runs: JobRuns,
  claim: Claim,
  signal: AbortSignal,
  start: JobContext['start'],
): JobContext {
  const { id: runId, month, input, actor } = claim
  let said = 0
  let lines = 0
  return {
    runId,
    month,
    input,
    actor,
    signal,
    start,
    async write(work) {
      signal.throwIfAborted()
      return database.write(async (tx) => {
        const result = await work(tx)
        // Last, so that the row is locked only until the commit. If the run has another owner now, this rolls
        // the transaction back.
        await runs.hold(tx, claim)
        return result
      })
    },
    async progress(done, total) {
      if (done < total && Date.now() - said < PROGRESS_EVERY_MS) return
      said = Date.now()
      await database.write((tx) => runs.hold(tx, claim, { done, total }))
    },
    async log(text, level: LogLevel = 'info') {
      if (++lines > MAX_LINES) return
      await database.write(async (tx) => {
        await runs.hold(tx, claim)
        const last = lines === MAX_LINES
        await runs.addLine(tx, runId, last ? 'warning' : level, last ? 'Further lines are left out.' : text)
      })
    },
  }
}
