import type { LetterChannel, LetterStatus, LetterView } from '../../shared/contract/notifications'
import type { Language } from '../../shared/language'
import type { Database, SqlValue, Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import { placeholders } from '../database/placeholders'
import { wordsOf } from './notice-words'

/** The signal that a transaction sends at its commit when it has written letters. */
export const LETTERS = 'letters'
/** Letters taken at a time. */
const TAKEN = 50
/** The longest wait between two attempts. */
const MAX_RETRY_MS = 4 * 60 * 60 * 1000

export interface Letter {
  id: number
  noticeId: number
  channel: LetterChannel
  receiver: string
  /** Includes the current attempt. */
  attempts: number
}

/** The result of an attempt. */
export interface LetterOutcome {
  /** REFUSED: the receiver will never accept it, so it isn't tried again. */
  kind: 'DELIVERED' | 'REFUSED' | 'FAILED'
  error: string | null
}

export interface LetterLimits {
  /** Attempts before a letter is given up. */
  attempts: number
  /** The delay before the second attempt; it doubles with each further one. */
  retryMs: number
  /** No attempt takes longer. */
  timeoutMs: number
}

/**
 * Sends the letters that are due, each at least once. Several processes may do so at the same time: a letter
 * that one has taken is left alone by the others until its attempt is over.
 */
export async function sendLetters(
  database: Database,
  limits: LetterLimits,
  at: () => string,
  send: (letter: Letter) => Promise<LetterOutcome>,
): Promise<{ delivered: number; failed: number }> {
  const done = { delivered: 0, failed: 0 }
  for (;;) {
    const taken = await database.write((tx) => take(tx, 2 * limits.timeoutMs))
    await Promise.all(
      taken.map(async (letter) => {
        const outcome = await send(letter)
        await database.write((tx) => writeOutcome(tx, letter, outcome, limits, at()))
        if (outcome.kind === 'DELIVERED') done.delivered++
        else done.failed++
      }),
    )
    if (taken.length < TAKEN) return done
  }
}

async function take(tx: Transaction, leaseMs: number): Promise<Letter[]> {
  const now = Date.now()
  const due = await tx.rows<Letter>(
    `SELECT id AS id, notice_id AS noticeId, channel AS channel, receiver AS receiver, attempts AS attempts
     FROM notification_letter
     WHERE status = 'PENDING' AND (next_attempt_at IS NULL OR next_attempt_at <= ?)
     ORDER BY id LIMIT ${TAKEN} ${tx.dialect.forUpdate}`,
    [new Date(now).toISOString()],
  )
  if (due.length === 0) return []
  await tx.run(
    `UPDATE notification_letter SET attempts = attempts + 1, next_attempt_at = ? WHERE id IN (${placeholders(due)})`,
    [new Date(now + leaseMs).toISOString(), ...due.map(({ id }) => id)],
  )
  return due.map((letter) => ({
    ...letter,
    id: Number(letter.id),
    noticeId: Number(letter.noticeId),
    attempts: letter.attempts + 1,
  }))
}

async function writeOutcome(
  tx: Transaction,
  { id, attempts }: Letter,
  { kind, error }: LetterOutcome,
  limits: LetterLimits,
  at: string,
): Promise<void> {
  const ends = kind !== 'FAILED' || attempts >= limits.attempts
  const wait = Math.min(MAX_RETRY_MS, limits.retryMs * 2 ** (attempts - 1))
  await tx.run(
    `UPDATE notification_letter SET status = ?, error = ?, next_attempt_at = ?, done_at = ?
     WHERE id = ? AND attempts = ? AND status = 'PENDING'`,
    [
      kind === 'DELIVERED' ? 'DELIVERED' : ends ? 'DEAD' : 'PENDING',
      error?.slice(0, 500) ?? null,
      ends ? null : new Date(Date.now() + wait).toISOString(),
      ends ? at : null,
      id,
      attempts,
    ],
  )
}

/** Letters, newest first, each with the title of its notification. */
export async function listLetters(
  tx: Transaction,
  { status, language }: { status?: LetterStatus | undefined; language: Language },
  stretch: Stretch,
): Promise<LetterView[]> {
  const { condition, values, end } = seek(tx, ['l.id'], stretch, 'DESC')
  const given: SqlValue[] = status === undefined ? [] : [status]
  const rows = await tx.rows<Omit<LetterView, 'title'> & { data: string }>(
    `SELECT l.id AS id, l.notice_id AS notificationId, t.rule AS rule, t.data AS data, l.channel AS channel, COALESCE(a.email, l.receiver) AS receiver,
            l.status AS status, l.attempts AS attempts, l.next_attempt_at AS nextAttemptAt, l.error AS error,
            l.created_at AS createdAt, l.done_at AS doneAt
     FROM notification_letter l JOIN notice t ON t.id = l.notice_id LEFT JOIN account a ON l.channel = 'MAIL' AND a.id = l.receiver
     WHERE ${status === undefined ? '' : 'l.status = ? AND '}${condition} ${end}`,
    [...given, ...values],
  )
  return rows.map(({ data, ...letter }) => ({
    ...letter,
    title: wordsOf({ rule: letter.rule, data: JSON.parse(data) }, language).title,
  }))
}

/** Sends letters again that were given up. */
export async function replayLetters(tx: Transaction, ids: readonly number[]): Promise<{ replayed: number }> {
  const replayed = await tx.run(
    `UPDATE notification_letter SET status = 'PENDING', attempts = 0, next_attempt_at = NULL, error = NULL, done_at = NULL
     WHERE status = 'DEAD' AND id IN (${placeholders(ids)})`,
    ids,
  )
  if (replayed > 0) tx.signal(LETTERS)
  return { replayed }
}
