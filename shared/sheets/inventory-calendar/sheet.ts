import { type BusinessDate, daysBetween } from '../../calendar'
import type { Language } from '../../language'
import { columnLetter, rangeAddress } from '../address'
import { dateCell, emptyCell, formulaCell, numberCell, spanningCells, textCell } from '../cells'
import type { PlainGrid } from '../identity'
import type { Cell, CellStyle, ColumnLayout, ConditionalFormat, RowLayout, SheetLayout } from '../layout'
import { WHOLE_FORMAT } from '../number-formats'
import { COLORS, font, HAIRLINE, NAVY_LINE } from '../palette'
import { tablePrint } from '../print'
import { frameRows, frameStyles } from '../sheet-frame'
import { groupedLength, textWidth } from '../text-width'
import { CALENDAR_BLOCKS, CALENDAR_LABELS, type CalendarBlock, type CalendarLabels } from './labels'

/** The inventory of one line on one platform. Days that aren't open yet are left out. */
export interface CalendarLine {
  /** The content's name; empty if the whole sheet has one subject. */
  content: string
  platform: string
  days: ReadonlyMap<BusinessDate, { capacity: number; held: number; sold: number }>
}

export interface CalendarContents {
  /** The subject of the whole sheet: a product's or a content's name. */
  subject: string
  from: BusinessDate
  to: BusinessDate
  /** As text, in Seoul time. */
  pulledAt: string
  lines: readonly CalendarLine[]
  language: Language
}

/**
 * Shares of a day's capacity in percent: each step colours days with less than that left. Sold out is checked
 * before them, enough after them.
 */
export const HEAT_STEPS = [10, 30, 60] as const
const HEAT = {
  soldOut: { fill: 'D9534A', fontColor: 'FFFFFF', bold: true },
  below: [
    { fill: 'F4A79D', fontColor: '5F120B' },
    { fill: 'FAD9B0', fontColor: '5E3A05' },
    { fill: 'FBF1C2', fontColor: '55480A' },
  ],
  enough: { fill: 'CFEBD6', fontColor: '16512D' },
  none: { fill: 'EEF0F3', fontColor: '9CA3AF' },
} as const

/** In the hidden column beside the table: identifies the sheet. */
const TOKEN = 'flightsheet:inventory'
const FIRST_DAY_COLUMN = 3
/** Title, accent, facts, unit and legend stand above. */
const HEADER_ROW = 6

/** Whether a sheet is an inventory calendar. */
export function isInventoryCalendar(grid: PlainGrid): boolean {
  return (grid[0] ?? []).includes(TOKEN)
}

/**
 * The positions of the numbers. Each block is a heading and its lines, then a line of sums.
 *
 * @returns the 1-based first row of each block's lines
 */
export function calendarBlockRows(lines: number): Record<CalendarBlock, number> {
  const height = Math.max(1, lines) + 2
  const first = HEADER_ROW + 3
  return Object.fromEntries(CALENDAR_BLOCKS.map((block, i) => [block, first + i * height])) as Record<
    CalendarBlock,
    number
  >
}

/**
 * The 인벤토리 sheet: platforms (and contents) by days. What is left is on top, coloured by its share of the
 * capacity, and calculated from the capacity, sold and held numbers below it.
 */
export function inventoryCalendarSheet(contents: CalendarContents): SheetLayout {
  const labels = CALENDAR_LABELS[contents.language]
  const days = daysBetween(contents.from, contents.to)
  const columns = columnsOf(contents, days.length, labels)
  const lastColumn = FIRST_DAY_COLUMN + days.length
  const lastRow = calendarBlockRows(contents.lines.length).held + Math.max(1, contents.lines.length)
  return {
    name: labels.sheet,
    tabColor: COLORS.bookedText,
    styles: calendarStyles(contents.language),
    columns,
    rows: { [Symbol.iterator]: () => allRows(contents, days, columns, labels) },
    conditionalFormats: heatFormats(contents.lines.length, days.length),
    freeze: { rows: HEADER_ROW + 1, columns: FIRST_DAY_COLUMN - 1 },
    print: tablePrint({
      area: rangeAddress([1, 1], [lastColumn, lastRow]),
      repeatRows: { first: HEADER_ROW, last: HEADER_ROW + 1 },
      title: `${labels.title} ${contents.subject}`,
    }),
    showGridlines: false,
    protection: { allow: { formatColumns: true, formatRows: true } },
  }
}

