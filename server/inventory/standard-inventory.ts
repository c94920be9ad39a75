import { type FindOptionsWhere, In } from 'typeorm'
import { addMonths, type Month } from '../../shared/calendar'
import type { StandardInventoryView, StandardNote } from '../../shared/contract/inventory'
import type { ContentType } from '../../shared/contract/primitives'
import { groupBy } from '../../shared/group-by'
import { changeRate } from '../../shared/inventory'
import { Problem } from '../../shared/problem'
import type { Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'
import { placeholders } from '../database/placeholders'
import { StandardInventory } from './inventory.entities'
import { correctionNote } from './standard-notes'

/** Who acts, and when. */
export interface Actor {
  accountId: string
  at: string
}

export async function listStandardInventory(
  tx: Transaction,
  filter: {
    month: Month
    type?: ContentType | undefined
    notes?: boolean | undefined
    changed?: boolean | undefined
  },
  stretch: Stretch,
): Promise<StandardInventoryView[]> {
  const { condition, values, end } = seek(tx, ['s.type', 's.meta_id'], stretch)
  const changed =
    filter.changed === undefined
      ? ''
      : `AND ${filter.changed ? '' : 'NOT '}(s.status = 'CONFIRMED' AND s.changed_at IS NOT NULL)`
  const rows = await tx.rows<StandardRow>(
    `${SELECT_ROW} WHERE s.month = ? ${filter.type ? 'AND s.type = ?' : ''} ${changed} AND ${condition} ${end}`,
    [addMonths(filter.month, -1), filter.month, ...(filter.type ? [filter.type] : []), ...values],
  )
  return rows.map(filter.notes ? toNotedView : toView)
}

/** A row of the list, with its content's total of the month before. */
type StandardRow = Omit<
  StandardInventoryView,
  'changeRate' | 'monthOverMonth' | 'notes' | 'newForecastTotal' | 'changedSince'
> &
  Pick<
    StandardInventory,
    'forecastWithActual' | 'forecastDays' | 'adjustedDays' | 'newForecastTotal' | 'changedAt'
  > & { notes: string | null }

/** Its first parameter is the month before. */
const SELECT_ROW = `
  SELECT s.id AS id, s.month AS month, s.type AS type, s.meta_id AS metaId, s.forecast_total AS forecastTotal,
         s.actual_total AS actualTotal, s.forecast_with_actual AS forecastWithActual,
         s.adjusted_total AS adjustedTotal, COALESCE(p.adjusted_total, p.forecast_total) AS previousTotal,
         s.new_forecast_total AS newForecastTotal, s.changed_at AS changedAt, s.forecast_days AS forecastDays, s.adjusted_days AS adjustedDays, s.notes AS notes,
         s.status AS status, s.version AS version
  FROM standard_inventory s
  LEFT JOIN standard_inventory p ON p.month = ? AND p.type = s.type AND p.meta_id = s.meta_id`

/** Rows by id, whatever their months. @param notes whether they come with their notes */
export async function standardRows(
  tx: Transaction,
  rows: readonly Pick<StandardInventory, 'id' | 'month'>[],
  notes: boolean,
): Promise<Map<number, StandardInventoryView>> {
  const views = new Map<number, StandardInventoryView>()
  for (const [month, of] of groupBy(rows, (row) => row.month)) {
    const ids = of.map(({ id }) => id)
    const found = await tx.rows<StandardRow>(`${SELECT_ROW} WHERE s.id IN (${placeholders(ids)})`, [
      addMonths(month, -1),
      ...ids,
    ])
    for (const row of found) views.set(row.id, notes ? toNotedView(row) : toView(row))
  }
  return views
}

/**
 * Confirms rows of a month: all of the given ones or none.
 *
 * @param ids absent: all rows of the month
 * @throws Problem NOT_FOUND for ids that are not of that month or a month without rows, SHAPE_ALL_ZERO,
 *   STANDARD_INVENTORY_CONFIRMED for a content that is confirmed under another type
 */
export async function confirm(
  tx: Transaction,
  month: Month,
  ids: readonly number[] | undefined,
  actor: Actor,
): Promise<{ confirmed: number; alreadyConfirmed: number }> {
  // Locks the whole month: two requests at once must not confirm one content under two types.
  const all = await lockedRows(tx, { month })
  const wanted = ids && new Set(ids)
  const rows = wanted ? all.filter(({ id }) => wanted.has(id)) : all
  if (wanted && rows.length < wanted.size) {
    const known = new Set(rows.map(({ id }) => id))
    throw noSuchRow(
      [...wanted].filter((id) => !known.has(id)),
      month,
    )
  }
  if (rows.length === 0) {
    throw new Problem(
      'NOT_FOUND',
      `There is no standard inventory for ${month}. Run standard-inventory-load first.`,
    )
  }
  const open = rows.filter(({ status }) => status === 'OPEN')
  requireShape(open)
  await changeStatus(tx, open, 'CONFIRMED', null, actor)
  await requireOneType(tx, month)
  return { confirmed: open.length, alreadyConfirmed: rows.length - open.length }
}

/** The daily shape sums to the forecast: without a forecast, a positive total has no days to be split over. */
export function requireShape(
  rows: readonly Pick<StandardInventory, 'id' | 'metaId' | 'type' | 'adjustedTotal' | 'forecastTotal'>[],
): void {
  const shapeless = rows.filter(
    ({ adjustedTotal, forecastTotal }) => (adjustedTotal ?? 0) > 0 && forecastTotal === 0,
  )
  if (shapeless.length === 0) return
  throw new Problem(
    'SHAPE_ALL_ZERO',
    `${shapeless[0]!.metaId} has a corrected total but no forecast on any day${shapeless.length > 1 ? ` (and ${shapeless.length - 1} more)` : ''}. Take the correction back or load a forecast first.`,
    { rows: shapeless.slice(0, 100).map(({ id, metaId, type }) => ({ id, metaId, type })) },
  )
}

/**
 * Refuses a content that is confirmed under two types. When a part has changed its type, its contents get
 * rows of the new type beside confirmed rows of the old one, and both together would sell the same inventory
 * twice.
 */
export async function requireOneType(tx: Transaction, month: Month): Promise<void> {
  const twice = await tx.rows<{ metaId: string }>(
    `SELECT meta_id AS metaId FROM standard_inventory
     WHERE month = ? AND status = 'CONFIRMED' AND forecast_total > 0
     GROUP BY meta_id HAVING COUNT(*) > 1 ORDER BY meta_id LIMIT 100`,
    [month],
  )
  if (twice.length === 0) return
  const metaIds = twice.map(({ metaId }) => metaId)
  throw new Problem(
    'STANDARD_INVENTORY_CONFIRMED',
    `${metaIds.slice(0, 5).join(', ')}${metaIds.length > 5 ? ' …' : ''} would be confirmed under two types in ${month} and sold twice. Reopen the rows of the type that no longer applies, run standard-inventory-load, then confirm.`,
    { metaIds },
  )
}

/** @throws Problem NOT_FOUND */
export async function reopen(
  tx: Transaction,
  ids: readonly number[],
  reason: string,
  actor: Actor,
): Promise<{ reopened: number; alreadyOpen: number }> {
  const rows = await lockedRows(tx, { id: In([...ids]) })
  if (rows.length < new Set(ids).size) {
    const known = new Set(rows.map(({ id }) => id))
    throw noSuchRow(ids.filter((id) => !known.has(id)))
  }
  const confirmed = rows.filter(({ status }) => status === 'CONFIRMED')
  await changeStatus(tx, confirmed, 'OPEN', reason, actor)
  return { reopened: confirmed.length, alreadyOpen: rows.length - confirmed.length }
}

export async function history(tx: Transaction, id: number, stretch: Stretch) {
  if (!(await tx.manager.existsBy(StandardInventory, { id }))) throw noSuchRow([id])
  const { condition, values, end } = seek(tx, ['c.id'], stretch)
  return tx.rows<{ id: number }>(
    `SELECT c.id AS id, c.kind AS kind, c.adjusted_before AS adjustedBefore, c.adjusted_after AS adjustedAfter,
            c.forecast_before AS forecastBefore, c.forecast_after AS forecastAfter, c.reason AS reason,
            COALESCE(a.email, c.actor) AS actor, c.at AS at
     FROM standard_inventory_change c LEFT JOIN account a ON a.id = c.actor
     WHERE c.standard_id = ? AND ${condition} ${end}`,
    [id, ...values],
  )
}

/** Locks rows in the order of their ids, so that two transactions lock them in the same order. */
export async function lockedRows(
  tx: Transaction,
  where: FindOptionsWhere<StandardInventory>,
): Promise<StandardInventory[]> {
  return tx.findAllLocked(StandardInventory, where, { id: 'ASC' })
}

async function changeStatus(
  tx: Transaction,
  rows: readonly StandardInventory[],
  status: StandardInventory['status'],
  reason: string | null,
  actor: Actor,
): Promise<void> {
  for (let at = 0; at < rows.length; at += 1000) {
    const ids = rows.slice(at, at + 1000).map(({ id }) => id)
    await tx.run(
      `UPDATE standard_inventory SET status = ?, version = version + 1 WHERE id IN (${placeholders(ids)})`,
      [status, ...ids],
    )
  }
  await tx.insert(
    'standard_inventory_change',
    ['standard_id', 'kind', 'adjusted_before', 'adjusted_after', 'reason', 'actor', 'at'],
    rows.map(({ id, adjustedTotal }) => [
      id,
      status === 'CONFIRMED' ? 'CONFIRMED' : 'REOPENED',
      adjustedTotal,
      adjustedTotal,
      reason,
      actor.accountId,
      actor.at,
    ]),
  )
}

export function noSuchRow(ids: readonly number[], month?: Month): Problem {
  return new Problem(
    'NOT_FOUND',
    `There is no standard inventory ${ids.slice(0, 20).join(', ')}${month ? ` in ${month}` : ''}. Load the list again.`,
  )
}

function toNotedView(found: StandardRow): StandardInventoryView {
  const { notes } = found
  const view = toView(found)
  const { forecastTotal: before, newForecastTotal: after } = view
  const correction = correctionNote(found)
  return {
    ...view,
    notes: [
      ...(after === undefined ? [] : [{ code: 'FORECAST_CHANGED' as const, before, after }]),
      ...(notes === null ? [] : (JSON.parse(notes) as StandardNote[])),
      ...(correction ? [correction] : []),
    ],
  }
}

function toView({
  forecastWithActual,
  forecastDays: _days,
  adjustedDays: _adjusted,
  notes: _notes,
  newForecastTotal,
  changedAt,
  ...row
}: StandardRow): StandardInventoryView {
  const isChanged = row.status === 'CONFIRMED' && newForecastTotal !== null && changedAt !== null
  return {
    ...row,
    ...(isChanged ? { newForecastTotal, changedSince: changedAt } : {}),
    changeRate: changeRate(forecastWithActual, row.actualTotal),
    monthOverMonth: changeRate(row.adjustedTotal ?? row.forecastTotal, row.previousTotal ?? 0),
  }
}
