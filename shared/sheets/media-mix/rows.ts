import { dayCount } from '../../calendar'
import { type EstimateInput, estimate, type Totals } from '../../estimates'
import type { Language } from '../../language'
import { isAmendable, isEditable } from '../../statuses'
import { dateCell, emptyCell, numberCell, spanningCells, textCell } from '../cells'
import { identityToken, KEY_COLUMN_HEADING } from '../identity'
import { SHEET_LABELS } from '../labels'
import type { Cell, ColumnLayout, RowLayout } from '../layout'
import type { Plan, PlanRow } from '../plan'
import { frameRows } from '../sheet-frame'
import { heightOf, lineCount } from '../text-width'
import { columnOfField } from './columns'
import { LEFT_OUT } from './formulas'
import { type MediaMixGeometry, NOTE_BELOW_TOTAL } from './geometry'
import { MEDIA_MIX_LABELS } from './labels'
import { isShort } from './shortages'
import { SHORT_FONT_SIZE, variantStyle } from './styles'
import { bodyRowHeight } from './widths'

/** Everything that has to be known before the first row is drawn. */
export interface MediaMixContents {
  plan: Plan
  /** Of the plan's rows, in their order. */
  estimates: readonly EstimateInput[]
  counted: ReadonlySet<PlanRow>
  totals: Totals & { withService: Totals | null }
  geometry: MediaMixGeometry
  language: Language
  widths: readonly ColumnLayout[]
  /** Lines about rows that are short of inventory, below the table. */
  shortages: readonly string[]
}

/** The rows of a MediaMix from top to bottom, at the positions of `MediaMixGeometry`. */
export function* mediaMixRows(contents: MediaMixContents): Generator<RowLayout> {
  const { plan, totals, geometry, language } = contents
  yield* campaignRows(contents)
  yield headerRow(geometry, language)
  if (plan.rows.length === 0) yield emptyRow(geometry)
  for (const [i, row] of plan.rows.entries()) {
    yield bodyRow(row, contents.estimates[i]!, geometry.firstRow + i, contents)
  }
  yield { height: 4, cells: emptyCells('plain', geometry.visibleColumns) }
  yield totalLine('total', totals, geometry.totalRow, contents)
  if (totals.withService)
    yield totalLine('service', totals.withService, geometry.totalWithServiceRow!, contents)
  yield { height: 8, cells: [] }
  yield noteRow(contents)
  for (const line of contents.shortages) yield shortageRow(line, contents)
}

export function lastRowOf(geometry: MediaMixGeometry): number {
  return (geometry.totalWithServiceRow ?? geometry.totalRow) + NOTE_BELOW_TOTAL
}

/** What is short is told once for each row, across the table. */
function shortageRow(line: string, { widths, geometry }: MediaMixContents): RowLayout {
  const across = geometry.column('views')
  const width = widths.slice(0, across).reduce((sum, column) => sum + column.width, 0)
  return {
    height: Math.max(18, heightOf(lineCount(line, width - 3, SHORT_FONT_SIZE), SHORT_FONT_SIZE, 6)),
    cells: spanningCells(textCell(line, 'short.line'), across),
    merges: [{ column: 1, columns: across, rows: 1 }],
  }
}

function campaignRows({ plan, geometry, language, widths }: MediaMixContents): RowLayout[] {
  const { campaign } = plan
  const labels = SHEET_LABELS[language]
  const { title, budget, unit } = MEDIA_MIX_LABELS[language]
  const days = labels.days(dayCount(campaign.startDate, campaign.endDate))
  const period = `${campaign.startDate} ~ ${campaign.endDate} (${days})`
  // The labels are in A, E and I; the last value takes the rest of the table.
  const rest = geometry.visibleColumns - geometry.column('amount')
  return frameRows({
    title,
    token: identityToken({ campaignId: campaign.id, revision: campaign.revision }),
    keyColumn: geometry.keyColumn,
    facts: [
      [
        { label: labels.advertiser, columns: 3, cell: textCell(campaign.advertiser, 'value') },
        { label: labels.agency, columns: 3, cell: textCell(campaign.agency ?? '-', 'value') },
        { label: budget, columns: rest, cell: numberCell(campaign.budget, 'value.won') },
      ],
      [
        { label: labels.campaign, columns: 3, cell: textCell(campaign.name, 'value') },
        { label: labels.period, columns: 3, cell: textCell(period, 'value') },
        { label: labels.writtenOn, columns: rest, cell: dateCell(plan.writtenOn, 'value.date') },
      ],
    ],
    unit,
    widths,
  })
}

