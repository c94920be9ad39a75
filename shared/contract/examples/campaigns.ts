import * as campaigns from '../campaigns'
import { example } from './example'
import { CAMPAIGN_ID, COPIED_CAMPAIGN_ID, OPERATOR, PLANNER, TEAM_ID, UNIT_ID } from './ids'

const campaign = {
  id: CAMPAIGN_ID,
  name: '겨울 신제품 런칭',
  advertiser: '한결식품',
  agency: '도담기획',
  startDate: '2026-12-05',
  endDate: '2026-12-06',
  budget: 10_000_000,
  revision: 3,
  version: 1,
  status: 'Draft' as const,
  bookingStatusCounts: { Draft: 1 },
  publishStatus: null,
  owner: PLANNER,
  access: 'own' as const,
  sharedWith: [OPERATOR],
  shares: [{ email: OPERATOR, access: 'edit' as const }],
  teamShares: [{ teamId: TEAM_ID, name: '영업 1팀', access: 'see' as const }],
  createdAt: '2026-11-23T01:00:00.000Z',
  updatedAt: '2026-11-23T01:12:00.000Z',
  archivedAt: null,
}
const planned = {
  kind: 'PAID' as const,
  productCode: 'NAVER_PROGRAM',
  startDate: '2026-12-05',
  endDate: '2026-12-06',
  amount: 10_000_000,
  device: 'PC/MO',
  creative: '15초 프리롤',
  ecpm: 8000,
  ctr: 0.012,
  vtr: 0.35,
  variant: null,
}
export const MEDIA_MIX_ROW = {
  unitId: UNIT_ID,
  version: 2,
  ...planned,
  impressions: 1_250_000,
  clicks: 15_000,
  views: 437_500,
  bookingStatus: 'Draft' as const,
  publishStatus: null,
}
const totals = {
  amount: 10_000_000,
  impressions: 1_250_000,
  clicks: 15_000,
  views: 437_500,
  ecpm: 8000,
  ctr: 0.012,
  vtr: 0.35,
}
const members = [{ metaId: 'PG0001', weight: 1 }]
const targeting = {
  units: [{ unitId: UNIT_ID, version: 3, groups: [{ name: '골목의 저녁', weight: 1, members }] }],
}

export const CAMPAIGNS = [
  example(campaigns.createCampaign, {
    body: {
      name: '겨울 신제품 런칭',
      advertiser: '한결식품',
      agency: '도담기획',
      startDate: '2026-12-05',
      endDate: '2026-12-06',
      budget: 10_000_000,
      sharedWith: [OPERATOR],
    },
    answer: campaign,
  }),
  example(campaigns.listCampaigns, { answer: { items: [campaign] } }),
  example(campaigns.getCampaign, { answer: campaign }),
  example(campaigns.changeCampaign, {
    body: { budget: 12_000_000, version: 1 },
    answer: { ...campaign, budget: 12_000_000, version: 2 },
  }),
  example(campaigns.copyCampaign, {
    body: { name: '봄 재집행', startDate: '2027-03-01' },
    answer: {
      ...campaign,
      id: COPIED_CAMPAIGN_ID,
      name: '봄 재집행',
      startDate: '2027-03-01',
      endDate: '2027-03-02',
      revision: 1,
      sharedWith: [],
      shares: [],
      teamShares: [],
    },
  }),
  example(campaigns.getMediaMix, {
    answer: { campaign, revision: 3, rows: [MEDIA_MIX_ROW], totals: { ...totals, withService: null } },
  }),
  example(campaigns.syncMediaMix, {
    body: {
      baseRevision: 2,
      changes: [{ op: 'put', unitId: UNIT_ID, version: 1, fields: { amount: 10_000_000 } }],
      order: { base: [UNIT_ID], local: [UNIT_ID] },
    },
    answer: { revision: 3, applied: 1, conflicts: [], rows: [MEDIA_MIX_ROW] },
  }),
  example(campaigns.getTargeting, { answer: targeting }),
  example(campaigns.putTargeting, {
    body: { units: [{ unitId: UNIT_ID, version: 2, groups: [{ name: '골목의 저녁', members }] }] },
    answer: targeting,
  }),
]
