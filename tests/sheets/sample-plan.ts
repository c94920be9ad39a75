import { BLANK_FIELDS } from '../../shared/sheets/media-mix/columns'
import type { Plan, PlanMember, PlanRow } from '../../shared/sheets/plan'

/** Plans that look like an agency's: long Korean names, and amounts up to billions of won. */

export function planRow(overrides: Partial<PlanRow> = {}): PlanRow {
  return {
    ...BLANK_FIELDS,
    unitId: '0b6f7f1e-5a51-4c1c-9d8e-2f6a4f0c1a01',
    kind: 'PAID',
    platforms: ['NAVER', 'KAKAO', 'DAUM'],
    productCode: 'SMR_CURATION_15',
    productName: '프리미엄 프로그램 큐레이션 15초',
    targeting: '예능 프로그램 12개',
    device: 'PC+Mobile',
    creative: '15초 A안',
    startDate: '2026-11-01',
    endDate: '2026-11-30',
    amount: 50_000_000,
    ecpm: 12_000,
    ctr: 0.0035,
    vtr: 0.62,
    variant: null,
    bookingStatus: 'Draft',
    ...overrides,
  }
}

export function planMember(overrides: Partial<PlanMember> = {}): PlanMember {
  return {
    metaId: 'P10001',
    type: 'PROGRAM',
    name: '나 혼자 산다',
    broadcaster: 'MBC',
    weight: 100,
    forecast: 3_250_000,
    available: 1_870_000,
    owner: '문화방송',
    ...overrides,
  }
}

export function emptyPlan(): Plan {
  return {
    campaign: {
      id: '5f2c8a34-7b1d-4e0f-8a6b-1c9d3e5f7a90',
      name: '2026 겨울 신제품 론칭 캠페인',
      advertiser: '한빛식품',
      agency: null,
      startDate: '2026-11-01',
      endDate: '2026-12-31',
      budget: 0,
      revision: 1,
    },
    writtenOn: '2026-10-12',
    rows: [],
    targeting: [],
  }
}

const id = (n: number) => `0b6f7f1e-5a51-4c1c-9d8e-2f6a4f0c1a${String(n).padStart(2, '0')}`

