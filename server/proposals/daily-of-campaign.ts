import { type BusinessDate, daysBetween } from '../../shared/calendar'
import { countedRows } from '../../shared/counted-rows'
import { impressionsFor } from '../../shared/estimates'
import type { DailyPlan } from '../../shared/sheets/daily-plan/contents'
import { isBought } from '../../shared/statuses'
import { unitsToBuy } from '../bookings/units-to-buy'
import type { Campaign } from '../campaigns/campaign.entities'
import { platformsInOrder } from '../catalog/platforms'
import type { Transaction } from '../database/database'
import { unitsOf } from '../media-mix/media-mix'
import { addExpected } from '../purchases/expected-days'
import { PlatformDays } from '../purchases/platform-days'
import { addBought, addHeld } from '../purchases/promised-days'
import { onDaysToCome } from '../purchases/split-units'

/**
 * A campaign's impressions by day and platform, of the rows that a proposal has (decision 54). The number of queries
 * hardly grows with the rows.
 */
export async function dailyOfCampaign(
  tx: Transaction,
  campaign: Campaign,
  today: BusinessDate,
): Promise<DailyPlan> {
  const units = [...countedRows(await unitsOf(tx, campaign.id))]
  const idsOf = (some: typeof units) => some.map(({ id }) => id)
  const bought = units.filter(({ bookingStatus }) => isBought(bookingStatus))
  const reserved = units.filter(({ bookingStatus }) => bookingStatus === 'Reserved')
  const planned = units.filter(({ bookingStatus }) => bookingStatus === 'Draft')
  const sums = new PlatformDays()
  await addBought(tx, idsOf(bought), sums)
  await addHeld(tx, idsOf(reserved), sums)
  const expected = (await unitsToBuy(tx, planned)).map((unit) => onDaysToCome(unit, today))
  await addExpected(tx, expected, sums)

  const platforms = (await platformsInOrder(tx)).filter(({ code }) => sums.platforms.includes(code))
  const flights = units.map(({ startDate, endDate }) => `${startDate} ${endDate}`)
  const days = new Set(sums.days)
  for (const flight of new Set(flights)) {
    const [start, end] = flight.split(' ')
    for (const date of daysBetween(start!, end!)) days.add(date)
  }
  const dates = [...days].sort()
  return {
    platforms: platforms.map(({ code, name }) => ({
      name,
      amount: sums.priceOf(code),
      impressions: dates.reduce((sum, date) => sum + sums.impressionsOn(code, date), 0),
    })),
    days: dates.map((date) => ({
      date,
      impressions: platforms.map(({ code }) => sums.impressionsOn(code, date)),
    })),
    estimatedRows: planned.filter(({ amount, ecpm }) => impressionsFor(amount, ecpm) > 0).length,
  }
}
