import { placeholders } from '../database/placeholders'
import type { Job } from '../jobs/job'
import { purgeJob } from '../jobs/purge-job'

const PURGE_CHUNK = 1_000

/** Deletes expired sessions, and sign-ins that were begun and never finished. */
export function purgeSessions(now: () => Date): Job {
  return purgeJob('purge-sessions', PURGE_CHUNK, async (tx) => {
    const expired = await tx.rows<{ tokenHash: string }>(
      `SELECT token_hash AS tokenHash FROM session WHERE expires_at <= ? ORDER BY expires_at LIMIT ${PURGE_CHUNK}`,
      [now().toISOString()],
    )
    for (const table of ['sign_in_attempt', 'sign_in_hand_over'])
      await tx.run(`DELETE FROM ${table} WHERE expires_at <= ?`, [now().toISOString()])
    const hashes = expired.map(({ tokenHash }) => tokenHash)
    if (hashes.length === 0) return 0
    return tx.run(`DELETE FROM session WHERE token_hash IN (${placeholders(hashes)})`, hashes)
  })
}
