import type { BusinessDate } from '../../shared/calendar'
import type { SqlValue, Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'

const COUNTS = ['forecast', 'capacity', 'held', 'sold'] as const

/** The inventory of one day and platform, over all contents. */
export type InventoryDay = { date: BusinessDate; platform: string } & Record<(typeof COUNTS)[number], number>

/** Unit inventory of some days, added up per platform. */
export async function addUpInventory(
  tx: Transaction,
  days: readonly BusinessDate[],
): Promise<InventoryDay[]> {
  const rows = await tx.rows<InventoryDay>(
    `SELECT date, platform, ${COUNTS.map((count) => `SUM(${count}) AS ${count}`).join(', ')}
     FROM unit_inventory WHERE date IN (${placeholders(days)}) GROUP BY date, platform`,
    days,
  )
  return rows
}

/** Replaces the rows of days in the rollup. */
export async function storeInventory(
  tx: Transaction,
  days: readonly BusinessDate[],
  rows: readonly InventoryDay[],
): Promise<void> {
  await tx.run(`DELETE FROM monitoring_inventory_day WHERE date IN (${placeholders(days)})`, days)
  await tx.insert(
    'monitoring_inventory_day',
    ['date', 'platform', ...COUNTS],
    rows.map((row): SqlValue[] => [row.date, row.platform, ...COUNTS.map((count) => Number(row[count]))]),
  )
}
