import { dayCount } from '../../calendar'
import { amountShare, type EstimateInput, estimate, type Totals } from '../../estimates'
import { isAmendable, isEditable, isRunning } from '../../statuses'
import { dateCell, emptyCell, formulaCell, numberCell, spanningCells, textCell } from '../cells'
import { identityToken, KEY_COLUMN_HEADING } from '../identity'
import type { SheetLabels } from '../labels'
import type { Cell, ColumnLayout, RowLayout } from '../layout'
import type { Plan, PlanRow } from '../plan'
import { frameRows } from '../sheet-frame'
import { STATUS_SEPARATOR } from '../status-colors'
import {
  columnOf,
  MEDIA_MIX_FIELDS,
  type MediaMixField,
  type MediaMixGeometry,
  PROPOSAL_COLUMNS,
} from './columns'
import * as formulas from './formulas'
import { bodyRowHeight } from './widths'

/** Headings stand like the cells below them. */
const LEFT_FIELDS: readonly MediaMixField[] = ['platforms', 'product', 'targeting', 'message']

/** Everything that has to be known before the first row is drawn. */
export interface MediaMixContents {
  plan: Plan
  /** Of the plan's rows, in their order. */
  estimates: readonly EstimateInput[]
  totals: Totals & { withService: Totals | null }
  geometry: MediaMixGeometry
  labels: SheetLabels
  widths: readonly ColumnLayout[]
}

/** The rows of a MediaMix from top to bottom, where `MediaMixGeometry` says they stand. */
export function* mediaMixRows(contents: MediaMixContents): Generator<RowLayout> {
  const { plan, totals, geometry, labels } = contents
  yield* campaignRows(contents)
  yield headerRow(geometry, labels)
  if (plan.rows.length === 0) yield { height: 26, cells: emptyCells('center', geometry.visibleColumns) }
  for (const [i, row] of plan.rows.entries()) {
    yield bodyRow(row, contents.estimates[i]!, geometry.firstRow + i, contents)
  }
  yield { height: 4, cells: emptyCells('plain', geometry.visibleColumns) }
  yield totalRow(contents)
  if (totals.withService) yield serviceTotalRow(totals.withService, contents)
  yield { height: 8, cells: [] }
  yield noteRow(contents)
}

/** The note is the last row, after an empty one. */
export function lastRowOf(geometry: MediaMixGeometry): number {
  return (geometry.totalWithServiceRow ?? geometry.totalRow) + 2
}

function campaignRows({ plan, geometry, labels, widths }: MediaMixContents): RowLayout[] {
  const { campaign } = plan
  const days = labels.days(dayCount(campaign.startDate, campaign.endDate))
  const period = `${campaign.startDate} ~ ${campaign.endDate} (${days})`
  // Labels stand in A, E and I; the last value takes what is left of the table.
  const rest = geometry.visibleColumns - columnOf('amount')
  return frameRows({
    title: labels.mediaMixTitle,
    token: identityToken({ campaignId: campaign.id, revision: campaign.revision }),
    keyColumn: geometry.keyColumn,
    facts: [
      [
        { label: labels.advertiser, columns: 3, cell: textCell(campaign.advertiser, 'value') },
        { label: labels.agency, columns: 3, cell: textCell(campaign.agency ?? '-', 'value') },
        { label: labels.budget, columns: rest, cell: numberCell(campaign.budget, 'value.won') },
      ],
      [
        { label: labels.campaign, columns: 3, cell: textCell(campaign.name, 'value') },
        { label: labels.period, columns: 3, cell: textCell(period, 'value') },
        { label: labels.writtenOn, columns: rest, cell: dateCell(plan.writtenOn, 'value.date') },
      ],
    ],
    unit: labels.unit,
    widths,
  })
}

function headerRow(geometry: MediaMixGeometry, labels: SheetLabels): RowLayout {
  const cells = MEDIA_MIX_FIELDS.slice(0, geometry.visibleColumns).map((field, i) => {
    const number = i >= columnOf('amount') - 1 && i < PROPOSAL_COLUMNS
    const style = number ? 'header.number' : LEFT_FIELDS.includes(field) ? 'header.left' : 'header'
    return textCell(labels.columns[field], style)
  })
  return { height: 32, cells: [...cells, textCell(KEY_COLUMN_HEADING, 'id')] }
}

