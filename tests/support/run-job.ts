import type { Database, Transaction } from '../../server/database/database'
import type { Job, JobContext } from '../../server/jobs/job'
import type { Month } from '../../shared/calendar'

/** Runs a job to its end in this thread. `beforeChunk` is called before each transaction, counted from 0. */
export async function runJob(
  database: Database,
  job: Job,
  month: Month,
  beforeChunk: (chunk: number) => unknown = () => undefined,
): Promise<unknown> {
  let chunks = 0
  const context: JobContext = {
    runId: 'test',
    month,
    input: null,
    actor: null,
    signal: new AbortController().signal,
    async write<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
      await beforeChunk(chunks++)
      return database.write(work)
    },
    progress: async () => undefined,
    log: async () => undefined,
    start: async () => undefined,
  }
  return job.run(context)
}
