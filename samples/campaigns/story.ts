/** Who does a step: the sample's planner, a colleague of theirs, or the operator. */
export type Person = 'planner' | 'colleague' | 'operator'

/** A targeting of a row: a group of the sample catalogue, or contents with their weights. */
export type Targeting = { code: string } | { name: string; contents: Readonly<Record<string, number>> }

/** Days from today: the first and the last one. */
export type Days = readonly [first: number, last: number]

export interface StoryRow {
  product: string
  /** Left out: the campaign's own days. */
  days?: Days
  /** Whole won. A purchase that finds less takes most of what is left. */
  amount: number
  kind?: 'PAID' | 'SERVICE'
  device: string
  creative: string
  targeting?: Targeting
  /** How much of the plan the ad servers deliver; left out: all of it, and a little more. */
  pace?: number
  /** Why a platform's reviewers reject the row's ad there. */
  rejected?: { platform: string; message: string }
}

/** What happens to a campaign on a day, counted from today, at a time in Seoul. Rows are named by their keys. */
export type Step = { day: number; at: string; by?: Person } & (
  | { does: 'buy'; rows: readonly string[] }
  | { does: 'hold'; rows: readonly string[]; until: { day: number; at: string } }
  | { does: 'edit'; row: string; amount?: number; creative?: string; device?: string }
  | { does: 'amend'; row: string; amount?: number; days?: Days; reason: string }
  | { does: 'cancel'; row: string; reason: string }
  | { does: 'decline'; row: string; reason: string }
  /** Copies the rows of another variant, and changes the amounts of copies. */
  | { does: 'copyVariant'; from?: string; amounts: Readonly<Record<string, number>> }
  /** An operator lowers a content's month after the row's flight has begun to be sold: its days are at risk. */
  | { does: 'lowerForecast'; row: string; content: string; percent: number; reason: string }
)

export interface StoryCampaign {
  name: string
  advertiser: string
  agency: string | null
  owner: Person
  sharedWith?: Readonly<Partial<Record<Person, 'see' | 'edit'>>>
  /** Days from today on which it is planned, begins and ends. */
  planned: number
  days: Days
  /** Whole won. */
  budget: number
  rows: Readonly<Record<string, StoryRow>>
  steps: readonly Step[]
}

const EVERYWHERE = 'PC+모바일'
const MOBILE = '모바일'

/** The first day, counted from today, on which something happens in the sample. */
export const FIRST_DAY = -28

/**
 * Campaigns of advertisers that don't exist, in every state that a campaign can have. The newest come first in the
 * planner's list.
 */
