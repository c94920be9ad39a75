import { rangeAddress } from '../address'
import { formulaCell, numberCell, spanningCells, textCell } from '../cells'
import { SHEET_LABELS } from '../labels'
import type { Cell } from '../layout'
import { CHART_COLORS } from '../palette'
import { heightOf, lineCount } from '../text-width'
import { type Cover, type CoverContents, ROW_HEIGHT } from './cover'
import { SUMMARY_LABELS } from './labels'
import { BODY_SIZE } from './styles'

/** Amount and impressions of each platform, and a chart of the amounts. */
export function drawPlatforms(cover: Cover, { daily, language }: CoverContents): void {
  const words = SUMMARY_LABELS[language]
  const { platforms } = daily
  const named = [{ column: 1, columns: 2, rows: 1 }]
  cover.line(26, textCell(words.byPlatform, 'section'))
  const header = cover.next
  cover.add(
    26,
    [
      ...spanningCells(textCell(words.platform, 'header.left'), 2),
      ...[words.amount, words.share, words.impressions, words.share].map((text) =>
        textCell(text, 'header.number'),
      ),
    ],
    named,
  )
  const first = cover.next
  const last = first + platforms.length - 1
  const total = last + 1
  const amount = platforms.reduce((sum, one) => sum + one.amount, 0)
  const impressions = platforms.reduce((sum, one) => sum + one.impressions, 0)
  for (const platform of platforms) {
    const at = cover.next
    cover.add(
      Math.max(ROW_HEIGHT, heightOf(lineCount(platform.name, cover.width * 2, BODY_SIZE), BODY_SIZE, 7)),
      [
        ...spanningCells(textCell(platform.name, 'text'), 2),
        numberCell(platform.amount, 'whole'),
        share('C', at, total, platform.amount, amount, 'share'),
        numberCell(platform.impressions, 'whole'),
        share('E', at, total, platform.impressions, impressions, 'share'),
      ],
      named,
    )
  }
  cover.add(
    ROW_HEIGHT + 3,
    [
      ...spanningCells(textCell(SHEET_LABELS[language].total, 'total.text'), 2),
      formulaCell(`SUM(C${first}:C${last})`, amount, 'total.whole'),
      share('C', total, total, amount, amount, 'total.share'),
      formulaCell(`SUM(E${first}:E${last})`, impressions, 'total.whole'),
      share('E', total, total, impressions, impressions, 'total.share'),
    ],
    named,
  )
  cover.fillBeside(header)
  cover.charts.push({
    name: 'Flightsheet_Platforms',
    kind: 'doughnut',
    title: words.amount,
    values: rangeAddress([3, header], [3, last]),
    categories: rangeAddress([1, first], [1, last]),
    colors: platforms.map((_, i) => CHART_COLORS[i % CHART_COLORS.length]!),
    ...cover.besideTable(header),
  })
}

/** A part of its column's total; blank where the total is 0. */
function share(letter: string, at: number, total: number, part: number, whole: number, style: string): Cell {
  const sum = `${letter}$${total}`
  return formulaCell(`IF(${sum}=0,"",${letter}${at}/${sum})`, whole === 0 ? '' : part / whole, style)
}