function heatFormats(lines: number, days: number): ConditionalFormat[] {
  const blocks = calendarBlockRows(lines)
  const first = columnLetter(FIRST_DAY_COLUMN)
  const left = `${first}${blocks.remaining}`
  const capacity = `${first}${blocks.capacity}`
  // The line of sums is coloured too, for all platforms together.
  const range = rangeAddress(
    [FIRST_DAY_COLUMN, blocks.remaining],
    [FIRST_DAY_COLUMN + days - 1, blocks.remaining + Math.max(1, lines)],
  )
  const when = (formula: string, style: ConditionalFormat['style']): ConditionalFormat => ({
    range,
    rule: { type: 'custom', formula },
    style,
  })
  return [
    when(`N(${capacity})=0`, HEAT.none),
    when(`AND(N(${capacity})>0,${left}<=0)`, HEAT.soldOut),
    ...HEAT_STEPS.map((percent, i) => when(`${left}*100<${capacity}*${percent}`, HEAT.below[i]!)),
    when(`${left}>0`, HEAT.enough),
  ]
}

function* allRows(
  contents: CalendarContents,
  days: readonly BusinessDate[],
  columns: readonly ColumnLayout[],
  labels: CalendarLabels,
): Generator<RowLayout> {
  yield* frameRows({
    title: `${labels.title} · ${contents.subject}`,
    token: TOKEN,
    keyColumn: columns.length,
    facts: [
      [
        {
          label: labels.period,
          columns: columns.length - 2,
          cell: textCell(labels.when(contents.from, contents.to, days.length, contents.pulledAt), 'value'),
        },
      ],
    ],
    unit: labels.unit,
    widths: columns,
  })
  yield legendRow(days.length, labels)
  yield* headerRows(days, labels)
  for (const block of CALENDAR_BLOCKS) yield* blockRows(block, contents, days, labels)
}

function legendRow(days: number, labels: CalendarLabels): RowLayout {
  const { heat } = labels
  const entries: [string, string][] = [
    [heat.soldOut, 'legend.soldOut'],
    ...HEAT_STEPS.map((percent, i): [string, string] => [heat.below(percent), `legend.below${i}`]),
    [heat.enough(HEAT_STEPS.at(-1)!), 'legend.enough'],
    [heat.none, 'legend.none'],
  ]
  const shown = entries.slice(0, Math.max(1, days + 1))
  return {
    height: 20,
    cells: [
      emptyCell('plain'),
      textCell(labels.legend, 'legend'),
      ...shown.map(([text, style]) => textCell(text, style)),
    ],
  }
}

function headerRows(days: readonly BusinessDate[], labels: CalendarLabels): RowLayout[] {
  const weekday = (date: BusinessDate) => new Date(`${date}T00:00:00Z`).getUTCDay()
  const style = (date: BusinessDate) => ({ 0: '.sunday', 6: '.saturday' })[weekday(date)] ?? ''
  return [
    {
      height: 22,
      cells: [
        textCell(labels.content, 'header.left'),
        textCell(labels.platform, 'header.left'),
        ...days.map((date) => dateCell(date, `day${style(date)}`)),
        textCell(labels.total, 'header.number'),
      ],
    },
    {
      height: 18,
      cells: [
        emptyCell('header'),
        emptyCell('header'),
        ...days.map((date) => textCell(labels.weekdays[weekday(date)]!, `weekday${style(date)}`)),
        emptyCell('header'),
      ],
    },
  ]
}

function* blockRows(
  block: CalendarBlock,
  { lines, subject }: CalendarContents,
  days: readonly BusinessDate[],
  labels: CalendarLabels,
): Generator<RowLayout> {
  const blocks = calendarBlockRows(lines.length)
  const first = blocks[block]
  const count = Math.max(1, lines.length)
  const letter = (day: number) => columnLetter(FIRST_DAY_COLUMN + day)
  const acrossDays = (row: number) => `SUM(${letter(0)}${row}:${letter(days.length - 1)}${row})`
  yield {
    height: 22,
    cells: spanningCells(textCell(labels.blocks[block], 'block'), FIRST_DAY_COLUMN + days.length),
  }
  if (lines.length === 0) yield { height: 21, cells: [] }
  for (const [i, line] of lines.entries()) {
    const row = first + i
    const cells = days.map((date, day): Cell => {
      const numbers = line.days.get(date)
      if (!numbers) return emptyCell('whole')
      if (block !== 'remaining') return numberCell(numbers[block], 'whole')
      const at = (other: CalendarBlock) => `${letter(day)}${blocks[other] + i}`
      return formulaCell(`${at('capacity')}-${at('sold')}-${at('held')}`, leftOf(numbers), 'whole')
    })
    const sum = sumOf(line, days, block)
    yield {
      height: 21,
      cells: [
        textCell(line.content || subject, 'text'),
        textCell(line.platform, 'text'),
        ...cells,
        formulaCell(acrossDays(row), sum, 'sum'),
      ],
    }
  }
  const totals = days.map((date, day) => {
    const sum = lines.reduce((total, line) => total + sumOf(line, [date], block), 0)
    return formulaCell(`SUM(${letter(day)}${first}:${letter(day)}${first + count - 1})`, sum, 'total')
  })
  const all = lines.reduce((total, line) => total + sumOf(line, days, block), 0)
  yield {
    height: 23,
    cells: [
      textCell(labels.total, 'total.label'),
      emptyCell('total.label'),
      ...totals,
      formulaCell(acrossDays(first + count), all, 'total'),
    ],
  }
}

