import { ofSheet } from '../address'
import { formulaCell, numberCell, spanningCells, textCell } from '../cells'
import type { Cell } from '../layout'
import { letterOf } from '../media-mix/columns'
import { mediaMixGeometry } from '../media-mix/geometry'
import { MEDIA_MIX_LABELS } from '../media-mix/labels'
import { COLUMNS, type Cover, type CoverContents } from './cover'
import { SUMMARY_LABELS, type SummaryFigure } from './labels'

const FIGURES: readonly SummaryFigure[] = ['amount', 'impressions', 'clicks', 'views', 'ecpm', 'vtr']

/** The figures that a client reads first. */
export function drawFigures(cover: Cover, contents: CoverContents): void {
  const words = SUMMARY_LABELS[contents.language]
  const across = COLUMNS / FIGURES.length
  const merges = FIGURES.map((_, i) => ({ column: i * across + 1, columns: across, rows: 1 }))
  const tiles = (cell: (figure: SummaryFigure) => Cell) =>
    FIGURES.flatMap((figure) => spanningCells(cell(figure), across))
  cover.add(
    28,
    tiles((figure) => textCell(words.figures[figure], 'figure.label')),
    merges,
  )
  cover.add(
    34,
    tiles((figure) => figureCell(figure, contents)),
    merges,
  )
  cover.add(
    24,
    tiles((figure) => textCell(noteOf(figure, contents), 'figure.note')),
    merges,
  )
}

function figureCell(figure: SummaryFigure, { plan, totals, withMediaMix, language }: CoverContents): Cell {
  const value = totals[figure] ?? '-'
  const style = figure === 'vtr' ? 'figure.rate' : 'figure.whole'
  if (!withMediaMix)
    return typeof value === 'number' ? numberCell(value, style) : textCell(value, 'figure.text')
  const { totalRow } = mediaMixGeometry(plan.rows.length, false, 'client')
  const sheet = MEDIA_MIX_LABELS[language].sheet
  return formulaCell(`${ofSheet(sheet)}${letterOf(figure, 'client')}${totalRow}`, value, style)
}

function noteOf(figure: SummaryFigure, { plan, totals, language }: CoverContents): string {
  const words = SUMMARY_LABELS[language]
  const { budget } = plan.campaign
  switch (figure) {
    case 'amount': {
      if (budget === 0) return ''
      const over = totals.amount - budget
      if (over > 0) return words.overBudget(over.toLocaleString('en-US'))
      return words.ofBudget(`${Math.floor((totals.amount * 1000) / budget) / 10}%`)
    }
    case 'impressions':
    case 'clicks':
    case 'views': {
      const all = totals.withService?.[figure]
      if (all !== undefined && all !== totals[figure]) return words.withService(all.toLocaleString('en-US'))
      return figure === 'clicks' && totals.ctr !== null ? words.rate('CTR', percent(totals.ctr)) : ''
    }
    default:
      return ''
  }
}

function percent(rate: number): string {
  return `${Number((rate * 100).toFixed(2))}%`
}
