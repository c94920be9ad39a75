import { type Check, selecting } from './check'

/** A child ad, its unit, and the newest of its requests. */
const NEWEST = `FROM child_ad c JOIN ad ON ad.id = c.ad_id JOIN campaign_unit u ON u.id = ad.unit_id
  JOIN publish_request r ON r.id = (SELECT MAX(p.id) FROM publish_request p WHERE p.child_ad_id = c.id)`

export const PUBLISHING_CHECKS: readonly Check[] = [
  selecting(
    'publish-requested',
    'Every child ad of a booking was asked for.',
    `SELECT c.id AS id, ad.unit_id AS unitId FROM child_ad c JOIN ad ON ad.id = c.ad_id
     WHERE NOT EXISTS (SELECT 1 FROM publish_request p WHERE p.child_ad_id = c.id) ORDER BY c.id`,
    ({ id, unitId }) => `child ad ${id} of unit ${unitId}: no ad server was asked for it`,
  ),
  selecting(
    'publish-request-newest',
    'The newest request for a child ad says what is booked of it, and that it ends where its booking has ended.',
    `SELECT c.id AS id, r.id AS request, r.action AS action, r.amount AS asked, r.impressions AS askedImpressions,
            c.amount AS amount, c.impressions AS impressions, u.booking_status AS status ${NEWEST}
     WHERE r.amount <> c.amount OR r.impressions <> c.impressions
       OR (r.action = 'CANCEL') <> (c.impressions = 0 OR u.booking_status IN ('Canceled', 'Stopped'))
     ORDER BY c.id`,
    ({ id, request, action, asked, askedImpressions, amount, impressions, status }) =>
      `child ad ${id}: request ${request} is ${action} of ${asked} won and ${askedImpressions} impressions, it has ${amount} won and ${impressions} in a unit that is ${status}`,
  ),
  selecting(
    'retired-requests',
    'A request that was set aside has the reason of who did it.',
    `SELECT r.id AS id FROM publish_request r WHERE r.status = 'RETIRED' AND NOT EXISTS (
       SELECT 1 FROM publish_request_handling h WHERE h.request_id = r.id AND h.kind = 'RETIRED') ORDER BY r.id`,
    ({ id }) => `request ${id} is set aside, and nobody did it`,
  ),
]
