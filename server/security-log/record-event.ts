import type { SecurityAction } from '../../shared/security-words'
import type { Transaction } from '../database/database'
import { currentRequest } from '../request-context'

const LONGEST_SUBJECT = 254

export interface SecurityEventToRecord {
  at: string
  action: SecurityAction
  /** The account that did it, where the request doesn't say it: at a sign-in. */
  actor?: string | undefined
  subject?: string | undefined
  /** Never a secret. */
  details?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Writes into the security log who does what from where, in the transaction that does it: what didn't happen is not told, and
 * what happened is.
 */
export async function recordSecurityEvents(
  tx: Transaction,
  events: readonly SecurityEventToRecord[],
): Promise<void> {
  const request = currentRequest()
  await tx.insert(
    'security_event',
    ['at', 'action', 'actor', 'subject', 'address', 'user_agent', 'request_id', 'details'],
    events.map(({ at, action, actor, subject, details }) => [
      at,
      action,
      actor ?? request?.caller?.id ?? null,
      subject?.slice(0, LONGEST_SUBJECT) ?? null,
      request?.address ?? null,
      request?.userAgent ?? null,
      request?.requestId || null,
      details ? JSON.stringify(details) : null,
    ]),
  )
}

export function recordSecurityEvent(tx: Transaction, event: SecurityEventToRecord): Promise<void> {
  return recordSecurityEvents(tx, [event])
}
