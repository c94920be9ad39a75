/**
 * The names of the sample's contents. Titles, channels and keywords are invented. Some contain a comma,
 * quotation marks or a leading sign, because real catalogues do, and files and sheets must handle them.
 */

/** When an audience watches; the hourly curves are in `demand.ts`. */
export type Audience = 'EVENING' | 'DAYTIME' | 'AFTERNOON'

export interface Genre {
  code: string
  name: string
  audience: Audience
  titles: readonly string[]
}

export const BROADCASTERS = ['KBS', 'MBC', 'SBS', 'JTBC', 'tvN', 'TV조선', '채널A'] as const

export const GENRES: readonly Genre[] = [
  {
    code: 'DRAMA',
    name: '드라마',
    audience: 'EVENING',
    titles: [
      '달빛 정류장',
      '오후 네 시의 변호사',
      '서른셋의 사직서',
      '유리 온실의 여자',
      '바다마을 우체국',
      '두 번째 신혼일기',
      '검은 우산 아래',
      '한양 야시장',
      '국경의 온도',
      '내일의 셰프에게',
    ],
  },
  {
    code: 'ENTERTAINMENT',
    name: '예능',
    audience: 'EVENING',
    titles: [
      '밥 한 끼, 둘이서',
      '월급날 탈출기',
      '어쩌다 우리 이장님',
      '퇴근하고 텐트로',
      '웃음 배달부',
      '집 나온 아빠들',
      '눈치 게임단',
      '시골 편의점 25시',
      '나만 몰랐던 규칙',
      '주말엔 무인도',
    ],
  },
  {
    code: 'CULTURE',
    name: '교양',
    audience: 'DAYTIME',
    titles: [
      '동네 과학관',
      '사라지는 골목',
      '백 년 가게의 비밀',
      '숫자로 보는 하루',
      '손끝의 장인',
      '알고 차린 밥상',
      '건강 신호등',
      '지구 반대편의 이웃',
      '오래된 지도',
      '어른들의 야간학교',
    ],
  },
  {
    code: 'NEWS',
    name: '뉴스·시사',
    audience: 'DAYTIME',
    titles: [
      '아침 브리핑 룸',
      '뉴스 온 더 테이블',
      '현장 "그 후"',
      '경제 현미경',
      '팩트의 무게',
      '여섯 시 이슈판',
      '주간 쟁점 노트',
      '토론의 밤',
      '지구촌 리포터',
      '법정 밖 이야기',
    ],
  },
  {
    code: 'MUSIC',
    name: '음악',
    audience: 'EVENING',
    titles: [
      '골목 버스킹',
      '목소리의 계절',
      '트로트 유람단',
      '밤의 재생목록',
      '밴드 대 밴드',
      '노래하는 정거장',
      '라이브 온 루프톱',
      '댄스 크루 리그',
      '우리 동네 가요제',
      '다시 부르는 그 노래',
    ],
  },
  {
    code: 'SPORTS',
    name: '스포츠',
    audience: 'EVENING',
    titles: [
      '주간 풀카운트',
      '그라운드 뒷이야기',
      '새벽 마라톤 크루',
      '당구장 신흥강자',
      '풋살 리그전: 여자들',
      '낚시 원정대',
      '골프 초보 탈출',
      '씨름판의 청춘',
      '격투 연구소',
      '하이라이트 나인',
    ],
  },
  {
    code: 'TRAVEL_FOOD',
    name: '여행·요리',
    audience: 'EVENING',
    titles: [
      '기차 타고 한 그릇',
      '시장통 레시피',
      '혼자 떠난 섬',
      '배낭과 앞치마',
      '국수 지도',
      '산골 밥차',
      '제철 한 접시',
      '야식 연구실',
      '이웃집 김치냉장고',
      '골목 빵 순례',
    ],
  },
  {
    code: 'KIDS',
    name: '키즈·애니',
    audience: 'AFTERNOON',
    titles: [
      '토토와 구름열차',
      '변신로봇 가온',
      '꼬마 탐정 도담',
      '공룡섬 친구들',
      '종이접기 마법사',
      '별똥별 유치원',
      '코코의 과학 상자',
      '꿀벌 원정대',
      '그림책 버스',
      '용감한 소방차 루루',
    ],
  },
]

/** Themes of the YouTube channels; the channels use them in turn, in this order. */
const CHANNEL_THEMES = ['FOOD', 'GAME', 'BEAUTY', 'TECH', 'KIDS', 'TRAVEL', 'HEALTH', 'FINANCE'] as const
export type ChannelTheme = (typeof CHANNEL_THEMES)[number]

