import type { Demand } from '../../shared/distribution'
import { groupBy } from '../../shared/group-by'
import type { SqlValue, Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'

/** One movement between a unit and a row of unit inventory. */
export interface LedgerLine {
  unitId: string
  type: 'PURCHASE' | 'RELEASE' | 'HOLD' | 'UNHOLD'
  /** Impressions; positive takes, negative gives back. */
  quantity: number
  metaId: string
  platform: string
  date: string
}

/** A unit's demand as lines of the ledger. */
export function linesOf(unitId: string, type: 'PURCHASE' | 'HOLD', demand: readonly Demand[]): LedgerLine[] {
  return demand.map((row) => ({ unitId, type, ...row }))
}

export const rowKey = ({ metaId, platform, date }: Pick<LedgerLine, 'metaId' | 'platform' | 'date'>) =>
  `${metaId}\u0000${platform}\u0000${date}`

/** The impressions that lines take, and those that they give back. */
export function moved(lines: readonly LedgerLine[]): { taken: number; released: number } {
  return {
    taken: lines.reduce((sum, { quantity }) => sum + Math.max(0, quantity), 0),
    released: lines.reduce((sum, { quantity }) => sum + Math.max(0, -quantity), 0),
  }
}

export interface PlatformMove {
  platform: string
  taken: number
  released: number
}

/** The same by platform, where something moves. */
export function movedByPlatform(lines: readonly LedgerLine[]): PlatformMove[] {
  return [...groupBy(lines, ({ platform }) => platform)]
    .map(([platform, own]) => ({ platform, ...moved(own) }))
    .filter(({ taken, released }) => taken + released > 0)
}

class NotEnough extends Error {}

/**
 * Applies lines to unit inventory with one guarded UPDATE for all rows. Lines of a row are merged, so a row
 * on which a hold becomes a purchase changes once. Rows are sorted by key, so that all transactions lock them
 * in the same order.
 *
 * @returns false, with nothing moved, when a row had too little or doesn't exist
 */
export async function moveInventory(tx: Transaction, lines: readonly LedgerLine[]): Promise<boolean> {
  const moves = [...groupBy(lines, rowKey)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, [first, ...others]]) => {
      const row = [first!, ...others]
      const sum = (...types: LedgerLine['type'][]) =>
        row.reduce((all, { type, quantity }) => all + (types.includes(type) ? quantity : 0), 0)
      return [first!.metaId, first!.platform, first!.date, sum('HOLD', 'UNHOLD'), sum('PURCHASE', 'RELEASE')]
    })
    .filter(([, , , held, sold]) => held !== 0 || sold !== 0)
  if (moves.length === 0) return true
  try {
    await tx.savepoint(async () => {
      const affected = await tx.run(tx.dialect.moveSql, [JSON.stringify(moves)])
      if (affected !== moves.length) throw new NotEnough()
    })
    return true
  } catch (error) {
    if (error instanceof NotEnough) return false
    throw error
  }
}

/** Appends to the ledger; its rows are never changed. */
export async function writeLedger(
  tx: Transaction,
  lines: readonly LedgerLine[],
  { purchaseId, actor, at }: { purchaseId: string | null; actor: string; at: string },
): Promise<void> {
  await tx.insert(
    'deduction',
    ['unit_id', 'purchase_id', 'type', 'quantity', 'meta_id', 'platform', 'date', 'actor', 'at'],
    lines.map(({ unitId, type, quantity, metaId, platform, date }): SqlValue[] => [
      unitId,
      type === 'PURCHASE' || type === 'RELEASE' ? purchaseId : null,
      type,
      quantity,
      metaId,
      platform,
      date,
      actor,
      at,
    ]),
  )
}

/** A unit's deductions in the order they were written. */
export async function ledgerOf(tx: Transaction, unitId: string, stretch: Stretch) {
  const { condition, values, end } = seek(tx, ['d.id'], stretch)
  return tx.rows<{ id: number }>(
    `SELECT d.id AS id, d.type AS type, d.quantity AS quantity, d.meta_id AS metaId, d.platform AS platform,
            d.date AS date, d.at AS at, COALESCE(a.email, d.actor) AS actor
     FROM deduction d LEFT JOIN account a ON a.id = d.actor
     WHERE d.unit_id = ? AND ${condition} ${end}`,
    [unitId, ...values],
  )
}
