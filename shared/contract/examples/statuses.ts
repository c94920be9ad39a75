import * as statuses from '../statuses'
import { MEDIA_MIX_ROW } from './campaigns'
import { example } from './example'
import { AD_ID, CAMPAIGN_ID, CHILD_AD_ID, UNIT_ID } from './ids'

const reportedAt = '2026-12-05T00:00:04.000Z'
const receivedAt = '2026-12-05T00:00:06.000Z'
const counts = { LIVE: 1 }
const day = {
  date: '2026-12-05',
  planned: 625_000,
  impressions: 500_000,
  clicks: 6120,
  views: 178_400,
  updatedAt: '2026-12-05T15:10:00.000Z',
}
const figures = {
  guaranteed: 1_250_000,
  delivered: 500_000,
  achievement: 0.4,
  clicks: 6120,
  views: 178_400,
  expectedToDate: 625_000,
  deliveredToDate: 500_000,
  pacing: 0.8,
  projected: 1_000_000,
  missing: 250_000,
}
const totals = { ...figures, atRisk: 1 }
const service = {
  productCode: 'NAVER_PROGRAM',
  startDate: '2026-12-07',
  endDate: '2026-12-07',
  amount: 2_000_000,
}

export const STATUSES = [
  example(statuses.reportStatuses, {
    body: { reports: [{ childAdId: CHILD_AD_ID, status: 'LIVE', reportedAt }] },
    answer: { accepted: 1, rejected: 0, rejections: [] },
  }),
  example(statuses.reportDelivery, {
    body: {
      reports: [
        { childAdId: CHILD_AD_ID, date: '2026-12-05', impressions: 500_000, clicks: 6120, views: 178_400 },
        { childAdId: CHILD_AD_ID, date: '2026-12-09', impressions: 1200, clicks: 9, views: 410 },
      ],
    },
    answer: {
      accepted: 1,
      rejected: 1,
      rejections: [
        {
          index: 1,
          childAdId: CHILD_AD_ID,
          code: 'OUTSIDE_FLIGHT',
          message: 'The flight is 2026-12-05 to 2026-12-06',
        },
      ],
    },
  }),
  example(statuses.unitStatuses, {
    answer: {
      unitId: UNIT_ID,
      bookingStatus: 'InFlight',
      publishStatus: 'LIVE',
      counts,
      ads: [
        {
          adId: AD_ID,
          platform: 'NAVER',
          publishStatus: 'LIVE',
          counts,
          childAds: [
            {
              childAdId: CHILD_AD_ID,
              group: '골목의 저녁',
              impressions: 1_250_000,
              publishStatus: 'LIVE',
              reportedAt,
              message: null,
            },
          ],
        },
      ],
    },
  }),
  example(statuses.statusHistory, {
    answer: {
      items: [
        {
          childAdId: CHILD_AD_ID,
          platform: 'NAVER',
          group: '골목의 저녁',
          statusBefore: 'APPROVED',
          statusAfter: 'LIVE',
          origin: 'AD_SERVER',
          reportedAt,
          receivedAt,
          message: null,
        },
      ],
    },
  }),
  example(statuses.statusReports, {
    answer: {
      items: [
        {
          childAdId: CHILD_AD_ID,
          status: 'LIVE',
          reportedAt,
          receivedAt,
          origin: 'AD_SERVER',
          message: null,
          outcome: 'APPLIED',
        },
      ],
    },
  }),
  example(statuses.deliveryDays, { answer: { items: [day] } }),
  example(statuses.campaignDeliveryDays, { answer: { items: [day] } }),
  example(statuses.campaignDelivery, {
    answer: {
      campaignId: CAMPAIGN_ID,
      asOf: '2026-12-05',
      publishStatus: 'LIVE',
      counts,
      units: [
        {
          unitId: UNIT_ID,
          version: 5,
          kind: 'PAID',
          productCode: 'NAVER_PROGRAM',
          startDate: '2026-12-05',
          endDate: '2026-12-06',
          amount: 10_000_000,
          bookingStatus: 'InFlight',
          publishStatus: 'LIVE',
          counts,
          ...figures,
          atRisk: true,
          reason: 'BEHIND',
        },
      ],
      totals,
      totalsWithService: null,
    },
  }),
  example(statuses.getMakegood, {
    answer: {
      unitId: UNIT_ID,
      version: 5,
      guaranteed: 1_250_000,
      delivered: 500_000,
      projected: 1_000_000,
      missing: 250_000,
      added: 0,
      atRisk: true,
      reason: 'BEHIND',
      proposal: { ...service, impressions: 250_000, complete: true },
      obstacle: null,
    },
  }),
  example(statuses.addMakegood, {
    body: { version: 5, amount: 2_000_000 },
    answer: {
      campaignId: CAMPAIGN_ID,
      revision: 4,
      unitId: 'a7d40b93-5c1e-4f28-b6a9-8e2f7c0d1b57',
      row: {
        ...MEDIA_MIX_ROW,
        ...service,
        unitId: 'a7d40b93-5c1e-4f28-b6a9-8e2f7c0d1b57',
        version: 1,
        kind: 'SERVICE',
        impressions: 250_000,
        clicks: 3000,
        views: 87_500,
      },
    },
  }),
]