const CHANNEL_NAMES: Readonly<Record<ChannelTheme, readonly string[]>> = {
  FOOD: ['한입만 더 TV', '@옥탑방부엌', '면식일기', '배부른 소나무', '자취생의 냄비'],
  GAME: ['새벽게임방', '겜하는 너구리', '끝판왕 "도도"', '인디게임 산책', '두판만 하자'],
  BEAUTY: ['화장대 앞 수다', '민낯연구소', '오늘 뭐 입지, 은수', '향수 읽는 밤', '미용실 옆자리'],
  TECH: ['뜯어보는 남자', '충전중', '조립하는 토끼', '반값전자', '키보드 공방'],
  KIDS: ['까꿍 놀이터', '루비네 장난감', '동요숲', '공룡박사 한결', '종이비행기 TV'],
  TRAVEL: ['지도 밖으로 한 걸음', '차박하는 부부', '텐트 치는 소리', '골목여행자', '창가자리 12A'],
  HEALTH: ['거실운동 15분', '스트레칭하는 의사', '달리는 직장인', '요가하는 오후', '단백질 반장'],
  FINANCE: ['월급 지킴이', '개미의 하루', '집값 읽어주는 형', '연금 선생', '쉬운 경제 3분'],
}

/** Themes of the YouTube keywords; the keywords use them in turn, in this order. */
const KEYWORD_THEMES = ['TRAVEL', 'COOKING', 'CAR', 'PARENTING', 'HEALTH'] as const
export type KeywordTheme = (typeof KEYWORD_THEMES)[number]

const KEYWORD_NAMES: Readonly<Record<KeywordTheme, readonly string[]>> = {
  TRAVEL: [
    '제주 여행',
    '캠핑 장비',
    '일본 온천',
    '호캉스',
    '해외여행 짐싸기',
    '기차 여행',
    '글램핑',
    '등산 코스',
  ],
  COOKING: [
    '에어프라이어 요리',
    '김장 레시피',
    '홈카페',
    '집밥',
    '베이킹',
    '밀키트',
    '도시락 반찬',
    '와인 안주',
  ],
  CAR: [
    '전기차',
    '중고차 시세',
    'SUV 시승기',
    '세차',
    '차량용품',
    '자동차 보험',
    '하이브리드',
    '겨울 타이어',
  ],
  PARENTING: ['이유식', '어린이집 준비', '유모차', '초등 수학', '장난감', '육아템', '영어 동화', '키즈카페'],
  HEALTH: [
    '-10kg 다이어트',
    '홈트',
    '필라테스',
    '영양제',
    '러닝화',
    '거북목 교정',
    '단백질 식단',
    '수면, 불면증',
  ],
}

/** Additions to keywords: above the standard size, keywords repeat with one of these. */
const KEYWORD_ADDITIONS = [
  '추천',
  '후기',
  '순위',
  '비교',
  '가격',
  '방법',
  '초보',
  '브이로그',
  '꿀팁',
  '이벤트',
]

/**
 * The position of the nth entry of several lists that are used in turn: the list, the place in it, and the
 * round.
 */
interface Turn<T> {
  list: T
  place: number
  round: number
}

function turnOf<T>(lists: readonly T[], lengthOfEach: number, index: number): Turn<T> {
  const place = Math.floor(index / lists.length)
  return {
    list: lists[index % lists.length]!,
    place: place % lengthOfEach,
    round: Math.floor(place / lengthOfEach),
  }
}

export function programTitle(index: number): { genre: Genre; title: string } {
  const { list: genre, place, round } = turnOf(GENRES, 10, index)
  const title = genre.titles[place]!
  return { genre, title: round === 0 ? title : `${title} 시즌 ${round + 1}` }
}

export function channelName(index: number): { theme: ChannelTheme; name: string } {
  const { list: theme, place, round } = turnOf(CHANNEL_THEMES, 5, index)
  const name = CHANNEL_NAMES[theme][place]!
  return { theme, name: round === 0 ? name : `${name} ${round + 1}` }
}

export function keywordName(index: number): { theme: KeywordTheme; name: string } {
  const { list: theme, place, round } = turnOf(KEYWORD_THEMES, 8, index)
  const words = [KEYWORD_NAMES[theme][place]!]
  for (let rest = round; rest > 0; rest = Math.floor((rest - 1) / KEYWORD_ADDITIONS.length)) {
    words.push(KEYWORD_ADDITIONS[(rest - 1) % KEYWORD_ADDITIONS.length]!)
  }
  return { theme, name: words.join(' ') }
}
