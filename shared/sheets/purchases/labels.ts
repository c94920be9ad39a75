import type { Language } from '../../language'
import type { PurchasesField } from './columns'

/** The words of the 구매내역 sheet. */
export interface PurchasesLabels {
  sheet: string
  title: string
  unit: string
  columns: Record<PurchasesField, string>
  subtotal: string
  /** What the figures are. */
  note: string
  reservedNote: string
}

export const PURCHASES_LABELS: Record<Language, PurchasesLabels> = {
  ko: {
    sheet: '구매내역',
    title: '구매내역',
    unit: '단위: 원, 회 · VAT 별도',
    columns: {
      kind: '구분',
      product: '상품',
      period: '기간',
      status: '상태',
      platform: '매체',
      group: '타겟팅그룹',
      owner: 'CO',
      amount: '금액',
      impressions: '노출수',
      share: '비중',
    },
    subtotal: '소계',
    note: '구매가 확정된 금액과 보장 노출수입니다. 비중은 금액 기준이며, 서비스(무상) 상품의 금액은 0원입니다.',
    reservedNote: '가선점 상품은 물량을 잡아 둔 상태로, 구매해야 확정됩니다.',
  },
  en: {
    sheet: 'Purchases',
    title: 'Purchases',
    unit: 'In KRW and impressions, VAT excluded',
    columns: {
      kind: 'Type',
      product: 'Product',
      period: 'Flight',
      status: 'Status',
      platform: 'Media',
      group: 'Targeting group',
      owner: 'Owner',
      amount: 'Amount',
      impressions: 'Impressions',
      share: 'Share',
    },
    subtotal: 'Subtotal',
    note: 'Amounts and guaranteed impressions as bought. Shares are of the amount; service (free) products cost nothing.',
    reservedNote: 'Reserved products are kept for you and become final when they are bought.',
  },
}
