import { type FindOptionsWhere, In } from 'typeorm'
import type { Month } from '../../shared/calendar'
import type { StandardInventoryView } from '../../shared/contract/inventory'
import type { ContentType } from '../../shared/contract/primitives'
import { changeRate } from '../../shared/inventory'
import { Problem } from '../../shared/problem'
import type { Transaction } from '../database/database'
import { nextVersion } from '../database/versions'
import { StandardInventory, StandardInventoryChange } from './inventory.entities'

/** Who acts, and when. */
export interface Actor {
  accountId: string
  at: string
}

export async function listStandardInventory(
  tx: Transaction,
  filter: { month: Month; type?: ContentType | undefined },
  limit: number,
  offset: number,
): Promise<StandardInventoryView[]> {
  const rows = await tx.manager.find(StandardInventory, {
    where: { month: filter.month, ...(filter.type ? { type: filter.type } : {}) },
    order: { type: 'ASC', metaId: 'ASC' },
    take: limit,
    skip: offset,
  })
  return rows.map(toView)
}

/**
 * Sets or takes back a manual total.
 *
 * @throws Problem NOT_FOUND, VERSION_CONFLICT, STANDARD_INVENTORY_CONFIRMED
 */
export async function correct(
  tx: Transaction,
  id: number,
  change: { adjustedTotal: number | null; reason: string; version: number },
  actor: Actor,
): Promise<StandardInventoryView> {
  const row = await tx.manager.findOneBy(StandardInventory, { id })
  if (!row) throw noSuchRow([id])
  const version = nextVersion(
    row.version,
    change.version,
    `Standard inventory of ${row.metaId} in ${row.month}`,
  )
  if (row.status === 'CONFIRMED') {
    throw new Problem(
      'STANDARD_INVENTORY_CONFIRMED',
      `${row.metaId} in ${row.month} is confirmed. Reopen it with POST /api/v1/standard-inventory/reopenings, then correct it.`,
    )
  }
  const corrected = { ...row, adjustedTotal: change.adjustedTotal, version }
  const affected = await tx.run(
    "UPDATE standard_inventory SET adjusted_total = ?, version = ? WHERE id = ? AND version = ? AND status = 'OPEN'",
    [change.adjustedTotal, version, id, row.version],
  )
  if (affected !== 1)
    throw new Problem('VERSION_CONFLICT', 'Somebody changed this row just now. Load it again.')
  await tx.manager.insert(StandardInventoryChange, {
    standardId: id,
    kind: 'CORRECTED',
    adjustedBefore: row.adjustedTotal,
    adjustedAfter: change.adjustedTotal,
    reason: change.reason,
    actor: actor.accountId,
    at: actor.at,
  })
  return toView(corrected)
}

/**
 * Confirms rows of a month; all of them or none.
 *
 * @throws Problem NOT_FOUND for ids that are not of that month or a month without rows, SHAPE_ALL_ZERO
 */
export async function confirm(
  tx: Transaction,
  month: Month,
  ids: readonly number[] | undefined,
  actor: Actor,
): Promise<{ confirmed: number; alreadyConfirmed: number }> {
  const rows = await lockedRows(tx, ids ? { month, id: In([...ids]) } : { month })
  if (ids && rows.length < new Set(ids).size) {
    const known = new Set(rows.map(({ id }) => id))
    throw noSuchRow(
      ids.filter((id) => !known.has(id)),
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
  // The daily shape sums to the forecast: without forecast there is no day to lay a positive total on.
  const shapeless = open.filter(
    ({ adjustedTotal, forecastTotal }) => (adjustedTotal ?? 0) > 0 && forecastTotal === 0,
  )
  if (shapeless.length > 0) {
    throw new Problem(
      'SHAPE_ALL_ZERO',
      `${shapeless[0]!.metaId} has a corrected total but no forecast on any day${shapeless.length > 1 ? ` (and ${shapeless.length - 1} more)` : ''}. Take the correction back or load a forecast first.`,
      { rows: shapeless.slice(0, 100).map(({ id, metaId, type }) => ({ id, metaId, type })) },
    )
  }
  await changeStatus(tx, open, 'CONFIRMED', null, actor)
  return { confirmed: open.length, alreadyConfirmed: rows.length - open.length }
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

export async function history(tx: Transaction, id: number, limit: number, offset: number) {
  if (!(await tx.manager.existsBy(StandardInventory, { id }))) throw noSuchRow([id])
  return tx.rows(
    `SELECT c.kind AS kind, c.adjusted_before AS adjustedBefore, c.adjusted_after AS adjustedAfter, c.reason AS reason,
            COALESCE(a.email, c.actor) AS actor, c.at AS at
     FROM standard_inventory_change c LEFT JOIN account a ON a.id = c.actor
     WHERE c.standard_id = ? ORDER BY c.id LIMIT ${limit} OFFSET ${offset}`,
    [id],
  )
}

/** In the order of their ids, so that two who change many rows lock them in one order. */
async function lockedRows(
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
      `UPDATE standard_inventory SET status = ?, version = version + 1 WHERE id IN (${ids.map(() => '?').join(', ')})`,
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

function noSuchRow(ids: readonly number[], month?: Month): Problem {
  return new Problem(
    'NOT_FOUND',
    `There is no standard inventory ${ids.slice(0, 20).join(', ')}${month ? ` in ${month}` : ''}. Load the list again.`,
  )
}

function toView({ forecastWithActual, ...row }: StandardInventory): StandardInventoryView {
  return { ...row, changeRate: changeRate(forecastWithActual, row.actualTotal) }
}
