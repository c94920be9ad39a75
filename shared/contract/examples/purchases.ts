import * as purchases from '../purchases'
import { example } from './example'
import { AD_ID, CAMPAIGN_ID, CHILD_AD_ID, COPIED_UNIT_ID, PLANNER, PURCHASE_ID, UNIT_ID } from './ids'

const share = { amount: 10_000_000, impressions: 1_250_000 }
const half = { amount: 5_000_000, impressions: 625_000 }
const first = { date: '2026-12-05', metaId: 'PG0001', ...half, ratioPpb: 500_000_000 }
const second = { ...first, date: '2026-12-06' }
const groups = [{ name: '골목의 저녁', members: [{ metaId: 'PG0001', weight: 1 }] }]
const bought = {
  unitId: UNIT_ID,
  version: 4,
  bookingStatus: 'Booked' as const,
  ...share,
  warnings: [],
  ads: [
    {
      adId: AD_ID,
      platform: 'NAVER',
      ...share,
      childAds: [
        {
          childAdId: CHILD_AD_ID,
          group: '골목의 저녁',
          ...share,
          owners: [{ owner: 'CO_HANBIT', ...share, cells: [first, second] }],
        },
      ],
    },
  ],
}
const shortage = {
  metaId: 'PG0001',
  platform: 'NAVER',
  date: '2026-12-06',
  group: '골목의 저녁',
  asked: 625_000,
  remaining: 400_000,
  short: 225_000,
}
const found = {
  status: 'PARTIALLY_AVAILABLE' as const,
  amount: 10_000_000,
  impressions: 1_250_000,
  maxAmount: 6_400_000,
  maxImpressions: 800_000,
  exact: true,
  shortages: [shortage],
  warnings: [],
  refusal: null,
}
const standing = {
  unitId: UNIT_ID,
  version: 3,
  bookingStatus: 'Draft' as const,
  amount: 10_000_000,
  impressions: 1_250_000,
  held: false,
  alone: { status: 'AVAILABLE' as const, maxAmount: 14_400_000, maxImpressions: 1_800_000, exact: true },
  inOrder: {
    status: 'PARTIALLY_AVAILABLE' as const,
    maxAmount: 6_400_000,
    maxImpressions: 800_000,
    exact: true,
  },
  vacant: [],
  sharedWith: [COPIED_UNIT_ID],
  pressure: { campaigns: 2, rows: 3, impressions: 940_000, fitsBeside: false },
  problem: null,
}

const exactly = {
  quota: { amount: '10000000', impressions: '1250000' },
  added: { amount: '0', impressions: '0' },
}
const whole = { ...share, rule: 'largest-remainder', weight: 1, weightTotal: 1, total: share, ...exactly }
const cell = {
  revision: 1,
  quota: { amount: '5000000', impressions: '625000' },
  added: { amount: '0', impressions: '0' },
  rule: 'carry-forward',
}
const distribution = {
  unitId: UNIT_ID,
  version: 4,
  bookingStatus: 'Booked' as const,
  revision: 1,
  platforms: null,
  ...share,
  ads: [
    {
      adId: AD_ID,
      platform: 'NAVER',
      ...whole,
      childAds: [
        {
          childAdId: CHILD_AD_ID,
          group: '골목의 저녁',
          ...whole,
          owners: [
            {
              owner: 'CO_HANBIT',
              ...whole,
              cells: [
                { ...first, ...cell },
                { ...second, ...cell },
              ],
            },
          ],
        },
      ],
    },
  ],
}

const at = '2026-11-24T02:00:00.000Z'
const expiresAt = '2026-11-27T09:00:00.000Z'
const asked = { productCode: 'NAVER_PROGRAM', startDate: '2026-12-05', endDate: '2026-12-06', groups }
const named = [{ unitId: UNIT_ID, version: 3 }]
const stepped = (bookingStatus: 'Paused' | 'InFlight' | 'Stopped' | 'Draft' | 'Declined') => ({
  body: { version: 4, reason: '광고주 요청' },
  answer: { unitId: UNIT_ID, version: 5, bookingStatus },
})
const rules = {
  platform: 'largest-remainder',
  group: 'largest-remainder',
  owner: 'largest-remainder',
} as const
const setting = { id: 1, rules, reason: '정산 기준에 맞춤', actor: PLANNER, at }

