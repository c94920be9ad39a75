import type { BusinessDate } from '../../shared/calendar'
import type { MonitoringSellThroughView } from '../../shared/contract/monitoring'
import { isoWeekOf } from '../../shared/iso-week'
import { platformsInOrder } from '../catalog/platforms'
import type { Transaction } from '../database/database'
import { conditions } from './campaign-filter'
import type { InventoryDay } from './inventory-rollup'
import { quotient } from './state'

/**
 * Inventory per ISO week and platform: weeks in order, platforms in display order.
 *
 * @param from a Monday
 * @param to a Sunday
 */
export async function sellThroughReport(
  tx: Transaction,
  { from, to, platform }: { from: BusinessDate; to: BusinessDate; platform?: string | undefined },
): Promise<MonitoringSellThroughView[]> {
  const where = conditions(['date BETWEEN ? AND ?', from, to], ['platform = ?', platform])
  const days = await tx.rows<InventoryDay>(
    `SELECT date, platform, forecast, capacity, held, sold FROM monitoring_inventory_day WHERE ${where.sql} ORDER BY date`,
    where.values,
  )
  const order = (await platformsInOrder(tx)).map(({ code }) => code)
  const weeks = new Map<string, InventoryDay[]>()
  for (const day of days) {
    const { startDate } = isoWeekOf(day.date)
    weeks.set(startDate, [...(weeks.get(startDate) ?? []), day])
  }
  return [...weeks].flatMap(([startDate, ofWeek]) => {
    const platforms = [...new Set([...order, ...ofWeek.map((day) => day.platform)])]
    return platforms.flatMap((code) => {
      const own = ofWeek.filter((day) => day.platform === code)
      if (own.length === 0) return []
      const sum = (count: 'forecast' | 'capacity' | 'held' | 'sold') =>
        own.reduce((all, day) => all + Number(day[count]), 0)
      const [capacity, held, sold] = [sum('capacity'), sum('held'), sum('sold')]
      return {
        ...isoWeekOf(startDate),
        platform: code,
        forecast: sum('forecast'),
        capacity,
        held,
        sold,
        remaining: capacity - held - sold,
        soldRatio: quotient(sold, capacity),
        heldRatio: quotient(held, capacity),
      }
    })
  })
}
