import type { Transaction } from '../database/database'

/** A unit's deductions in the order they were written. */
export async function ledgerOf(tx: Transaction, unitId: string, limit: number, offset: number) {
  return tx.rows(
    `SELECT d.id AS id, d.type AS type, d.quantity AS quantity, d.meta_id AS metaId, d.platform AS platform,
            d.date AS date, d.at AS at, COALESCE(a.email, d.actor) AS actor
     FROM deduction d LEFT JOIN account a ON a.id = d.actor
     WHERE d.unit_id = ? ORDER BY d.id LIMIT ${limit} OFFSET ${offset}`,
    [unitId],
  )
}
