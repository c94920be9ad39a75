import { firstDayOf, lastDayOf, type Month } from '../../shared/calendar'
import type { Transaction } from '../database/database'
import { type Stretch, seek } from '../database/keyset'

/** What is held and sold of a content, in impressions. */
export interface Promised {
  metaId: string
  held: number
  sold: number
}

/** What is held and sold of each content in a month, by metaId; contents without either are left out. */
export async function promisedContents(tx: Transaction, month: Month, stretch: Stretch): Promise<Promised[]> {
  const { condition, values, end } = seek(tx, ['metaId'], stretch)
  return tx.rows<Promised>(
    `SELECT metaId, held, sold FROM (
       SELECT meta_id AS metaId, SUM(held) AS held, SUM(sold) AS sold FROM unit_inventory
       WHERE date BETWEEN ? AND ? AND (held > 0 OR sold > 0) GROUP BY meta_id) promised
     WHERE ${condition} ${end}`,
    [firstDayOf(month), lastDayOf(month), ...values],
  )
}
