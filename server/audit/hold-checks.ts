import { demandOf, type Split } from '../../shared/distribution'
import { rowKey } from '../purchases/ledger'
import { unpackJson } from '../purchases/packed-json'
import { type AuditedState, type Check, comparing, selecting, type UnitWindow } from './check'
import { place } from './inventory-checks'

/**
 * Time within which an expired hold must be released: by the next request on inventory, or at the latest by
 * the service's job.
 */
const PATIENCE_MINUTES = 10

/** Reserved inventory (가선점) by unit and row; a campaign's variants are counted once. */
export const HOLD_CHECKS: readonly Check[] = [
  comparing('hold-ledger', 'What a unit holds of a row is what it has in the ledger.', holdsBesideLedger),
  comparing(
    'hold-split',
    'A hold is the split that it reserves: every level sums, every row is asked for.',
    heldSplits,
  ),
  selecting(
    'hold-variants',
    'Of a campaign’s alternatives only the largest need of a row is held.',
    `SELECT campaignId, metaId, platform, date, SUM(counted) AS counted,
            SUM(CASE WHEN variant IS NULL THEN need ELSE 0 END) + COALESCE(MAX(CASE WHEN variant IS NULL THEN NULL ELSE need END), 0) AS needed
     FROM (SELECT h.campaign_id AS campaignId, h.variant AS variant, r.meta_id AS metaId, r.platform AS platform,
                  r.date AS date, SUM(r.counted) AS counted, SUM(r.need) AS need
           FROM unit_hold h JOIN unit_hold_row r ON r.unit_id = h.unit_id
           GROUP BY h.campaign_id, h.variant, r.meta_id, r.platform, r.date) by_variant
     GROUP BY campaignId, metaId, platform, date
     HAVING SUM(counted) <> SUM(CASE WHEN variant IS NULL THEN need ELSE 0 END)
       + COALESCE(MAX(CASE WHEN variant IS NULL THEN NULL ELSE need END), 0)
     ORDER BY campaignId, metaId, platform, date`,
    (row) =>
      `campaign ${row.campaignId}, ${place(row)}: ${row.counted} are held for it, ${row.needed} are needed`,
  ),
  selecting(
    'hold-of-its-row',
    'A hold is of the same variant as its row.',
    `SELECT h.unit_id AS unitId, COALESCE(h.variant, '-') AS held, COALESCE(u.variant, '-') AS planned
     FROM unit_hold h JOIN campaign_unit u ON u.id = h.unit_id
     WHERE COALESCE(h.variant, '-') <> COALESCE(u.variant, '-') ORDER BY h.unit_id`,
    ({ unitId, held, planned }) => `unit ${unitId}: held as ${held}, planned as ${planned}`,
  ),
  selecting(
    'hold-expired',
    `A hold that expired more than ${PATIENCE_MINUTES} minutes ago has been given back.`,
    'SELECT unit_id AS unitId, expires_at AS expiresAt FROM unit_hold WHERE expires_at < ? ORDER BY unit_id',
    ({ unitId, expiresAt }) => `unit ${unitId}: its hold expired at ${expiresAt}`,
    ({ now }) => [new Date(Date.parse(now) - PATIENCE_MINUTES * 60_000).toISOString()],
  ),
]

async function* holdsBesideLedger({ tx }: AuditedState, { after, upTo }: UnitWindow): AsyncGenerator<string> {
  const differing = await tx.rows<Record<string, string | number>>(
    `SELECT unitId, metaId, platform, date, SUM(counted) AS counted, SUM(moved) AS moved FROM (
       SELECT unit_id AS unitId, meta_id AS metaId, platform AS platform, date AS date, counted AS counted, 0 AS moved
       FROM unit_hold_row WHERE unit_id > ? AND unit_id <= ?
       UNION ALL
       SELECT unit_id, meta_id, platform, date, 0, quantity FROM deduction
       WHERE unit_id > ? AND unit_id <= ? AND type IN ('HOLD', 'UNHOLD')
     ) both_sides
     GROUP BY unitId, metaId, platform, date HAVING SUM(counted) <> SUM(moved)
     ORDER BY unitId, metaId, platform, date`,
    [after, upTo, after, upTo],
  )
  for (const row of differing)
    yield `unit ${row.unitId}, ${place(row)}: it holds ${row.counted}, the ledger sums to ${row.moved}`
}

interface Numbers {
  amount: number
  impressions: number
}

async function* heldSplits({ tx }: AuditedState, { after, upTo }: UnitWindow): AsyncGenerator<string> {
  const holds = await tx.rows<Numbers & { unitId: string; split: string }>(
    `SELECT unit_id AS unitId, amount, impressions, split FROM unit_hold
     WHERE unit_id > ? AND unit_id <= ? ORDER BY unit_id`,
    [after, upTo],
  )
  for (const { unitId, split: packed, ...whole } of holds) {
    const { split } = await unpackJson<{ split: Split }>(packed)
    for (const level of unequalLevels(whole, split)) yield `unit ${unitId}, the hold's ${level}`
    const rows = await tx.rows<{ metaId: string; platform: string; date: string; need: number }>(
      `SELECT meta_id AS metaId, platform, date, need FROM unit_hold_row WHERE unit_id = ?`,
      [unitId],
    )
    const needs = new Map(rows.map((row) => [rowKey(row), row.need]))
    for (const { quantity, ...row } of demandOf([split])) {
      const need = needs.get(rowKey(row)) ?? 0
      needs.delete(rowKey(row))
      if (need !== quantity)
        yield `unit ${unitId}, ${place(row)}: ${need} are held of the split's ${quantity}`
    }
    for (const row of rows)
      if (needs.has(rowKey(row)))
        yield `unit ${unitId}, ${place(row)}: ${row.need} are held, the split has none there`
  }
}

function* unequalLevels(whole: Numbers, { platforms }: Split): Generator<string> {
  if (!isSum(whole, platforms)) yield 'platforms do not sum to it'
  for (const { platform, groups, ...ofPlatform } of platforms) {
    if (!isSum(ofPlatform, groups)) yield `groups on ${platform} do not sum to their platform`
    for (const { group, owners, ...ofGroup } of groups) {
      if (!isSum(ofGroup, owners)) yield `owners of ${group} on ${platform} do not sum to their group`
      for (const { owner, cells, ...ofOwner } of owners)
        if (!isSum(ofOwner, cells))
          yield `cells of ${owner ?? 'no owner'} in ${group} on ${platform} do not sum to their share`
    }
  }
}

function isSum(whole: Numbers, parts: readonly Numbers[]): boolean {
  const total = (of: keyof Numbers) => parts.reduce((sum, part) => sum + part[of], 0)
  return total('amount') === whole.amount && total('impressions') === whole.impressions
}
