import { In } from 'typeorm'
import type { CorrectedRow, StandardChangeView, StandardInventoryView } from '../../shared/contract/inventory'
import { Problem } from '../../shared/problem'
import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'
import { nextVersion } from '../database/versions'
import type { StandardInventory } from './inventory.entities'
import { type Actor, lockedRows, noSuchRow, standardRows } from './standard-inventory'

export interface Correction {
  id: number
  /** Null takes the manual total back. */
  adjustedTotal: number | null
  reason: string
  version: number
}

/**
 * Sets or removes a manual total.
 *
 * @throws Problem NOT_FOUND, VERSION_CONFLICT, STANDARD_INVENTORY_CONFIRMED
 */
export async function correct(
  tx: Transaction,
  correction: Correction,
  actor: Actor,
): Promise<StandardInventoryView> {
  const { rows, refusals } = await apply(tx, [correction], actor, false)
  const refusal = refusals.get(correction.id)
  if (refusal) throw refusal
  return rows.get(correction.id)!
}

/**
 * Corrects many rows: those that can be corrected are, each of the others comes with its problem.
 *
 * @param notes whether the rows come with their notes
 */
export async function correctMany(
  tx: Transaction,
  corrections: readonly Correction[],
  actor: Actor,
  notes: boolean,
): Promise<CorrectedRow[]> {
  const { rows, refusals } = await apply(tx, corrections, actor, notes)
  const last = await lastChanges(tx, [...refusals.keys()])
  return corrections.map(({ id }) => {
    const { code, detail } = refusals.get(id) ?? {}
    return {
      id,
      saved: code === undefined,
      row: rows.get(id) ?? null,
      problem: code && detail ? { code, detail } : null,
      lastChange: last.get(id) ?? null,
    }
  })
}

async function apply(
  tx: Transaction,
  corrections: readonly Correction[],
  actor: Actor,
  notes: boolean,
): Promise<{ rows: Map<number, StandardInventoryView>; refusals: Map<number, Problem> }> {
  const locked = await lockedRows(tx, { id: In(corrections.map(({ id }) => id)) })
  const byId = new Map(locked.map((row) => [row.id, row]))
  const refusals = new Map<number, Problem>()
  const accepted: { correction: Correction; row: StandardInventory }[] = []
  for (const correction of corrections) {
    const row = byId.get(correction.id)
    const refusal = row ? refusalOf(row, correction) : noSuchRow([correction.id])
    if (refusal) refusals.set(correction.id, refusal)
    else accepted.push({ correction, row: row! })
  }
  accepted.sort((a, b) => a.row.id - b.row.id)
  await tx.updateGiven(
    'standard_inventory',
    { id: 'whole', adjusted_total: 'whole', adjusted_days: 'whole', version: 'whole' },
    accepted.map(({ correction: { adjustedTotal }, row }) => [
      row.id,
      adjustedTotal,
      adjustedTotal === null ? null : row.forecastDays,
      row.version + 1,
    ]),
  )
  await tx.insert(
    'standard_inventory_change',
    ['standard_id', 'kind', 'adjusted_before', 'adjusted_after', 'reason', 'actor', 'at'],
    accepted.map(({ correction, row }) => [
      row.id,
      'CORRECTED',
      row.adjustedTotal,
      correction.adjustedTotal,
      correction.reason,
      actor.accountId,
      actor.at,
    ]),
  )
  return { rows: await standardRows(tx, locked, notes), refusals }
}

function refusalOf(row: StandardInventory, { version }: Correction): Problem | undefined {
  try {
    nextVersion(row.version, version, `Standard inventory of ${row.metaId} in ${row.month}`)
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  if (row.status !== 'CONFIRMED') return undefined
  return new Problem(
    'STANDARD_INVENTORY_CONFIRMED',
    `${row.metaId} in ${row.month} is confirmed. Reopen it with POST /api/v1/standard-inventory/reopenings, then correct it.`,
  )
}

/** The last change of each row that a person made. */
async function lastChanges(
  tx: Transaction,
  ids: readonly number[],
): Promise<Map<number, StandardChangeView>> {
  if (ids.length === 0) return new Map()
  const changes = await tx.rows<StandardChangeView & { standardId: number }>(
    `SELECT c.standard_id AS standardId, c.kind AS kind, c.reason AS reason, COALESCE(a.email, c.actor) AS actor, c.at AS at
     FROM (SELECT MAX(id) AS id FROM standard_inventory_change WHERE standard_id IN (${placeholders(ids)})
           GROUP BY standard_id) last
     JOIN standard_inventory_change c ON c.id = last.id LEFT JOIN account a ON a.id = c.actor`,
    ids,
  )
  return new Map(changes.map(({ standardId, ...change }) => [standardId, change]))
}
