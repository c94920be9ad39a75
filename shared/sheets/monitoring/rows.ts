import type { Language } from '../../language'
import { BOOKING_STATUS_WORDS, PUBLISH_STATUS_WORDS } from '../../status-words'
import { rangeAddress } from '../address'
import { dateCell, emptyCell, formulaCell, numberCell, spanningCells, textCell } from '../cells'
import type { PlainValue } from '../identity'
import type { SheetLabels } from '../labels'
import type { Cell, ColumnLayout, RowLayout } from '../layout'
import { frameRows } from '../sheet-frame'
import { formulaString } from '../text'
import { heightOf, lineCount } from '../text-width'
import type { MonitoringContents, MonitoringDay, MonitoringUnit } from './contents'
import { dayLetter, monitoringLetter as letter, type MonitoringGeometry, monitoringColumn } from './geometry'
import {
  MONITORING_DAY_FIELDS,
  MONITORING_FIELDS,
  type MonitoringDayField,
  type MonitoringField,
  type MonitoringLabels,
} from './labels'

/** Everything that has to be known before the first row is drawn. */
export interface MonitoringDrawing {
  contents: MonitoringContents
  geometry: MonitoringGeometry
  labels: MonitoringLabels
  sheet: SheetLabels
  widths: readonly ColumnLayout[]
}

/** The fields that TOTAL sums up. */
const SUMMED_FIELDS = [
  'guaranteed',
  'delivered',
  'expectedToDate',
  'deliveredToDate',
  'projected',
  'clicks',
  'views',
] as const satisfies readonly MonitoringField[]
export type SummedField = (typeof SUMMED_FIELDS)[number]

/** Rates: dividend, divisor and style. */
const RATES = {
  achievement: ['delivered', 'guaranteed', 'share'],
  pacing: ['deliveredToDate', 'expectedToDate', 'share'],
  ctr: ['clicks', 'delivered', 'rate'],
  vtr: ['views', 'delivered', 'rate'],
} as const satisfies Partial<Record<MonitoringField, readonly [SummedField, SummedField, string]>>

const LEFT: readonly MonitoringField[] = ['platforms', 'product', 'publishStatus', 'risk']
const CENTER: readonly MonitoringField[] = ['kind', 'startDate', 'endDate', 'bookingStatus']
const BODY_FONT_SIZE = 10

const grouped = (value: number) => value.toLocaleString('en-US')

const TOKEN = /^flightsheet:monitoring:1:[\d-]{1,40}-(\d{1,7}):([A-Za-z0-9_-]{1,64})$/

/**
 * The campaign and the positions of the rows. If the token is the same, only numbers change, and what a
 * person wrote below stays.
 */
export function monitoringToken(campaignId: string, geometry: MonitoringGeometry): string {
  const { totalRow, firstDayRow, lastDayRow } = geometry
  return `flightsheet:monitoring:1:${totalRow}-${firstDayRow}-${lastDayRow}:${campaignId}`
}

export function readMonitoringToken(value: PlainValue): { campaignId: string; lastRow: number } | null {
  const match = typeof value === 'string' ? TOKEN.exec(value) : null
  return match ? { lastRow: Number(match[1]), campaignId: match[2]! } : null
}

/** The rows of a 모니터링 sheet from top to bottom, at the positions of `MonitoringGeometry`. */
export function* monitoringRows(drawing: MonitoringDrawing): Generator<RowLayout> {
  const { contents, geometry, labels } = drawing
  yield* campaignRows(drawing)
  yield headerRow(contents, labels)
  if (contents.units.length === 0) yield emptyRow(labels.noUnits)
  for (const [i, unit] of contents.units.entries()) yield unitRow(unit, geometry.firstRow + i, drawing)
  yield totalRow('total', drawing)
  if (geometry.totalWithServiceRow !== null) yield totalRow('service', drawing)
  yield {
    height: 18,
    cells: spanningCells(textCell(labels.note, 'note'), MONITORING_FIELDS.length),
    merges: [{ column: 1, columns: MONITORING_FIELDS.length, rows: 1 }],
  }
  yield { height: 12, cells: [] }
  yield {
    height: 22,
    cells: spanningCells(textCell(labels.daily, 'block'), MONITORING_FIELDS.length),
  }
  yield dayHeaderRow(labels)
  if (contents.days.length === 0) yield emptyRow(labels.noDays, MONITORING_DAY_FIELDS.length)
  yield* dayRows(contents.days, geometry)
}

/** 부족: how far the projection is below the guarantee. */
export function missingOf({ guaranteed, projected }: { guaranteed: number; projected: number }): number {
  return Math.max(0, guaranteed - projected)
}

