import { createHash } from 'node:crypto'
import { Problem } from '../../shared/problem'
import { type Database, LostRace, OutcomeUnknown, type Transaction } from '../database/database'
import type { Call } from '../http/routes'
import type { Job } from '../jobs/job'
import { purgeJob } from '../jobs/purge-job'
import { packJson, unpackJson } from './packed-json'

/** An answer must be replayable for at least a day; it is kept for twice as long. */
const KEEP_HOURS = 48
const PURGE_CHUNK = 500

export interface IdempotentRequest {
  accountId: string
  /** The Idempotency-Key header; without one, every request runs. */
  key: string | undefined
  method: string
  path: string
  body: unknown
  at: string
  /** Milliseconds since 1970 until which the request waits for a running duplicate. */
  deadline: number
}

interface Key {
  accountId: string
  key: string
  /** Hash of method, path and body. */
  fingerprint: string
}

/** Answers a writing call with `writeOnce`. A replayed answer also gets the header Idempotency-Replayed. */
export async function answerOnce<Answer>(
  database: Database,
  { caller, body, request, response }: Call<unknown, unknown, unknown>,
  { at, deadline }: { at: string; deadline: number },
  work: (tx: Transaction) => Promise<Answer>,
): Promise<Answer> {
  const identified = {
    accountId: caller.id,
    key: requestKey(request.get('idempotency-key')),
    method: request.method,
    path: request.originalUrl,
    body: body ?? null,
    at,
    deadline,
  }
  const { answer, replayed } = await writeOnce(database, identified, work)
  if (replayed) response.setHeader('Idempotency-Replayed', 'true')
  return answer
}

/**
 * Runs a request in one transaction that begins before its deadline, and only once per key: a repeated
 * request gets the first answer.
 *
 * @throws Problem IDEMPOTENCY_CONFLICT when the key was used for another request, REQUEST_IN_PROGRESS when a
 * duplicate is still running after the deadline
 * @throws LostRace when the deadline passed before its turn
 * @throws OutcomeUnknown when the commit got no answer, and a second attempt didn't find out more
 */
export async function writeOnce<Answer>(
  database: Database,
  { accountId, key: named, method, path, body, at, deadline }: IdempotentRequest,
  work: (tx: Transaction) => Promise<Answer>,
): Promise<{ answer: Answer; replayed: boolean }> {
  if (named === undefined) return { answer: await database.write(work, { deadline }), replayed: false }
  const fingerprint = createHash('sha256')
    .update(`${method} ${path}\n${JSON.stringify(body)}`)
    .digest('hex')
  const key: Key = { accountId, key: named, fingerprint }
  const write = () => database.write((tx) => once(tx, key, { at, deadline }, work), { deadline })
  try {
    return await write()
  } catch (error) {
    // What became of a commit without an answer is found out as the caller would do it: by the same key again.
    if (error instanceof OutcomeUnknown) {
      return write().catch((second) => {
        throw second instanceof Problem ? second : error
      })
    }
    if (!(error instanceof LostRace)) throw error
    // Where writes share one queue, a duplicate's turn may come after the deadline, but the first request has
    // ended by then.
    const answer = await database.read((tx) => storedAnswer<Answer>(tx, key))
    if (answer === undefined) throw error
    return { answer, replayed: true }
  }
}

/**
 * Inserts the key's row first, in the same transaction. A concurrent duplicate waits for this row and then
 * finds the stored answer; a failed request leaves no key.
 */
async function once<Answer>(
  tx: Transaction,
  identified: Key,
  { at, deadline }: { at: string; deadline: number },
  work: (tx: Transaction) => Promise<Answer>,
): Promise<{ answer: Answer; replayed: boolean }> {
  const { accountId, key, fingerprint } = identified
  const columns = ['account_id', 'idempotency_key', 'fingerprint', 'created_at']
  const inserted = await tx
    .insertIfAbsent('idempotency_key', columns, [accountId, key, fingerprint, at])
    .catch((error: unknown) => {
      throw tx.dialect.isRetryable(error) && Date.now() >= deadline ? stillInProgress() : error
    })
  if (!inserted) {
    const stored = await storedAnswer<Answer>(tx, identified)
    // The key was purged in between. The retry inserts it again.
    if (stored === undefined) throw new LostRace()
    return { answer: stored, replayed: true }
  }
  const answer = await work(tx)
  await tx.run('UPDATE idempotency_key SET body = ? WHERE account_id = ? AND idempotency_key = ?', [
    await packJson(answer),
    accountId,
    key,
  ])
  return { answer, replayed: false }
}

/** @throws Problem VALIDATION_FAILED */
function requestKey(header: string | undefined): string | undefined {
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
  { accountId, key, fingerprint }: Key,
): Promise<Answer | undefined> {
  const [stored] = await tx.rows<{ fingerprint: string; body: string | null }>(
    'SELECT fingerprint, body FROM idempotency_key WHERE account_id = ? AND idempotency_key = ?',
    [accountId, key],
  )
  if (!stored) return undefined
  if (!stored.body || stored.fingerprint !== fingerprint) {
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

/** Deletes the keys of answers that are too old to be replayed. */
export function purgeIdempotencyKeys(now: () => Date): Job {
  return purgeJob('purge-idempotency-keys', PURGE_CHUNK, async (tx) => {
    const keys = await tx.rows<{ accountId: string; idempotencyKey: string }>(
      `SELECT account_id AS accountId, idempotency_key AS idempotencyKey FROM idempotency_key
       WHERE created_at < ? ORDER BY created_at LIMIT ${PURGE_CHUNK}`,
      [new Date(now().getTime() - KEEP_HOURS * 3_600_000).toISOString()],
    )
    if (keys.length === 0) return 0
    return tx.run(
      `DELETE FROM idempotency_key WHERE ${keys.map(() => '(account_id = ? AND idempotency_key = ?)').join(' OR ')}`,
      keys.flatMap(({ accountId, idempotencyKey }) => [accountId, idempotencyKey]),
    )
  })
}