function bodyRow(row: PlanRow, input: EstimateInput, at: number, contents: MediaMixContents): RowLayout {
  const { geometry, labels, totals, widths } = contents
  const planner = geometry.maxAmountColumn !== null
  // Of what is reserved or bought only flight and amount change, by amendment: the other cells are locked.
  const edit = planner && isEditable(row.bookingStatus) ? 'edit.' : ''
  const amend = planner && isAmendable(row.bookingStatus) ? 'edit.' : edit
  const numbers = estimate(input)
  const share = amountShare(input, totals.amount) ?? ''
  const cells: Cell[] = [
    textCell(labels.kinds[row.kind], 'center'),
    textCell(row.platforms.join(', '), 'text'),
    textCell(row.productName, `${edit}text`),
    textCell(row.targeting, `${edit}text`),
    textCell(row.device, `${edit}center`),
    textCell(row.creative, `${edit}center`),
    dateCell(row.startDate, `${amend}date`),
    dateCell(row.endDate, `${amend}date`),
    numberCell(row.amount, `${amend}whole`),
    formulaCell(formulas.shareFormula(at, geometry, labels), share, 'share'),
    numberCell(row.ecpm, 'whole'),
    formulaCell(formulas.impressionsFormula(at), numbers.impressions, 'whole'),
    numberCell(row.ctr, 'ctr'),
    formulaCell(formulas.resultFormula('ctr', at), numbers.clicks, 'whole'),
    numberCell(row.vtr, 'vtr'),
    formulaCell(formulas.resultFormula('vtr', at), numbers.views, 'whole'),
  ]
  if (planner) cells.push(...plannerCells(row, labels))
  cells.push(textCell(row.unitId, 'id'))
  if (planner) cells.push(row.availability ? numberCell(row.availability.maxAmount, 'id') : emptyCell('id'))
  return { height: bodyRowHeight(row, widths), cells }
}

/** Q 구매 (the button), R 상태, S 잔여/메시지. */
function plannerCells(row: PlanRow, labels: SheetLabels): Cell[] {
  const buyable = row.bookingStatus === 'Draft' || row.bookingStatus === 'Reserved'
  return [
    buyable ? textCell(labels.buy, 'buy') : emptyCell('center'),
    textCell(statusText(row, labels), 'center'),
    textCell(availabilityText(row, labels), 'text'),
  ]
}

/** `집행중 · 게재중`: the booking, and what the ad servers make of it once they have said anything. */
function statusText({ bookingStatus, publishStatus }: PlanRow, labels: SheetLabels): string {
  const booking = labels.bookingStatuses[bookingStatus]
  const silent = publishStatus === undefined || publishStatus === null || publishStatus === 'REQUESTED'
  return silent || !isRunning(bookingStatus)
    ? booking
    : `${booking}${STATUS_SEPARATOR}${labels.publishStatuses[publishStatus]}`
}

function availabilityText({ availability }: PlanRow, labels: SheetLabels): string {
  if (!availability) return ''
  const grouped = (value: number) => value.toLocaleString('en-US')
  const { message, maxImpressions, maxAmount } = availability
  return message || labels.remaining(grouped(maxImpressions), grouped(maxAmount))
}

function totalRow({ totals, geometry, labels }: MediaMixContents): RowLayout {
  const sum = (field: formulas.SummedField) =>
    formulaCell(formulas.paidSumFormula(field, geometry, labels), totals[field], 'total.whole')
  const share = formulaCell(formulas.totalShareFormula(geometry), totals.amount === 0 ? '' : 1, 'total.share')
  return totalLine(labels.total, 'total', totals, geometry.totalRow, geometry, {
    amount: sum('amount'),
    share,
    impressions: sum('impressions'),
    clicks: sum('clicks'),
    views: sum('views'),
  })
}

/** The price of a service row is 0, so the amount is TOTAL's; impressions, clicks and views are of all rows. */
function serviceTotalRow(totals: Totals, { geometry, labels }: MediaMixContents): RowLayout {
  const sum = (field: formulas.SummedField) =>
    formulaCell(formulas.sumFormula(field, geometry), totals[field], 'service.whole')
  return totalLine(labels.totalWithService, 'service', totals, geometry.totalWithServiceRow!, geometry, {
    amount: formulaCell(formulas.amountOfTotalFormula(geometry), totals.amount, 'service.whole'),
    share: emptyCell('service.share'),
    impressions: sum('impressions'),
    clicks: sum('clicks'),
    views: sum('views'),
  })
}

function totalLine(
  label: string,
  style: 'total' | 'service',
  totals: Totals,
  at: number,
  geometry: MediaMixGeometry,
  sums: Record<formulas.SummedField | 'share', Cell>,
): RowLayout {
  const labelColumns = columnOf('amount') - 1
  return {
    height: style === 'total' ? 30 : 26,
    cells: [
      ...spanningCells(textCell(label, `${style}.label`), labelColumns),
      sums.amount,
      sums.share,
      formulaCell(formulas.totalEcpmFormula(at), totals.ecpm ?? '-', `${style}.whole`),
      sums.impressions,
      formulaCell(formulas.totalRateFormula('clicks', at), totals.ctr ?? '-', `${style}.ctr`),
      sums.clicks,
      formulaCell(formulas.totalRateFormula('views', at), totals.vtr ?? '-', `${style}.vtr`),
      sums.views,
      ...emptyCells(`${style}.label`, geometry.visibleColumns - PROPOSAL_COLUMNS),
    ],
    merges: [{ column: 1, columns: labelColumns, rows: 1 }],
  }
}

function noteRow({ plan, totals, labels }: MediaMixContents): RowLayout {
  const note = plan.rows.length === 0 ? labels.noRows : totals.withService ? labels.serviceNote : ''
  return {
    height: 18,
    cells: spanningCells(textCell(note, 'note'), PROPOSAL_COLUMNS),
    merges: [{ column: 1, columns: PROPOSAL_COLUMNS, rows: 1 }],
  }
}

function emptyCells(style: string, count: number): Cell[] {
  return Array.from({ length: count }, () => emptyCell(style))
}
