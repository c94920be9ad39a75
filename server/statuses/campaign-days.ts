import { type BookingStatus, isCounted } from '../../shared/statuses'
import type { Transaction } from '../database/database'
import { deliveryDaysOf, type UnitDay } from './campaign-delivery'

/** The days of a campaign in order, with the bookings and the delivery of its counted units added up. */
export async function campaignDays(tx: Transaction, campaignId: string): Promise<UnitDay[]> {
  const units = await tx.rows<{ id: string; bookingStatus: BookingStatus }>(
    'SELECT id, booking_status AS bookingStatus FROM campaign_unit WHERE campaign_id = ?',
    [campaignId],
  )
  const daysOf = await deliveryDaysOf(tx, { campaignId })
  const days = new Map<string, UnitDay>()
  for (const { id, bookingStatus } of units) {
    if (!isCounted(bookingStatus)) continue
    for (const day of daysOf.get(id) ?? []) days.set(day.date, sumOfDays(days.get(day.date), day))
  }
  return [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1))
}

function sumOfDays(sum: UnitDay | undefined, day: UnitDay): UnitDay {
  if (!sum) return day
  const instants = [sum.updatedAt, day.updatedAt].filter((at) => at !== null).sort()
  return {
    date: day.date,
    planned: sum.planned + day.planned,
    impressions: sum.impressions + day.impressions,
    clicks: sum.clicks + day.clicks,
    views: sum.views + day.views,
    updatedAt: instants.at(-1) ?? null,
  }
}
