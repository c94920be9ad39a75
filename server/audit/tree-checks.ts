import { impressionsFor } from '../../shared/estimates'
import { type AuditedState, type Check, comparing, selecting, type UnitWindow } from './check'
import { place } from './inventory-checks'

/** Ratios of cells are whole numbers of parts of this. */
const RATIO_SCALE = 1_000_000_000

/** A booked unit's tree: every level sums to its parent, and the cells equal the unit's ledger rows. */
export const TREE_CHECKS: readonly Check[] = [
  sumsTo('booking-ads', 'booking', 'unit_id', 'ad', 'unit_id', 'A booking is the sum of its ads.'),
  sumsTo('ad-child-ads', 'ad', 'id', 'child_ad', 'ad_id', 'An ad is the sum of its child ads.'),
  sumsTo(
    'child-ad-owners',
    'child_ad',
    'id',
    'owner_share',
    'child_ad_id',
    'A child ad is the sum of its owner shares.',
  ),
  sumsTo(
    'owner-cells',
    'owner_share',
    'id',
    'share_cell',
    'owner_share_id',
    'An owner share is the sum of its cells.',
  ),
  comparing(
    'cell-ratios',
    'Ratios of the cells that one revision gave an owner share sum to 10⁹; older revisions keep a part of theirs.',
    wrongRatios,
  ),
  comparing('cells-ledger', 'Cells of a unit are what it has in the ledger, row by row.', cellsBesideLedger),
  comparing(
    'plan-booked',
    'A running or finished row is booked with its amount, and the impressions that the amount gives.',
    bookedBesidePlan,
  ),
  selecting(
    'revisions',
    'Every earlier revision of a booking is kept, none twice and none left out.',
    `SELECT b.unit_id AS unitId, b.revision AS revision, COUNT(p.revision) AS kept, COALESCE(MAX(p.revision), 0) AS latest
     FROM booking b LEFT JOIN past_booking p ON p.unit_id = b.unit_id
     GROUP BY b.unit_id, b.revision
     HAVING COUNT(p.revision) <> b.revision - 1 OR COALESCE(MAX(p.revision), 0) <> b.revision - 1
     ORDER BY b.unit_id`,
    ({ unitId, revision, kept, latest }) =>
      `unit ${unitId}: booked in revision ${revision}, but ${kept} earlier ones are kept, the latest ${latest}`,
  ),
]

function sumsTo(
  name: string,
  parent: string,
  id: string,
  child: string,
  parentId: string,
  promise: string,
): Check {
  const sum = (column: string) =>
    `COALESCE((SELECT SUM(c.${column}) FROM ${child} c WHERE c.${parentId} = p.${id}), 0)`
  return selecting(
    name,
    promise,
    `SELECT p.${id} AS id, p.amount AS amount, p.impressions AS impressions,
            ${sum('amount')} AS amounts, ${sum('impressions')} AS counts
     FROM ${parent} p
     WHERE p.amount <> ${sum('amount')} OR p.impressions <> ${sum('impressions')} ORDER BY p.${id}`,
    (row) =>
      `${parent.replace('_', ' ')} ${row.id}: ${row.amount} won and ${row.impressions} impressions, ` +
      `its parts sum to ${row.amounts} won and ${row.counts} impressions`,
  )
}

async function* wrongRatios({ tx }: AuditedState, { after, upTo }: UnitWindow): AsyncGenerator<string> {
  const shares = await tx.rows<{ id: string; revision: number; ratios: number }>(
    `SELECT s.id AS id, x.revision AS revision, SUM(x.ratio_ppb) AS ratios
     FROM booking b JOIN ad ON ad.unit_id = b.unit_id JOIN child_ad c ON c.ad_id = ad.id
     JOIN owner_share s ON s.child_ad_id = c.id JOIN share_cell x ON x.owner_share_id = s.id
     WHERE b.unit_id > ? AND b.unit_id <= ?
     GROUP BY s.id, x.revision
     HAVING SUM(x.ratio_ppb) > ${RATIO_SCALE} OR x.revision > MAX(b.revision)
       OR (x.revision = MAX(b.revision) AND SUM(x.ratio_ppb) <> ${RATIO_SCALE})
     ORDER BY s.id, x.revision`,
    [after, upTo],
  )
  for (const { id, revision, ratios } of shares)
    yield `owner share ${id}: the cells of revision ${revision} sum to ${ratios} parts of ${RATIO_SCALE}`
}

async function* cellsBesideLedger({ tx }: AuditedState, { after, upTo }: UnitWindow): AsyncGenerator<string> {
  const differing = await tx.rows<Record<string, string | number>>(
    `SELECT unitId, metaId, platform, date, SUM(cells) AS cells, SUM(moved) AS moved FROM (
       SELECT ad.unit_id AS unitId, x.meta_id AS metaId, ad.platform AS platform, x.date AS date,
              x.impressions AS cells, 0 AS moved
       FROM ad JOIN child_ad c ON c.ad_id = ad.id JOIN owner_share s ON s.child_ad_id = c.id
       JOIN share_cell x ON x.owner_share_id = s.id
       WHERE ad.unit_id > ? AND ad.unit_id <= ?
       UNION ALL
       SELECT unit_id, meta_id, platform, date, 0, quantity FROM deduction
       WHERE unit_id > ? AND unit_id <= ? AND type IN ('PURCHASE', 'RELEASE')
     ) both_sides
     GROUP BY unitId, metaId, platform, date HAVING SUM(cells) <> SUM(moved)
     ORDER BY unitId, metaId, platform, date`,
    [after, upTo, after, upTo],
  )
  for (const row of differing)
    yield `unit ${row.unitId}, ${place(row)}: cells of ${row.cells}, the ledger sums to ${row.moved}`
}

async function* bookedBesidePlan({ tx }: AuditedState, { after, upTo }: UnitWindow): AsyncGenerator<string> {
  const units = await tx.rows<{
    unitId: string
    kind: string
    planned: number
    ecpm: number
    amount: number
    impressions: number
  }>(
    `SELECT u.id AS unitId, u.kind AS kind, u.amount AS planned, u.ecpm AS ecpm, b.amount AS amount, b.impressions AS impressions
     FROM campaign_unit u JOIN booking b ON b.unit_id = u.id
     WHERE u.id > ? AND u.id <= ? AND u.booking_status IN ('Booked', 'InFlight', 'Paused', 'Finished') ORDER BY u.id`,
    [after, upTo],
  )
  for (const { unitId, kind, planned, ecpm, amount, impressions } of units) {
    const price = kind === 'PAID' ? planned : 0
    const given = impressionsFor(planned, ecpm)
    if (price !== amount || given !== impressions)
      yield `unit ${unitId}: the row says ${price} won and ${given} impressions, booked are ${amount} won and ${impressions}`
  }
}
