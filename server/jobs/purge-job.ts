import type { Transaction } from '../database/database'
import type { Job } from './job'

/**
 * A job that deletes old rows, a chunk in a transaction.
 *
 * @param purge deletes at most `chunk` rows and returns how many; fewer than `chunk` end the run
 */
export function purgeJob(name: string, chunk: number, purge: (tx: Transaction) => Promise<number>): Job {
  return {
    name,
    monthly: false,
    retries: 0,
    light: true,
    async run({ signal, write }) {
      for (let purged = 0; ; ) {
        signal.throwIfAborted()
        const deleted = await write(purge)
        purged += deleted
        if (deleted < chunk) return { purged }
      }
    },
  }
}
