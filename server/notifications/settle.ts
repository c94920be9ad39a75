import { isDeepStrictEqual } from 'node:util'
import { NOTIFICATION_RAISED } from '../../shared/contract/notifications'
import type { NoticeRule } from '../../shared/notification-words'
import { accountsSeeing } from '../campaigns/access'
import { eachBatch, inBatches } from '../database/batches'
import type { SqlValue, Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { record } from '../journal/journal'
import { webhooksOf } from '../publishing/webhooks'
import type { Fact } from './facts'
import { LETTERS } from './letters'
import { type Notice, NotificationPreference } from './notification.entities'

type Active = Pick<Notice, 'id' | 'subject' | 'data' | 'campaignId'>

/**
 * Makes the notices of a rule agree with its facts: a new fact is told once, to everybody whom it concerns;
 * a fact that lasts has its newest figures and is told to those who can see its campaign since; a fact that
 * is gone is over.
 *
 * @param at instant
 * @param mails whether the service can send mail
 */
export async function settleRule(
  tx: Transaction,
  rule: NoticeRule,
  facts: readonly Fact[],
  at: string,
  mails: boolean,
): Promise<{ raised: number; over: number }> {
  const active = await activeNotices(tx, rule)
  const bySubject = new Map(active.map((notice) => [notice.subject, notice]))
  const subjects = new Set(facts.map(({ subject }) => subject))
  const over = active.filter(({ subject }) => !subjects.has(subject)).map(({ id }) => id)
  await eachBatch(over, (some) =>
    tx.run(`UPDATE notice SET over_at = ?, active_key = NULL WHERE id IN (${placeholders(some)})`, [
      at,
      ...some,
    ]),
  )
  const lasting: Active[] = []
  let raised = 0
  for (const fact of facts) {
    const known = bySubject.get(fact.subject)
    if (known) {
      lasting.push(known)
      if (!isDeepStrictEqual(known.data, fact.data))
        await tx.run('UPDATE notice SET data = ? WHERE id = ?', [JSON.stringify(fact.data), known.id])
      continue
    }
    const id = await raise(tx, rule, fact, at)
    if (id === undefined) continue
    raised++
    lasting.push({ ...fact, id })
  }
  await tell(tx, rule, lasting, at, mails)
  return { raised, over: over.length }
}

async function activeNotices(tx: Transaction, rule: NoticeRule): Promise<Active[]> {
  const rows = await tx.rows<Omit<Active, 'data'> & { data: string }>(
    `SELECT id AS id, subject AS subject, data AS data, campaign_id AS campaignId FROM notice
     WHERE over_at IS NULL AND rule = ?`,
    [rule],
  )
  return rows.map((row) => ({ ...row, id: Number(row.id), data: JSON.parse(row.data) }))
}

/** @returns undefined when another process has raised it at the same moment */
async function raise(
  tx: Transaction,
  rule: NoticeRule,
  { subject, data, campaignId, unitId }: Fact,
  at: string,
): Promise<number | undefined> {
  const key = `${rule} ${subject}`
  const isNew = await tx.insertIfAbsent(
    'notice',
    ['rule', 'subject', 'active_key', 'data', 'campaign_id', 'unit_id', 'raised_at'],
    [rule, subject, key, JSON.stringify(data), campaignId, unitId, at],
  )
  if (!isNew) return undefined
  const [row] = await tx.rows<{ id: number }>('SELECT id FROM notice WHERE active_key = ?', [key])
  const id = Number(row!.id)
  const webhooks = await webhooksOf(tx, NOTIFICATION_RAISED)
  await addLetters(
    tx,
    'WEBHOOK',
    webhooks.map((code) => [id, code]),
    at,
  )
  return id
}

/** Tells those who were not told yet: the people of the campaign, or operators. */
async function tell(
  tx: Transaction,
  rule: NoticeRule,
  notices: readonly Active[],
  at: string,
  mails: boolean,
): Promise<void> {
  if (notices.length === 0) return
  const receivers = await receiversOf(tx, notices)
  const told = await inBatches(
    notices.map(({ id }) => id),
    (some) =>
      tx.rows<{ noticeId: number; accountId: string }>(
        `SELECT notice_id AS noticeId, account_id AS accountId FROM notification
         WHERE notice_id IN (${placeholders(some)})`,
        some,
      ),
  )
  const known = new Set(told.map(({ noticeId, accountId }) => `${noticeId} ${accountId}`))
  const news = notices.flatMap(({ id, campaignId }) =>
    (receivers.get(campaignId) ?? [])
      .filter((accountId) => !known.has(`${id} ${accountId}`))
      .map((accountId) => [id, accountId] as const),
  )
  if (news.length === 0) return
  await tx.insert('notification', ['notice_id', 'account_id'], news)
  const accounts = [...new Set(news.map(([, accountId]) => accountId))]
  if (mails) {
    const preferences = await tx.manager.find(NotificationPreference)
    const byMail = new Set(
      preferences.flatMap(({ accountId, mail }) => (mail.includes(rule) ? [accountId] : [])),
    )
    await addLetters(
      tx,
      'MAIL',
      news.filter(([, accountId]) => byMail.has(accountId)),
      at,
    )
  }
  await record(
    tx,
    accounts.map((accountId) => ({ accountId, kind: 'notifications.changed' as const, data: {} })),
    at,
  )
}

/** Accounts to be told, by campaign; under null those of the inventory. */
async function receiversOf(
  tx: Transaction,
  notices: readonly Active[],
): Promise<Map<string | null, string[]>> {
  const receivers = new Map<string | null, string[]>()
  const add = (campaignId: string | null, accountId: string) =>
    receivers.set(campaignId, [...(receivers.get(campaignId) ?? []), accountId])
  const campaigns = [...new Set(notices.flatMap(({ campaignId }) => campaignId ?? []))]
  const people = await inBatches(campaigns, (some) => {
    const { sql, values } = accountsSeeing(some)
    return tx.rows<{ campaignId: string; accountId: string }>(
      `SELECT w.campaign_id AS campaignId, w.account_id AS accountId FROM (${sql}) w
       JOIN account a ON a.id = w.account_id AND a.disabled = 0`,
      values,
    )
  })
  for (const { campaignId, accountId } of people) add(campaignId, accountId)
  if (notices.some(({ campaignId }) => campaignId === null)) {
    const operators = await tx.rows<{ id: string }>(
      "SELECT id FROM account WHERE role IN ('operator', 'admin') AND disabled = 0 ORDER BY id",
    )
    for (const { id } of operators) add(null, id)
  }
  return receivers
}

/** @param letters notice and receiver of each */
async function addLetters(
  tx: Transaction,
  channel: 'MAIL' | 'WEBHOOK',
  letters: readonly (readonly [number, string])[],
  at: string,
): Promise<void> {
  if (letters.length === 0) return
  await tx.insert(
    'notification_letter',
    ['notice_id', 'receiver', 'channel', 'status', 'attempts', 'created_at'],
    letters.map(([noticeId, receiver]): SqlValue[] => [noticeId, receiver, channel, 'PENDING', 0, at]),
  )
  tx.signal(LETTERS)
}
