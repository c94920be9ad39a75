import type { PublishMessage } from '../publishing'
import * as publishing from '../publishing'
import { example } from './example'
import { AD_ID, CAMPAIGN_ID, CHILD_AD_ID, UNIT_ID } from './ids'

const at = '2026-11-24T02:00:00.000Z'
const url = 'https://ad-server.example/flightsheet'
const webhook = {
  code: 'ADS_NAVER',
  url,
  platforms: ['NAVER'],
  events: [publishing.PUBLISH_REQUESTED] as publishing.WebhookEvent[],
  enabled: true,
  secrets: 1,
  pending: 0,
  dead: 0,
  version: 1,
  updatedAt: at,
}

const request = {
  id: 51_034,
  childAdId: CHILD_AD_ID,
  unitId: UNIT_ID,
  campaignId: CAMPAIGN_ID,
  platform: 'NAVER',
  action: 'CREATE' as const,
  status: 'DELIVERED' as const,
  attempts: 1,
  nextAttemptAt: null,
  webhook: 'ADS_NAVER',
  answer: 204,
  answerText: null,
  error: null,
  createdAt: at,
  doneAt: '2026-11-24T02:00:01.000Z',
}

export const PUBLISHING = [
  example(publishing.putWebhook, {
    body: {
      url,
      secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwYtZ1kHb0XyE=',
      platforms: ['NAVER'],
      events: [publishing.PUBLISH_REQUESTED],
      enabled: true,
    },
    answer: webhook,
  }),
  example(publishing.listWebhooks, { answer: { items: [webhook] } }),
  example(publishing.getWebhook, { answer: webhook }),
  example(publishing.listPublishRequests, { answer: { items: [request] } }),
  example(publishing.getPublishRequest, {
    answer: {
      ...request,
      status: 'RETIRED',
      answer: 400,
      answerText: '{"error":"unknown creative"}',
      error: 'answered 400',
      handlings: [
        {
          kind: 'RETIRED',
          reason: '네이버 담당자가 손으로 등록함',
          answer: 400,
          actor: 'operator@example.com',
          at: '2026-11-24T05:00:00.000Z',
        },
      ],
    },
  }),
  example(publishing.retirePublishRequests, {
    body: { ids: [51_034], reason: '네이버 담당자가 손으로 등록함' },
    answer: { retired: 1 },
  }),
  example(publishing.replayPublishRequests, {
    body: { webhook: 'ADS_NAVER', status: 'DEAD' },
    answer: { replayed: 12, overtaken: 1 },
  }),
]

/** The body that the service sends to an ad server. */
export const PUBLISH_MESSAGE_EXAMPLE: PublishMessage = {
  type: publishing.PUBLISH_REQUESTED,
  timestamp: at,
  data: {
    action: 'CREATE',
    sequence: 51_034,
    childAdId: CHILD_AD_ID,
    adId: AD_ID,
    unitId: UNIT_ID,
    campaignId: CAMPAIGN_ID,
    campaign: '겨울 신제품 런칭',
    advertiser: '한결식품',
    product: '네이버 프로그램 지정',
    platform: 'NAVER',
    group: '골목의 저녁',
    device: 'PC, 모바일',
    creative: '15초 A',
    bookingStatus: 'Booked',
    startDate: '2026-12-05',
    endDate: '2026-12-06',
    amount: 10_000_000,
    impressions: 1_250_000,
    revision: 1,
    plan: {
      revision: 1,
      days: [
        { date: '2026-12-05', impressions: 625_000 },
        { date: '2026-12-06', impressions: 625_000 },
      ],
      contents: [{ metaId: 'PG0001', impressions: 1_250_000 }],
    },
  },
}
