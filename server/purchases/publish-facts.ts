import { groupBy } from '../../shared/group-by'
import { isConcerned } from '../../shared/publish-reports'
import type { PublishStatus } from '../../shared/statuses'
import { eachBatch, inBatches } from '../database/batches'
import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'

/**
 * Adds the status that a booking demands to the reports of child ads. Its time is never before a report
 * received so far, so that an ad's status is still the fold of all reports in the order of their own time.
 *
 * @param at instant at which the booking changes
 */
export async function stateBookingFact(
  tx: Transaction,
  childAdIds: readonly string[],
  status: 'REQUESTED' | 'CANCELED',
  at: string,
): Promise<void> {
  const changing = await inBatches(childAdIds, (ids) =>
    tx.rows<{ id: string; now: PublishStatus; last: string | null }>(
      `SELECT c.id AS id, c.publish_status AS now, (SELECT MAX(r.reported_at) FROM publish_report r WHERE r.child_ad_id = c.id) AS last
       FROM child_ad c
       WHERE c.id IN (${placeholders(ids)}) ORDER BY c.id`,
      ids,
    ),
  )
  const facts = changing.map(({ last, ...child }) => ({
    ...child,
    since: last !== null && last > at ? last : at,
  }))
  // Of several booking reports with the same time, the last one counts. Nearly always the time is the same
  // for all ads.
  for (const [since, some] of groupBy(facts, (fact) => fact.since)) {
    await eachBatch(
      some.map(({ id }) => id),
      (ids) =>
        tx.run(
          `DELETE FROM publish_report WHERE child_ad_id IN (${placeholders(ids)})
             AND reported_at = ? AND origin = 'BOOKING'`,
          [...ids, since],
        ),
    )
  }
  await tx.insertGiven(
    'publish_report',
    { child_ad_id: 'id', reported_at: 'word' },
    facts.map(({ id, since }) => [id, since]),
    { status, origin: 'BOOKING', received_at: at },
  )
  await tx.updateGiven(
    'child_ad',
    { id: 'id', status_reported_at: 'word' },
    facts.filter(({ now }) => now === status || isConcerned(now, status)).map(({ id, since }) => [id, since]),
    { publish_status: status, updated_at: at },
  )
}