/** Headings of the planner's hidden columns behind the row keys, by which they are found again. */
export const HIDDEN_HEADINGS = ['flightsheet:max', 'flightsheet:left-out']

const HEADER_STYLES = { left: 'header.left', center: 'header', right: 'header.number' }

function headerRow(geometry: MediaMixGeometry, language: Language): RowLayout {
  const cells = geometry.fields.map((field) => {
    const { heading, align } = columnOfField(field)
    return textCell(heading[language], HEADER_STYLES[align])
  })
  const hidden = [KEY_COLUMN_HEADING, ...(geometry.maxAmountColumn === null ? [] : HIDDEN_HEADINGS)]
  return { height: 32, cells: [...cells, ...hidden.map((heading) => textCell(heading, 'id'))] }
}

function bodyRow(row: PlanRow, input: EstimateInput, at: number, contents: MediaMixContents): RowLayout {
  const { geometry, language, totals, widths } = contents
  const planner = geometry.maxAmountColumn !== null
  const drawn = {
    row,
    input,
    numbers: estimate(input),
    at,
    place: geometry,
    paidAmount: totals.amount,
    counted: contents.counted.has(row),
    language,
  }
  const cells = geometry.fields.map((field): Cell => {
    const { cell, style, typed } = columnOfField(field)
    // In reserved or bought rows flight and amount change by amendment, device and creative at once; the other
    // cells are locked.
    const open =
      (typed === 'plan' && isEditable(row.bookingStatus)) ||
      ((typed === 'amendment' || typed === 'until-ended') &&
        (isEditable(row.bookingStatus) || isAmendable(row.bookingStatus)))
    if (planner && field === 'kind' && row.variant !== null) return cell(drawn, variantStyle(row.variant))
    if (planner) return cell(drawn, open ? `edit.${style}` : style)
    return cell(drawn, field === 'impressions' && isShort(row) ? 'short.whole' : style)
  })
  cells.push(textCell(row.unitId, 'id'))
  if (planner) {
    cells.push(row.availability ? numberCell(row.availability.maxAmount, 'id') : emptyCell('id'))
    cells.push(contents.counted.has(row) ? emptyCell('id') : textCell(LEFT_OUT, 'id'))
  }
  return { height: bodyRowHeight(row, widths, geometry, language), cells }
}

function emptyRow(geometry: MediaMixGeometry): RowLayout {
  if (geometry.maxAmountColumn !== null) return insertedRow(geometry)
  return { height: 26, cells: emptyCells('center', geometry.visibleColumns) }
}

/** A row that a planner has inserted: it looks like the others, and waits for what they type. */
export function insertedRow({ fields }: MediaMixGeometry): RowLayout {
  const cells = fields.map((field): Cell => {
    const { style, typed } = columnOfField(field)
    return { kind: 'kept', style: typed ? `edit.${style}` : style }
  })
  const hidden = Array.from(
    { length: 1 + HIDDEN_HEADINGS.length },
    (): Cell => ({ kind: 'kept', style: 'id' }),
  )
  return { height: 26, cells: [...cells, ...hidden] }
}

/**
 * The price of a service row is 0, so both lines have the same amount; the second line's other sums include
 * all rows.
 */
function totalLine(
  kind: 'total' | 'service',
  totals: Totals,
  at: number,
  { geometry, language }: MediaMixContents,
): RowLayout {
  const labels = SHEET_LABELS[language]
  const labelColumns = geometry.column('amount') - 1
  const drawn = { totals, kind, at, place: geometry, language }
  const label = textCell(kind === 'total' ? labels.total : labels.totalWithService, `${kind}.label`)
  const sums = geometry.fields.slice(labelColumns).map((field): Cell => {
    const { total, style } = columnOfField(field)
    return total ? total(drawn, `${kind}.${style}`) : emptyCell(`${kind}.label`)
  })
  return {
    height: kind === 'total' ? 30 : 26,
    cells: [...spanningCells(label, labelColumns), ...sums],
    merges: [{ column: 1, columns: labelColumns, rows: 1 }],
  }
}

function noteRow({ plan, totals, geometry, language }: MediaMixContents): RowLayout {
  const across = geometry.column('views')
  const { noRows, serviceNote } = MEDIA_MIX_LABELS[language]
  const note = plan.rows.length === 0 ? noRows : totals.withService ? serviceNote : ''
  return {
    height: 18,
    cells: spanningCells(textCell(note, 'note'), across),
    merges: [{ column: 1, columns: across, rows: 1 }],
  }
}

function emptyCells(style: string, count: number): Cell[] {
  return Array.from({ length: count }, () => emptyCell(style))
}
