import type {
  MonitoringAtRiskView,
  MonitoringCampaignView,
  MonitoringDeliveryView,
  MonitoringSellThroughView,
} from '../../shared/contract/monitoring'
import type { Language } from '../../shared/language'
import { MONITORING_LABELS } from '../../shared/sheets/monitoring/labels'
import { BOOKING_STATUS_WORDS, PUBLISH_STATUS_WORDS } from '../../shared/status-words'
import type { PublishStatus } from '../../shared/statuses'

/** The format and width of a column: text, business date, whole number, or quotient as a percentage. */
export type ColumnKind = 'text' | 'date' | 'whole' | 'percent'

export interface ExportColumn<Row> {
  title: Record<Language, string>
  kind: ColumnKind
  value(row: Row, language: Language): string | number | null
}

export interface ExportReport<Row> {
  /** The name of the sheet and of the file. */
  name: Record<Language, string>
  columns: readonly ExportColumn<Row>[]
}

function column<Row>(
  ko: string,
  en: string,
  kind: ColumnKind,
  value: ExportColumn<Row>['value'],
): ExportColumn<Row> {
  return { title: { ko, en }, kind, value }
}

const publishing = (status: PublishStatus | null, language: Language) =>
  status === null ? null : PUBLISH_STATUS_WORDS[language][status]

export const CAMPAIGNS_EXPORT: ExportReport<MonitoringCampaignView> = {
  name: { ko: '캠페인', en: 'Campaigns' },
  columns: [
    column('광고주', 'Advertiser', 'text', (row) => row.advertiser),
    column('캠페인', 'Campaign', 'text', (row) => row.name),
    column('담당자', 'Owner', 'text', (row) => row.owner),
    column('시작일', 'Start', 'date', (row) => row.startDate),
    column('종료일', 'End', 'date', (row) => row.endDate),
    column('상태', 'Status', 'text', (row, language) => BOOKING_STATUS_WORDS[language][row.bookingStatus]),
    column('게재상태', 'Publish status', 'text', (row, language) => publishing(row.publishStatus, language)),
    column('유닛', 'Units', 'whole', (row) => row.units),
    column('구매금액(원)', 'Amount (won)', 'whole', (row) => row.amount),
    column('보장노출', 'Guaranteed', 'whole', (row) => row.guaranteed),
    column('실노출', 'Delivered', 'whole', (row) => row.delivered),
    column('달성률', 'Achievement', 'percent', (row) => row.achievement),
    column('클릭', 'Clicks', 'whole', (row) => row.clicks),
    column('조회', 'Views', 'whole', (row) => row.views),
    column('위험 유닛', 'Units at risk', 'whole', (row) => row.atRiskUnits),
    column('부족', 'Missing', 'whole', (row) => row.missing),
    column('캠페인 ID', 'Campaign ID', 'text', (row) => row.campaignId),
  ],
}

export const DELIVERIES_EXPORT: ExportReport<MonitoringDeliveryView> = {
  name: { ko: '일별 집행', en: 'Daily delivery' },
  columns: [
    column('일자', 'Date', 'date', (row) => row.date),
    column('매체', 'Platform', 'text', (row) => row.platform),
    column('계획 노출', 'Planned', 'whole', (row) => row.planned),
    column('실노출', 'Delivered', 'whole', (row) => row.delivered),
    column('달성률', 'Achievement', 'percent', (row) => row.achievement),
    column('클릭', 'Clicks', 'whole', (row) => row.clicks),
    column('조회', 'Views', 'whole', (row) => row.views),
  ],
}

export const SELL_THROUGH_EXPORT: ExportReport<MonitoringSellThroughView> = {
  name: { ko: '판매율', en: 'Sell-through' },
  columns: [
    column('주', 'Week', 'text', (row) => row.week),
    column('시작일', 'Start', 'date', (row) => row.startDate),
    column('종료일', 'End', 'date', (row) => row.endDate),
    column('매체', 'Platform', 'text', (row) => row.platform),
    column('예측', 'Forecast', 'whole', (row) => row.forecast),
    column('판매가능', 'Capacity', 'whole', (row) => row.capacity),
    column('가선점', 'Held', 'whole', (row) => row.held),
    column('판매', 'Sold', 'whole', (row) => row.sold),
    column('잔여', 'Remaining', 'whole', (row) => row.remaining),
    column('판매율', 'Sold %', 'percent', (row) => row.soldRatio),
    column('가선점율', 'Held %', 'percent', (row) => row.heldRatio),
  ],
}

export const AT_RISK_EXPORT: ExportReport<MonitoringAtRiskView> = {
  name: { ko: '미달 위험', en: 'At risk' },
  columns: [
    column('광고주', 'Advertiser', 'text', (row) => row.advertiser),
    column('캠페인', 'Campaign', 'text', (row) => row.campaign),
    column('담당자', 'Owner', 'text', (row) => row.owner),
    column('상품', 'Product', 'text', (row) => row.product),
    column('시작일', 'Start', 'date', (row) => row.startDate),
    column('종료일', 'End', 'date', (row) => row.endDate),
    column('상태', 'Status', 'text', (row, language) => BOOKING_STATUS_WORDS[language][row.bookingStatus]),
    column('게재상태', 'Publish status', 'text', (row, language) => publishing(row.publishStatus, language)),
    column('보장노출', 'Guaranteed', 'whole', (row) => row.guaranteed),
    column('실노출', 'Delivered', 'whole', (row) => row.delivered),
    column('달성률', 'Achievement', 'percent', (row) => row.achievement),
    column('기대(어제까지)', 'Expected to yesterday', 'whole', (row) => row.expectedToDate),
    column('페이싱', 'Pacing', 'percent', (row) => row.pacing),
    column('예상 최종', 'Projected', 'whole', (row) => row.projected),
    column('부족', 'Missing', 'whole', (row) => row.missing),
    column('사유', 'Reason', 'text', (row, language) => MONITORING_LABELS[language].risks[row.reason]),
    column('캠페인 ID', 'Campaign ID', 'text', (row) => row.campaignId),
    column('유닛 ID', 'Unit ID', 'text', (row) => row.unitId),
  ],
}
