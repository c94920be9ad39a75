import type { PublishRequestStatus, PublishRequestView } from '../../shared/contract/publishing'
import { Problem } from '../../shared/problem'
import type { SqlValue, Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import { handlingsOf } from './handling'

const COLUMNS = `id, child_ad_id AS childAdId, unit_id AS unitId, campaign_id AS campaignId, platform, action, status,
  attempts, next_attempt_at AS nextAttemptAt, webhook, answer, answer_text AS answerText, error,
  created_at AS createdAt, done_at AS doneAt`

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
    `SELECT ${COLUMNS} FROM publish_request
     WHERE ${[...conditions.map(({ sql }) => sql), condition].join(' AND ')} ${end}`,
    [...conditions.map(({ value }) => value as SqlValue), ...values],
  )
}

/** @throws Problem NOT_FOUND */
export async function getPublishRequest(tx: Transaction, id: number) {
  const [request] = await tx.rows<PublishRequestView>(`SELECT ${COLUMNS} FROM publish_request WHERE id = ?`, [
    id,
  ])
  if (!request)
    throw new Problem(
      'NOT_FOUND',
      `There is no request ${id} to an ad server. See GET /api/v1/publish-requests.`,
    )
  return { ...request, handlings: await handlingsOf(tx, id) }
}
