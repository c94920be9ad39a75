import type { BusinessDate } from '../../shared/calendar'
import type { CalendarDayView } from '../../shared/contract/inventory'
import type { ContentType } from '../../shared/contract/primitives'
import { groupBy } from '../../shared/group-by'
import { RANDOM_POOL } from '../../shared/inventory'
import { requireProduct } from '../catalog/products'
import type { Transaction } from '../database/database'
import { placeholders } from '../database/placeholders'

const SUMS = `SUM(u.capacity) AS capacity, SUM(u.held) AS held, SUM(u.sold) AS sold,
  SUM(u.capacity - u.held - u.sold) AS remaining`

export interface CalendarFilter {
  from: BusinessDate
  to: BusinessDate
  metaId?: string | undefined
  type?: ContentType | undefined
  productCode?: string | undefined
}

/**
 * Sold and remaining impressions per day and platform, summed by the database: of all contents, of one
 * content, of one type, or of what a product can sell (a RANDOM product the pool, other products all but the
 * pool, on the product's platforms).
 *
 * @throws Problem UNKNOWN_REFERENCE for an unknown product
 */
export async function inventoryCalendar(tx: Transaction, filter: CalendarFilter): Promise<CalendarDayView[]> {
  const where = ['u.date BETWEEN ? AND ?']
  const values: string[] = [filter.from, filter.to]
  const and = (sql: string, ...more: string[]) => {
    where.push(sql)
    values.push(...more)
  }
  if (filter.metaId) and('u.meta_id = ?', filter.metaId)
  if (filter.type === 'RANDOM') and('u.meta_id = ?', RANDOM_POOL)
  else if (filter.type) and('u.meta_id IN (SELECT meta_id FROM content WHERE type = ?)', filter.type)
  if (filter.productCode) {
    const { targetingKind, platforms } = await requireProduct(tx, filter.productCode)
    and(`u.platform IN (${placeholders(platforms)})`, ...platforms)
    and(targetingKind === 'RANDOM' ? 'u.meta_id = ?' : 'u.meta_id <> ?', RANDOM_POOL)
  }
  return tx.rows(
    `SELECT u.date AS date, u.platform AS platform, ${SUMS}
     FROM unit_inventory u LEFT JOIN platform p ON p.code = u.platform
     WHERE ${where.join(' AND ')}
     GROUP BY u.date, u.platform, p.display_order ORDER BY u.date, p.display_order, u.platform`,
    values,
  )
}

/** The same per content; contents without inventory have no days. */
export async function contentCalendars(
  tx: Transaction,
  { from, to, metaIds }: { from: BusinessDate; to: BusinessDate; metaIds: readonly string[] },
): Promise<{ metaId: string; days: CalendarDayView[] }[]> {
  const rows = await tx.rows<CalendarDayView & { metaId: string }>(
    `SELECT u.meta_id AS metaId, u.date AS date, u.platform AS platform, ${SUMS}
     FROM unit_inventory u LEFT JOIN platform p ON p.code = u.platform
     WHERE u.meta_id IN (${placeholders(metaIds)}) AND u.date BETWEEN ? AND ?
     GROUP BY u.meta_id, u.date, u.platform, p.display_order ORDER BY u.date, p.display_order, u.platform`,
    [...metaIds, from, to],
  )
  const byContent = groupBy(rows, ({ metaId }) => metaId)
  return [...new Set(metaIds)].map((metaId) => ({
    metaId,
    days: (byContent.get(metaId) ?? []).map(({ metaId: _metaId, ...day }) => day),
  }))
}
