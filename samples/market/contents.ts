import { type Airing, bestHours, type HourWindow } from './demand'
import {
  type Audience,
  BROADCASTERS,
  type ChannelTheme,
  channelName,
  type Genre,
  type KeywordTheme,
  keywordName,
  programTitle,
} from './names'
import { monthlyImpressions } from './popularity'
import { hashText, RandomStream } from './random'

export type ContentType = 'PROGRAM' | 'CHANNEL' | 'KEYWORD' | 'RANDOM'

/** The body of PUT /contents/{metaId}, plus its key. */
export interface SampleContent {
  metaId: string
  type: ContentType
  name: string
  broadcaster?: string
  owner?: string
  platformWeights?: { platform: string; weight: number }[]
}

export type PartCode = 'SMR_PROGRAM' | 'SMR_RANDOM' | 'YT_PROGRAM' | 'YT_CHANNEL' | 'YT_KEYWORD' | 'YT_RANDOM'

/** The forecast of one part for a content. */
export interface ContentPart {
  part: PartCode
  /** Impressions of an average month, before noise. */
  monthlyImpressions: number
  window: HourWindow
}

/** A content with the generator's data about its audience; only `content` is published. */
export interface ContentPlan {
  content: SampleContent
  parts: ContentPart[]
  audience: Audience
  airing: Airing | null
  /** The content has no inventory on the first days of any month, like a programme between two seasons. */
  startsLate: boolean
  genre?: Genre['code']
  theme?: ChannelTheme | KeywordTheme
}

const WHOLE_DAY: HourWindow = { from: 0, to: 24 }

const OWNER_OF_BROADCASTER: Readonly<Record<(typeof BROADCASTERS)[number], string>> = {
  KBS: 'CO_HANBIT',
  MBC: 'CO_MARU',
  SBS: 'CO_NURI',
  JTBC: 'CO_ONDAM',
  tvN: 'CO_ONDAM',
  TV조선: 'CO_BARO',
  채널A: 'CO_BARO',
}
/** Owner of most channels and keywords; the studios below own the others. */
const CREATORS = 'CO_CREATORS'
const STUDIOS = ['CO_ONDAM', 'CO_MARU', 'CO_HANBIT'] as const

/** All contents of a sample in a fixed order; a content is the same at every size that includes it. */
export function contentPlans(seed: number, size: number): ContentPlan[] {
  return [
    ...planned(80, size, (index) => program(seed, index)),
    ...planned(40, size, (index) => channel(seed, index)),
    ...planned(40, size, (index) => keyword(seed, index)),
    ...planned(4, size, (index) => random(seed, index, 'SMR')),
    ...planned(3, size, (index) => random(seed, index, 'YT')),
  ]
}

function planned(standard: number, size: number, plan: (index: number) => ContentPlan): ContentPlan[] {
  return Array.from({ length: Math.max(2, Math.round(standard * size)) }, (_, index) => plan(index))
}

// The patterns below repeat after 5, 6, 7, 8 or 16 programmes. These periods are mostly coprime, so every
// combination occurs, and each pattern occurs with every seed.
function program(seed: number, index: number): ContentPlan {
  const metaId = `PRG-${numbered(index, 4)}`
  const { genre, title } = programTitle(index)
  const stream = new RandomStream(hashText(seed, metaId))
  const broadcaster = BROADCASTERS[index % BROADCASTERS.length]!
  const airing = { weekday: stream.between(0, 6), hour: stream.between(18, 22) }
  const total = monthlyImpressions(seed, 'PROGRAM', index)
  // SMR feeds three of the four platforms: with about this share, all four have similar inventory.
  const smrShare = 0.55 + 0.2 * stream.next()
  const ytWindow = bestHours(genre.audience, stream.between(9, 15))
  const parts: ContentPart[] = []
  if (index % 5 !== 3) {
    parts.push({ part: 'SMR_PROGRAM', monthlyImpressions: total * smrShare, window: WHOLE_DAY })
  }
  if (index % 5 !== 1) {
    parts.push({ part: 'YT_PROGRAM', monthlyImpressions: total * (1 - smrShare), window: ytWindow })
  }
  const content: SampleContent = {
    metaId,
    type: 'PROGRAM',
    name: title,
    broadcaster,
    // Some studios keep the online rights of a programme that they produce for a broadcaster.
    owner: index % 9 === 4 ? STUDIOS[index % STUDIOS.length]! : OWNER_OF_BROADCASTER[broadcaster],
  }
  if (index % 6 === 0 && index % 5 !== 3) {
    content.platformWeights = [
      { platform: 'NAVER', weight: stream.between(4, 6) },
      { platform: 'KAKAO', weight: stream.between(2, 4) },
      { platform: 'DAUM', weight: stream.between(1, 2) },
    ]
  }
  return {
    content,
    parts,
    audience: genre.audience,
    airing,
    startsLate: index % 16 === 3,
    genre: genre.code,
  }
}

function channel(seed: number, index: number): ContentPlan {
  const metaId = `CHN-${numbered(index, 4)}`
  const { theme, name } = channelName(index)
  const stream = new RandomStream(hashText(seed, metaId))
  const audience = theme === 'KIDS' ? 'AFTERNOON' : theme === 'FINANCE' ? 'DAYTIME' : 'EVENING'
  return {
    content: { metaId, type: 'CHANNEL', name, owner: creatorOrStudio(index) },
    parts: [
      {
        part: 'YT_CHANNEL',
        monthlyImpressions: monthlyImpressions(seed, 'CHANNEL', index),
        window: bestHours(audience, stream.between(6, 12)),
      },
    ],
    audience,
    // Channels also have a weekday on which they upload.
    airing: { weekday: stream.between(0, 6), hour: stream.between(17, 20) },
    startsLate: index % 20 === 7,
    theme,
  }
}

function keyword(seed: number, index: number): ContentPlan {
  const metaId = `KEY-${numbered(index, 4)}`
  const { theme, name } = keywordName(index)
  const stream = new RandomStream(hashText(seed, metaId))
  const audience = theme === 'PARENTING' ? 'DAYTIME' : 'EVENING'
  return {
    content: { metaId, type: 'KEYWORD', name, owner: creatorOrStudio(index + 1) },
    parts: [
      {
        part: 'YT_KEYWORD',
        monthlyImpressions: monthlyImpressions(seed, 'KEYWORD', index),
        window: bestHours(audience, stream.between(4, 10)),
      },
    ],
    audience,
    airing: null,
    startsLate: index % 20 === 1,
    theme,
  }
}

function random(seed: number, index: number, vendor: 'SMR' | 'YT'): ContentPlan {
  return {
    content: {
      metaId: `RND-${vendor}-${numbered(index, 2)}`,
      type: 'RANDOM',
      name: `${vendor === 'SMR' ? 'SMR' : '유튜브'} 랜덤 ${index + 1}`,
    },
    parts: [
      {
        part: `${vendor}_RANDOM`,
        monthlyImpressions: monthlyImpressions(seed, 'RANDOM', vendor === 'SMR' ? index * 2 : index * 2 + 1),
        window: WHOLE_DAY,
      },
    ],
    audience: 'EVENING',
    airing: null,
    startsLate: false,
  }
}

function creatorOrStudio(index: number): string {
  return index % 3 === 1 ? STUDIOS[Math.floor(index / 3) % STUDIOS.length]! : CREATORS
}

function numbered(index: number, digits: number): string {
  return String(index + 1).padStart(digits, '0')
}
