import type { Transaction } from '../database/database'
import { deliveryDaysOf, type UnitDay } from './campaign-delivery'

/** The days of a campaign in order, with the bookings and the delivery of all its units added up. */
export async function campaignDays(tx: Transaction, campaignId: string): Promise<UnitDay[]> {
  const days = new Map<string, UnitDay>()
  for (const of of (await deliveryDaysOf(tx, { campaignId })).values()) {
    for (const day of of) days.set(day.date, sumOfDays(days.get(day.date), day))
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
