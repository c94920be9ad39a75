import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'

/**
 * Deletes requests that are settled and not the newest of their child ad: the newest one says what the ad server was told
 * last.
 *
 * @param before instant; younger requests stay
 * @param after id at which the last chunk ended; 0 at first
 * @returns how many were deleted, and where the next chunk begins; undefined at the end
 */
export async function deleteOldRequests(
  tx: Transaction,
  before: string,
  after: number,
  chunk: number,
): Promise<{ deleted: number; next: number | undefined }> {
  const old = await tx.rows<{ id: number }>(
    `SELECT r.id AS id FROM publish_request r
     WHERE r.id > ? AND r.created_at < ? AND r.status IN ('DELIVERED', 'SUPERSEDED', 'RETIRED')
       AND EXISTS (SELECT 1 FROM publish_request p WHERE p.child_ad_id = r.child_ad_id AND p.id > r.id)
     ORDER BY r.id LIMIT ${chunk}`,
    [after, before],
  )
  const ids = old.map(({ id }) => id)
  if (ids.length === 0) return { deleted: 0, next: undefined }
  await tx.run(`DELETE FROM publish_request_handling WHERE request_id IN (${placeholders(ids)})`, ids)
  await tx.run(`DELETE FROM publish_request WHERE id IN (${placeholders(ids)})`, ids)
  return { deleted: ids.length, next: ids.length < chunk ? undefined : ids.at(-1) }
}
