import type { Language } from '../../language'

export type SummaryFigure = 'amount' | 'impressions' | 'clicks' | 'views' | 'ecpm' | 'vtr'

/** The words of the 요약 sheet. */
interface SummaryLabels {
  sheet: string
  subtitle: string
  products: string
  budget: string
  figures: Record<SummaryFigure, string>
  /** Below a figure. */
  ofBudget: (percent: string) => string
  overBudget: (won: string) => string
  withService: (count: string) => string
  rate: (name: 'CTR' | 'VTR', percent: string) => string
  byPlatform: string
  platform: string
  amount: string
  share: string
  impressions: string
  byWeek: string
  byMonth: string
  week: string
  month: string
  vat: string
  estimated: (rows: number) => string
}

export const SUMMARY_LABELS: Record<Language, SummaryLabels> = {
  ko: {
    sheet: '요약',
    subtitle: '미디어믹스 제안',
    products: '상품 수',
    budget: '예산',
    figures: {
      amount: '집행 금액(원)',
      impressions: '예상 노출수',
      clicks: '예상 클릭수',
      views: '예상 조회수',
      ecpm: '평균 eCPM(원)',
      vtr: '평균 VTR',
    },
    ofBudget: (percent) => `예산의 ${percent}`,
    overBudget: (won) => `예산보다 ${won}원 많음`,
    withService: (count) => `서비스 포함 ${count}`,
    rate: (name, percent) => `${name} ${percent}`,
    byPlatform: '매체별 집행 금액과 노출',
    platform: '매체',
    amount: '금액(원)',
    share: '비중',
    impressions: '예상 노출수',
    byWeek: '주차별 예상 노출',
    byMonth: '월별 예상 노출',
    week: '주',
    month: '월',
    vat: '금액은 VAT 별도입니다.',
    estimated: (rows) =>
      `구매 전인 상품 ${rows}개의 매체별·기간별 노출은 현재 예측에 따른 예상이며, 구매할 때 확정됩니다.`,
  },
  en: {
    sheet: 'Summary',
    subtitle: 'Media mix proposal',
    products: 'Products',
    budget: 'Budget',
    figures: {
      amount: 'Amount (KRW)',
      impressions: 'Impressions',
      clicks: 'Clicks',
      views: 'Views',
      ecpm: 'eCPM (KRW)',
      vtr: 'VTR',
    },
    ofBudget: (percent) => `${percent} of the budget`,
    overBudget: (won) => `KRW ${won} above the budget`,
    withService: (count) => `${count} with service`,
    rate: (name, percent) => `${name} ${percent}`,
    byPlatform: 'Amount and impressions by media',
    platform: 'Media',
    amount: 'Amount (KRW)',
    share: 'Share',
    impressions: 'Impressions',
    byWeek: 'Impressions by week',
    byMonth: 'Impressions by month',
    week: 'Week',
    month: 'Month',
    vat: 'Amounts exclude VAT.',
    estimated: (rows) =>
      rows === 1
        ? 'One product is not booked yet: its impressions by media and time follow the present forecast and become final with the booking.'
        : `${rows} products are not booked yet: their impressions by media and time follow the present forecast and become final with the booking.`,
  },
}
