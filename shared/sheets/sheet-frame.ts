import type { Language } from '../language'
import { emptyCell, spanningCells, textCell } from './cells'
import { SHEET_LABELS } from './labels'
import type { Cell, CellStyle, ColumnLayout, RowLayout, RowMerge } from './layout'
import { DATE_FORMAT, TEXT_FORMAT } from './number-formats'
import { COLORS, font, HAIRLINE } from './palette'
import { heightOf, lineCount } from './text-width'

export interface Fact {
  label: string
  /** How many columns the value takes. */
  columns: number
  cell: Cell
}

export interface Frame {
  title: string
  /** The workbook's identity, in row 1 of the hidden key column. */
  token: string
  keyColumn: number
  /** Lines of labels and values, from column A; the labels take one column each. */
  facts: readonly (readonly Fact[])[]
  /** Shown above the right end of the table. */
  unit: string
  widths: readonly ColumnLayout[]
}

/** In points. */
export const VALUE_FONT_SIZE = 11

/** Title, a line in the accent colour, the campaign block, and the unit above the table: `facts` + 3 rows. */
export function frameRows(frame: Frame): RowLayout[] {
  const columns = frame.keyColumn - 1
  const whole: RowMerge = { column: 1, columns, rows: 1 }
  const title = spanningCells(textCell(frame.title, 'title'), columns)
  return [
    { height: 42, cells: [...title, textCell(frame.token, 'id')], merges: [whole] },
    { height: 3, cells: spanningCells(emptyCell('accent'), columns) },
    ...frame.facts.map((facts) => factRow(facts, frame.widths)),
    { height: 24, cells: spanningCells(textCell(frame.unit, 'unit'), columns), merges: [whole] },
  ]
}

function factRow(facts: readonly Fact[], widths: readonly ColumnLayout[]): RowLayout {
  const cells: Cell[] = []
  const merges: RowMerge[] = []
  let lines = 1
  for (const fact of facts) {
    cells.push(textCell(fact.label, 'label'))
    const room = widths
      .slice(cells.length, cells.length + fact.columns)
      .reduce((sum, { width }) => sum + width, 0)
    if (fact.cell.kind === 'text') lines = Math.max(lines, lineCount(fact.cell.text, room, VALUE_FONT_SIZE))
    if (fact.columns > 1) merges.push({ column: cells.length + 1, columns: fact.columns, rows: 1 })
    cells.push(...spanningCells(fact.cell, fact.columns))
  }
  return { height: Math.max(26, heightOf(lines, VALUE_FONT_SIZE, 9)), cells, merges }
}

/** Styles of the frame, the table's heading and the notes below: the same on every sheet. */
export function frameStyles(language: Language): Record<string, CellStyle> {
  const lines = { top: HAIRLINE, bottom: HAIRLINE }
  const value: CellStyle = {
    font: font(VALUE_FONT_SIZE, COLORS.ink),
    alignment: { horizontal: 'left', vertical: 'middle', wrap: true, indent: 1 },
    border: lines,
  }
  const header: CellStyle = { font: font(10, COLORS.white, 'bold'), fill: COLORS.navy }
  return {
    title: { font: font(22, COLORS.navy, 'bold'), alignment: { horizontal: 'left', vertical: 'middle' } },
    accent: { fill: COLORS.navy, font: font(1, COLORS.navy) },
    label: {
      font: font(10, COLORS.muted, 'bold'),
      fill: COLORS.labelFill,
      alignment: { horizontal: 'center', vertical: 'middle' },
      border: lines,
    },
    value,
    'value.won': {
      ...value,
      font: font(VALUE_FONT_SIZE, COLORS.ink, 'bold'),
      numberFormat: SHEET_LABELS[language].wonFormat,
    },
    'value.date': { ...value, numberFormat: DATE_FORMAT },
    unit: { font: font(9, COLORS.muted), alignment: { horizontal: 'right', vertical: 'bottom' } },
    'header.left': {
      ...header,
      alignment: { horizontal: 'left', vertical: 'middle', wrap: true, indent: 1 },
    },
    header: { ...header, alignment: { horizontal: 'center', vertical: 'middle', wrap: true } },
    'header.number': {
      ...header,
      alignment: { horizontal: 'right', vertical: 'middle', wrap: true },
      numberFormat: TEXT_FORMAT,
    },
    note: { font: font(9, COLORS.muted), alignment: { horizontal: 'left', vertical: 'middle' } },
    plain: { font: font(9, COLORS.ink) },
    id: { font: font(8, COLORS.faint) },
  }
}
