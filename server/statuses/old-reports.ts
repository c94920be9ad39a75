import { groupBy } from '../../shared/group-by'
import { type FoldedFact, foldFacts, type PublishFact } from '../../shared/publish-reports'
import type { Transaction } from '../database/database'

interface StoredFact extends PublishFact {
  id: string
}

/**
 * Deletes reports that didn't change a child ad's status: repeated, superseded and forbidden ones. What is left folds to
 * the same status and shows the same history.
 *
 * @param before date; only rows whose flight ended earlier
 * @param after id of the unit at which the last chunk ended; empty at first
 * @param units units of a chunk
 * @returns how many were deleted, and where the next chunk begins; undefined at the end
 */
export async function deleteOldReports(
  tx: Transaction,
  before: string,
  after: string,
  units: number,
): Promise<{ deleted: number; next: string | undefined }> {
  const ended = await tx.rows<{ id: string }>(
    `SELECT u.id AS id FROM campaign_unit u WHERE u.id > ? AND u.end_date < ?
       AND EXISTS (SELECT 1 FROM ad WHERE ad.unit_id = u.id)
     ORDER BY u.id LIMIT ${units}`,
    [after, before],
  )
  const last = ended.at(-1)
  if (!last) return { deleted: 0, next: undefined }
  const facts = await tx.rows<StoredFact>(
    `SELECT r.child_ad_id AS id, r.reported_at AS reportedAt, r.status AS status, r.origin AS origin
     FROM campaign_unit u JOIN ad ON ad.unit_id = u.id JOIN child_ad c ON c.ad_id = ad.id
     JOIN publish_report r ON r.child_ad_id = c.id
     WHERE u.id > ? AND u.id <= ? AND u.end_date < ?`,
    [after, last.id, before],
  )
  const idle = [...groupBy(facts, ({ id }) => id).values()].flatMap((ofChild) =>
    foldFacts(ofChild)
      .folded.filter((one) => !hasEffect(one))
      .map(({ fact }) => fact),
  )
  for (const { id, reportedAt, status, origin } of idle)
    await tx.run(
      'DELETE FROM publish_report WHERE child_ad_id = ? AND reported_at = ? AND status = ? AND origin = ?',
      [id, reportedAt, status, origin],
    )
  return { deleted: idle.length, next: ended.length < units ? undefined : last.id }
}

/** A repeated fact from the booking has one too: the status counts from its time on. */
function hasEffect({ fact, outcome }: FoldedFact): boolean {
  return outcome === 'APPLIED' || (outcome === 'REPEATED' && fact.origin === 'BOOKING')
}
