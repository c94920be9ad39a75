import type { Job } from '../jobs/job'
import { purgeJob } from '../jobs/purge-job'

const PURGE_CHUNK = 1_000

/** Deletes what is older than the installation keeps: the only way in which rows of the log disappear. */
export function purgeSecurityLog(now: () => Date, keepDays: number): Job {
  return purgeJob('purge-security-log', PURGE_CHUNK, async (tx) => {
    const before = new Date(now().getTime() - keepDays * 86_400_000).toISOString()
    const [last] = await tx.rows<{ id: number }>(
      `SELECT MAX(id) AS id FROM (SELECT id FROM security_event WHERE at < ? ORDER BY at, id LIMIT ${PURGE_CHUNK}) AS old`,
      [before],
    )
    if (!last?.id) return 0
    return tx.run('DELETE FROM security_event WHERE id <= ? AND at < ?', [last.id, before])
  })
}
