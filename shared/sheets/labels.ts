import type { Language } from '../language'

/** The words that several sheets share. Each sheet also has its own. */
export interface SheetLabels {
  kinds: Record<'PAID' | 'SERVICE', string>
  advertiser: string
  agency: string
  campaign: string
  period: string
  writtenOn: string
  total: string
  totalWithService: string
  days: (days: number) => string
  /** Number format of an amount that names its currency. */
  wonFormat: string
}

export const SHEET_LABELS: Record<Language, SheetLabels> = {
  ko: {
    kinds: { PAID: '집행', SERVICE: '서비스' },
    advertiser: '광고주',
    agency: '대행사',
    campaign: '캠페인',
    period: '기간',
    writtenOn: '작성일',
    total: 'TOTAL',
    totalWithService: 'TOTAL(서비스 포함)',
    days: (days) => `${days}일`,
    wonFormat: '#,##0"원"',
  },
  en: {
    kinds: { PAID: 'Paid', SERVICE: 'Service' },
    advertiser: 'Advertiser',
    agency: 'Agency',
    campaign: 'Campaign',
    period: 'Period',
    writtenOn: 'Date',
    total: 'TOTAL',
    totalWithService: 'TOTAL (incl. service)',
    days: (days) => (days === 1 ? '1 day' : `${days} days`),
    wonFormat: '"KRW "#,##0',
  },
}
