import { businessDateOf } from '../../shared/calendar'
import { BOOKING_STATUSES, PUBLISH_STATUSES } from '../../shared/statuses'
import { type AuditedState, type Check, comparing, selecting, type UnitWindow } from './check'

/** Source: docs/arithmetic.md, "Availability, amendments, statuses". A parent has the first of these that any child has. */
const PUBLISH_PRIORITY = [
  'FAILED',
  'REJECTED',
  'REQUESTED',
  'LIVE',
  'PAUSED',
  'APPROVED',
  'COMPLETED',
  'CANCELED',
]
const BOOKED = texts(['Booked', 'InFlight', 'Paused', 'Stopped', 'Finished'])
const EVER_BOOKED = `${BOOKED}, 'Canceled'`

/** A unit's status against its booking, ads and holds; publish statuses against those of the child ads. */
export const STATUS_CHECKS: readonly Check[] = [
  selecting(
    'known-statuses',
    'Every status is one of those there are.',
    `SELECT kind, id, status FROM (
       SELECT 'unit' AS kind, id AS id, booking_status AS status FROM campaign_unit WHERE booking_status NOT IN (${texts(BOOKING_STATUSES)})
       UNION ALL
       SELECT 'ad', id, publish_status FROM ad WHERE publish_status NOT IN (${texts(PUBLISH_STATUSES)})
       UNION ALL
       SELECT 'child ad', id, publish_status FROM child_ad WHERE publish_status NOT IN (${texts(PUBLISH_STATUSES)})
     ) unknown_statuses ORDER BY kind, id`,
    ({ kind, id, status }) => `${kind} ${id}: ${status}`,
  ),
  selecting(
    'booked-status',
    'A unit that is or was booked has a booking and its ads.',
    `SELECT u.id AS id, u.booking_status AS status FROM campaign_unit u
     WHERE u.booking_status IN (${BOOKED})
       AND (NOT EXISTS (SELECT 1 FROM booking b WHERE b.unit_id = u.id) OR NOT EXISTS (SELECT 1 FROM ad WHERE ad.unit_id = u.id))
     ORDER BY u.id`,
    ({ id, status }) => `unit ${id} is ${status}, but nothing is booked for it`,
  ),
  selecting(
    'unbooked-status',
    'A unit that was not bought has neither a booking nor ads.',
    `SELECT u.id AS id, u.booking_status AS status FROM campaign_unit u
     WHERE u.booking_status NOT IN (${EVER_BOOKED})
       AND (EXISTS (SELECT 1 FROM booking b WHERE b.unit_id = u.id) OR EXISTS (SELECT 1 FROM ad WHERE ad.unit_id = u.id))
     ORDER BY u.id`,
    ({ id, status }) => `unit ${id} is ${status}, but something is booked for it`,
  ),
  selecting(
    'reserved-status',
    'A unit is Reserved where it has a hold with rows, and nowhere else.',
    `SELECT u.id AS id, u.booking_status AS status, COUNT(h.unit_id) AS holds FROM campaign_unit u
     LEFT JOIN unit_hold h ON h.unit_id = u.id
     WHERE (u.booking_status = 'Reserved'
         AND (h.unit_id IS NULL OR NOT EXISTS (SELECT 1 FROM unit_hold_row r WHERE r.unit_id = u.id)))
       OR (u.booking_status <> 'Reserved' AND h.unit_id IS NOT NULL)
     GROUP BY u.id, u.booking_status ORDER BY u.id`,
    ({ id, status, holds }) =>
      `unit ${id} is ${status}, ${Number(holds) === 0 ? 'but has no hold' : status === 'Reserved' ? 'but its hold has no rows' : 'but has a hold'}`,
  ),
  comparing(
    'ended-status',
    'A Canceled or Stopped unit keeps nothing after the day on which it ended.',
    keptAfterTheEnd,
  ),
  selecting(
    'history-status',
    'The newest entry of a unit’s history ends at the status that it has.',
    `SELECT u.id AS id, u.booking_status AS status, e.status_after AS after_ FROM campaign_unit u
     JOIN booking_event e ON e.id = (SELECT MAX(n.id) FROM booking_event n WHERE n.unit_id = u.id)
     WHERE e.status_after <> u.booking_status ORDER BY u.id`,
    ({ id, status, after_ }) => `unit ${id} is ${status}, its history ends at ${after_}`,
  ),
  aggregates(
    'ad-publish-status',
    'ad',
    'child_ad',
    'ad_id',
    'An ad’s publish status is its child ads’ first by priority.',
  ),
  aggregates(
    'unit-publish-status',
    'campaign_unit',
    'ad',
    'unit_id',
    'A unit’s publish status is its ads’ first by priority.',
  ),
  aggregates(
    'campaign-publish-status',
    'campaign',
    'campaign_unit',
    'campaign_id',
    'A campaign’s publish status is its units’ first by priority.',
  ),
]

function aggregates(name: string, parent: string, child: string, parentId: string, promise: string): Check {
  const rank = (status: string) =>
    `CASE ${status} ${PUBLISH_PRIORITY.map((one, i) => `WHEN '${one}' THEN ${i}`).join(' ')} END`
  return selecting(
    name,
    promise,
    `SELECT p.id AS id, p.publish_status AS status, MIN(${rank('c.publish_status')}) AS first_
     FROM ${parent} p LEFT JOIN ${child} c ON c.${parentId} = p.id
     GROUP BY p.id, p.publish_status
     HAVING COALESCE(MIN(${rank('c.publish_status')}), -1) <> COALESCE(${rank('p.publish_status')}, -1)
     ORDER BY p.id`,
    ({ id, status, first_ }) =>
      `${parent.replace('_', ' ')} ${id} is ${status ?? 'without one'}, its parts add up to ${first_ === null ? 'none' : PUBLISH_PRIORITY[Number(first_)]}`,
  )
}

async function* keptAfterTheEnd({ tx }: AuditedState, { after, upTo }: UnitWindow): AsyncGenerator<string> {
  const ended = await tx.rows<{ id: string; status: string; at: string; last: string }>(
    `SELECT u.id AS id, u.booking_status AS status, b.at AS at, MAX(x.date) AS last
     FROM campaign_unit u JOIN booking b ON b.unit_id = u.id
     JOIN ad ON ad.unit_id = u.id JOIN child_ad c ON c.ad_id = ad.id
     JOIN owner_share s ON s.child_ad_id = c.id JOIN share_cell x ON x.owner_share_id = s.id
     WHERE u.id > ? AND u.id <= ? AND u.booking_status IN ('Canceled', 'Stopped') AND x.impressions > 0
     GROUP BY u.id, u.booking_status, b.at ORDER BY u.id`,
    [after, upTo],
  )
  for (const { id, status, at, last } of ended) {
    const end = businessDateOf(new Date(at))
    if (last > end) yield `unit ${id} was ${status} on ${end}, but still has impressions on ${last}`
  }
}

function texts(all: readonly string[]): string {
  return all.map((one) => `'${one}'`).join(', ')
}
