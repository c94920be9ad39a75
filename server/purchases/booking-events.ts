import type { BookingStatus } from '../../shared/statuses'
import type { SqlValue, Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'

export const BOOKING_ACTIONS = [
  'HELD',
  'HOLD_EXTENDED',
  'HOLD_RELEASED',
  'HOLD_EXPIRED',
  'PURCHASED',
  'AMENDED',
  'CANCELED',
  'STOPPED',
  'STARTED',
  'PAUSED',
  'RESUMED',
  'FINISHED',
  'DECLINED',
  'REOPENED',
  'APPROVAL_ASKED',
  'APPROVAL_GIVEN',
  'APPROVAL_DECLINED',
] as const
export type BookingAction = (typeof BOOKING_ACTIONS)[number]

/** Who changes a booking, when, and from where. */
export interface Doer {
  /** Account id, or {@link SYSTEM}. */
  actor: string
  /** Instant. */
  at: string
  ip: string | null
  userAgent: string | null
}

/** The actor of changes that the service's jobs make. */
export const SYSTEM = 'system'

export function systemDoer(at: string): Doer {
  return { actor: SYSTEM, at, ip: null, userAgent: null }
}

export interface BookingEventEntry {
  unitId: string
  action: BookingAction
  before: BookingStatus
  after: BookingStatus
  purchaseId?: string | null
  revision?: number | null
  reason?: string | null | undefined
  details?: unknown
}

export async function recordBookingEvents(
  tx: Transaction,
  campaignId: string,
  events: readonly BookingEventEntry[],
  { actor, at, ip, userAgent }: Doer,
): Promise<void> {
  await tx.insert(
    'booking_event',
    [
      'campaign_id',
      'unit_id',
      'action',
      'status_before',
      'status_after',
      'purchase_id',
      'revision',
      'reason',
      'details',
      'actor',
      'ip',
      'user_agent',
      'at',
    ],
    events.map(({ unitId, action, before, after, purchaseId, revision, reason, details }): SqlValue[] => [
      campaignId,
      unitId,
      action,
      before,
      after,
      purchaseId ?? null,
      revision ?? null,
      reason ?? null,
      details === undefined ? null : JSON.stringify(details),
      actor,
      ip,
      userAgent,
      at,
    ]),
  )
}

/** The booking events of a unit, oldest first. */
export async function bookingEventsOf(tx: Transaction, unitId: string, stretch: Stretch) {
  const { condition, values, end } = seek(tx, ['e.id'], stretch)
  const events = await tx.rows<{ id: number; details: string | null }>(
    `SELECT e.id AS id, e.action AS action, e.status_before AS statusBefore, e.status_after AS statusAfter,
            e.purchase_id AS purchaseId, e.revision AS revision, e.reason AS reason, e.details AS details,
            COALESCE(a.email, e.actor) AS actor, e.ip AS ip, e.user_agent AS userAgent, e.at AS at
     FROM booking_event e LEFT JOIN account a ON a.id = e.actor
     WHERE e.unit_id = ? AND ${condition} ${end}`,
    [unitId, ...values],
  )
  return events.map((event) => ({ ...event, details: JSON.parse(event.details ?? 'null') }))
}
