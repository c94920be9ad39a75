import type { BusinessDate } from '../../calendar'
import { weekOfMonth } from '../../iso-week'
import type { Language } from '../../language'

/** The words of the 일별 계획 sheet. */
export interface DailyPlanLabels {
  sheet: string
  title: string
  unit: string
  week: string
  date: string
  sum: string
  cumulated: string
  share: string
  /** The week that a day lies in. */
  weekOf: (date: BusinessDate) => string
  weekSum: string
  totalImpressions: string
  perDay: string
  impressionsFormat: string
  noDays: string
  /** Whose impressions the days show. */
  rowsNote: (withService: boolean) => string
  estimateNote: (rows: number) => string
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export const DAILY_PLAN_LABELS: Record<Language, DailyPlanLabels> = {
  ko: {
    sheet: '일별 계획',
    title: '일별 노출 계획',
    unit: '단위: 노출수(회)',
    week: '주차',
    date: '날짜',
    sum: '합계',
    cumulated: '누적',
    share: '비중',
    weekOf: (date) => {
      const { month, number } = weekOfMonth(date)
      return `${Number(month.slice(5))}월 ${number}주`
    },
    weekSum: '주 소계',
    totalImpressions: '총 노출수',
    perDay: '일평균',
    impressionsFormat: '#,##0"회"',
    noDays: '아직 등록된 상품이 없습니다.',
    rowsNote: (withService) =>
      `주차는 월요일부터 일요일까지이며, 목요일이 속한 달의 주차로 표기합니다.${withService ? ' 노출수에는 서비스(무상) 상품이 포함되어 있습니다.' : ''}`,
    estimateNote: (rows) =>
      `구매 전인 상품 ${rows}개의 일별 노출수는 현재 예측으로 나눈 추정치이며, 구매 시점의 인벤토리에 따라 달라질 수 있습니다.`,
  },
  en: {
    sheet: 'Daily plan',
    title: 'Daily Plan',
    unit: 'In impressions',
    week: 'Week',
    date: 'Date',
    sum: 'Total',
    cumulated: 'Cumulative',
    share: 'Share',
    weekOf: (date) => {
      const { month, number } = weekOfMonth(date)
      return `${MONTHS[Number(month.slice(5)) - 1]} W${number}`
    },
    weekSum: 'Week total',
    totalImpressions: 'Total',
    perDay: 'Per day',
    impressionsFormat: '#,##0',
    noDays: 'No products yet.',
    rowsNote: (withService) =>
      `Weeks run from Monday to Sunday and are named by the month of their Thursday.${withService ? ' Impressions of service (free) products are included.' : ''}`,
    estimateNote: (rows) =>
      `The daily figures of ${rows === 1 ? '1 product' : `${rows} products`} not bought yet are estimates from the current forecast; they may change with the inventory at the time of purchase.`,
  },
}
