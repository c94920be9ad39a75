import type { PublishAction } from '../../shared/contract/publishing'
import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import type { BookingAction } from '../purchases/booking-events'

/** The signal that a transaction sends at its commit when it has written requests. */
export const PUBLISHING = 'publishing'

/** SQL: the action of the last request of a child ad; WITHHELD if no ad server has ever received it. */
const LAST = `(SELECT CASE WHEN p.status = 'WITHHELD' THEN 'WITHHELD' ELSE p.action END FROM publish_request p
               WHERE p.child_ad_id = c.id ORDER BY p.id DESC LIMIT 1)`
const KNOWN = `COALESCE(${LAST}, 'CANCEL') <> 'CANCEL'`

/** The request that a step causes, and the condition for the child ads that it concerns. */
interface Asking {
  action: PublishAction | 'by what changed'
  of: string
}

const ASKINGS: Partial<Record<BookingAction, Asking>> = {
  PURCHASED: { action: 'CREATE', of: 'c.impressions > 0' },
  // An amendment adds, keeps or removes child ads; those that were removed earlier are left alone.
  AMENDED: { action: 'by what changed', of: `(c.impressions > 0 OR ${KNOWN})` },
  CANCELED: { action: 'CANCEL', of: KNOWN },
  STOPPED: { action: 'CANCEL', of: KNOWN },
  PAUSED: { action: 'PAUSE', of: `c.impressions > 0 AND ${KNOWN}` },
  RESUMED: { action: 'RESUME', of: `c.impressions > 0 AND ${KNOWN}` },
}

const BY_WHAT_CHANGED = `CASE WHEN c.impressions = 0 THEN 'CANCEL'
  WHEN COALESCE(${LAST}, 'CANCEL') IN ('CANCEL', 'WITHHELD') THEN 'CREATE' ELSE 'UPDATE' END`

/**
 * Writes the requests to ad servers after steps of units: one for every child ad concerned, in the caller's
 * transaction, with one statement per kind of step. The units and their trees must be stored before. The
 * units are locked, so the ids of an ad's requests grow in the order of its steps.
 *
 * @param at instant
 */
export async function requestPublishing(
  tx: Transaction,
  steps: readonly { unitId: string; action: BookingAction }[],
  at: string,
): Promise<void> {
  const units = new Map<Asking, string[]>()
  for (const { unitId, action } of steps) {
    const asking = ASKINGS[action]
    if (asking) units.set(asking, [...(units.get(asking) ?? []), unitId])
  }
  for (const [{ action, of }, unitIds] of units) {
    await tx.run(
      `INSERT INTO publish_request
         (child_ad_id, ad_id, unit_id, campaign_id, platform, action, revision, booking_status, start_date, end_date,
          amount, impressions, status, attempts, created_at)
       SELECT c.id, ad.id, u.id, u.campaign_id, ad.platform,
              ${action === 'by what changed' ? BY_WHAT_CHANGED : `'${action}'`},
              b.revision, u.booking_status, u.start_date, u.end_date, c.amount, c.impressions, 'PENDING', 0, ?
       FROM campaign_unit u JOIN booking b ON b.unit_id = u.id JOIN ad ON ad.unit_id = u.id
       JOIN child_ad c ON c.ad_id = ad.id
       WHERE u.id IN (${placeholders(unitIds)}) AND ${of}
       ORDER BY u.id, ad.position, c.position`,
      [at, ...unitIds],
    )
  }
  if (units.size > 0) tx.signal(PUBLISHING)
}
