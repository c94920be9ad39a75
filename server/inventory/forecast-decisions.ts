import { In } from 'typeorm'
import type { ForecastDecisionAnswer } from '../../shared/contract/inventory'
import { Problem } from '../../shared/problem'
import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { nextVersion } from '../database/versions'
import type { StandardInventory } from './inventory.entities'
import {
  type Actor,
  lockedRows,
  noSuchRow,
  requireOneType,
  requireShape,
  standardRows,
} from './standard-inventory'

export interface ForecastDecision {
  decision: 'TAKE' | 'KEEP'
  rows: readonly { id: number; version: number }[]
  reason: string
}

/**
 * Decides about confirmed rows whose forecast has changed since: takes the newest total and daily shape, or keeps the
 * confirmed ones until the forecast changes again. Corrections stay. All rows or none.
 *
 * @throws Problem NOT_FOUND, VERSION_CONFLICT, STATUS_CONFLICT for a row without a changed forecast, SHAPE_ALL_ZERO,
 *   STANDARD_INVENTORY_CONFIRMED for a content that would be sold under two types
 */
export async function decideForecasts(
  tx: Transaction,
  { decision, rows: asked, reason }: ForecastDecision,
  actor: Actor,
): Promise<ForecastDecisionAnswer> {
  const rows = await lockedRows(tx, { id: In(asked.map(({ id }) => id)) })
  requireChanged(rows, asked)
  const ids = rows.map(({ id }) => id)
  const months = [...new Set(rows.map(({ month }) => month))].sort()
  if (decision === 'TAKE') {
    requireShape(rows.map((row) => ({ ...row, forecastTotal: row.newForecastTotal! })))
    await take(tx, ids)
    for (const month of months) await requireOneType(tx, month)
  } else await keep(tx, ids)
  await tx.insert(
    'standard_inventory_change',
    [
      'standard_id',
      'kind',
      'adjusted_before',
      'adjusted_after',
      'forecast_before',
      'forecast_after',
      'reason',
      'actor',
      'at',
    ],
    rows.map(({ id, adjustedTotal, forecastTotal, newForecastTotal }) => [
      id,
      decision === 'TAKE' ? 'FORECAST_TAKEN' : 'FORECAST_KEPT',
      adjustedTotal,
      adjustedTotal,
      forecastTotal,
      newForecastTotal,
      reason,
      actor.accountId,
      actor.at,
    ]),
  )
  const views = await standardRows(tx, rows, true)
  return {
    items: ids.map((id) => views.get(id)!),
    unitLoad: decision === 'TAKE' ? { needed: true, months } : { needed: false, months: [] },
  }
}

function requireChanged(
  rows: readonly StandardInventory[],
  asked: readonly { id: number; version: number }[],
): void {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const missing = asked.filter(({ id }) => !byId.has(id)).map(({ id }) => id)
  if (missing.length > 0) throw noSuchRow(missing)
  for (const { id, version } of asked) {
    const { metaId, month, version: current } = byId.get(id)!
    nextVersion(current, version, `Standard inventory of ${metaId} in ${month}`)
  }
  const unchanged = rows.filter(({ status, changedAt }) => status !== 'CONFIRMED' || changedAt === null)
  const [first] = unchanged
  if (!first) return
  throw new Problem(
    'STATUS_CONFLICT',
    `The forecast of ${first.metaId} in ${first.month} has not changed since the row was confirmed${unchanged.length > 1 ? ` (and of ${unchanged.length - 1} more)` : ''}. Decide only about rows with \`changedSince\`; nothing was changed.`,
    { rows: unchanged.slice(0, 100).map(({ id, metaId, status }) => ({ id, metaId, status })) },
  )
}

async function take(tx: Transaction, ids: readonly number[]): Promise<void> {
  await tx.run(
    `UPDATE standard_inventory_day SET forecast = new_forecast, new_forecast = NULL
     WHERE standard_id IN (${placeholders(ids)}) AND new_forecast IS NOT NULL`,
    ids,
  )
  await tx.run(
    `UPDATE standard_inventory
     SET forecast_total = new_forecast_total, new_forecast_total = NULL, changed_at = NULL, version = version + 1,
         forecast_days = (SELECT COUNT(DISTINCT d.date) FROM standard_inventory_day d
                          WHERE d.standard_id = standard_inventory.id AND d.forecast > 0)
     WHERE id IN (${placeholders(ids)})`,
    ids,
  )
}

/** The newest forecast stays beside the confirmed one: the load compares the next one with it. */
async function keep(tx: Transaction, ids: readonly number[]): Promise<void> {
  await tx.run(
    `UPDATE standard_inventory SET changed_at = NULL, version = version + 1 WHERE id IN (${placeholders(ids)})`,
    ids,
  )
}
