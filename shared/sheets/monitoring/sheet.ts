import { cellAddress, rangeAddress } from '../address'
import type { PlainGrid } from '../identity'
import { SHEET_LABELS } from '../labels'
import type { ChartLayout, ColumnLayout, SheetLayout } from '../layout'
import { COLORS } from '../palette'
import { proposalPrint } from '../print'
import { groupedLength, textWidth } from '../text-width'
import type { MonitoringContents, MonitoringUnit } from './contents'
import { type MonitoringGeometry, monitoringColumn, monitoringGeometry } from './geometry'
import {
  MONITORING_DAY_FIELDS,
  MONITORING_FIELDS,
  MONITORING_LABELS,
  type MonitoringDayField,
  type MonitoringField,
  type MonitoringLabels,
} from './labels'
import { monitoringRows, readMonitoringToken, type SummedField } from './rows'
import { monitoringConditionalFormats, monitoringStyles } from './rules'

/** The 모니터링 sheet of a campaign: a row for each unit with TOTAL by formula, and below a row for each day. */
export function monitoringSheet(contents: MonitoringContents): SheetLayout {
  const { language } = contents
  const labels = MONITORING_LABELS[language]
  const geometry = geometryOf(contents)
  const widths = monitoringWidths(contents, labels)
  const drawing = { contents, geometry, labels, sheet: SHEET_LABELS[language], widths }
  return {
    name: labels.sheet,
    tabColor: COLORS.liveText,
    styles: monitoringStyles(language),
    columns: widths,
    rows: { [Symbol.iterator]: () => monitoringRows(drawing) },
    conditionalFormats: monitoringConditionalFormats(geometry, language),
    freeze: { rows: geometry.headerRow, columns: monitoringColumn('product') },
    print: {
      ...proposalPrint({
        area: rangeAddress([1, 1], [MONITORING_FIELDS.length, geometry.lastDayRow]),
        headerRow: geometry.headerRow,
        campaign: contents.campaign,
      }),
      // The days have their own headings: those of the units would be wrong above them.
      repeatRows: undefined,
    },
    showGridlines: false,
    charts: monitoringChart(contents, geometry),
  }
}

export function geometryOf({ units, days }: MonitoringContents): MonitoringGeometry {
  return monitoringGeometry(
    units.length,
    units.some(({ kind }) => kind === 'SERVICE'),
    days.length,
  )
}

/** The identity of a 모니터링 sheet, from its hidden cell. */
export interface MonitoringIdentity {
  campaignId: string
  /** The cells that the add-in writes; all other cells belong to the user. */
  area: string
  /** Sheets with the same token have their rows in the same places. */
  token: string
}

/** @returns null for another sheet */
export function readMonitoring(grid: PlainGrid): MonitoringIdentity | null {
  for (const value of grid[0] ?? []) {
    const read = readMonitoringToken(value)
    if (read) {
      const area = rangeAddress([1, 1], [MONITORING_FIELDS.length + 1, read.lastRow])
      return { campaignId: read.campaignId, area, token: String(value) }
    }
  }
  return null
}

/** The daily block as a chart: two lines over the days, beside the block so that it covers nothing. */
function monitoringChart(
  { days, language }: MonitoringContents,
  geometry: MonitoringGeometry,
): ChartLayout[] {
  if (days.length === 0) return []
  const { dayHeaderRow, firstDayRow, lastDayRow } = geometry
  const column = (field: MonitoringDayField) => MONITORING_DAY_FIELDS.indexOf(field) + 1
  return [
    {
      name: 'Flightsheet_Delivery',
      kind: 'line',
      title: MONITORING_LABELS[language].daily,
      values: rangeAddress([column('guaranteed'), dayHeaderRow], [column('delivered'), lastDayRow]),
      categories: rangeAddress([column('date'), firstDayRow], [column('date'), lastDayRow]),
      colors: [COLORS.lineStrong, COLORS.buyFill],
      from: cellAddress(MONITORING_DAY_FIELDS.length + 2, dayHeaderRow),
      to: cellAddress(MONITORING_FIELDS.length, dayHeaderRow + CHART_ROWS - 1),
    },
  ]
}

const CHART_ROWS = 17

function monitoringWidths({ units, days }: MonitoringContents, labels: MonitoringLabels): ColumnLayout[] {
  const heading = (field: MonitoringField) =>
    Math.max(...labels.columns[field].split('\n').map((line) => textWidth(line) + 3))
  // Delivery grows, so the column is wide enough for the guarantee from the beginning.
  const guaranteed = units.reduce((total, unit) => total + unit.guaranteed, 0)
  const number = (field: SummedField): ColumnLayout => {
    const sum = units.reduce((total, unit) => total + unit[field], 0)
    const room = groupedLength(Math.max(sum, guaranteed)) + 4
    return { width: Math.max(11, heading(field), room) }
  }
  const text = (
    field: MonitoringField,
    least: number,
    most: number,
    of: (unit: MonitoringUnit) => string,
  ): ColumnLayout => {
    const widths = units.map((unit) => textWidth(of(unit)) + 3)
    return { width: Math.min(most, Math.max(least, heading(field), ...widths)) }
  }
  // The sums of the daily block are below dates and status, its dates below 구분.
  const sumOfDays = Math.max(
    days.reduce((total, day) => total + day.guaranteed, 0),
    days.reduce((total, day) => total + (day.delivered ?? 0), 0),
  )
  const besideDays = { width: Math.max(12, groupedLength(sumOfDays) + 4) }
  const rate = { width: 10 }
  const widths: Record<MonitoringField, ColumnLayout> = {
    kind: { width: 12 },
    platforms: text('platforms', 14, 24, (unit) => unit.platforms.join(', ')),
    product: text('product', 18, 34, (unit) => unit.productName),
    startDate: besideDays,
    endDate: besideDays,
    bookingStatus: besideDays,
    publishStatus: { width: 24 },
    guaranteed: number('guaranteed'),
    delivered: number('delivered'),
    achievement: rate,
    expectedToDate: number('expectedToDate'),
    deliveredToDate: number('deliveredToDate'),
    pacing: rate,
    projected: number('projected'),
    missing: number('guaranteed'),
    clicks: number('clicks'),
    ctr: rate,
    views: number('views'),
    vtr: rate,
    risk: { width: 24 },
  }
  return [...MONITORING_FIELDS.map((field) => widths[field]), { width: 12, hidden: true }]
}
