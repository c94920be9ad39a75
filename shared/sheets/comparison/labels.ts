import type { Language } from '../../language'

export type ComparedFigure = 'amount' | 'impressions' | 'clicks' | 'views' | 'ecpm' | 'ctr' | 'vtr'

interface ComparisonLabels {
  sheet: string
  title: string
  unit: string
  figure: string
  variant: (name: string) => string
  difference: (from: string, to: string) => string
  figures: Record<ComparedFigure, string>
  products: string
  amountBy: string
  shareBy: string
  total: string
  service: string
}

/** The words of the sheet that compares variants (A안, B안). */
export const COMPARISON_LABELS: Record<Language, ComparisonLabels> = {
  ko: {
    sheet: '안 비교',
    title: '안 비교',
    unit: '단위: 원, VAT 별도',
    figure: '항목',
    variant: (name) => `${name}안`,
    difference: (from, to) => `차이 (${to} - ${from})`,
    figures: {
      amount: '집행 금액',
      impressions: '예상 노출수',
      clicks: '예상 클릭수',
      views: '예상 조회수',
      ecpm: '평균 CPM',
      ctr: 'CTR',
      vtr: 'VTR',
    },
    products: '상품 수',
    amountBy: '매체별 금액',
    shareBy: '매체별 비중',
    total: '전체',
    service: '서비스 행은 노출에 포함되지 않습니다. 안마다 자세한 내용은 해당 안의 미디어믹스에 있습니다.',
  },
  en: {
    sheet: 'Comparison',
    title: 'Comparison of variants',
    unit: 'In KRW, VAT excluded',
    figure: 'Figure',
    variant: (name) => `Variant ${name}`,
    difference: (from, to) => `Difference (${to} - ${from})`,
    figures: {
      amount: 'Amount',
      impressions: 'Impressions',
      clicks: 'Clicks',
      views: 'Views',
      ecpm: 'CPM',
      ctr: 'CTR',
      vtr: 'VTR',
    },
    products: 'Products',
    amountBy: 'Amount by media',
    shareBy: 'Share by media',
    total: 'All',
    service: 'Service rows are not part of the figures. Each variant has its own media mix in this workbook.',
  },
}