export const PURCHASES = [
  example(purchases.availability, {
    body: { ...asked, amount: 10_000_000, alternatives: true },
    answer: {
      ...found,
      days: [
        { date: '2026-12-05', platform: 'NAVER', remaining: 675_000, asked: 625_000 },
        { date: '2026-12-06', platform: 'NAVER', remaining: 400_000, asked: 625_000 },
      ],
      alternatives: {
        flights: [{ startDate: '2026-12-12', endDate: '2026-12-13', shift: 7 }],
        platforms: [],
        contents: [{ metaId: 'PG0007', name: '새벽의 부엌', remaining: 1_900_000 }],
      },
    },
  }),
  example(purchases.availabilities, {
    body: { requests: [{ ...asked, amount: 10_000_000 }] },
    answer: { answers: [{ availability: found, problem: null }] },
  }),
  example(purchases.productAvailabilities, {
    body: {
      flights: [{ productCode: 'CLIPS', startDate: '2026-12-01', endDate: '2026-12-31', platform: 'NAVER' }],
    },
    answer: { answers: [{ left: { remaining: 800_000, maxAmount: 6_400_004 }, problem: null }] },
  }),
  example(purchases.campaignAvailability, {
    answer: { revision: 12, rows: [standing], pressurePartial: false },
  }),
  example(purchases.unitAvailability, {
    body: { impressions: 1_250_000 },
    answer: { ...standing, pressurePartial: false },
  }),
  example(purchases.unitWeights, {
    body: {},
    answer: {
      groups: [{ name: '골목의 저녁', weight: 1, members: [{ metaId: 'PG0001', weight: 640_000 }] }],
      leftOut: [{ metaId: 'PG0004', code: null, reason: 'NOTHING_LEFT' }],
      before: { status: 'PARTIALLY_AVAILABLE', maxAmount: 4_800_000, maxImpressions: 600_000, exact: true },
      after: { status: 'PARTIALLY_AVAILABLE', maxAmount: 6_400_000, maxImpressions: 800_000, exact: true },
    },
  }),
  example(purchases.purchase, {
    body: { units: named, mode: 'all' },
    answer: { purchaseId: PURCHASE_ID, units: [bought], failed: [] },
  }),
  example(purchases.distribution, { answer: distribution }),
  example(purchases.getAtRiskSteps, {
    answer: {
      unitId: UNIT_ID,
      version: 4,
      bookingStatus: 'Booked',
      risk: 25_000,
      rows: [
        {
          metaId: 'PG0001',
          platform: 'NAVER',
          date: '2026-12-09',
          own: 62_500,
          atRisk: 25_000,
          short: 25_000,
        },
      ],
      shift: {
        amount: 10_000_000,
        endDate: '2026-12-31',
        impressions: 1_250_000,
        body: { version: 4, amount: 10_000_000, endDate: '2026-12-31' },
      },
      reduce: {
        amount: 9_400_000,
        impressions: 1_175_000,
        less: { amount: 600_000, impressions: 75_000 },
        body: { version: 4, amount: 9_400_000 },
      },
      makegoods: [
        {
          fields: {
            kind: 'SERVICE',
            productCode: 'NAVER_PROGRAM',
            startDate: '2026-12-02',
            endDate: '2026-12-28',
            amount: 200_000,
          },
          groups: [{ name: 'PG0007', weight: 1, members: [{ metaId: 'PG0007', weight: 1 }] }],
          impressions: 25_000,
        },
      ],
    },
  }),
  example(purchases.ledger, {
    answer: {
      items: [
        {
          id: 90_211,
          type: 'PURCHASE',
          quantity: 625_000,
          metaId: 'PG0001',
          platform: 'NAVER',
          date: '2026-12-05',
          at,
          actor: PLANNER,
        },
      ],
    },
  }),
  example(purchases.hold, {
    body: { units: [{ unitId: UNIT_ID, version: 3, variant: 'A' }], expiresAt },
    answer: {
      expiresAt,
      units: [
        {
          unitId: UNIT_ID,
          version: 4,
          bookingStatus: 'Reserved',
          variant: 'A',
          expiresAt,
          ...share,
          warnings: [],
        },
      ],
    },
  }),
  example(purchases.listHolds, {
    answer: { items: [{ unitId: UNIT_ID, variant: 'A', expiresAt, ...share, owner: PLANNER, at }] },
  }),
  example(purchases.releaseHold, {
    body: { units: [{ unitId: UNIT_ID, version: 4 }] },
    answer: { units: [{ unitId: UNIT_ID, version: 5, bookingStatus: 'Draft' }] },
  }),
  example(purchases.amend, {
    body: { version: 3, amount: 10_000_000, reason: '예산 증액' },
    answer: {
      ...bought,
      revision: 2,
      taken: 250_000,
      released: 0,
      moves: [{ platform: 'NAVER', taken: 250_000, released: 0 }],
    },
  }),
  example(purchases.cancel, {
    body: { version: 3, reason: '광고주 요청' },
    answer: {
      ...bought,
      bookingStatus: 'Canceled',
      amount: 0,
      impressions: 0,
      ads: [],
      revision: 2,
      taken: 0,
      released: 1_250_000,
    },
  }),
  example(purchases.pause, stepped('Paused')),
  example(purchases.resume, stepped('InFlight')),
  example(purchases.stop, stepped('Stopped')),
  example(purchases.reopen, stepped('Draft')),
  example(purchases.decline, stepped('Declined')),
  example(purchases.unitHistory, {
    answer: {
      items: [
        {
          id: 4012,
          action: 'PURCHASED',
          statusBefore: 'Draft',
          statusAfter: 'Booked',
          purchaseId: PURCHASE_ID,
          revision: 1,
          reason: null,
          details: { campaignId: CAMPAIGN_ID, ...share },
          actor: PLANNER,
          ip: '192.0.2.17',
          userAgent: 'Excel',
          at,
        },
      ],
    },
  }),
  example(purchases.getSplitRules, { answer: { items: [setting], rules } }),
  example(purchases.putSplitRules, { body: { ...rules, reason: '정산 기준에 맞춤' }, answer: setting }),
]