function campaignRows({ contents, geometry, labels, sheet, widths }: MonitoringDrawing): RowLayout[] {
  const { campaign, units } = contents
  const atRisk = units.filter(({ risk }) => risk !== '')
  const missing = atRisk.reduce((sum, unit) => sum + missingOf(unit), 0)
  const risk =
    atRisk.length === 0
      ? labels.noneAtRisk(units.length)
      : labels.atRiskValue(atRisk.length, units.length, grouped(missing))
  // The labels are in A, E and I; the last value takes the rest of the table.
  const rest = MONITORING_FIELDS.length - monitoringColumn('delivered')
  return frameRows({
    title: labels.title,
    token: monitoringToken(campaign.id, geometry),
    keyColumn: geometry.keyColumn,
    facts: [
      [
        { label: sheet.advertiser, columns: 3, cell: textCell(campaign.advertiser, 'value') },
        { label: sheet.campaign, columns: 3, cell: textCell(campaign.name, 'value') },
        {
          label: sheet.period,
          columns: rest,
          cell: textCell(`${campaign.startDate} ~ ${campaign.endDate}`, 'value'),
        },
      ],
      [
        { label: sheet.agency, columns: 3, cell: textCell(campaign.agency ?? '-', 'value') },
        {
          label: labels.takenAt,
          columns: 3,
          cell: textCell(labels.takenAtValue(contents.asOf, contents.takenAt), 'value'),
        },
        {
          label: labels.atRisk,
          columns: rest,
          cell: textCell(risk, 'value'),
        },
      ],
    ],
    unit: labels.unit,
    widths,
  })
}

/** Its hidden cell contains the last day that is over; the rules of the days refer to it. */
function headerRow({ asOf }: MonitoringContents, labels: MonitoringLabels): RowLayout {
  const styleOf = (field: MonitoringField) =>
    LEFT.includes(field) ? 'header.left' : CENTER.includes(field) ? 'header' : 'header.number'
  return {
    height: 32,
    cells: [
      ...MONITORING_FIELDS.map((field) => textCell(labels.columns[field], styleOf(field))),
      dateCell(asOf, 'id'),
    ],
  }
}

function emptyRow(text: string, columns: number = MONITORING_FIELDS.length): RowLayout {
  return { height: 26, cells: spanningCells(textCell(text, 'text'), columns) }
}

function unitRow(unit: MonitoringUnit, at: number, drawing: MonitoringDrawing): RowLayout {
  const { contents, sheet, widths } = drawing
  const texts: Partial<Record<MonitoringField, string>> = {
    platforms: unit.platforms.join(', '),
    product: unit.productName,
    publishStatus: publishText(unit, contents.language),
    risk: unit.risk,
  }
  const cellOf = (field: MonitoringField): Cell => {
    switch (field) {
      case 'kind':
        return textCell(sheet.kinds[unit.kind], 'center')
      case 'startDate':
      case 'endDate':
        return dateCell(unit[field], 'date')
      case 'bookingStatus':
        return textCell(BOOKING_STATUS_WORDS[contents.language][unit.bookingStatus], 'center')
      case 'missing':
        return missingCell(at, missingOf(unit), 'whole')
      case 'achievement':
      case 'pacing':
      case 'ctr':
      case 'vtr':
        return rateCell(field, at, (summed) => unit[summed])
      case 'platforms':
      case 'product':
      case 'publishStatus':
      case 'risk':
        return textCell(texts[field]!, 'text')
      default:
        return numberCell(unit[field], 'whole')
    }
  }
  const lines = Object.entries(texts).map(([field, text]) =>
    lineCount(text, widths[monitoringColumn(field as MonitoringField) - 1]!.width, BODY_FONT_SIZE),
  )
  return {
    // Room for two lines: a status that changes later may need them.
    height: Math.max(37, heightOf(Math.max(...lines), BODY_FONT_SIZE, 9)),
    cells: MONITORING_FIELDS.map(cellOf),
  }
}

/** The aggregated status with its number of ads, then the other statuses with theirs: `게재중 12 · 승인 2`. */
export function publishText(
  { publishStatus, publishCounts }: Pick<MonitoringUnit, 'publishStatus' | 'publishCounts'>,
  language: Language,
): string {
  if (publishStatus === null) return ''
  const words = PUBLISH_STATUS_WORDS[language]
  const counts = Object.entries(publishCounts).filter(([, count]) => count > 0)
  const first = `${words[publishStatus]} ${publishCounts[publishStatus] ?? 0}`
  const others = counts
    .filter(([status]) => status !== publishStatus)
    .map(([status, count]) => `${words[status as keyof typeof publishCounts]} ${count}`)
  return [first, ...others].join(' · ')
}