export const STORY: readonly StoryCampaign[] = [
  {
    name: '고단백 두부면 출시',
    advertiser: '한입두부',
    agency: '서울미디어웍스',
    owner: 'planner',
    planned: -28,
    days: [-26, -6],
    budget: 75_000_000,
    rows: {
      random: {
        product: 'CROSS_RON',
        amount: 32_000_000,
        device: EVERYWHERE,
        creative: '두부면 레시피 15초',
      },
      cooking: {
        product: 'YT_GROUP',
        amount: 18_000_000,
        device: MOBILE,
        creative: '두부면 먹방 20초',
        targeting: { code: 'TG_CH_FOOD_TRAVEL' },
      },
      entertainment: {
        product: 'SMR_GROUP',
        amount: 22_000_000,
        device: EVERYWHERE,
        creative: '두부면 레시피 15초',
        targeting: { code: 'TG_ENTERTAINMENT' },
      },
    },
    steps: [{ does: 'buy', day: -27, at: '11:20', rows: ['random', 'cooking', 'entertainment'] }],
  },
  {
    name: '수분크림 브랜드 캠페인',
    advertiser: '온기생활',
    agency: '한강미디어랩',
    owner: 'planner',
    sharedWith: { colleague: 'see' },
    planned: -25,
    days: [-21, 16],
    budget: 160_000_000,
    rows: {
      random: {
        product: 'CROSS_RON',
        amount: 70_000_000,
        device: EVERYWHERE,
        creative: '수분크림 모델편 15초',
      },
      drama: {
        product: 'SMR_GROUP',
        amount: 6_500_000,
        device: EVERYWHERE,
        creative: '수분크림 모델편 15초',
        targeting: { code: 'TG_DRAMA' },
      },
      beauty: {
        product: 'YT_CHANNEL',
        amount: 32_000_000,
        device: MOBILE,
        creative: '수분크림 사용기 30초',
        targeting: { name: '뷰티 채널', contents: { 'CHN-0035': 6, 'CHN-0003': 1 } },
        pace: 0.58,
      },
      bonus: {
        product: 'YT_RON',
        days: [0, 16],
        amount: 5_000_000,
        kind: 'SERVICE',
        device: EVERYWHERE,
        creative: '수분크림 6초 범퍼',
      },
    },
    steps: [
      { does: 'buy', day: -24, at: '10:40', rows: ['random', 'drama', 'beauty'] },
      { does: 'amend', day: -12, at: '15:05', row: 'random', amount: 78_000_000, reason: '광고주 증액 요청' },
    ],
  },
  {
    name: '새벽배송 신규 회원',
    advertiser: '바로담',
    agency: '서울미디어웍스',
    owner: 'planner',
    planned: -13,
    days: [-10, 10],
    budget: 95_000_000,
    rows: {
      random: {
        product: 'SMR_RON',
        amount: 42_000_000,
        device: EVERYWHERE,
        creative: '새벽배송 도착편 15초',
      },
      clips: {
        product: 'YT_PROGRAM_CLIP',
        amount: 24_000_000,
        device: EVERYWHERE,
        creative: '첫 구매 쿠폰 20초',
        targeting: { name: '교양·시사 클립', contents: { 'PRG-0076': 3, 'PRG-0035': 3, 'PRG-0059': 1 } },
      },
      home: {
        product: 'YT_GROUP',
        amount: 1_700_000,
        device: MOBILE,
        creative: '이유식 새벽배송 15초',
        targeting: { code: 'TG_KW_HOME' },
        pace: 0.93,
      },
    },
    steps: [
      { does: 'buy', day: -12, at: '14:10', rows: ['random', 'clips', 'home'] },
      { does: 'amend', day: -4, at: '09:50', row: 'random', amount: 46_000_000, reason: '주말 물량 추가' },
    ],
  },
  {
    name: '체크카드 리뉴얼',
    advertiser: '모노뱅크',
    agency: '한강미디어랩',
    owner: 'planner',
    planned: -9,
    days: [3, 30],
    budget: 150_000_000,
    rows: {
      random: { product: 'YT_RON', amount: 46_000_000, device: MOBILE, creative: '캐시백 15초' },
      sports: {
        product: 'CROSS_GROUP',
        amount: 38_000_000,
        device: EVERYWHERE,
        creative: '결제 알림편 15초',
        targeting: { code: 'TG_SPORTS' },
      },
      news: {
        product: 'SMR_GROUP',
        amount: 26_000_000,
        device: 'PC',
        creative: '결제 알림편 30초',
        targeting: { code: 'TG_NEWS' },
        rejected: { platform: 'KAKAO', message: '금융 광고 심의필 번호가 화면에 없습니다.' },
      },
    },
    steps: [
      { does: 'edit', day: -8, at: '16:30', row: 'sports', amount: 40_000_000 },
      { does: 'buy', day: -7, at: '11:00', rows: ['random', 'sports', 'news'] },
    ],
  },
  {
    name: '멀티비타민 정기구독',
    advertiser: '편한약국',
    agency: '미디어나루',
    owner: 'planner',
    planned: -8,
    days: [2, 22],
    budget: 60_000_000,
    rows: {
      health: {
        product: 'YT_GROUP',
        amount: 4_800_000,
        device: MOBILE,
        creative: '하루 한 포 15초',
        targeting: { code: 'TG_CH_BEAUTY_HEALTH' },
      },
      keyword: {
        product: 'YT_KEYWORD',
        amount: 4_000_000,
        device: EVERYWHERE,
        creative: '정기구독 안내 20초',
        targeting: { name: '건강 키워드', contents: { 'KEY-0035': 5, 'KEY-0020': 1 } },
      },
      random: { product: 'SMR_RON', amount: 20_000_000, device: EVERYWHERE, creative: '하루 한 포 15초' },
    },
    steps: [
      { does: 'buy', day: -7, at: '15:20', rows: ['health', 'keyword', 'random'] },
      {
        does: 'amend',
        day: -5,
        at: '10:15',
        row: 'health',
        amount: 20_000_000,
        reason: '반응이 좋은 채널 증액',
      },
      { does: 'amend', day: -3, at: '17:40', row: 'random', days: [2, 18], reason: '집행 기간 단축' },
      { does: 'cancel', day: -2, at: '13:30', row: 'keyword', reason: '키워드 소재 제작 지연' },
    ],
  },
  {
    name: '신작 사전예약 집중 집행',
    advertiser: '별빛게임즈',
    agency: null,
    owner: 'planner',
    planned: -7,
    days: [4, 12],
    budget: 40_000_000,
    rows: {
      launch: {
        product: 'YT_CHANNEL',
        days: [4, 5],
        amount: 30_000_000,
        device: MOBILE,
        creative: '사전예약 오픈 15초',
        targeting: { name: '게임 채널', contents: { 'CHN-0018': 1 } },
      },
      random: {
        product: 'YT_RON',
        amount: 5_500_000,
        device: EVERYWHERE,
        creative: '세계관 티저 30초',
      },
    },
    steps: [
      { does: 'buy', day: -6, at: '10:05', rows: ['launch', 'random'] },
      {
        does: 'lowerForecast',
        day: -1,
        at: '09:30',
        by: 'operator',
        row: 'launch',
        content: 'CHN-0018',
        percent: 55,
        reason: '채널 휴방 공지: 새 영상이 절반으로 줄어듭니다',
      },
    ],
  },
  {
    name: '신학기 모집',
    advertiser: '새봄학습지',
    agency: '미디어나루',
    owner: 'colleague',
    sharedWith: { planner: 'edit' },
    planned: -6,
    days: [3, 24],
    budget: 70_000_000,
    rows: {
      family: {
        product: 'CROSS_GROUP',
        amount: 9_500_000,
        device: EVERYWHERE,
        creative: '첫 공부 습관 15초',
        targeting: { code: 'TG_FAMILY' },
      },
      culture: {
        product: 'SMR_GROUP',
        amount: 18_000_000,
        device: EVERYWHERE,
        creative: '학부모 인터뷰 30초',
        targeting: { code: 'TG_CULTURE' },
      },
      random: { product: 'CROSS_RON', amount: 12_000_000, device: MOBILE, creative: '무료 체험 15초' },
    },
    steps: [
      { does: 'buy', day: -5, at: '11:35', rows: ['family'] },
      { does: 'edit', day: -3, at: '10:20', by: 'planner', row: 'culture', amount: 20_000_000 },
      { does: 'edit', day: -3, at: '14:45', row: 'culture', amount: 16_000_000 },
      { does: 'edit', day: -2, at: '09:15', by: 'planner', row: 'random', creative: '무료 체험 신청 15초' },
    ],
  },
  {
    name: '동남아 노선 특가',
    advertiser: '푸른항공',
    agency: '한강미디어랩',
    owner: 'planner',
    planned: -5,
    days: [7, 27],
    budget: 90_000_000,
    rows: {
      outdoor: {
        product: 'CROSS_GROUP',
        amount: 9_200_000,
        device: EVERYWHERE,
        creative: '주말에 떠나는 다낭 15초',
        targeting: { code: 'TG_OUTDOOR' },
      },
      channels: {
        product: 'YT_CHANNEL',
        amount: 26_000_000,
        device: MOBILE,
        creative: '특가 알림 20초',
        targeting: { name: '여행 채널', contents: { 'CHN-0030': 2, 'CHN-0006': 5 } },
      },
      music: {
        product: 'SMR_GROUP',
        amount: 4_600_000,
        device: EVERYWHERE,
        creative: '주말에 떠나는 다낭 15초',
        targeting: { code: 'TG_MUSIC' },
      },
      random: { product: 'SMR_RON', amount: 18_000_000, device: EVERYWHERE, creative: '특가 알림 15초' },
    },
    steps: [
      { does: 'hold', day: -4, at: '13:10', rows: ['outdoor'], until: { day: 1, at: '10:00' } },
      { does: 'hold', day: -4, at: '13:15', rows: ['channels'], until: { day: 6, at: '18:00' } },
      { does: 'hold', day: -4, at: '13:20', rows: ['music'], until: { day: 3, at: '18:00' } },
      {
        does: 'decline',
        day: -2,
        at: '16:00',
        by: 'operator',
        row: 'music',
        reason: '음악 프로그램 물량은 다른 브랜드의 확정 건이 먼저입니다',
      },
    ],
  },
  {
    name: '전기 SUV 사전계약',
    advertiser: '라온모터스',
    agency: '서울미디어웍스',
    owner: 'planner',
    planned: -4,
    days: [14, 41],
    budget: 120_000_000,
    rows: {
      sports: {
        product: 'SMR_CONTENTS',
        amount: 36_000_000,
        device: EVERYWHERE,
        creative: '주행거리편 30초',
        targeting: { name: '스포츠 본방', contents: { 'PRG-0006': 4, 'PRG-0030': 3 } },
      },
      cars: {
        product: 'YT_KEYWORD',
        amount: 30_000_000,
        device: EVERYWHERE,
        creative: '실내 공간편 20초',
        targeting: { name: '자동차 키워드', contents: { 'KEY-0023': 10, 'KEY-0013': 1, 'KEY-0018': 2 } },
      },
      random: {
        product: 'CROSS_RON',
        amount: 44_000_000,
        device: EVERYWHERE,
        creative: '사전계약 안내 15초',
      },
    },
    steps: [
      { does: 'copyVariant', day: -3, at: '11:10', amounts: { sports: 24_000_000, random: 62_000_000 } },
      {
        does: 'copyVariant',
        day: -3,
        at: '11:40',
        from: 'A',
        amounts: { cars: 42_000_000, random: 20_000_000 },
      },
    ],
  },
  {
    name: '왕교자 리뉴얼',
    advertiser: '도담식품',
    agency: '미디어나루',
    owner: 'planner',
    planned: -3,
    days: [10, 30],
    budget: 80_000_000,
    rows: {
      food: {
        product: 'SMR_GROUP',
        amount: 24_000_000,
        device: EVERYWHERE,
        creative: '한입 가득편 15초',
        targeting: { code: 'TG_TRAVEL_FOOD' },
      },
      mukbang: {
        product: 'YT_CHANNEL',
        amount: 14_000_000,
        device: MOBILE,
        creative: '왕교자 먹방 20초',
        targeting: { name: '먹방 채널', contents: { 'CHN-0001': 3, 'CHN-0025': 2 } },
      },
      random: { product: 'CROSS_RON', amount: 30_000_000, device: EVERYWHERE, creative: '한입 가득편 15초' },
    },
    steps: [
      { does: 'hold', day: -3, at: '17:00', rows: ['mukbang'], until: { day: -1, at: '18:00' } },
      { does: 'edit', day: -2, at: '10:00', row: 'food', device: MOBILE },
    ],
  },
  {
    name: '침구 세트 기획전',
    advertiser: '포근한집',
    agency: null,
    owner: 'planner',
    planned: -1,
    days: [12, 32],
    budget: 50_000_000,
    rows: {
      random: { product: 'SMR_RON', amount: 15_000_000, device: EVERYWHERE, creative: '' },
      clips: { product: 'YT_PROGRAM_CLIP', amount: 0, device: EVERYWHERE, creative: '' },
    },
    steps: [],
  },
]

/** Whether a row's flight has begun before today, so that it needs the inventory of past days. */
export function hasBegun({ days }: StoryRow, campaign: StoryCampaign): boolean {
  return (days ?? campaign.days)[0] < 0
}
