import type { ContentPlan, ContentType, PartCode, SampleContent } from './contents'
import { type ChannelTheme, GENRES, type KeywordTheme } from './names'
import { fraction, hashText } from './random'

interface SamplePlatform {
  code: string
  name: string
  displayOrder: number
}

interface SampleContentOwner {
  code: string
  name: string
}

interface SamplePart {
  code: PartCode
  type: ContentType
  platforms: string[]
}

interface SampleTargetingGroup {
  code: string
  name: string
  members: { metaId: string; weight: number }[]
}

interface SampleProduct {
  code: string
  name: string
  targetingKind: 'CONTENTS' | 'GROUP' | 'RANDOM'
  platforms: string[]
  /** Whole won for 1,000 impressions. */
  ecpm: number
  ctr: number
  vtr: number
}

/** Every entry is the body of the catalogue's PUT call, plus its key. */
export interface SampleCatalog {
  platforms: SamplePlatform[]
  contentOwners: SampleContentOwner[]
  parts: SamplePart[]
  contents: SampleContent[]
  targetingGroups: SampleTargetingGroup[]
  products: SampleProduct[]
}

const SMR_PLATFORMS = ['NAVER', 'KAKAO', 'DAUM']
const ALL_PLATFORMS = [...SMR_PLATFORMS, 'YOUTUBE']

/** The maximum size of a curated list; only samples above the standard size reach it. */
const MAX_PICKED = 12

export function catalogOf(seed: number, plans: readonly ContentPlan[]): SampleCatalog {
  return {
    platforms: platforms(),
    contentOwners: contentOwners(),
    parts: parts(),
    contents: plans.map((plan) => plan.content),
    targetingGroups: targetingGroups(seed, plans),
    products: products(),
  }
}

function platforms(): SamplePlatform[] {
  return [
    { code: 'NAVER', name: '네이버 TV', displayOrder: 1 },
    { code: 'KAKAO', name: '카카오', displayOrder: 2 },
    { code: 'DAUM', name: '다음', displayOrder: 3 },
    { code: 'YOUTUBE', name: '유튜브', displayOrder: 4 },
  ]
}

function contentOwners(): SampleContentOwner[] {
  return [
    { code: 'CO_HANBIT', name: '한빛미디어웍스' },
    { code: 'CO_MARU', name: '마루콘텐츠' },
    { code: 'CO_NURI', name: '누리스튜디오' },
    { code: 'CO_ONDAM', name: '온담엔터' },
    { code: 'CO_BARO', name: '바로미디어' },
    { code: 'CO_CREATORS', name: '크리에이터라인' },
  ]
}

function parts(): SamplePart[] {
  return [
    { code: 'SMR_PROGRAM', type: 'PROGRAM', platforms: [...SMR_PLATFORMS] },
    { code: 'SMR_RANDOM', type: 'RANDOM', platforms: [...SMR_PLATFORMS] },
    { code: 'YT_PROGRAM', type: 'PROGRAM', platforms: ['YOUTUBE'] },
    { code: 'YT_CHANNEL', type: 'CHANNEL', platforms: ['YOUTUBE'] },
    { code: 'YT_KEYWORD', type: 'KEYWORD', platforms: ['YOUTUBE'] },
    { code: 'YT_RANDOM', type: 'RANDOM', platforms: ['YOUTUBE'] },
  ]
}

function targetingGroups(seed: number, plans: readonly ContentPlan[]): SampleTargetingGroup[] {
  const programs = plans.filter((plan) => plan.content.type === 'PROGRAM')
  const channels = plans.filter((plan) => plan.content.type === 'CHANNEL')
  const keywords = plans.filter((plan) => plan.content.type === 'KEYWORD')
  const ofGenre = (genre: string) => picked(programs, (plan) => plan.genre === genre)
  const channelsOn = (...themes: ChannelTheme[]) => picked(channels, (plan) => isOn(plan, themes))
  const keywordsOn = (...themes: KeywordTheme[]) => picked(keywords, (plan) => isOn(plan, themes))
  const group = (code: string, name: string, members: readonly ContentPlan[]): SampleTargetingGroup => ({
    code,
    name,
    members: members.map((plan) => ({ metaId: plan.content.metaId, weight: weightOf(seed, code, plan) })),
  })
  return [
    ...GENRES.map((genre) => group(`TG_${genre.code}`, `${genre.name} 프로그램`, ofGenre(genre.code))),
    group('TG_CH_FOOD_TRAVEL', '먹방·여행 채널', channelsOn('FOOD', 'TRAVEL')),
    group('TG_CH_GAME_TECH', '게임·IT 채널', channelsOn('GAME', 'TECH')),
    group('TG_CH_BEAUTY_HEALTH', '뷰티·운동 채널', channelsOn('BEAUTY', 'HEALTH')),
    group('TG_KW_HOME', '요리·육아 키워드', keywordsOn('COOKING', 'PARENTING')),
    group('TG_FAMILY', '키즈 프로그램+채널', [...ofGenre('KIDS'), ...channelsOn('KIDS')]),
    group('TG_OUTDOOR', '여행 프로그램+채널+키워드', [
      ...ofGenre('TRAVEL_FOOD'),
      ...channelsOn('TRAVEL'),
      ...keywordsOn('TRAVEL'),
    ]),
  ]
}

