import type { NotificationView } from '../../shared/contract/notifications'
import { LANGUAGES, type Language } from '../../shared/language'
import type { NoticeRule } from '../../shared/notification-words'
import type { Caller } from '../caller'
import { visibleTo } from '../campaigns/access'
import type { SqlValue, Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import { placeholders } from '../database/placeholders'
import { record } from '../journal/journal'
import { wordsOf } from './notice-words'
import type { Notice } from './notification.entities'

/**
 * A caller's notifications `n` with their notices `t`; those of campaigns that they can't see any more and of rules that they
 * don't want to be told of are left out.
 */
async function seenBy(tx: Transaction, caller: Caller): Promise<{ sql: string; values: SqlValue[] }> {
  const visible = visibleTo(caller)
  const { muted } = await getPreferences(tx, caller)
  const isTold = muted.length === 0 ? '' : `AND t.rule NOT IN (${placeholders(muted)})`
  return {
    sql: `FROM notification n JOIN notice t ON t.id = n.notice_id LEFT JOIN campaign c ON c.id = t.campaign_id
          WHERE n.account_id = ? AND (t.campaign_id IS NULL OR (c.id IS NOT NULL AND ${visible.sql})) ${isTold}`,
    values: [caller.id, ...visible.values, ...muted],
  }
}

/** A caller's notifications, newest first. */
export async function listNotifications(
  tx: Transaction,
  caller: Caller,
  { unread, language }: { unread: boolean; language: Language },
  stretch: Stretch,
): Promise<NotificationView[]> {
  const mine = await seenBy(tx, caller)
  const { condition, values, end } = seek(tx, ['t.id'], stretch, 'DESC')
  const rows = await tx.rows<
    Pick<Notice, 'id' | 'rule' | 'campaignId' | 'unitId' | 'raisedAt' | 'overAt'> & {
      data: string
      readAt: string | null
    }
  >(
    `SELECT t.id AS id, t.rule AS rule, t.data AS data, t.campaign_id AS campaignId, t.unit_id AS unitId,
            t.raised_at AS raisedAt, t.over_at AS overAt, n.read_at AS readAt
     ${mine.sql} ${unread ? 'AND n.read_at IS NULL' : ''} AND ${condition} ${end}`,
    [...mine.values, ...values],
  )
  return rows.map((row) => {
    const data = JSON.parse(row.data)
    return {
      ...row,
      id: Number(row.id),
      data,
      ...wordsOf({ rule: row.rule, data }, language),
    } as NotificationView
  })
}

export async function countUnread(tx: Transaction, caller: Caller): Promise<number> {
  const mine = await seenBy(tx, caller)
  const [row] = await tx.rows<{ n: number }>(
    `SELECT COUNT(*) AS n ${mine.sql} AND n.read_at IS NULL`,
    mine.values,
  )
  return Number(row!.n)
}

/** Marks a caller's notifications as read: those named, or all up to one. */
export async function markRead(
  tx: Transaction,
  caller: Caller,
  { ids, upTo }: { ids?: readonly number[] | undefined; upTo?: number | undefined },
  at: string,
): Promise<{ read: number; unread: number }> {
  const which = ids ? `notice_id IN (${placeholders(ids)})` : 'notice_id <= ?'
  const read = await tx.run(
    `UPDATE notification SET read_at = ? WHERE account_id = ? AND read_at IS NULL AND ${which}`,
    [at, caller.id, ...(ids ?? [upTo!])],
  )
  // Other windows of the same account show it too.
  if (read > 0) await record(tx, [{ accountId: caller.id, kind: 'notifications.changed', data: {} }], at)
  return { read, unread: await countUnread(tx, caller) }
}

export interface Preferences {
  language: Language
  mail: NoticeRule[]
  muted: NoticeRule[]
}

export async function getPreferences(tx: Transaction, { id }: Caller): Promise<Preferences> {
  const [row] = await tx.rows<{ language: Language; mail: string; muted: string | null }>(
    `SELECT language AS language, mail AS mail, muted AS muted FROM notification_preference
     WHERE account_id = ?`,
    [id],
  )
  return row
    ? { language: row.language, mail: JSON.parse(row.mail), muted: JSON.parse(row.muted ?? '[]') }
    : { language: LANGUAGES[0], mail: [], muted: [] }
}

/** @param muted left out: as it was; of a muted rule there is no mail either */
export async function putPreferences(
  tx: Transaction,
  caller: Caller,
  given: Omit<Preferences, 'muted'> & { muted?: NoticeRule[] | undefined },
): Promise<Preferences> {
  const { incoming } = tx.dialect
  const muted = [...new Set(given.muted ?? (await getPreferences(tx, caller)).muted)]
  const mail = [...new Set(given.mail)].filter((rule) => !muted.includes(rule))
  await tx.upsert(
    {
      table: 'notification_preference',
      columns: ['account_id', 'language', 'mail', 'muted'],
      key: ['account_id'],
      update: { language: incoming('language'), mail: incoming('mail'), muted: incoming('muted') },
    },
    [[caller.id, given.language, JSON.stringify(mail), JSON.stringify(muted)]],
  )
  return getPreferences(tx, caller)
}
