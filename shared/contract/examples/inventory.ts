import * as inventory from '../inventory'
import { example } from './example'
import { CAMPAIGN_ID, OPERATOR, PLANNER, RUN_ID, UNIT_ID } from './ids'

const standard = {
  id: 1201,
  month: '2026-12',
  type: 'PROGRAM' as const,
  metaId: 'PG0001',
  forecastTotal: 42_000_000,
  actualTotal: 38_500_000,
  changeRate: 0.032,
  adjustedTotal: 40_000_000,
  previousTotal: 39_000_000,
  monthOverMonth: 0.025641,
  notes: [{ code: 'NOT_IN_LAST_FILE' as const, part: 'SMR_PROGRAM', file: 'SMR_예측_2026-12.csv' }],
  status: 'OPEN' as const,
  version: 3,
}
const corrected = {
  kind: 'CORRECTED' as const,
  reason: '연말 특집 편성 반영',
  actor: OPERATOR,
  at: '2026-11-20T02:15:00.000Z',
}
const room = { capacity: 1_400_000, held: 100_000, sold: 625_000, remaining: 675_000 }
const day = { date: '2026-12-05', platform: 'NAVER', ...room }
const unitDay = { metaId: 'PG0001', ...day, forecast: 1_400_000, atRisk: 0 }

const file = {
  runId: RUN_ID,
  name: 'SMR_예측_2026-12.csv',
  hash: '9f2c1e7ab4d05836c1e9f7720ad4b3c85e6f1920d7a8b3c4e5f60718293a4b5c',
  size: 18_204_113,
  source: 'UPLOAD' as const,
  actor: OPERATOR,
  encoding: 'CP949',
  sheet: null,
  status: 'SUCCEEDED' as const,
  accepted: 401_760,
  rejected: 1,
  duplicates: 0,
  newContents: 5,
  complete: false,
  withdrawn: 0,
  sameAs: null,
  createdAt: '2026-11-19T05:00:00.000Z',
  takenAt: '2026-11-19T05:00:21.000Z',
}

export const INVENTORY = [
  example(inventory.uploadForecast, {
    body: {
      file: 'part,metaId,date,hour,forecast,actual\nSMR_PROGRAM,PG0001,2026-12-05,20,58000,\n',
      again: 'false',
    },
    answer: { runId: RUN_ID },
  }),
  example(inventory.listForecasts, { answer: { items: [file] } }),
  example(inventory.getForecast, {
    answer: {
      ...file,
      outcome: {
        accepted: file.accepted,
        rejected: 1,
        rejections: [
          { line: 1042, column: 'date', value: '2026-13-01', reason: 'is not a date that exists' },
        ],
        rejectionsStored: 1,
        duplicates: { count: 0, first: [] },
        newContents: file.newContents,
        months: ['2026-12'],
        parts: ['SMR_PROGRAM'],
        warnings: [],
        file: {
          name: file.name,
          hash: file.hash,
          size: file.size,
          encoding: file.encoding,
          sheet: null,
          ignoredColumns: [],
        },
      },
    },
  }),
  example(inventory.forecastRejections, {
    answer: 'line,column,value,reason\r\n1042,date,2026-13-01,must be a date that exists\r\n',
  }),
  example(inventory.forecastWithdrawals, {
    answer: 'part,metaId,date,hour,forecast,actual\r\n"SMR_PROGRAM","PG0009",2026-12-05,20,58000,\r\n',
  }),
  example(inventory.listStandardInventory, { answer: { items: [standard] } }),
  example(inventory.correctStandardInventory, {
    body: { adjustedTotal: 40_000_000, reason: '연말 특집 편성 반영', version: 2 },
    answer: standard,
  }),
  example(inventory.correctManyStandardInventory, {
    body: {
      corrections: [
        { id: 1201, adjustedTotal: 40_000_000, reason: '연말 특집 편성 반영', version: 2 },
        { id: 1202, adjustedTotal: null, reason: '보정 취소', version: 5 },
      ],
    },
    answer: {
      items: [
        { id: 1201, saved: true, row: standard, problem: null, lastChange: null },
        {
          id: 1202,
          saved: false,
          row: { ...standard, id: 1202, metaId: 'PG0007', version: 6 },
          problem: {
            code: 'VERSION_CONFLICT',
            detail: 'Row 1202 was changed in the meantime. Load it again.',
          },
          lastChange: corrected,
        },
      ],
    },
  }),
  example(inventory.confirmStandardInventory, {
    body: { month: '2026-12' },
    answer: { confirmed: 318, alreadyConfirmed: 12 },
  }),
  example(inventory.reopenStandardInventory, {
    body: { ids: [1201], reason: '편성 변경' },
    answer: { reopened: 1, alreadyOpen: 0 },
  }),
  example(inventory.decideForecasts, {
    body: { decision: 'TAKE', rows: [{ id: 1201, version: 4 }], reason: '12월 3주 편성 변경 반영' },
    answer: {
      items: [
        {
          ...standard,
          forecastTotal: 45_000_000,
          adjustedTotal: null,
          notes: [],
          status: 'CONFIRMED',
          version: 5,
        },
      ],
      unitLoad: { needed: true, months: ['2026-12'] },
    },
  }),
  example(inventory.standardInventoryHistory, {
    answer: {
      items: [
        {
          id: 77,
          ...corrected,
          adjustedBefore: null,
          adjustedAfter: 40_000_000,
          forecastBefore: null,
          forecastAfter: null,
        },
      ],
    },
  }),
  example(inventory.listUnitInventory, { answer: { items: [unitDay] } }),
  example(inventory.inventoryCalendar, { answer: { items: [day] } }),
  example(inventory.contentCalendars, {
    body: { from: '2026-12-05', to: '2026-12-06', metaIds: ['PG0001'] },
    answer: { items: [{ metaId: 'PG0001', days: [day] }] },
  }),
  example(inventory.promisedContents, {
    answer: { items: [{ metaId: 'PG0001', held: 100_000, sold: 625_000 }] },
  }),
  example(inventory.inventorySums, {
    body: {
      flights: [
        { from: '2026-12-05', to: '2026-12-06', platforms: ['NAVER'], metaIds: ['PG0001', 'PG0007'] },
      ],
    },
    answer: { flights: [{ forecast: [2_800_000, 1_900_000], remaining: [1_350_000, 1_900_000] }] },
  }),
  example(inventory.inventoryAtRisk, {
    answer: {
      items: [
        {
          ...unitDay,
          forecast: 600_000,
          atRisk: 125_000,
          bookings: [
            {
              campaignId: CAMPAIGN_ID,
              campaign: '겨울 신제품 런칭',
              advertiser: '한결식품',
              owner: PLANNER,
              unitId: UNIT_ID,
              productCode: 'NAVER_PROGRAM',
              bookingStatus: 'Booked',
              held: 100_000,
              sold: 625_000,
            },
          ],
        },
      ],
      rows: 1,
      impressions: 125_000,
      units: 1,
    },
  }),
  example(inventory.standardInventorySums, {
    answer: { items: [{ type: 'PROGRAM', rows: 412, confirmed: 400, total: 903_000_000 }] },
  }),
]