/** Eight rows, two of them service, over all platforms. */
export function samplePlan(): Plan {
  const curated = [
    planMember(),
    planMember({ metaId: 'P10002', name: '전지적 참견 시점', forecast: 2_140_000, available: 950_000 }),
    planMember({
      metaId: 'P10003',
      name: '놀면 뭐하니?',
      weight: 80,
      forecast: 1_980_500,
      available: 1_200_000,
    }),
    planMember({
      metaId: 'P20001',
      name: '런닝맨',
      broadcaster: 'SBS',
      weight: 120,
      forecast: 4_410_000,
      available: 2_300_000,
      owner: '에스비에스미디어넷',
    }),
    planMember({
      metaId: 'P20002',
      name: '미운 우리 새끼',
      broadcaster: 'SBS',
      forecast: 3_020_000,
      available: 0,
      owner: '에스비에스미디어넷',
    }),
    planMember({
      metaId: 'P30001',
      name: '유 퀴즈 온 더 블럭',
      broadcaster: 'tvN',
      weight: 150,
      forecast: 5_760_000,
      available: 3_900_000,
      owner: 'CJ ENM',
    }),
    planMember({
      metaId: 'P40001',
      name: '세상에서 가장 긴 제목을 가진 주말 저녁 가족 버라이어티 쇼: 우리 동네 특별한 하루 스페셜 편',
      broadcaster: 'JTBC',
      forecast: 880_000,
      available: 420_000,
      owner: 'JTBC중앙',
    }),
  ]
  const channels = [
    planMember({
      metaId: 'C50001',
      type: 'CHANNEL',
      name: '침착맨',
      broadcaster: null,
      forecast: 7_800_000,
      available: 5_100_000,
      owner: '금병영',
    }),
    planMember({
      metaId: 'C50002',
      type: 'CHANNEL',
      name: '피식대학 Psick Univ',
      broadcaster: null,
      forecast: 6_450_000,
      available: 4_000_000,
      owner: '메타코미디',
    }),
    planMember({
      metaId: 'K70001',
      type: 'KEYWORD',
      name: '홈카페',
      broadcaster: null,
      weight: 60,
      forecast: 1_250_000,
      available: 800_000,
      owner: null,
    }),
    planMember({
      metaId: 'K70002',
      type: 'KEYWORD',
      name: '겨울 캠핑',
      broadcaster: null,
      weight: 40,
      forecast: null,
      available: null,
      owner: null,
    }),
  ]
  const random = planMember({
    metaId: 'RANDOM',
    type: 'RANDOM',
    name: '전체 콘텐츠 (RANDOM)',
    broadcaster: null,
    weight: 1,
    forecast: 412_000_000,
    available: 198_000_000,
    owner: null,
  })
  const rows: PlanRow[] = [
    planRow({
      unitId: id(1),
      amount: 1_250_000_000,
      availability: { maxAmount: 1_400_000_000, maxImpressions: 116_666_667, message: '' },
    }),
    planRow({
      unitId: id(2),
      productName: '프리미엄 프로그램 큐레이션 30초 (주말 저녁 가족 시간대 집중 편성 패키지)',
      targeting: '예능 프로그램 12개, 주말 18~23시 편성 중심, 20–49세 여성 관심 콘텐츠',
      creative: '30초 B안 (자막 포함)',
      amount: 380_000_000,
      ecpm: 18_500,
      ctr: 0.0041,
      vtr: 0.583,
      bookingStatus: 'Reserved',
    }),
    planRow({
      unitId: id(3),
      platforms: ['YOUTUBE'],
      productCode: 'YT_CHANNEL_15',
      productName: 'YouTube 채널 큐레이션 15초',
      targeting: '채널 2개, 키워드 2개',
      amount: 620_000_000,
      ecpm: 9_800,
      ctr: 0.0052,
      vtr: 0.415,
      bookingStatus: 'Booked',
    }),
    planRow({
      unitId: id(4),
      platforms: ['YOUTUBE'],
      productCode: 'YT_RANDOM_6',
      productName: 'YouTube 범퍼 6초',
      targeting: 'RANDOM',
      creative: '6초 범퍼',
      amount: 245_000_000,
      ecpm: 4_200,
      ctr: 0.0018,
      vtr: 0.91,
      bookingStatus: 'InFlight',
    }),
    planRow({
      unitId: id(5),
      platforms: ['NAVER'],
      productName: 'NAVER 랜덤 노출 15초',
      targeting: 'RANDOM',
      startDate: '2026-12-01',
      endDate: '2026-12-31',
      amount: 98_765_432,
      ecpm: 6_300,
      ctr: 0.0027,
      vtr: 0.505,
      availability: {
        maxAmount: 80_000_000,
        maxImpressions: 12_698_413,
        message: '12월 24일 NAVER 재고가 318,420회 부족합니다.',
      },
    }),
    planRow({
      unitId: id(6),
      platforms: ['KAKAO', 'DAUM'],
      productName: 'KAKAO 프로그램 큐레이션 15초',
      device: 'Mobile',
      startDate: '2026-12-01',
      endDate: '2026-12-31',
      amount: 156_000_000,
      ecpm: 11_000,
      ctr: 0.0033,
      vtr: 0.6,
      bookingStatus: 'Paused',
    }),
    planRow({
      unitId: id(7),
      kind: 'SERVICE',
      platforms: ['NAVER', 'KAKAO', 'DAUM'],
      productName: '프리미엄 프로그램 큐레이션 15초',
      amount: 60_000_000,
    }),
    planRow({
      unitId: id(8),
      kind: 'SERVICE',
      platforms: ['YOUTUBE'],
      productName: 'YouTube 범퍼 6초',
      targeting: 'RANDOM',
      creative: '6초 범퍼',
      amount: 30_000_000,
      ecpm: 4_200,
      ctr: 0.0018,
      vtr: 0.91,
    }),
  ]
  const programs = [{ name: '예능 큐레이션', weight: 1, platforms: null, members: curated }]
  const pooled = [{ name: 'RANDOM', weight: 1, platforms: null, members: [random] }]
  return {
    campaign: {
      ...emptyPlan().campaign,
      agency: '가온미디어커뮤니케이션즈',
      budget: 2_800_000_000,
      revision: 12,
    },
    writtenOn: '2026-10-12',
    rows,
    targeting: [
      { unitId: id(1), groups: programs },
      { unitId: id(2), groups: programs },
      {
        unitId: id(3),
        groups: [
          { name: '핵심 채널', weight: 70, platforms: null, members: channels.slice(0, 2) },
          { name: '관심 키워드', weight: 30, platforms: null, members: channels.slice(2) },
        ],
      },
      { unitId: id(4), groups: pooled },
      { unitId: id(5), groups: pooled },
      { unitId: id(6), groups: [{ ...programs[0]!, members: curated.slice(0, 3) }] },
      { unitId: id(7), groups: programs },
      { unitId: id(8), groups: pooled },
    ],
  }
}
