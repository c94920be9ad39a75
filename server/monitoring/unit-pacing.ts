import type { BusinessDate } from '../../shared/calendar'
import { deliveryFigures, deliveryRates, riskOf } from '../../shared/pacing'
import type { PublishStatus } from '../../shared/statuses'
import type { BookedUnit, UnitDay } from './booked-unit'
import type { MonitoringUnit } from './monitoring.entities'

/**
 * A bought unit's pacing, with the arithmetic of GET /campaigns/{id}/delivery.
 *
 * @param days the unit's plan and delivery per day and platform
 * @param counts number of its child ads by publish status
 */
export function paceOf(
  { id, campaignId, bookingStatus }: BookedUnit,
  days: readonly UnitDay[],
  counts: Partial<Record<PublishStatus, number>>,
  today: BusinessDate,
): MonitoringUnit {
  const figures = deliveryFigures(
    days.map(({ delivered, ...day }) => ({ ...day, impressions: delivered })),
    today,
  )
  const { guaranteed, delivered, expectedToDate, deliveredToDate, projected } = figures
  return {
    unitId: id,
    campaignId,
    guaranteed,
    delivered,
    expectedToDate,
    deliveredToDate,
    projected,
    missing: deliveryRates(figures).missing,
    reason: riskOf(figures, { bookingStatus, counts }),
  }
}
