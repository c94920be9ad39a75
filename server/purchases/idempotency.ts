import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { Problem } from '../../shared/problem'
import type { Transaction } from '../database/database'

const pack = promisify(gzip)
const unpack = promisify(gunzip)

export interface IdempotentRequest {
  accountId: string
  /** The Idempotency-Key header; absent: the request runs whenever it comes. */
  key: string | undefined
  method: string
  path: string
  body: unknown
  at: string
}

/**
 * Runs a request once per key. The key's row comes first and in the same transaction, so a twin in flight waits for it
 * and then finds the stored answer; a failed request leaves no key behind.
 *
 * @throws Problem IDEMPOTENCY_CONFLICT when the key stands for another request
 */
export async function once<Answer>(
  tx: Transaction,
  request: IdempotentRequest,
  work: () => Promise<Answer>,
): Promise<{ answer: Answer; replayed: boolean }> {
  const { accountId, key } = request
  if (key === undefined) return { answer: await work(), replayed: false }
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.path}\n${JSON.stringify(request.body)}`)
    .digest('hex')
  const inserted = await tx.run(
    tx.dialect.insertIfAbsentSql('idempotency_key', [
      'account_id',
      'idempotency_key',
      'fingerprint',
      'created_at',
    ]),
    [accountId, key, fingerprint, request.at],
  )
  if (inserted === 0)
    return { answer: await storedAnswer<Answer>(tx, accountId, key, fingerprint), replayed: true }
  const answer = await work()
  // Compressed: a large tree would not fit a statement of the database's default size.
  const body = (await pack(JSON.stringify(answer))).toString('base64')
  await tx.run(
    'UPDATE idempotency_key SET status = ?, body = ? WHERE account_id = ? AND idempotency_key = ?',
    [201, body, accountId, key],
  )
  return { answer, replayed: false }
}

async function storedAnswer<Answer>(
  tx: Transaction,
  accountId: string,
  key: string,
  fingerprint: string,
): Promise<Answer> {
  const [stored] = await tx.rows<{ fingerprint: string; body: string | null }>(
    'SELECT fingerprint, body FROM idempotency_key WHERE account_id = ? AND idempotency_key = ?',
    [accountId, key],
  )
  if (!stored?.body || stored.fingerprint !== fingerprint) {
    throw new Problem(
      'IDEMPOTENCY_CONFLICT',
      'This Idempotency-Key was already used for another request. Use a new key for a new request.',
    )
  }
  return JSON.parse((await unpack(Buffer.from(stored.body, 'base64'))).toString('utf8')) as Answer
}
