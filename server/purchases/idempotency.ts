import { createHash } from 'node:crypto'
import { Problem } from '../../shared/problem'
import type { Transaction } from '../database/database'
import type { Job } from '../jobs/job'
import { packJson, unpackJson } from './packed-json'

/** Answers are given again for at least a day; twice that is kept. */
const KEEP_HOURS = 48
const PURGE_CHUNK = 500

export interface IdempotentRequest {
  accountId: string
  /** The Idempotency-Key header; absent: the request runs whenever it comes. */
  key: string | undefined
  method: string
  path: string
  body: unknown
  at: string
  /** Milliseconds since 1970 up to which a twin in flight is waited for. */
  deadline: number
}

/**
 * Runs a request once per key. The key's row comes first and in the same transaction, so a twin in flight waits for it
 * and then finds the stored answer; a failed request leaves no key behind.
 *
 * @throws Problem IDEMPOTENCY_CONFLICT when the key stands for another request, REQUEST_IN_PROGRESS when a twin is still at
 *   work past the deadline
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
  const columns = ['account_id', 'idempotency_key', 'fingerprint', 'created_at']
  const inserted = await tx
    .run(tx.dialect.insertIfAbsentSql('idempotency_key', columns), [accountId, key, fingerprint, request.at])
    .catch((error: unknown) => {
      throw tx.dialect.isRetryable(error) && Date.now() >= request.deadline ? stillInProgress() : error
    })
  if (inserted === 0)
    return { answer: await storedAnswer<Answer>(tx, accountId, key, fingerprint), replayed: true }
  const answer = await work()
  await tx.run('UPDATE idempotency_key SET body = ? WHERE account_id = ? AND idempotency_key = ?', [
    await packJson(answer),
    accountId,
    key,
  ])
  return { answer, replayed: false }
}

/** The Idempotency-Key of a request. @throws Problem VALIDATION_FAILED */
export function requestKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  const key = header.trim()
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key
  throw new Problem(
    'VALIDATION_FAILED',
    'Idempotency-Key must have 1 to 200 printable ASCII characters without spaces, a UUID for example.',
    { errors: [{ path: 'Idempotency-Key', message: 'must have 1 to 200 printable ASCII characters' }] },
  )
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
  return unpackJson<Answer>(stored.body)
}

function stillInProgress(): Problem {
  return new Problem(
    'REQUEST_IN_PROGRESS',
    'The same request is still under way. Send it again with the same key in a few seconds.',
    { retryAfter: 5 },
  )
}

/** Forgets keys whose answers nobody asks for any more. */
export function purgeIdempotencyKeys(now: () => Date): Job {
  return {
    name: 'purge-idempotency-keys',
    monthly: false,
    retries: 0,
    light: true,
    async run({ signal, write }) {
      const before = new Date(now().getTime() - KEEP_HOURS * 3_600_000).toISOString()
      for (let purged = 0; ; ) {
        signal.throwIfAborted()
        const chunk = await write(async (tx) => {
          const keys = await tx.rows<{ accountId: string; idempotencyKey: string }>(
            `SELECT account_id AS accountId, idempotency_key AS idempotencyKey FROM idempotency_key
             WHERE created_at < ? ORDER BY created_at LIMIT ${PURGE_CHUNK}`,
            [before],
          )
          if (keys.length === 0) return 0
          const pairs = keys.map(() => '(account_id = ? AND idempotency_key = ?)').join(' OR ')
          return tx.run(
            `DELETE FROM idempotency_key WHERE ${pairs}`,
            keys.flatMap(({ accountId, idempotencyKey }) => [accountId, idempotencyKey]),
          )
        })
        purged += chunk
        if (chunk < PURGE_CHUNK) return { purged }
      }
    },
  }
}
