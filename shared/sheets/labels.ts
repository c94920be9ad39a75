import type { BookingStatus, PublishStatus } from '../statuses'
import { BOOKING_STATUS_KO } from '../statuses'
import type { MediaMixField } from './media-mix/columns'
import type { PlanRow, SheetLanguage } from './plan'

/** The words of the sheets. Reading a sheet back goes by these headings, so they are the same for both directions. */
export interface SheetLabels {
  mediaMixSheet: string
  mediaMixTitle: string
  columns: Record<MediaMixField, string>
  kinds: Record<PlanRow['kind'], string>
  bookingStatuses: Record<BookingStatus, string>
  publishStatuses: Record<PublishStatus, string>
  advertiser: string
  agency: string
  campaign: string
  period: string
  budget: string
  writtenOn: string
  unit: string
  total: string
  totalWithService: string
  buy: string
  noRows: string
  serviceNote: string
  days: (days: number) => string
  remaining: (impressions: string, amount: string) => string
  /** Number formats of an amount that names its currency. */
  wonFormat: string
  deviceAlert: { title: string; message: string }
  startAlert: { title: string; message: string }
  endAlert: { title: string; message: string }
  amountAlert: { title: string; message: string }
  targetingSheet: string
  targetingTitle: string
  broadcaster: string
  content: string
  weight: string
  weightShare: string
  forecast: string
  available: string
  owner: string
  contentId: string
  sections: Record<'PROGRAM' | 'CHANNEL' | 'KEYWORD' | 'RANDOM', string>
  /** In the file name of a proposal that isn't for the client. */
  internal: string
  otherBroadcaster: string
  block: (index: number) => string
  group: (index: number) => string
  allPlatforms: string
  subtotal: string
  more: (count: number) => string
  noTargeting: string
  impressionsUnit: string
}

const KO: SheetLabels = {
  mediaMixSheet: 'MediaMix',
  mediaMixTitle: '미디어믹스',
  columns: {
    kind: '구분',
    platforms: '매체',
    product: '상품',
    targeting: '타겟팅',
    device: '디바이스',
    creative: '소재',
    startDate: '시작일',
    endDate: '종료일',
    amount: '구매금액',
    share: '비중',
    ecpm: 'ECPM',
    impressions: '예상노출수',
    ctr: 'CTR',
    clicks: '예상클릭수',
    vtr: 'VTR',
    views: '예상조회수',
    buy: '구매',
    status: '상태',
    message: '잔여/메시지',
  },
  kinds: { PAID: '집행', SERVICE: '서비스' },
  bookingStatuses: BOOKING_STATUS_KO,
  publishStatuses: {
    REQUESTED: '요청',
    APPROVED: '승인',
    LIVE: '게재중',
    PAUSED: '일시중지',
    COMPLETED: '완료',
    REJECTED: '거절',
    FAILED: '실패',
    CANCELED: '취소',
  },
  advertiser: '광고주',
  agency: '대행사',
  campaign: '캠페인',
  period: '기간',
  budget: '예산',
  writtenOn: '작성일',
  unit: '단위: 원, VAT 별도',
  total: 'TOTAL',
  totalWithService: 'TOTAL(서비스 포함)',
  buy: '구매',
  noRows: '아직 등록된 상품이 없습니다.',
  serviceNote: '서비스 행은 무상 제공분입니다. 금액은 TOTAL에 포함되지 않습니다.',
  days: (days) => `${days}일`,
  remaining: (impressions, amount) => `잔여 ${impressions}회 · 최대 ${amount}원`,
  wonFormat: '#,##0"원"',
  deviceAlert: { title: '디바이스', message: '목록에 없는 디바이스입니다. 그대로 입력할까요?' },
  startAlert: { title: '시작일', message: '날짜를 2026-11-01처럼 입력해 주세요.' },
  endAlert: { title: '종료일', message: '종료일은 시작일과 같거나 그 뒤의 날짜여야 합니다.' },
  amountAlert: { title: '구매금액', message: '구매금액은 0 이상의 원 단위 정수로 입력해 주세요.' },
  targetingSheet: '큐레이션타겟팅',
  targetingTitle: '큐레이션타겟팅',
  broadcaster: '방송사',
  content: '콘텐츠',
  weight: '가중치',
  weightShare: '비중',
  forecast: '예측 노출수',
  available: '잔여 노출수',
  owner: 'CO',
  contentId: '콘텐츠 ID',
  sections: { PROGRAM: '프로그램', CHANNEL: 'YouTube 채널', KEYWORD: '맞춤 키워드', RANDOM: '랜덤' },
  internal: '내부용',
  otherBroadcaster: '기타',
  block: (index) => `타겟팅 ${index}`,
  group: (index) => `그룹 ${index}`,
  allPlatforms: '전체 매체',
  subtotal: '합계',
  more: (count) => `외 ${count}건`,
  noTargeting: '등록된 타겟팅이 없습니다.',
  impressionsUnit: '단위: 노출수(회)',
}

