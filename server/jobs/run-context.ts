import type { Database } from '../database/database'
import type { JobContext } from './job'
import type { LogLevel } from './job-run.entity'
import type { Claim, JobRuns } from './job-runs'

const PROGRESS_EVERY_MS = 300
/** A job that says more than this in one attempt says it into the wind. */
const MAX_LINES = 500

/**
 * What a job gets to work on its run, in whatever thread that is.
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
        // Last: whoever looks at the run, and another write of it, waits for the commit only. A run that is another's by
        // now takes all of it back.
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
