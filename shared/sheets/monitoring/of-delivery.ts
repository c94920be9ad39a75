import type { CampaignDelivery, DeliveryDayView } from '../../contract/statuses'
import type { Language } from '../../language'
import { isCounted } from '../../statuses'
import type { PlanCampaign } from '../plan'
import type { MonitoringContents, MonitoringUnit } from './contents'
import { MONITORING_LABELS } from './labels'

export interface DeliveryOfCampaign {
  campaign: PlanCampaign
  delivery: CampaignDelivery
  days: readonly DeliveryDayView[]
  /** Display names of a product and its platforms; undefined for one that isn't known here. */
  product: (code: string) => { name: string; platforms: readonly string[] } | undefined
  /** As text, in Seoul time. */
  takenAt: string
  language: Language
}

/** Converts a campaign's delivery from the service's answer to the contents of the 모니터링 sheet. */
export function monitoringOfDelivery(given: DeliveryOfCampaign): MonitoringContents {
  const { campaign, delivery, days, takenAt, language } = given
  const { risks } = MONITORING_LABELS[language]
  return {
    campaign,
    asOf: delivery.asOf,
    takenAt,
    language,
    units: delivery.units
      .filter(({ bookingStatus }) => isCounted(bookingStatus))
      .map((unit): MonitoringUnit => {
        const product = given.product(unit.productCode)
        return {
          ...unit,
          productName: product?.name ?? unit.productCode,
          platforms: product?.platforms ?? [],
          publishCounts: unit.counts,
          risk: unit.reason === null ? '' : risks[unit.reason],
        }
      }),
    days: days.map(({ date, planned, impressions }) => ({
      date,
      guaranteed: planned,
      // Today may have some delivery already; for a day that is over, no delivery is a zero.
      delivered: date <= delivery.asOf || impressions > 0 ? impressions : null,
    })),
  }
}
