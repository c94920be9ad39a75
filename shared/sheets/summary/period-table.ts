import { columnLetter, rangeAddress } from '../address'
import { emptyCell, formulaCell, numberCell, textCell } from '../cells'
import { SHEET_LABELS } from '../labels'
import type { Cell } from '../layout'
import { CHART_COLORS } from '../palette'
import { heightOf, lineCount } from '../text-width'
import { type Cover, type CoverContents, ROW_HEIGHT, TABLE_COLUMNS } from './cover'
import { SUMMARY_LABELS } from './labels'
import { periodsOf } from './periods'
import { BODY_SIZE } from './styles'

/** With more platforms a week has one column for all of them. */
const MAX_STACKED = 4

/** Impressions by week or month, and a chart of them. */
export function drawPeriods(cover: Cover, { daily, language }: CoverContents): void {
  const words = SUMMARY_LABELS[language]
  const { unit, periods } = periodsOf(daily)
  const stacked = daily.platforms.length <= MAX_STACKED
  const series = stacked ? daily.platforms.map(({ name }) => name) : [words.impressions]
  cover.line(26, textCell(unit === 'week' ? words.byWeek : words.byMonth, 'section'))
  const header = cover.next
  const pad = (cells: Cell[], style: string) => [
    ...cells,
    ...Array.from({ length: TABLE_COLUMNS - cells.length }, () => emptyCell(style)),
  ]
  const headingLines = Math.max(...series.map((name) => lineCount(name, cover.width, BODY_SIZE)))
  cover.add(
    Math.max(26, heightOf(headingLines, BODY_SIZE, 10)),
    pad(
      [
        textCell(unit === 'week' ? words.week : words.month, 'header.left'),
        ...series.map((name) => textCell(name, 'header.number')),
        ...(stacked && series.length > 1 ? [textCell(SHEET_LABELS[language].total, 'header.number')] : []),
      ],
      'header',
    ),
  )
  const first = cover.next
  const last = first + periods.length - 1
  const letters = series.map((_, i) => columnLetter(i + 2))
  const withSum = series.length > 1
  for (const { label, impressions } of periods) {
    const at = cover.next
    const sum = impressions.reduce((total, one) => total + one, 0)
    const values = stacked ? impressions : [sum]
    cover.add(
      ROW_HEIGHT,
      pad(
        [
          textCell(label, 'text'),
          ...values.map((value) => numberCell(value, 'whole')),
          ...(withSum ? [formulaCell(`SUM(${letters[0]}${at}:${letters.at(-1)}${at})`, sum, 'whole')] : []),
        ],
        'text',
      ),
    )
  }
  const sums = series.map((_, i) =>
    periods.reduce(
      (sum, { impressions }) => sum + (stacked ? impressions[i]! : impressions.reduce((a, b) => a + b, 0)),
      0,
    ),
  )
  const columns = withSum ? [...letters, columnLetter(series.length + 2)] : letters
  const results = withSum ? [...sums, sums.reduce((a, b) => a + b, 0)] : sums
  cover.add(
    ROW_HEIGHT + 3,
    pad(
      [
        textCell(SHEET_LABELS[language].total, 'total.text'),
        ...columns.map((letter, i) =>
          formulaCell(`SUM(${letter}${first}:${letter}${last})`, results[i]!, 'total.whole'),
        ),
      ],
      'total.text',
    ),
  )
  cover.fillBeside(header)
  cover.charts.push({
    name: 'Flightsheet_Periods',
    kind: 'column',
    title: words.impressions,
    values: rangeAddress([2, header], [series.length + 1, last]),
    categories: rangeAddress([1, first], [1, last]),
    colors: series.map((_, i) => CHART_COLORS[i % CHART_COLORS.length]!),
    ...cover.besideTable(header),
  })
}