/** TOTAL sums the paid rows, as in the MediaMix; a second line sums all rows. */
function totalRow(style: 'total' | 'service', { contents, geometry, sheet }: MonitoringDrawing): RowLayout {
  const { firstRow, lastRow } = geometry
  const paidOnly = style === 'total'
  const at = paidOnly ? geometry.totalRow : geometry.totalWithServiceRow!
  const units = contents.units.filter(({ kind }) => !paidOnly || kind === 'PAID')
  const sumOf = (field: SummedField) => units.reduce((sum, unit) => sum + unit[field], 0)
  const range = (field: MonitoringField) => {
    const column = monitoringColumn(field)
    return rangeAddress([column, firstRow], [column, lastRow])
  }
  const cellOf = (field: MonitoringField): Cell => {
    const summed = SUMMED_FIELDS.find((one) => one === field)
    if (summed) {
      const formula = paidOnly
        ? `SUMIF(${range('kind')},${formulaString(sheet.kinds.PAID)},${range(field)})`
        : `SUM(${range(field)})`
      return formulaCell(formula, sumOf(summed), `${style}.whole`)
    }
    if (field === 'missing') {
      const missing = missingOf({ guaranteed: sumOf('guaranteed'), projected: sumOf('projected') })
      return missingCell(at, missing, `${style}.whole`)
    }
    return isRate(field) ? rateCell(field, at, sumOf, style) : emptyCell(`${style}.label`)
  }
  const labelColumns = monitoringColumn('publishStatus')
  const label = paidOnly ? sheet.total : sheet.totalWithService
  return {
    height: 28,
    cells: [
      ...spanningCells(textCell(label, `${style}.label`), labelColumns),
      ...MONITORING_FIELDS.slice(labelColumns).map(cellOf),
    ],
    merges: [{ column: 1, columns: labelColumns, rows: 1 }],
  }
}

function missingCell(at: number, missing: number, style: string): Cell {
  return formulaCell(`MAX(0,${letter('guaranteed')}${at}-${letter('projected')}${at})`, missing, style)
}

function isRate(field: MonitoringField): field is keyof typeof RATES {
  return field in RATES
}

function rateCell(
  field: keyof typeof RATES,
  at: number,
  figureOf: (field: SummedField) => number,
  line?: 'total' | 'service',
): Cell {
  const [part, whole, style] = RATES[field]
  const base = `${letter(whole)}${at}`
  return formulaCell(
    `IF(${base}=0,"",${letter(part)}${at}/${base})`,
    ratio(figureOf(part), figureOf(whole)),
    line ? `${line}.${style}` : style,
  )
}

function ratio(part: number, whole: number): number | '' {
  return whole === 0 ? '' : part / whole
}

function dayHeaderRow(labels: MonitoringLabels): RowLayout {
  return {
    height: 24,
    cells: MONITORING_DAY_FIELDS.map((field) =>
      textCell(labels.dayColumns[field], field === 'date' ? 'header' : 'header.number'),
    ),
  }
}

/** A future day has no delivery yet: its cells stay empty, so that a chart draws no line to zero. */
function* dayRows(days: readonly MonitoringDay[], { firstDayRow }: MonitoringGeometry): Generator<RowLayout> {
  let guaranteedSum = 0
  let deliveredSum = 0
  for (const [i, { date, guaranteed, delivered }] of days.entries()) {
    const at = firstDayRow + i
    const cell = (field: MonitoringDayField) => `${dayLetter(field)}${at}`
    const sum = (field: MonitoringDayField) =>
      `SUM(${dayLetter(field)}$${firstDayRow}:${dayLetter(field)}${at})`
    guaranteedSum += guaranteed
    deliveredSum += delivered ?? 0
    const achieved = delivered === null ? '' : ratio(deliveredSum, guaranteedSum)
    yield {
      height: 18,
      cells: [
        dateCell(date, 'date'),
        numberCell(guaranteed, 'whole'),
        delivered === null ? emptyCell('whole') : numberCell(delivered, 'whole'),
        formulaCell(sum('guaranteed'), guaranteedSum, 'whole'),
        formulaCell(
          `IF(ISNUMBER(${cell('delivered')}),${sum('delivered')},"")`,
          delivered === null ? '' : deliveredSum,
          'whole',
        ),
        formulaCell(
          `IF(AND(ISNUMBER(${cell('delivered')}),${cell('guaranteedSum')}>0),${cell('deliveredSum')}/${cell('guaranteedSum')},"")`,
          achieved,
          'share',
        ),
      ],
    }
  }
}
