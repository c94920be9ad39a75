import { mulDivRound } from '../../apportion'
import { cellAddress, columnLetter, fixedAddress, rangeAddress } from '../address'
import { dateCell, emptyCell, formulaCell, numberCell, spanningCells, textCell } from '../cells'
import { identityToken } from '../identity'
import type { SheetLabels } from '../labels'
import type { Cell, ColumnLayout, RowLayout } from '../layout'
import type { Plan } from '../plan'
import { type Fact, frameRows } from '../sheet-frame'
import { heightOf, lineCount } from '../text-width'
import type { DailyPlan } from './contents'
import { type DailyPlanGeometry, type DailyPlanWeek, dayCells } from './geometry'
import type { DailyPlanLabels } from './labels'
import { dayKind } from './styles'

/** Everything that has to be known before the first row is drawn. */
export interface DailyPlanDrawing {
  plan: Pick<Plan, 'campaign' | 'writtenOn'>
  daily: DailyPlan
  geometry: DailyPlanGeometry
  labels: DailyPlanLabels
  sheet: SheetLabels
  widths: readonly ColumnLayout[]
  /** Texts below the table. */
  notes: readonly string[]
}

/** Heights in points. */
const DAY_HEIGHT = 16
const WEEK_HEIGHT = 18
const TOTAL_HEIGHT = 24
const SHARE_HEIGHT = 18
const HEADING_FONT_SIZE = 10

/** The rows of a 일별 계획 sheet from top to bottom, at the positions of its geometry. */
export function* dailyPlanRows(drawing: DailyPlanDrawing): Generator<RowLayout> {
  const { geometry, labels } = drawing
  yield* campaignRows(drawing)
  yield headerRow(drawing)
  if (geometry.weeks.length === 0) {
    yield acrossRow(labels.noDays, 'calm', 48, drawing)
    return
  }
  const total = totalOf(drawing)
  let cumulated = 0
  let before: number | null = null
  for (const week of geometry.weeks) {
    for (const [i, day] of week.days.entries()) {
      const at = week.firstRow + i
      cumulated += sumOf(day.impressions)
      yield dayRow(drawing, week, i, { at, before, cumulated, total })
      before = at
    }
    yield weekRow(drawing, week, cumulated, total)
  }
  yield totalRow(drawing, total)
  yield shareRow(drawing, total)
  for (const note of drawing.notes) yield noteRow(note, drawing)
}

/** Height of a week with its sum, in points. */
export function weekHeight(week: DailyPlanWeek): number {
  return week.days.length * DAY_HEIGHT + WEEK_HEIGHT
}

/** Height of what stands below the weeks. */
export function closingHeight(drawing: Pick<DailyPlanDrawing, 'notes' | 'widths'>): number {
  return drawing.notes.reduce((sum, note) => sum + noteHeight(note, drawing), TOTAL_HEIGHT + SHARE_HEIGHT)
}

/** Height of the heading, which every page repeats. */
export function headerHeight({ daily, widths }: Pick<DailyPlanDrawing, 'daily' | 'widths'>): number {
  const lines = daily.platforms.map(({ name }, i) => lineCount(name, widths[i + 2]!.width, HEADING_FONT_SIZE))
  return Math.max(28, heightOf(Math.max(0, ...lines), HEADING_FONT_SIZE, 9))
}

export function campaignRows({
  plan,
  daily,
  geometry,
  labels,
  sheet,
  widths,
}: DailyPlanDrawing): RowLayout[] {
  const { campaign, writtenOn } = plan
  const { columns } = geometry
  const left = Math.ceil(columns.share / 2)
  const fact = (label: string, cell: Cell, side: 'left' | 'right'): Fact => ({
    label,
    columns: (side === 'left' ? left : columns.share - left) - 1,
    cell,
  })
  const total = daily.platforms.reduce((sum, { impressions }) => sum + impressions, 0)
  const total$ = fixedAddress(columns.sum, geometry.totalRow)
  const dates = `COUNT(${dayCells(geometry, columns.date, '$')})`
  const figures =
    daily.days.length === 0
      ? [textCell('-', 'value'), textCell('-', 'value')]
      : [
          formulaCell(total$, total, 'value.impressions'),
          formulaCell(
            `ROUND(${total$}/${dates},0)`,
            mulDivRound(total, 1, daily.days.length),
            'value.impressions',
          ),
        ]
  return frameRows({
    title: labels.title,
    token: identityToken({ campaignId: campaign.id, revision: campaign.revision }),
    keyColumn: columns.key,
    facts: [
      [
        fact(sheet.advertiser, textCell(campaign.advertiser, 'value'), 'left'),
        fact(sheet.period, textCell(`${campaign.startDate} ~ ${campaign.endDate}`, 'value'), 'right'),
      ],
      [
        fact(sheet.campaign, textCell(campaign.name, 'value'), 'left'),
        fact(sheet.writtenOn, dateCell(writtenOn, 'value.date'), 'right'),
      ],
      [fact(labels.totalImpressions, figures[0]!, 'left'), fact(labels.perDay, figures[1]!, 'right')],
    ],
    unit: daily.days.length === 0 ? '' : labels.unit,
    widths,
  })
}

function headerRow({ daily, labels, widths }: DailyPlanDrawing): RowLayout {
  const numbers = [...daily.platforms.map(({ name }) => name), labels.sum, labels.cumulated, labels.share]
  return {
    height: headerHeight({ daily, widths }),
    cells: [
      textCell(labels.week, 'header'),
      textCell(labels.date, 'header'),
      ...numbers.map((text) => textCell(text, 'header.number')),
    ],
  }
}

