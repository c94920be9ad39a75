import type { Job } from '../jobs/job'
import { purgeJob } from '../jobs/purge-job'

const PURGE_CHUNK = 5_000

/**
 * Deletes entries that are too old for a client to catch up from.
 *
 * @param keepDays how long entries are kept
 */
export function purgeJournal(now: () => Date, keepDays: number): Job {
  return purgeJob('purge-journal', PURGE_CHUNK, async (tx) => {
    const before = new Date(now().getTime() - keepDays * 86_400_000).toISOString()
    const oldest = await tx.rows<{ id: number; at: string }>(
      `SELECT id, at FROM journal ORDER BY id LIMIT ${PURGE_CHUNK + 1}`,
    )
    // The newest entry stays: its id marks the end of the journal.
    const old = oldest.slice(0, -1).slice(0, PURGE_CHUNK)
    const kept = old.findIndex(({ at }) => at >= before)
    const gone = kept < 0 ? old : old.slice(0, kept)
    const last = gone.at(-1)
    return last ? tx.run('DELETE FROM journal WHERE id <= ?', [last.id]) : 0
  })
}
