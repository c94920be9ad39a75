import type { Language } from '../../language'
import type { TargetingField } from './columns'

/** The words of the 큐레이션타겟팅 sheet. */
export interface TargetingLabels {
  sheet: string
  title: string
  unit: string
  columns: Record<TargetingField, string>
  sections: Record<'PROGRAM' | 'CHANNEL' | 'KEYWORD' | 'RANDOM', string>
  otherBroadcaster: string
  block: (index: number) => string
  group: (index: number) => string
  allPlatforms: string
  subtotal: string
  more: (count: number) => string
  noTargeting: string
  /** For a client, in place of the stock that untargeted products share. */
  everything: string
  /** In place of a forecast. */
  noForecast: string
  /** For a client, in place of a content that only its id names. */
  nameless: string
}

export const TARGETING_LABELS: Record<Language, TargetingLabels> = {
  ko: {
    sheet: '큐레이션타겟팅',
    title: '큐레이션타겟팅',
    unit: '단위: 노출수(회)',
    columns: {
      broadcaster: '방송사',
      content: '콘텐츠',
      weight: '가중치',
      weightShare: '비중',
      forecast: '예측 노출수',
      available: '잔여 노출수',
      owner: 'CO',
      contentId: '콘텐츠 ID',
    },
    sections: { PROGRAM: '프로그램', CHANNEL: 'YouTube 채널', KEYWORD: '맞춤 키워드', RANDOM: '랜덤' },
    otherBroadcaster: '기타',
    block: (index) => `타겟팅 ${index}`,
    group: (index) => `그룹 ${index}`,
    allPlatforms: '전체 매체',
    subtotal: '합계',
    more: (count) => `외 ${count}건`,
    noTargeting: '등록된 타겟팅이 없습니다.',
    everything: '콘텐츠를 지정하지 않고 전체 콘텐츠에 노출합니다.',
    noForecast: '예측 없음',
    nameless: '이름 미등록 콘텐츠',
  },
  en: {
    sheet: 'Targeting',
    title: 'Curated Targeting',
    unit: 'In impressions',
    columns: {
      broadcaster: 'Broadcaster',
      content: 'Content',
      weight: 'Weight',
      weightShare: 'Share',
      forecast: 'Forecast impressions',
      available: 'Available impressions',
      owner: 'Owner',
      contentId: 'Content ID',
    },
    sections: {
      PROGRAM: 'Programs',
      CHANNEL: 'YouTube channels',
      KEYWORD: 'Custom keywords',
      RANDOM: 'RANDOM',
    },
    otherBroadcaster: 'Other',
    block: (index) => `Targeting ${index}`,
    group: (index) => `Group ${index}`,
    allPlatforms: 'All media',
    subtotal: 'Total',
    more: (count) => `and ${count} more`,
    noTargeting: 'No targeting yet.',
    everything: 'Runs on all contents, without a selection.',
    noForecast: 'No forecast',
    nameless: 'Content without a name',
  },
}
