import type { Language } from '../../shared/language'
import { shownSeoulTime } from '../../shared/seoul-time'
import type { MonitoringContents } from '../../shared/sheets/monitoring/contents'
import { monitoringOfDelivery } from '../../shared/sheets/monitoring/of-delivery'
import type { Campaign } from '../campaigns/campaign.entities'
import { platformsInOrder } from '../catalog/platforms'
import { productsOf } from '../catalog/products'
import type { Clock } from '../clock'
import type { Transaction } from '../database/database'
import { campaignDays } from '../statuses/campaign-days'
import { campaignDelivery } from '../statuses/campaign-delivery'

/** A campaign's delivery as contents of the 모니터링 sheet. */
export async function monitoringOfCampaign(
  tx: Transaction,
  campaign: Campaign,
  clock: Clock,
  language: Language,
): Promise<MonitoringContents> {
  const delivery = await campaignDelivery(tx, campaign, clock.today())
  const products = await productsOf(
    tx,
    delivery.units.map(({ productCode }) => productCode),
  )
  const platforms = new Map((await platformsInOrder(tx)).map(({ code, name }) => [code, name]))
  return monitoringOfDelivery({
    campaign,
    delivery,
    days: await campaignDays(tx, campaign.id),
    product: (code) => {
      const product = products.get(code)
      return (
        product && {
          name: product.name,
          platforms: product.platforms.map((one) => platforms.get(one) ?? one),
        }
      )
    },
    takenAt: shownSeoulTime(clock.now()),
    language,
  })
}
