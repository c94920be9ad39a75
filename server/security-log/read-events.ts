import { addDays } from '../../shared/calendar'
import type { SecurityEventView } from '../../shared/contract/security-log'
import type { SecurityAction } from '../../shared/security-words'
import { startOfDay } from '../../shared/seoul-time'
import type { SqlValue, Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'

export interface SecurityEventFilter {
  actor?: string | undefined
  action?: SecurityAction | undefined
  /** Days in Seoul, both included. */
  from?: string | undefined
  to?: string | undefined
}

/** The security log, the newest first. */
export async function securityEvents(
  tx: Transaction,
  { actor, action, from, to }: SecurityEventFilter,
  stretch: Stretch,
): Promise<SecurityEventView[]> {
  const asked: [condition: string, value: SqlValue][] = []
  if (actor) asked.push(['e.actor = (SELECT o.id FROM account o WHERE o.email = ?)', actor])
  if (action) asked.push(['e.action = ?', action])
  if (from) asked.push(['e.at >= ?', startOfDay(from).toISOString()])
  if (to) asked.push(['e.at < ?', startOfDay(addDays(to, 1)).toISOString()])
  const { condition, values, end } = seek(tx, ['e.id'], stretch, 'DESC')
  const rows = await tx.rows<Omit<SecurityEventView, 'details'> & { details: string | null }>(
    `SELECT e.id AS id, e.at AS at, e.action AS action, a.email AS actor, e.subject AS subject, e.address AS address,
            e.user_agent AS userAgent, e.request_id AS requestId, e.details AS details
     FROM security_event e LEFT JOIN account a ON a.id = e.actor
     WHERE ${[...asked.map(([one]) => one), condition].join(' AND ')} ${end}`,
    [...asked.map(([, value]) => value), ...values],
  )
  return rows.map((row) => ({ ...row, details: row.details === null ? null : JSON.parse(row.details) }))
}
