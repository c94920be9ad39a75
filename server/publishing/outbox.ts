import type { PublishAction } from '../../shared/contract/publishing'
import { groupBy } from '../../shared/group-by'
import type { SqlValue, Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import type { Outcome } from './send'
import type { Target } from './webhooks'

/** A request that this process is sending; no other process sends it until the lease ends. */
export interface Taken {
  id: number
  childAdId: string
  action: PublishAction
  /** Includes the current attempt. */
  attempts: number
  /** Milliseconds since 1970. */
  leasedUntil: number
}

/**
 * Requests that may be sent now: pending, due, and without an earlier pending request of their child ad. One
 * subquery per platform, so that the index returns them in order even in a long queue.
 */
function due({ platforms }: Target, now: string, limit: number): { sql: string; values: SqlValue[] } {
  const one = `SELECT * FROM (
    SELECT r.id AS id, r.child_ad_id AS childAdId, r.action AS action, r.attempts AS attempts FROM publish_request r
    WHERE r.status = 'PENDING' AND r.platform = ? AND (r.next_attempt_at IS NULL OR r.next_attempt_at <= ?)
      AND NOT EXISTS (SELECT 1 FROM publish_request p
                      WHERE p.child_ad_id = r.child_ad_id AND p.id < r.id AND p.status = 'PENDING')
    ORDER BY r.id LIMIT ${limit})`
  return {
    sql: `${platforms.map((_, i) => `${one} of_${i}`).join(' UNION ALL ')} ORDER BY id LIMIT ${limit}`,
    values: platforms.flatMap((platform) => [platform, now]),
  }
}

/** Whether any request may be sent to a webhook now. */
export async function hasDue(
  rows: (sql: string, values: SqlValue[]) => Promise<unknown[]>,
  target: Target,
): Promise<boolean> {
  if (target.platforms.length === 0) return false
  const { sql, values } = due(target, new Date().toISOString(), 1)
  return (await rows(sql, values)).length > 0
}

/**
 * Takes due requests, oldest first, at most one per child ad. Taking and replaying requests lock the
 * webhook's row first, so that two processes never take the same request.
 */
export async function takeDue(
  tx: Transaction,
  target: Target,
  limit: number,
  leaseMs: number,
): Promise<Taken[]> {
  const [still] = await tx.rows(
    `SELECT code FROM webhook WHERE code = ? AND enabled = 1 ${tx.dialect.forUpdate}`,
    [target.code],
  )
  if (!still) return []
  const now = Date.now()
  const { sql, values } = due(target, new Date(now).toISOString(), limit)
  const found = await tx.rows<Omit<Taken, 'leasedUntil'>>(sql, values)
  if (found.length === 0) return []
  const leasedUntil = now + leaseMs
  await tx.run(
    `UPDATE publish_request SET attempts = attempts + 1, next_attempt_at = ?, webhook = ?
     WHERE id IN (${placeholders(found)})`,
    [new Date(leasedUntil).toISOString(), target.code, ...found.map(({ id }) => id)],
  )
  return found.map((request) => ({ ...request, attempts: request.attempts + 1, leasedUntil }))
}

export interface Sent {
  taken: Taken
  outcome: Outcome
  /** When the request is retried, in milliseconds since 1970; null: never. */
  nextAttempt: number | null
}

/**
 * Stores the outcomes of requests. If another process has taken a request in the meantime, its number of
 * attempts differs and this outcome is dropped.
 *
 * @param at instant
 */
export async function writeOutcomes(tx: Transaction, sent: readonly Sent[], at: string): Promise<void> {
  const delivered = sent.filter(({ outcome }) => outcome.kind === 'DELIVERED')
  for (const [answer, some] of groupBy(delivered, ({ outcome }) => outcome.answer)) {
    await tx.run(
      `UPDATE publish_request SET status = 'DELIVERED', answer = ?, answer_text = NULL, error = NULL, next_attempt_at = NULL, done_at = ?
       WHERE status = 'PENDING' AND (${some.map(() => '(id = ? AND attempts = ?)').join(' OR ')})`,
      [answer, at, ...some.flatMap(({ taken }) => [taken.id, taken.attempts])],
    )
  }
  await supersede(tx, delivered)
  for (const { taken, outcome, nextAttempt } of sent) {
    if (outcome.kind === 'DELIVERED') continue
    const dead = nextAttempt === null
    await tx.run(
      `UPDATE publish_request SET status = ?, answer = ?, answer_text = ?, error = ?, next_attempt_at = ?, done_at = ?
       WHERE status = 'PENDING' AND id = ? AND attempts = ?`,
      [
        dead ? 'DEAD' : 'PENDING',
        outcome.answer,
        outcome.answerText,
        outcome.error,
        dead ? null : new Date(nextAttempt).toISOString(),
        dead ? at : null,
        taken.id,
        taken.attempts,
      ],
    )
  }
}

/** Dead letters end when their ad server has a later request of the same child ad: it contains all they said. */
async function supersede(tx: Transaction, delivered: readonly Sent[]): Promise<void> {
  if (delivered.length === 0) return
  await tx.run(
    `UPDATE publish_request SET status = 'SUPERSEDED'
     WHERE status = 'DEAD' AND (${delivered.map(() => '(child_ad_id = ? AND id < ?)').join(' OR ')})`,
    delivered.flatMap(({ taken }) => [taken.childAdId, taken.id]),
  )
}

/** Returns requests that were taken and not sent, as if they had not been taken. */
export async function giveBack(tx: Transaction, taken: readonly Taken[]): Promise<void> {
  if (taken.length === 0) return
  await tx.run(
    `UPDATE publish_request SET attempts = attempts - 1, next_attempt_at = NULL
     WHERE status = 'PENDING' AND (${taken.map(() => '(id = ? AND attempts = ?)').join(' OR ')})`,
    taken.flatMap(({ id, attempts }) => [id, attempts]),
  )
}
