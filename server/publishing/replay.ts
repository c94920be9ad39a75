import type { Database, SqlValue, Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { CHUNK, type Handling, handled, recordHandling } from './handling'
import { PUBLISHING } from './request-publishing'

/** SQL condition: the ad server has, or may have, a later request of the same child ad. */
const OVERTAKEN = `EXISTS (SELECT 1 FROM publish_request p WHERE p.child_ad_id = r.child_ad_id AND p.id > r.id
  AND (p.status = 'DELIVERED' OR (p.status = 'PENDING' AND p.attempts > 0)))`

export interface Replay extends Handling {
  status: 'DEAD' | 'WITHHELD' | 'RETIRED'
}

/**
 * Resets dead, withheld or retired requests to pending: they are sent again, each before the later ones of its child
 * ad. A request stays as it is if the ad server has, or may have, a later one. When a whole webhook is
 * replayed, withheld requests whose flight is over, and withheld CANCEL requests, are left out.
 *
 * @throws Problem NOT_FOUND when the webhook doesn't exist
 */
export async function replay(
  database: Database,
  request: Replay,
  today: string,
): Promise<{ replayed: number; overtaken: number }> {
  const { ids, status } = request
  // Of what was booked before there was publishing, all that is over is left out, unless it is named.
  const running =
    ids === undefined && status === 'WITHHELD'
      ? { sql: "r.end_date >= ? AND r.action <> 'CANCEL'", values: [today] }
      : { sql: '1 = 1', values: [] }
  const done = { replayed: 0, overtaken: 0 }
  for (let after = 0; ; ) {
    const chunk = await database.write(async (tx) => {
      await lockWebhooks(tx)
      const which = await handled(tx, request)
      const found = await tx.rows<{ id: number; answer: number | null; overtaken: number }>(
        `SELECT r.id AS id, r.answer AS answer, CASE WHEN ${OVERTAKEN} THEN 1 ELSE 0 END AS overtaken
         FROM publish_request r
         WHERE r.status = ? AND r.id > ? AND ${which.sql} AND ${running.sql} ORDER BY r.id LIMIT ${CHUNK}`,
        [status, after, ...which.values, ...running.values],
      )
      const again = found.filter(({ overtaken }) => Number(overtaken) === 0)
      if (again.length > 0) {
        const values: SqlValue[] = again.map(({ id }) => id)
        await tx.run(
          `UPDATE publish_request SET status = 'PENDING', attempts = 0, next_attempt_at = NULL, answer = NULL,
                  answer_text = NULL, error = NULL, done_at = NULL
           WHERE status = ? AND id IN (${placeholders(again)})`,
          [status, ...values],
        )
        await recordHandling(tx, 'REPLAYED', again, request)
        tx.signal(PUBLISHING)
      }
      return { found, again }
    })
    done.replayed += chunk.again.length
    done.overtaken += chunk.found.length - chunk.again.length
    const last = chunk.found.at(-1)
    if (!last || chunk.found.length < CHUNK) return done
    after = last.id
  }
}

/**
 * Locks out every `takeDue`, so that no later request of a child ad is sent while an earlier one is reset.
 */
async function lockWebhooks(tx: Transaction): Promise<void> {
  await tx.rows(`SELECT code FROM webhook ORDER BY code ${tx.dialect.forUpdate}`)
}
