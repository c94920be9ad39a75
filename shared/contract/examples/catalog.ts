import * as catalog from '../catalog'
import { example } from './example'
import { OPERATOR } from './ids'

const platform = { code: 'NAVER', name: '네이버 TV', displayOrder: 1, version: 1 }
const owner = { code: 'CO_HANBIT', name: '한빛미디어웍스', version: 1 }
const content = {
  metaId: 'PG0001',
  type: 'PROGRAM' as const,
  name: '골목의 저녁',
  broadcaster: '한빛TV',
  owner: 'CO_HANBIT',
  platformWeights: [
    { platform: 'NAVER', weight: 3 },
    { platform: 'KAKAO', weight: 1 },
  ],
  needsReview: false,
  version: 2,
}
const part = {
  code: 'SMR_PROGRAM',
  type: 'PROGRAM' as const,
  platforms: ['NAVER', 'KAKAO', 'DAUM'],
  version: 1,
}
const product = {
  code: 'NAVER_PROGRAM',
  name: '네이버 프로그램 지정',
  targetingKind: 'CONTENTS' as const,
  platforms: ['NAVER'],
  ecpm: 8000,
  ctr: 0.012,
  vtr: 0.35,
  onSale: true,
  version: 4,
}
const group = {
  code: 'TG_DRAMA',
  name: '드라마 프로그램',
  members: [
    { metaId: 'PG0001', weight: 2 },
    { metaId: 'PG0007', weight: 1 },
  ],
  version: 1,
}

const edited = { actor: OPERATOR, at: '2026-11-20T02:15:00.000Z' }

export const CATALOGUE = [
  example(catalog.putPlatform, { body: { name: '네이버 TV', displayOrder: 1 }, answer: platform }),
  example(catalog.listPlatforms, { answer: { items: [platform] } }),
  example(catalog.putContentOwner, { body: { name: '한빛미디어웍스' }, answer: owner }),
  example(catalog.listContentOwners, { answer: { items: [owner] } }),
  example(catalog.putContent, {
    body: {
      type: 'PROGRAM',
      name: '골목의 저녁',
      broadcaster: '한빛TV',
      owner: 'CO_HANBIT',
      platformWeights: content.platformWeights,
      version: 1,
    },
    answer: content,
  }),
  example(catalog.contentHistory, {
    answer: {
      items: [
        { id: 12, field: 'retired', before: false, after: true, reason: null, ...edited },
        { id: 9, field: 'owner', before: 'CO_OLD', after: 'CO_HANBIT', reason: null, ...edited },
      ],
    },
  }),
  example(catalog.contentOwnerHistory, {
    answer: {
      items: [{ id: 3, field: 'name', before: '한빛', after: '한빛미디어웍스', reason: null, ...edited }],
    },
  }),
  example(catalog.mergeContents, {
    body: { into: 'PG0001', reason: '같은 프로그램이 두 번 등록됨', dryRun: true },
    answer: {
      metaId: 'PG0107',
      into: 'PG0001',
      dryRun: true,
      groups: [{ code: 'TG_DRAMA', before: 2, after: 3 }],
      units: 4,
      months: [{ month: '2026-12', status: 'CONFIRMED', total: 12_400_000, joined: true }],
      hours: 1488,
      sameHours: 0,
      stays: { held: 0, sold: 310_000 },
      unitLoad: ['2026-12'],
    },
  }),
  example(catalog.mergeContentOwners, {
    body: { into: 'CO_HANBIT', reason: '회사 합병' },
    answer: { code: 'CO_OLD', into: 'CO_HANBIT', dryRun: false, contents: 18, units: 2 },
  }),
  example(catalog.listContents, { answer: { items: [content], nextCursor: 'WyJQRzAwMDEiXQ' } }),
  example(catalog.lookUpContents, { body: { metaIds: ['PG0001', 'PG9999'] }, answer: { items: [content] } }),
  example(catalog.listBroadcasters, { answer: { items: [{ broadcaster: '한빛TV', programs: 84 }] } }),
  example(catalog.reviewContents, {
    body: { metaIds: ['PG0001', 'PG0007'] },
    answer: { reviewed: 1, alreadyReviewed: 1 },
  }),
  example(catalog.putPart, { body: { type: 'PROGRAM', platforms: part.platforms }, answer: part }),
  example(catalog.listParts, { answer: { items: [part] } }),
  example(catalog.putProduct, {
    body: {
      name: '네이버 프로그램 지정',
      targetingKind: 'CONTENTS',
      platforms: ['NAVER'],
      ecpm: 8000,
      ctr: 0.012,
      vtr: 0.35,
      version: 3,
    },
    answer: product,
  }),
  example(catalog.platformHistory, {
    answer: {
      items: [{ id: 7, field: 'displayOrder', before: 4, after: 2, reason: null, ...edited }],
    },
  }),
  example(catalog.partHistory, {
    answer: {
      items: [
        {
          id: 12,
          field: 'platforms',
          before: ['NAVER'],
          after: ['NAVER', 'KAKAO'],
          reason: null,
          ...edited,
        },
      ],
    },
  }),
  example(catalog.targetingGroupHistory, {
    answer: {
      items: [
        {
          id: 57,
          field: 'members',
          before: [{ metaId: 'PG0001', weight: 40 }],
          after: group.members,
          reason: null,
          ...edited,
        },
      ],
    },
  }),
  example(catalog.productHistory, {
    answer: { items: [{ id: 41, field: 'ecpm', before: 7500, after: 8000, reason: null, ...edited }] },
  }),
  example(catalog.listProducts, { answer: { items: [product] } }),
  example(catalog.putTargetingGroup, {
    body: { name: '드라마 프로그램', members: group.members },
    answer: group,
  }),
  example(catalog.listTargetingGroups, { answer: { items: [group] } }),
  example(catalog.listTargetingGroupRatios, {
    answer: {
      items: [
        { platform: 'NAVER', date: '2026-12-05', metaId: 'PG0001', ratioPpb: 31_250_000 },
        { platform: 'NAVER', date: '2026-12-06', metaId: 'PG0001', ratioPpb: 33_400_000 },
      ],
    },
  }),
]
