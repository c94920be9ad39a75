import type { Transaction } from '../database/database'

/**
 * Deletes the refused rows, and the remarks, of one file that was taken long ago; how many there were stays with the file.
 *
 * @param before instant; files that were taken later keep theirs
 * @returns how many were deleted; 0 at the end
 */
export async function deleteOldRejections(tx: Transaction, before: string, chunk: number): Promise<number> {
  const [file] = await tx.rows<{ runId: string; first: number }>(
    `SELECT r.run_id AS runId, MIN(r.position) AS first FROM forecast_rejection r
     JOIN forecast_file f ON f.run_id = r.run_id WHERE f.created_at < ? GROUP BY r.run_id LIMIT 1`,
    [before],
  )
  if (!file) return 0
  return tx.run('DELETE FROM forecast_rejection WHERE run_id = ? AND position < ?', [
    file.runId,
    Number(file.first) + chunk,
  ])
}