function leftOf({ capacity, held, sold }: { capacity: number; held: number; sold: number }): number {
  return capacity - sold - held
}

function sumOf(line: CalendarLine, days: readonly BusinessDate[], block: CalendarBlock): number {
  return days.reduce((sum, date) => {
    const numbers = line.days.get(date)
    if (!numbers) return sum
    return sum + (block === 'remaining' ? leftOf(numbers) : numbers[block])
  }, 0)
}

function columnsOf(
  { lines, subject, from, to }: CalendarContents,
  days: number,
  labels: CalendarLabels,
): ColumnLayout[] {
  const all = daysBetween(from, to)
  const day = Math.max(
    0,
    ...all.map((date) => lines.reduce((sum, line) => sum + (line.days.get(date)?.capacity ?? 0), 0)),
  )
  const total = lines.reduce((sum, line) => sum + sumOf(line, all, 'capacity'), 0)
  const names = lines.map(({ content }) => content || subject)
  const nameWidth = Math.max(16, ...names.map((name) => textWidth(name) + 3))
  const platformWidth = Math.max(12, ...lines.map(({ platform }) => textWidth(platform) + 3))
  const legend = textWidth(labels.heat.none) + 2
  return [
    { width: Math.min(40, nameWidth) },
    { width: Math.min(24, platformWidth) },
    ...Array.from({ length: days }, () => ({ width: Math.max(9, legend, groupedLength(day) + 2) })),
    { width: Math.max(12, groupedLength(total) + 3) },
    { width: 12, hidden: true },
  ]
}

function calendarStyles(language: Language): Record<string, CellStyle> {
  const frame = frameStyles(language)
  const base: CellStyle = { font: font(9, COLORS.ink), border: { bottom: HAIRLINE } }
  const right = { horizontal: 'right', vertical: 'middle' } as const
  const center = { horizontal: 'center', vertical: 'middle' } as const
  const left = { horizontal: 'left', vertical: 'middle', indent: 1 } as const
  const head = (color: string): CellStyle => ({
    font: font(9, color, 'bold'),
    fill: COLORS.navy,
    alignment: center,
  })
  const total: CellStyle = {
    font: font(9, COLORS.navy, 'bold'),
    fill: COLORS.totalFill,
    border: { bottom: NAVY_LINE },
  }
  const legend = ({ fill, fontColor }: { fill: string; fontColor: string }): CellStyle => ({
    font: font(9, fontColor),
    fill,
    alignment: center,
  })
  const days = { '': COLORS.white, '.saturday': 'A9CBF0', '.sunday': 'F7B5AE' }
  return {
    ...frame,
    // Left-aligned, because the days may reach far to the right, out of view.
    unit: { ...frame.unit, alignment: { horizontal: 'left', vertical: 'middle' } },
    ...Object.fromEntries(
      Object.entries(days).flatMap(([suffix, color]) => [
        [`day${suffix}`, { ...head(color), numberFormat: 'm/d' }],
        [`weekday${suffix}`, head(color)],
      ]),
    ),
    block: {
      font: font(10, COLORS.navy, 'bold'),
      fill: COLORS.blockFill,
      alignment: left,
      border: { bottom: HAIRLINE },
    },
    text: { ...base, alignment: left },
    whole: { ...base, alignment: right, numberFormat: WHOLE_FORMAT },
    sum: {
      ...base,
      font: font(9, COLORS.ink, 'bold'),
      fill: COLORS.labelFill,
      alignment: right,
      numberFormat: WHOLE_FORMAT,
    },
    total: { ...total, alignment: right, numberFormat: WHOLE_FORMAT },
    'total.label': { ...total, alignment: left },
    legend: { font: font(9, COLORS.muted), alignment: right },
    'legend.soldOut': legend(HEAT.soldOut),
    ...Object.fromEntries(HEAT.below.map((style, i) => [`legend.below${i}`, legend(style)])),
    'legend.enough': legend(HEAT.enough),
    'legend.none': legend(HEAT.none),
  }
}
