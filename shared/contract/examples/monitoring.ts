import * as monitoring from '../monitoring'
import { example } from './example'
import { CAMPAIGN_ID, CURSOR, PLANNER, RUN_ID, UNIT_ID } from './ids'

const fresh = { asOf: '2026-12-05T15:11:00.000Z', ageSeconds: 24 }
const named = { advertiser: '한결식품', owner: PLANNER, startDate: '2026-12-05', endDate: '2026-12-06' }
const running = { bookingStatus: 'InFlight', publishStatus: 'LIVE' } as const

export const MONITORING = [
  example(monitoring.monitoringCampaigns, {
    answer: {
      ...fresh,
      total: 1,
      byBookingStatus: [{ status: 'InFlight', campaigns: 1, amount: 10_000_000 }],
      byPublishStatus: [{ status: 'LIVE', campaigns: 1 }],
      items: [
        {
          campaignId: CAMPAIGN_ID,
          name: '겨울 신제품 런칭',
          ...named,
          ...running,
          units: 1,
          amount: 10_000_000,
          guaranteed: 1_250_000,
          delivered: 500_000,
          clicks: 6120,
          views: 178_400,
          achievement: 0.4,
          atRiskUnits: 1,
          missing: 250_000,
        },
      ],
      nextCursor: CURSOR,
    },
  }),
  example(monitoring.monitoringDeliveries, {
    answer: {
      ...fresh,
      today: '2026-12-06',
      from: '2026-12-05',
      to: '2026-12-06',
      items: [
        {
          date: '2026-12-05',
          platform: 'NAVER',
          planned: 625_000,
          delivered: 500_000,
          clicks: 6120,
          views: 178_400,
          achievement: 0.8,
        },
      ],
    },
  }),
  example(monitoring.monitoringSellThrough, {
    answer: {
      ...fresh,
      from: '2026-11-30',
      to: '2026-12-06',
      items: [
        {
          week: '2026-W49',
          startDate: '2026-11-30',
          endDate: '2026-12-06',
          platform: 'NAVER',
          forecast: 98_000_000,
          capacity: 98_000_000,
          held: 4_900_000,
          sold: 58_800_000,
          remaining: 34_300_000,
          soldRatio: 0.6,
          heldRatio: 0.05,
        },
      ],
    },
  }),
  example(monitoring.monitoringAtRisk, {
    answer: {
      ...fresh,
      total: 1,
      missing: 250_000,
      items: [
        {
          campaignId: CAMPAIGN_ID,
          campaign: '겨울 신제품 런칭',
          ...named,
          unitId: UNIT_ID,
          productCode: 'NAVER_PROGRAM',
          product: '네이버 프로그램 지정',
          ...running,
          guaranteed: 1_250_000,
          delivered: 500_000,
          expectedToDate: 625_000,
          deliveredToDate: 500_000,
          projected: 1_000_000,
          missing: 250_000,
          achievement: 0.4,
          pacing: 0.8,
          reason: 'BEHIND',
        },
      ],
    },
  }),
  example(monitoring.monitoringJobs, {
    answer: {
      items: [
        {
          job: 'unit-inventory-load',
          schedule: '0 4 * * *',
          nextRunAt: '2026-12-06T19:00:00.000Z',
          lastRun: {
            id: RUN_ID,
            month: '2026-12',
            status: 'SUCCEEDED',
            createdAt: '2026-12-05T19:00:00.000Z',
            startedAt: '2026-12-05T19:00:01.000Z',
            finishedAt: '2026-12-05T19:00:19.000Z',
            error: null,
            refusedAll: false,
          },
          runs: 1,
          failures: 0,
        },
      ],
      asOf: '2026-12-05T23:00:00.000Z',
    },
  }),
  example(monitoring.campaignsCsv, {
    answer: `광고주,캠페인,담당자,시작일,종료일,상태,게재상태,유닛,구매금액(원),보장노출,실노출,달성률,클릭,조회,위험 유닛,부족,캠페인 ID\r\n한결식품,겨울 신제품 런칭,${PLANNER},2026-12-05,2026-12-06,집행중,게재중,1,10000000,1250000,500000,0.4,6120,178400,1,250000,${CAMPAIGN_ID}\r\n`,
  }),
  example(monitoring.deliveriesCsv, {
    answer:
      '일자,매체,계획 노출,실노출,달성률,클릭,조회\r\n2026-12-05,NAVER,625000,500000,0.8,6120,178400\r\n',
  }),
  example(monitoring.sellThroughCsv, {
    answer:
      '주,시작일,종료일,매체,예측,판매가능,가선점,판매,잔여,판매율,가선점율\r\n2026-W49,2026-11-30,2026-12-06,NAVER,98000000,98000000,4900000,58800000,34300000,0.6,0.05\r\n',
  }),
  example(monitoring.atRiskCsv, {
    answer: `광고주,캠페인,담당자,상품,시작일,종료일,상태,게재상태,보장노출,실노출,달성률,기대(어제까지),페이싱,예상 최종,부족,사유,캠페인 ID,유닛 ID\r\n한결식품,겨울 신제품 런칭,${PLANNER},네이버 프로그램 지정,2026-12-05,2026-12-06,집행중,게재중,1250000,500000,0.4,625000,0.8,1000000,250000,이 속도로는 미달,${CAMPAIGN_ID},${UNIT_ID}\r\n`,
  }),
]
