import { apportion } from '../../shared/apportion'
import { daysBetween } from '../../shared/calendar'
import type { DailyPlan } from '../../shared/sheets/daily-plan/contents'

/** Display names as houses give them; some need several lines in a heading. */
export const PLATFORM_NAMES = [
  '네이버',
  '카카오',
  '다음',
  'YouTube',
  '네이버 스마트채널',
  '카카오 비즈보드 동영상',
  'SMR 통합',
  '티빙',
  '웨이브',
  '쿠팡플레이',
  '디즈니+',
  '넷플릭스 스탠더드 광고형 멤버십',
]

/** Impressions that rise and fall, and no platform has the same on all days; the second one pauses on weekends. */
export function dailyPlan({
  startDate = '2026-11-01',
  endDate = '2026-11-30',
  platforms = 3,
  total = 12_345_678,
  estimatedRows = 0,
}: {
  startDate?: string
  endDate?: string
  platforms?: number
  total?: number
  estimatedRows?: number
} = {}): DailyPlan {
  const days = daysBetween(startDate, endDate)
  const ofPlatforms = apportion(
    total,
    Array.from({ length: platforms }, () => 1),
    'remainder-last',
  )
  const series = ofPlatforms.map((impressions, p) => {
    const weights = days.map((_, i) =>
      p === 1 && days.length > 7 && i % 7 < 2 ? 0 : 50 + ((i * 7 + p * 13) % 31),
    )
    return apportion(impressions, weights, 'carry-forward')
  })
  return {
    platforms: ofPlatforms.map((impressions, p) => ({
      name: PLATFORM_NAMES[p % PLATFORM_NAMES.length]!,
      amount: impressions * 12,
      impressions,
    })),
    days: days.map((date, i) => ({ date, impressions: series.map((numbers) => numbers[i]!) })),
    estimatedRows,
  }
}
