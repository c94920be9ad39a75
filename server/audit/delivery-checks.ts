import { businessDateOf } from '../../shared/calendar'
import { groupBy } from '../../shared/group-by'
import { foldFacts, type PublishFact } from '../../shared/publish-reports'
import { PUBLISH_STATUSES } from '../../shared/statuses'
import { type AuditedState, type Check, comparing, selecting, type UnitWindow } from './check'

/** More than any ad server can show of one ad on one day. */
const MOST_A_DAY = 10_000_000_000
const COLUMNS = PUBLISH_STATUSES.map((status) => status.toLowerCase())
const counted = PUBLISH_STATUSES.map(
  (status) => `SUM(CASE WHEN c.publish_status = '${status}' THEN 1 ELSE 0 END) AS is_${status.toLowerCase()}`,
)

/** The reports of ad servers, and the sums of them that the service stores. */
export const DELIVERY_CHECKS: readonly Check[] = [
  comparing(
    'status-reports',
    'A child ad’s status is the fold of everything that was said of it.',
    otherThanReported,
  ),
  selecting(
    'publish-counts',
    'The counts of a bought unit are those of its child ads, and its status is the unit’s.',
    `SELECT n.id AS id, n.status AS status, p.status AS known FROM (
       SELECT u.id AS id, u.campaign_id AS campaign_id, u.publish_status AS status, ${counted.join(', ')}
       FROM campaign_unit u JOIN ad ON ad.unit_id = u.id JOIN child_ad c ON c.ad_id = ad.id
       GROUP BY u.id, u.campaign_id, u.publish_status) n
     LEFT JOIN unit_publish_status p ON p.unit_id = n.id
     WHERE p.unit_id IS NULL OR p.status <> n.status OR p.campaign_id <> n.campaign_id
       OR ${COLUMNS.map((column) => `p.${column} <> n.is_${column}`).join(' OR ')}
     ORDER BY n.id`,
    ({ id, status, known }) =>
      `unit ${id} is ${status}, ${known === null ? 'but is not counted' : `its counts say ${known} or don’t add up`}`,
  ),
  selecting(
    'reported-ads',
    'Reports, deliveries and counts are of ads that there are.',
    `SELECT kind, id FROM (
       SELECT 'status report' AS kind, r.child_ad_id AS id FROM publish_report r
       WHERE NOT EXISTS (SELECT 1 FROM child_ad c WHERE c.id = r.child_ad_id)
       UNION
       SELECT 'delivery', d.child_ad_id FROM delivery_day d
       WHERE NOT EXISTS (SELECT 1 FROM child_ad c WHERE c.id = d.child_ad_id)
       UNION
       SELECT 'count', p.unit_id FROM unit_publish_status p
       WHERE NOT EXISTS (SELECT 1 FROM ad WHERE ad.unit_id = p.unit_id)) orphans ORDER BY kind, id`,
    ({ kind, id }) => `${kind} of ${id}, which is not there`,
  ),
  selecting(
    'delivered-days',
    'Nothing was delivered on days to come, nor more than can be shown in a day.',
    `SELECT d.child_ad_id AS id, d.date AS date, d.impressions AS impressions FROM delivery_day d
     WHERE d.date > ? OR d.impressions NOT BETWEEN 0 AND ${MOST_A_DAY} OR d.clicks NOT BETWEEN 0 AND ${MOST_A_DAY}
       OR d.views NOT BETWEEN 0 AND ${MOST_A_DAY} ORDER BY d.child_ad_id, d.date`,
    ({ id, date, impressions }) => `child ad ${id} is said to have delivered ${impressions} on ${date}`,
    ({ now }) => [businessDateOf(new Date(now))],
  ),
  selecting(
    'makegoods',
    'A makegood is a row of the campaign whose row it makes good.',
    `SELECT m.unit_id AS id, m.for_unit_id AS for_ FROM makegood m JOIN campaign_unit u ON u.id = m.unit_id
     LEFT JOIN campaign_unit f ON f.id = m.for_unit_id AND f.campaign_id = u.campaign_id
     WHERE f.id IS NULL ORDER BY m.unit_id`,
    ({ id, for_ }) => `unit ${id} makes good ${for_}, which its campaign does not have`,
  ),
]

async function* otherThanReported({ tx }: AuditedState, { after, upTo }: UnitWindow): AsyncGenerator<string> {
  const of = `FROM ad JOIN child_ad c ON c.ad_id = ad.id`
  const within = 'ad.unit_id > ? AND ad.unit_id <= ?'
  const children = await tx.rows<{ id: string; status: string; since: string | null }>(
    `SELECT c.id AS id, c.publish_status AS status, c.status_reported_at AS since ${of} WHERE ${within} ORDER BY c.id`,
    [after, upTo],
  )
  const facts = await tx.rows<PublishFact & { id: string }>(
    `SELECT c.id AS id, r.status AS status, r.reported_at AS reportedAt, r.origin AS origin
     ${of} JOIN publish_report r ON r.child_ad_id = c.id WHERE ${within}`,
    [after, upTo],
  )
  const factsOf = groupBy(facts, ({ id }) => id)
  for (const { id, status, since } of children) {
    const { state } = foldFacts(factsOf.get(id) ?? [])
    if (state.status !== status || state.reportedAt !== since)
      yield `child ad ${id} is ${status} since ${since ?? 'it was asked for'}, its reports come to ${state.status}`
  }
}
