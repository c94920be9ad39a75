import type { PublishRequestStatus, PublishRequestView } from '../../shared/contract/publishing'
import type { Database, SqlValue, Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import { placeholders } from '../database/placeholders'
import { Webhook } from './publishing.entities'
import { PUBLISHING } from './request-publishing'
import { noWebhook, webhookOfPlatform } from './webhooks'

/** Requests that one transaction resets. */
const CHUNK = 5000
/** SQL condition: the ad server has, or may have, a later request of the same child ad. */
const OVERTAKEN = `EXISTS (SELECT 1 FROM publish_request p WHERE p.child_ad_id = r.child_ad_id AND p.id > r.id
  AND (p.status = 'DELIVERED' OR (p.status = 'PENDING' AND p.attempts > 0)))`

/** Requests to ad servers, newest first. */
export function listPublishRequests(
  tx: Transaction,
  filter: {
    status?: PublishRequestStatus | undefined
    platform?: string | undefined
    childAdId?: string | undefined
  },
  stretch: Stretch,
): Promise<PublishRequestView[]> {
  const { condition, values, end } = seek(tx, ['id'], stretch, 'DESC')
  const conditions = [
    ['status', filter.status],
    ['platform', filter.platform],
    ['child_ad_id', filter.childAdId],
  ].flatMap(([column, value]) => (value === undefined ? [] : [{ sql: `${column} = ?`, value }]))
  return tx.rows(
    `SELECT id, child_ad_id AS childAdId, unit_id AS unitId, campaign_id AS campaignId, platform, action, status,
            attempts, next_attempt_at AS nextAttemptAt, webhook, answer, error, created_at AS createdAt,
            done_at AS doneAt
     FROM publish_request WHERE ${[...conditions.map(({ sql }) => sql), condition].join(' AND ')} ${end}`,
    [...conditions.map(({ value }) => value as SqlValue), ...values],
  )
}

export interface ReplayRequest {
  ids?: readonly number[] | undefined
  webhook?: string | undefined
  status: 'DEAD' | 'WITHHELD'
}

/**
 * Resets dead or withheld requests to pending: they are sent again, each before the later ones of its child
 * ad. A request stays as it is if the ad server has, or may have, a later one. When a whole webhook is
 * replayed, withheld requests whose flight is over, and withheld CANCEL requests, are left out.
 *
 * @throws Problem NOT_FOUND when the webhook doesn't exist
 */
export async function replay(
  database: Database,
  { ids, webhook, status }: ReplayRequest,
  today: string,
): Promise<{ replayed: number; overtaken: number }> {
  const done = { replayed: 0, overtaken: 0 }
  for (let after = 0; ; ) {
    const chunk = await database.write(async (tx) => {
      await lockWebhooks(tx)
      const which = ids
        ? { sql: `r.id IN (${placeholders(ids)})`, values: [...ids] as SqlValue[] }
        : await ofWebhook(tx, webhook!, status, today)
      const found = await tx.rows<{ id: number; overtaken: number }>(
        `SELECT r.id AS id, CASE WHEN ${OVERTAKEN} THEN 1 ELSE 0 END AS overtaken FROM publish_request r
         WHERE r.status = ? AND r.id > ? AND ${which.sql} ORDER BY r.id LIMIT ${CHUNK}`,
        [status, after, ...which.values],
      )
      const again = found.filter(({ overtaken }) => Number(overtaken) === 0).map(({ id }) => id)
      if (again.length > 0) {
        await tx.run(
          `UPDATE publish_request SET status = 'PENDING', attempts = 0, next_attempt_at = NULL, answer = NULL,
                  error = NULL, done_at = NULL
           WHERE status = ? AND id IN (${placeholders(again)})`,
          [status, ...again],
        )
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

async function ofWebhook(tx: Transaction, code: string, status: ReplayRequest['status'], today: string) {
  if (!(await tx.manager.existsBy(Webhook, { code }))) throw noWebhook(code)
  const webhookOf = await webhookOfPlatform(tx)
  const known = await tx.rows<{ code: string }>('SELECT code FROM platform ORDER BY code')
  const platforms = known.map((platform) => platform.code).filter((platform) => webhookOf(platform) === code)
  const running = status === 'WITHHELD' ? "r.end_date >= ? AND r.action <> 'CANCEL'" : '1 = 1'
  const values: SqlValue[] = status === 'WITHHELD' ? [...platforms, today] : platforms
  return {
    sql: `r.platform IN (${placeholders(platforms) || 'NULL'}) AND ${running}`,
    values,
  }
}
