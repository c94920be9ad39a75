import type { HandlingKind } from '../../shared/contract/publishing'
import type { SqlValue, Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { Webhook } from './publishing.entities'
import { noWebhook, webhookOfPlatform } from './webhooks'

/** Requests that one transaction changes. */
export const CHUNK = 5000

/** Who handles which requests: those with these ids, or all of a webhook. */
export interface Handling {
  ids?: readonly number[] | undefined
  webhook?: string | undefined
  reason?: string | undefined
  /** Account id. */
  actor: string
  /** Instant. */
  at: string
}

/**
 * The SQL condition for the requests `r` of a handling.
 *
 * @throws Problem NOT_FOUND when the webhook doesn't exist
 */
export async function handled(
  tx: Transaction,
  { ids, webhook }: Handling,
): Promise<{ sql: string; values: SqlValue[] }> {
  if (ids) return { sql: `r.id IN (${placeholders(ids)})`, values: [...ids] }
  if (!(await tx.manager.existsBy(Webhook, { code: webhook! }))) throw noWebhook(webhook!)
  const webhookOf = await webhookOfPlatform(tx)
  const known = await tx.rows<{ code: string }>('SELECT code FROM platform ORDER BY code')
  const platforms = known.map(({ code }) => code).filter((platform) => webhookOf(platform) === webhook)
  return { sql: `r.platform IN (${placeholders(platforms) || 'NULL'})`, values: platforms }
}

/** Writes down who did what with requests, in the transaction that does it. */
export async function recordHandling(
  tx: Transaction,
  kind: HandlingKind,
  requests: readonly { id: number; answer: number | null }[],
  { reason, actor, at }: Handling,
): Promise<void> {
  await tx.insert(
    'publish_request_handling',
    ['request_id', 'kind', 'reason', 'answer', 'actor', 'at'],
    requests.map(({ id, answer }) => [id, kind, reason ?? null, answer, actor, at]),
  )
}

/** What operators did with a request, in order. */
export function handlingsOf(tx: Transaction, requestId: number) {
  return tx.rows<{
    kind: HandlingKind
    reason: string | null
    answer: number | null
    actor: string
    at: string
  }>(
    `SELECT h.kind AS kind, h.reason AS reason, h.answer AS answer, COALESCE(a.email, h.actor) AS actor, h.at AS at
     FROM publish_request_handling h LEFT JOIN account a ON a.id = h.actor WHERE h.request_id = ? ORDER BY h.id`,
    [requestId],
  )
}