const EN: SheetLabels = {
  ...KO,
  mediaMixTitle: 'Media Mix',
  columns: {
    kind: 'Type',
    platforms: 'Media',
    product: 'Product',
    targeting: 'Targeting',
    device: 'Device',
    creative: 'Creative',
    startDate: 'Start',
    endDate: 'End',
    amount: 'Amount',
    share: 'Share',
    ecpm: 'eCPM',
    impressions: 'Est. impressions',
    ctr: 'CTR',
    clicks: 'Est. clicks',
    vtr: 'VTR',
    views: 'Est. views',
    buy: 'Buy',
    status: 'Status',
    message: 'Remaining / note',
  },
  kinds: { PAID: 'Paid', SERVICE: 'Service' },
  bookingStatuses: {
    Draft: 'Draft',
    Reserved: 'Reserved',
    Booked: 'Booked',
    InFlight: 'In flight',
    Finished: 'Finished',
    Paused: 'Paused',
    Stopped: 'Stopped',
    Canceled: 'Canceled',
    Expired: 'Expired',
    Declined: 'Declined',
  },
  publishStatuses: {
    REQUESTED: 'Requested',
    APPROVED: 'Approved',
    LIVE: 'Live',
    PAUSED: 'Paused',
    COMPLETED: 'Completed',
    REJECTED: 'Rejected',
    FAILED: 'Failed',
    CANCELED: 'Canceled',
  },
  advertiser: 'Advertiser',
  agency: 'Agency',
  campaign: 'Campaign',
  period: 'Period',
  budget: 'Budget',
  writtenOn: 'Date',
  unit: 'In KRW, VAT excluded',
  totalWithService: 'TOTAL (incl. service)',
  buy: 'Buy',
  noRows: 'No products yet.',
  serviceNote: 'Service rows are free of charge; their amounts are not part of TOTAL.',
  days: (days) => (days === 1 ? '1 day' : `${days} days`),
  remaining: (impressions, amount) => `${impressions} left · up to KRW ${amount}`,
  wonFormat: '"KRW "#,##0',
  deviceAlert: { title: 'Device', message: 'This device is not on the list. Keep it?' },
  startAlert: { title: 'Start', message: 'Enter a date such as 2026-11-01.' },
  endAlert: { title: 'End', message: 'The end must not be before the start.' },
  amountAlert: { title: 'Amount', message: 'Enter whole won, 0 or more.' },
  targetingSheet: 'Targeting',
  targetingTitle: 'Curated Targeting',
  broadcaster: 'Broadcaster',
  content: 'Content',
  weight: 'Weight',
  weightShare: 'Share',
  forecast: 'Forecast impressions',
  available: 'Available impressions',
  owner: 'Owner',
  contentId: 'Content ID',
  sections: {
    PROGRAM: 'Programs',
    CHANNEL: 'YouTube channels',
    KEYWORD: 'Custom keywords',
    RANDOM: 'RANDOM',
  },
  internal: 'internal',
  otherBroadcaster: 'Other',
  block: (index) => `Targeting ${index}`,
  group: (index) => `Group ${index}`,
  allPlatforms: 'All media',
  subtotal: 'Total',
  more: (count) => `and ${count} more`,
  noTargeting: 'No targeting yet.',
  impressionsUnit: 'In impressions',
}

export const SHEET_LABELS: Record<SheetLanguage, SheetLabels> = { ko: KO, en: EN }

export function sheetLabels(language: SheetLanguage | undefined): SheetLabels {
  return SHEET_LABELS[language ?? 'ko']
}
