import * as approvals from '../approvals'
import { example } from './example'
import { APPROVAL_ID, CAMPAIGN_ID, OPERATOR, PLANNER, UNIT_ID } from './ids'

const open: approvals.ApprovalView = {
  id: APPROVAL_ID,
  campaignId: CAMPAIGN_ID,
  campaign: '겨울 신제품 런칭',
  kind: 'PURCHASE',
  status: 'OPEN',
  amount: 120_000_000,
  rows: [
    {
      unitId: UNIT_ID,
      version: 3,
      kind: 'PAID',
      productCode: 'NAVER_PROGRAM',
      product: '네이버 프로그램 지정',
      startDate: '2026-12-05',
      endDate: '2026-12-31',
      amount: 120_000_000,
      ecpm: 7_000,
      rateCard: 8_000,
    },
  ],
  reasons: [
    { reason: 'AMOUNT', amount: 120_000_000, sameDay: 0, limit: 100_000_000 },
    { reason: 'DISCOUNT', unitId: UNIT_ID, ecpm: 7_000, rateCard: 8_000, limitPercent: 10 },
  ],
  changed: false,
  note: '연간 계약 단가입니다.',
  requestedBy: PLANNER,
  requestedAt: '2026-11-24T02:00:00.000Z',
  decidedBy: null,
  decidedAt: null,
  decisionReason: null,
  validUntil: null,
  usedAt: null,
}
const decided = { decidedBy: OPERATOR, decidedAt: '2026-11-24T03:10:00.000Z' }

export const APPROVALS = [
  example(approvals.requestApproval, {
    body: { kind: 'PURCHASE', units: [{ unitId: UNIT_ID, version: 3 }], note: '연간 계약 단가입니다.' },
    answer: open,
  }),
  example(approvals.listCampaignApprovals, { answer: { items: [open] } }),
  example(approvals.withdrawApproval, { answer: { ...open, status: 'WITHDRAWN' } }),
  example(approvals.listApprovals, { answer: { items: [open] } }),
  example(approvals.approve, {
    body: { reason: '연간 계약을 확인했습니다.' },
    answer: {
      ...open,
      ...decided,
      status: 'APPROVED',
      decisionReason: '연간 계약을 확인했습니다.',
      validUntil: '2026-12-01T03:10:00.000Z',
    },
  }),
  example(approvals.declineApproval, {
    body: { reason: '할인 한도를 넘습니다.' },
    answer: { ...open, ...decided, status: 'DECLINED', decisionReason: '할인 한도를 넘습니다.' },
  }),
]
