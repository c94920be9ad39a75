import { type Check, selecting } from './check'

const ROW = 'u.meta_id AS metaId, u.platform AS platform, u.date AS date'
const IN_ORDER = 'ORDER BY u.meta_id, u.platform, u.date'

/** Each row of unit inventory against its ledger rows, which it finds by index, so that nothing is sorted. */
export const INVENTORY_CHECKS: readonly Check[] = [
  selecting(
    'counts',
    'Forecast, held and sold are never negative.',
    `SELECT ${ROW}, u.forecast AS forecast, u.held AS held, u.sold AS sold FROM unit_inventory u
     WHERE u.forecast < 0 OR u.held < 0 OR u.sold < 0 ${IN_ORDER}`,
    (row) => `${place(row)}: forecast ${row.forecast}, held ${row.held}, sold ${row.sold}`,
  ),
  isItsLedger('sold', 'PURCHASE', 'RELEASE'),
  isItsLedger('held', 'HOLD', 'UNHOLD'),
  selecting(
    'ledger-inventory',
    'Every row of the ledger is about a row of unit inventory.',
    `SELECT d.id AS id, d.unit_id AS unitId, d.meta_id AS metaId, d.platform AS platform, d.date AS date,
            d.type AS type, d.quantity AS quantity
     FROM deduction d LEFT JOIN unit_inventory u
       ON u.meta_id = d.meta_id AND u.platform = d.platform AND u.date = d.date
     WHERE u.meta_id IS NULL ORDER BY d.id`,
    (row) =>
      `ledger row ${row.id} (${row.type} ${row.quantity} of unit ${row.unitId}): there is no inventory row ${place(row)}`,
  ),
  selecting(
    'changed-forecasts',
    'A confirmed row whose forecast has changed since has the new one beside it.',
    `SELECT month AS month, meta_id AS metaId, changed_at AS changedAt FROM standard_inventory
     WHERE changed_at IS NOT NULL AND new_forecast_total IS NULL ORDER BY month, meta_id, type`,
    ({ month, metaId, changedAt }) => `${metaId} in ${month}: changed at ${changedAt}, to nothing`,
  ),
]

function isItsLedger(column: 'sold' | 'held', takes: string, gives: string): Check {
  const moved = `COALESCE((SELECT SUM(d.quantity) FROM deduction d WHERE d.meta_id = u.meta_id
    AND d.platform = u.platform AND d.date = u.date AND d.type IN ('${takes}', '${gives}')), 0)`
  return selecting(
    `${column}-ledger`,
    `What is ${column} of a row is the sum of its ${takes} and ${gives} in the ledger.`,
    `SELECT ${ROW}, u.${column} AS stands, ${moved} AS moved FROM unit_inventory u
     WHERE u.${column} <> ${moved} ${IN_ORDER}`,
    (row) => `${place(row)}: ${column} is ${row.stands}, the ledger sums to ${row.moved}`,
  )
}

type Named = Record<string, string | number | null>

/** A row of unit inventory in words. */
export function place({ metaId, platform, date }: Named): string {
  return `${metaId} on ${platform} on ${date}`
}
