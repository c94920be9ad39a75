import type { CampaignDelivery } from '../../contract/statuses'
import type { Language } from '../../language'

/** The columns of the 모니터링 sheet's table, from left to right. */
export const MONITORING_FIELDS = [
  'kind',
  'platforms',
  'product',
  'startDate',
  'endDate',
  'bookingStatus',
  'publishStatus',
  'guaranteed',
  'delivered',
  'achievement',
  'expectedToDate',
  'deliveredToDate',
  'pacing',
  'projected',
  'missing',
  'clicks',
  'ctr',
  'views',
  'vtr',
  'risk',
] as const
export type MonitoringField = (typeof MONITORING_FIELDS)[number]

/** The columns of its daily block, from left to right. */
export const MONITORING_DAY_FIELDS = [
  'date',
  'guaranteed',
  'delivered',
  'guaranteedSum',
  'deliveredSum',
  'achievement',
] as const
export type MonitoringDayField = (typeof MONITORING_DAY_FIELDS)[number]

type RiskReason = NonNullable<CampaignDelivery['units'][number]['reason']>

/** The words of the 모니터링 sheet. */
export interface MonitoringLabels {
  sheet: string
  title: string
  columns: Record<MonitoringField, string>
  dayColumns: Record<MonitoringDayField, string>
  takenAt: string
  /** The last day that counts as past, and when the figures were taken. */
  takenAtValue: (asOf: string, takenAt: string) => string
  /** Why a unit will miss its guarantee. */
  risks: Record<RiskReason, string>
  atRisk: string
  /** Number of units at risk, number of all measured units, and the impressions that will be missing. */
  atRiskValue: (units: number, of: number, missing: string) => string
  noneAtRisk: (of: number) => string
  unit: string
  daily: string
  noUnits: string
  noDays: string
  note: string
}

const KO: MonitoringLabels = {
  sheet: '모니터링',
  title: '집행 모니터링',
  columns: {
    kind: '구분',
    platforms: '매체',
    product: '상품',
    startDate: '시작일',
    endDate: '종료일',
    bookingStatus: '상태',
    publishStatus: '게재상태',
    guaranteed: '보장노출',
    delivered: '실노출',
    achievement: '달성률',
    expectedToDate: '기대\n(어제까지)',
    deliveredToDate: '실노출\n(어제까지)',
    pacing: '페이싱',
    projected: '예상 최종',
    missing: '부족',
    clicks: '클릭',
    ctr: 'CTR',
    views: '조회',
    vtr: 'VTR',
    risk: '위험',
  },
  dayColumns: {
    date: '날짜',
    guaranteed: '보장노출',
    delivered: '실노출',
    guaranteedSum: '누적 보장',
    deliveredSum: '누적 실노출',
    achievement: '누적 달성률',
  },
  takenAt: '기준',
  takenAtValue: (asOf, takenAt) => `${asOf}까지 · ${takenAt}에 받음`,
  risks: {
    FAILED: '게재 실패한 광고 있음',
    REJECTED: '거절된 광고 있음',
    ENDED_SHORT: '미달로 종료',
    NO_DELIVERY: '노출 보고 없음',
    BEHIND: '이 속도로는 미달',
  },
  atRisk: '위험',
  atRiskValue: (units, of, missing) => `${of}개 중 ${units}개 · 부족 ${missing}회`,
  noneAtRisk: (of) => (of === 0 ? '-' : `${of}개 모두 계획대로`),
  unit: '단위: 노출수(회)',
  daily: '일별 보장노출과 실노출',
  noUnits: '구매한 상품이 없습니다.',
  noDays: '집행할 날이 없습니다.',
  note: '달성률 = 실노출 ÷ 보장노출 · 페이싱 = 어제까지의 실노출 ÷ 기대 · 부족 = 보장노출 - 예상 최종 · TOTAL은 집행 행의 합계',
}

const EN: MonitoringLabels = {
  sheet: 'Monitoring',
  title: 'Delivery monitoring',
  columns: {
    kind: 'Type',
    platforms: 'Media',
    product: 'Product',
    startDate: 'Start',
    endDate: 'End',
    bookingStatus: 'Status',
    publishStatus: 'Publishing',
    guaranteed: 'Guaranteed',
    delivered: 'Delivered',
    achievement: 'Achieved',
    expectedToDate: 'Expected\nto date',
    deliveredToDate: 'Delivered\nto date',
    pacing: 'Pacing',
    projected: 'Projected',
    missing: 'Missing',
    clicks: 'Clicks',
    ctr: 'CTR',
    views: 'Views',
    vtr: 'VTR',
    risk: 'Risk',
  },
  dayColumns: {
    date: 'Date',
    guaranteed: 'Guaranteed',
    delivered: 'Delivered',
    guaranteedSum: 'Guaranteed, sum',
    deliveredSum: 'Delivered, sum',
    achievement: 'Achieved, sum',
  },
  takenAt: 'As of',
  takenAtValue: (asOf, takenAt) => `end of ${asOf} · taken at ${takenAt}`,
  risks: {
    FAILED: 'Ads that failed',
    REJECTED: 'Ads that were rejected',
    ENDED_SHORT: 'Ended short',
    NO_DELIVERY: 'Nothing reported',
    BEHIND: 'Too slow to make it',
  },
  atRisk: 'At risk',
  atRiskValue: (units, of, missing) => `${units} of ${of} · ${missing} missing`,
  noneAtRisk: (of) => (of === 0 ? '-' : `all ${of} as planned`),
  unit: 'In impressions',
  daily: 'Guaranteed and delivered by day',
  noUnits: 'Nothing is booked yet.',
  noDays: 'There are no days to run.',
  note: 'Achieved = delivered ÷ guaranteed · pacing = delivered ÷ expected, both to date · missing = guaranteed - projected · TOTAL is of paid rows',
}

export const MONITORING_LABELS: Record<Language, MonitoringLabels> = { ko: KO, en: EN }
