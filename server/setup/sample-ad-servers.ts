import type { StoryRow } from '../../samples/campaigns/story'
import { fraction, hashText } from '../../samples/market/random'
import { addDays, type BusinessDate, businessDateOf } from '../../shared/calendar'
import type { PurchasedUnit } from '../../shared/contract/purchases'
import type { DeliveryReport, StatusReport } from '../../shared/contract/statuses'
import { startOfDay } from '../../shared/seoul-time'
import type { PublishStatus } from '../../shared/statuses'
import { CampaignUnit } from '../campaigns/campaign.entities'
import type { Transaction } from '../database/database'
import { KnownChildAds } from '../statuses/known-child-ads'
import { reportDelivery } from '../statuses/report-delivery'
import { reportStatuses } from '../statuses/report-statuses'

const SEED = 77
const HOUR_MS = 3_600_000
const REVIEW_HOURS = 3
/** What is delivered of a day's plan, from day to day. */
const USUAL = 0.97
const SPREAD = 0.1
/** What the newest report has of its own day. */
const SO_FAR = 0.36

interface ChildAd {
  id: string
  /** Names its luck, which is the same on every machine. */
  name: string
  unitId: string
  row: StoryRow
  platform: string
  orderedAt: string
  status: PublishStatus
  /** Impressions of the plan by day. */
  plan: ReadonlyMap<BusinessDate, number>
}

/** The ad servers of the sample: they review ads, let them run through their flight and report each day's delivery. */
export class SampleAdServers {
  private readonly ads = new Map<string, ChildAd>()
  private readonly known = new KnownChildAds()
  private reportedUntil: BusinessDate | undefined

  constructor(private readonly tx: Transaction) {}

  /** Takes the ads of a bought or an amended row. */
  async take(unitId: string, row: StoryRow, ads: PurchasedUnit['ads'], orderedAt: string): Promise<void> {
    for (const { platform, childAds } of ads) {
      for (const { childAdId, group, owners } of childAds) {
        const plan = new Map<BusinessDate, number>()
        for (const { date, impressions } of owners.flatMap(({ cells }) => cells))
          plan.set(date, (plan.get(date) ?? 0) + impressions)
        const before = this.ads.get(childAdId)
        const name = `${row.creative} ${row.product} ${platform} ${group}`
        const status = before?.status ?? 'REQUESTED'
        this.ads.set(childAdId, {
          id: childAdId,
          name,
          unitId,
          row,
          platform,
          orderedAt: before?.orderedAt ?? orderedAt,
          status,
          plan,
        })
      }
    }
  }

  /** Reports nothing of a row any more. */
  forget(unitId: string): void {
    for (const { id, unitId: own } of this.ads.values()) if (own === unitId) this.ads.delete(id)
  }

  /** Reports in the morning what has happened until then: statuses, and the delivery of the days that are over. */
  async report(at: string): Promise<void> {
    const today = businessDateOf(new Date(at))
    await this.reportStatuses(at, today)
    const yesterday = addDays(today, -1)
    if (this.reportedUntil === yesterday) return
    this.reportedUntil = yesterday
    await this.reportDelivery(
      [...this.ads.values()].flatMap((ad) => deliveryOf(ad, yesterday, at)),
      at,
      today,
    )
  }

  /** Reports what of a day has been delivered so far. */
  async reportSoFar(at: string): Promise<void> {
    const today = businessDateOf(new Date(at))
    await this.reportDelivery(
      [...this.ads.values()].flatMap((ad) => deliveryOf(ad, today, at, SO_FAR)),
      at,
      today,
    )
  }

  private async reportDelivery(reports: DeliveryReport[], now: string, today: BusinessDate): Promise<void> {
    if (reports.length === 0) return
    const { rejections } = await reportDelivery(this.tx, this.known, reports, { now, today, language: 'ko' })
    requireNone(rejections)
  }

  private async reportStatuses(now: string, today: BusinessDate): Promise<void> {
    const units = new Map((await this.tx.manager.find(CampaignUnit)).map((unit) => [unit.id, unit]))
    const reports: StatusReport[] = []
    for (const ad of this.ads.values()) {
      const { startDate, endDate } = units.get(ad.unitId)!
      const step = (status: PublishStatus, at: number, message?: string) => {
        ad.status = status
        const reportedAt = new Date(at).toISOString()
        reports.push({ childAdId: ad.id, status, reportedAt, ...(message ? { message } : {}) })
      }
      if (ad.status === 'REQUESTED') {
        const { rejected } = ad.row
        const reviewedAt = Date.parse(ad.orderedAt) + REVIEW_HOURS * HOUR_MS
        if (rejected?.platform === ad.platform) step('REJECTED', reviewedAt, rejected.message)
        else step('APPROVED', reviewedAt)
      }
      if (ad.status === 'APPROVED' && startDate <= today) step('LIVE', startOfDay(today).getTime())
      if (ad.status === 'LIVE' && endDate < today) step('COMPLETED', startOfDay(today).getTime())
    }
    if (reports.length === 0) return
    const { rejections } = await reportStatuses(this.tx, this.known, reports, { now, language: 'ko' })
    requireNone(rejections)
  }
}

function deliveryOf(ad: ChildAd, date: BusinessDate, reportedAt: string, share = 1): DeliveryReport[] {
  const planned = ad.plan.get(date)
  if (!planned || ad.status === 'REJECTED') return []
  const chance = (question: string) => fraction(hashText(SEED, `${ad.name} ${date} ${question}`))
  const impressions = Math.round(
    planned * share * (ad.row.pace ?? 1) * (USUAL + SPREAD * chance('impressions')),
  )
  const clicks = Math.round(impressions * (0.004 + 0.008 * chance('clicks')))
  const views = Math.round(impressions * (0.32 + 0.2 * chance('views')))
  return [{ childAdId: ad.id, date, impressions, clicks, views, reportedAt }]
}

/** The sample's reports are about its own ads: a refused one is a mistake in the sample. */
function requireNone(rejections: readonly { code: string; message: string }[]): void {
  const [first] = rejections
  if (first) throw new Error(`the sample's report was refused: ${first.code}: ${first.message}`)
}
