import type { Demand } from '../../shared/distribution'
import type { Transaction } from '../database/database'

class NotEnough extends Error {}

/**
 * Takes quantities from unit inventory: one guarded UPDATE for all rows, which touches only rows with enough left.
 * The demand must be merged and sorted by key, so that buyers lock rows in one order.
 *
 * @returns false, with nothing taken, when a row had too little or is not there
 */
export async function deduct(
  tx: Transaction,
  column: 'sold' | 'held',
  demand: readonly Demand[],
): Promise<boolean> {
  const rows = demand.map(({ metaId, platform, date, quantity }) => [metaId, platform, date, quantity])
  try {
    await tx.savepoint(async () => {
      const affected = await tx.run(tx.dialect.deductSql(column), [JSON.stringify(rows)])
      if (affected !== demand.length) throw new NotEnough()
    })
    return true
  } catch (error) {
    if (error instanceof NotEnough) return false
    throw error
  }
}