function isOn(plan: ContentPlan, themes: readonly string[]): boolean {
  return plan.theme !== undefined && themes.includes(plan.theme)
}

/**
 * The first contents that match. If a small sample has fewer than two of them, others are added, so that the
 * list has two members.
 */
function picked(plans: readonly ContentPlan[], belongs: (plan: ContentPlan) => boolean): ContentPlan[] {
  const found = plans.filter(belongs).slice(0, MAX_PICKED)
  for (const plan of plans) {
    if (found.length >= 2) break
    if (!found.includes(plan)) found.push(plan)
  }
  return found
}

/**
 * The weight follows roughly what a content can deliver, as a planner would set it. With equal weights, the
 * group would be sold out as soon as its smallest member is.
 */
function weightOf(seed: number, group: string, plan: ContentPlan): number {
  const monthly = plan.parts.reduce((sum, part) => sum + part.monthlyImpressions, 0)
  const taste = 0.8 + 0.4 * fraction(hashText(seed, `${group} ${plan.content.metaId}`))
  return Math.max(1, Math.round((monthly / 1000) * taste))
}

function products(): SampleProduct[] {
  return [
    product('SMR_CONTENTS', 'SMR 프로그램 타겟팅', 'CONTENTS', SMR_PLATFORMS, 15_000, 0.012, 0.62),
    product('NAVER_CONTENTS', '네이버 TV 프로그램 타겟팅', 'CONTENTS', ['NAVER'], 17_500, 0.0145, 0.65),
    product('YT_PROGRAM_CLIP', '유튜브 방송클립 타겟팅', 'CONTENTS', ['YOUTUBE'], 18_000, 0.0062, 0.48),
    product('YT_CHANNEL', '유튜브 채널 타겟팅', 'CONTENTS', ['YOUTUBE'], 21_000, 0.0075, 0.44),
    product('YT_KEYWORD', '유튜브 키워드 타겟팅', 'CONTENTS', ['YOUTUBE'], 25_000, 0.018, 0.38),
    product('CROSS_CONTENTS', '크로스 프로그램 타겟팅', 'CONTENTS', ALL_PLATFORMS, 16_500, 0.009532, 0.555),
    product('SMR_GROUP', 'SMR 큐레이션', 'GROUP', SMR_PLATFORMS, 13_000, 0.011, 0.58),
    product('YT_GROUP', '유튜브 큐레이션', 'GROUP', ['YOUTUBE'], 14_800, 0.006125, 0.42),
    product('CROSS_GROUP', '크로스 큐레이션', 'GROUP', ALL_PLATFORMS, 13_900, 0.008, 0.5),
    product('SMR_RON', 'SMR 논타겟팅', 'RANDOM', SMR_PLATFORMS, 9_500, 0.005, 0.45),
    product('YT_RON', '유튜브 논타겟팅', 'RANDOM', ['YOUTUBE'], 8_000, 0.001875, 0.27),
    product('CROSS_RON', '크로스 논타겟팅', 'RANDOM', ALL_PLATFORMS, 8_800, 0.0035, 0.36),
  ]
}

function product(
  code: string,
  name: string,
  targetingKind: SampleProduct['targetingKind'],
  platforms: readonly string[],
  ecpm: number,
  ctr: number,
  vtr: number,
): SampleProduct {
  return { code, name, targetingKind, platforms: [...platforms], ecpm, ctr, vtr }
}