function dayRow(
  { geometry, labels }: DailyPlanDrawing,
  week: DailyPlanWeek,
  i: number,
  { at, before, cumulated, total }: { at: number; before: number | null; cumulated: number; total: number },
): RowLayout {
  const { date, impressions } = week.days[i]!
  const { columns } = geometry
  const kind = dayKind(date)
  const sum = cellAddress(columns.sum, at)
  const sumBefore = before === null ? '' : `${cellAddress(columns.cumulated, before)}+`
  return {
    height: DAY_HEIGHT,
    cells: [
      i === 0 ? textCell(labels.weekOf(date), 'week.name') : emptyCell('week.name'),
      dateCell(date, `${kind}.label`),
      ...impressions.map((count) => numberCell(count, `${kind}.whole`)),
      sumCell(geometry, at, impressions, `${kind}.whole`),
      formulaCell(`${sumBefore}${sum}`, cumulated, `${kind}.whole`),
      shareCell(geometry, at, sumOf(impressions), total, `${kind}.share`),
    ],
    // The name of the week stands beside its days and their sum.
    merges: i === 0 ? [{ column: columns.week, columns: 1, rows: week.days.length + 1 }] : [],
  }
}

function weekRow(
  drawing: DailyPlanDrawing,
  week: DailyPlanWeek,
  cumulated: number,
  total: number,
): RowLayout {
  const { geometry, labels } = drawing
  const { columns } = geometry
  const sums = drawing.daily.platforms.map((_, p) =>
    sumOf(week.days.map(({ impressions }) => impressions[p]!)),
  )
  const cells = [...sums, sumOf(sums)].map((result, i) => {
    const column = columns.firstPlatform + i
    const range = rangeAddress([column, week.firstRow], [column, week.lastRow])
    return formulaCell(`SUM(${range})`, result, 'week.whole')
  })
  return {
    height: WEEK_HEIGHT,
    cells: [
      emptyCell('week.name'),
      textCell(labels.weekSum, 'week.label'),
      ...cells,
      formulaCell(cellAddress(columns.cumulated, week.lastRow), cumulated, 'week.whole'),
      shareCell(geometry, week.sumRow, sumOf(sums), total, 'week.share'),
    ],
  }
}

/** Sums the lines that have a date, so that the sums of weeks don't count. */
function totalRow({ daily, geometry, sheet }: DailyPlanDrawing, total: number): RowLayout {
  const { columns, totalRow: at } = geometry
  const dates = dayCells(geometry, columns.date, '$')
  const sums = [...daily.platforms.map(({ impressions }) => impressions), total].map((result, i) =>
    formulaCell(
      `SUMIF(${dates},">0",${dayCells(geometry, columns.firstPlatform + i)})`,
      result,
      'total.whole',
    ),
  )
  return {
    height: TOTAL_HEIGHT,
    cells: [
      ...spanningCells(textCell(sheet.total, 'total.label'), 2),
      ...sums,
      emptyCell('total.whole'),
      shareCell(geometry, at, total, total, 'total.share'),
    ],
    merges: [{ column: columns.week, columns: 2, rows: 1 }],
  }
}

/** Each platform's share of the total. */
function shareRow({ daily, geometry, labels }: DailyPlanDrawing, total: number): RowLayout {
  const { columns, totalRow: above } = geometry
  const whole = `$${columnLetter(columns.sum)}${above}`
  const shares = [...daily.platforms.map(({ impressions }) => impressions), total].map((part, i) =>
    formulaCell(
      `IF(${whole}=0,"",${cellAddress(columns.firstPlatform + i, above)}/${whole})`,
      total === 0 ? '' : part / total,
      'share.share',
    ),
  )
  return {
    height: SHARE_HEIGHT,
    cells: [
      ...spanningCells(textCell(labels.share, 'share.label'), 2),
      ...shares,
      emptyCell('share.share'),
      emptyCell('share.share'),
    ],
    merges: [{ column: columns.week, columns: 2, rows: 1 }],
  }
}

function sumCell(
  { columns }: DailyPlanGeometry,
  at: number,
  impressions: readonly number[],
  style: string,
): Cell {
  if (impressions.length === 0) return numberCell(0, style)
  const range = rangeAddress([columns.firstPlatform, at], [columns.sum - 1, at])
  return formulaCell(`SUM(${range})`, sumOf(impressions), style)
}

function shareCell(
  { columns, totalRow: totals }: DailyPlanGeometry,
  at: number,
  part: number,
  total: number,
  style: string,
): Cell {
  const sum = columnLetter(columns.sum)
  return formulaCell(
    `IF(${sum}$${totals}=0,"",${sum}${at}/${sum}$${totals})`,
    total === 0 ? '' : part / total,
    style,
  )
}

function noteRow(text: string, drawing: DailyPlanDrawing): RowLayout {
  return acrossRow(text, 'note.wrapped', noteHeight(text, drawing), drawing)
}

function noteHeight(text: string, { widths }: Pick<DailyPlanDrawing, 'widths'>): number {
  const room = widths.reduce((sum, { width, hidden }) => sum + (hidden ? 0 : width), 0)
  return heightOf(lineCount(text, room, 9), 9, 6)
}

function acrossRow(text: string, style: string, height: number, { geometry }: DailyPlanDrawing): RowLayout {
  const columns = geometry.columns.share
  return {
    height,
    cells: spanningCells(textCell(text, style), columns),
    merges: [{ column: 1, columns, rows: 1 }],
  }
}

function totalOf({ daily }: DailyPlanDrawing): number {
  return sumOf(daily.platforms.map(({ impressions }) => impressions))
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}
