import type {
  MonitoringAtRiskView,
  MonitoringCampaignView,
  MonitoringDeliveryView,
  MonitoringSellThroughView,
} from '../../shared/contract/monitoring'
import { MONITORING_LABELS } from '../../shared/sheets/monitoring/labels'
import { BOOKING_STATUS_WORDS, PUBLISH_STATUS_WORDS } from '../../shared/status-words'
import type { PublishStatus } from '../../shared/statuses'

/** The format and width of a column: text, business date, whole number, or quotient as a percentage. */
export type ColumnKind = 'text' | 'date' | 'whole' | 'percent'

export interface ExportColumn<Row> {
  title: string
  kind: ColumnKind
  value(row: Row): string | number | null
}

export interface ExportReport<Row> {
  /** The name of the sheet and of the file. */
  name: string
  columns: readonly ExportColumn<Row>[]
}

const KO = MONITORING_LABELS.ko

function column<Row>(
  title: string,
  kind: ColumnKind,
  value: (row: Row) => string | number | null,
): ExportColumn<Row> {
  return { title, kind, value }
}

const publishing = (status: PublishStatus | null) =>
  status === null ? null : PUBLISH_STATUS_WORDS.ko[status]

export const CAMPAIGNS_EXPORT: ExportReport<MonitoringCampaignView> = {
  name: '캠페인',
  columns: [
    column('광고주', 'text', (row) => row.advertiser),
    column('캠페인', 'text', (row) => row.name),
    column('담당자', 'text', (row) => row.owner),
    column('시작일', 'date', (row) => row.startDate),
    column('종료일', 'date', (row) => row.endDate),
    column('상태', 'text', (row) => BOOKING_STATUS_WORDS.ko[row.bookingStatus]),
    column('게재상태', 'text', (row) => publishing(row.publishStatus)),
    column('유닛', 'whole', (row) => row.units),
    column('구매금액(원)', 'whole', (row) => row.amount),
    column('보장노출', 'whole', (row) => row.guaranteed),
    column('실노출', 'whole', (row) => row.delivered),
    column('달성률', 'percent', (row) => row.achievement),
    column('클릭', 'whole', (row) => row.clicks),
    column('조회', 'whole', (row) => row.views),
    column('위험 유닛', 'whole', (row) => row.atRiskUnits),
    column('부족', 'whole', (row) => row.missing),
    column('캠페인 ID', 'text', (row) => row.campaignId),
  ],
}

export const DELIVERIES_EXPORT: ExportReport<MonitoringDeliveryView> = {
  name: '일별 집행',
  columns: [
    column('일자', 'date', (row) => row.date),
    column('매체', 'text', (row) => row.platform),
    column('계획 노출', 'whole', (row) => row.planned),
    column('실노출', 'whole', (row) => row.delivered),
    column('달성률', 'percent', (row) => row.achievement),
    column('클릭', 'whole', (row) => row.clicks),
    column('조회', 'whole', (row) => row.views),
  ],
}

export const SELL_THROUGH_EXPORT: ExportReport<MonitoringSellThroughView> = {
  name: '판매율',
  columns: [
    column('주', 'text', (row) => row.week),
    column('시작일', 'date', (row) => row.startDate),
    column('종료일', 'date', (row) => row.endDate),
    column('매체', 'text', (row) => row.platform),
    column('예측', 'whole', (row) => row.forecast),
    column('판매가능', 'whole', (row) => row.capacity),
    column('가선점', 'whole', (row) => row.held),
    column('판매', 'whole', (row) => row.sold),
    column('잔여', 'whole', (row) => row.remaining),
    column('판매율', 'percent', (row) => row.soldRatio),
    column('가선점율', 'percent', (row) => row.heldRatio),
  ],
}

export const AT_RISK_EXPORT: ExportReport<MonitoringAtRiskView> = {
  name: '미달 위험',
  columns: [
    column('광고주', 'text', (row) => row.advertiser),
    column('캠페인', 'text', (row) => row.campaign),
    column('담당자', 'text', (row) => row.owner),
    column('상품', 'text', (row) => row.product),
    column('시작일', 'date', (row) => row.startDate),
    column('종료일', 'date', (row) => row.endDate),
    column('상태', 'text', (row) => BOOKING_STATUS_WORDS.ko[row.bookingStatus]),
    column('게재상태', 'text', (row) => publishing(row.publishStatus)),
    column('보장노출', 'whole', (row) => row.guaranteed),
    column('실노출', 'whole', (row) => row.delivered),
    column('달성률', 'percent', (row) => row.achievement),
    column('기대(어제까지)', 'whole', (row) => row.expectedToDate),
    column('페이싱', 'percent', (row) => row.pacing),
    column('예상 최종', 'whole', (row) => row.projected),
    column('부족', 'whole', (row) => row.missing),
    column('사유', 'text', (row) => KO.risks[row.reason]),
    column('캠페인 ID', 'text', (row) => row.campaignId),
    column('유닛 ID', 'text', (row) => row.unitId),
  ],
}
