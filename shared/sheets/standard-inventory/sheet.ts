import type { Month } from '../../calendar'
import type { StandardInventoryView } from '../../contract/inventory'
import type { Language } from '../../language'
import { cellAddress, columnLetter, fixedAddress, rangeAddress } from '../address'
import { emptyCell, formulaCell, numberCell, textCell } from '../cells'
import type { PlainValue } from '../identity'
import type { Cell, CellStyle, ColumnLayout, RowLayout, SheetLayout } from '../layout'
import { TEXT_FORMAT, TYPED_TEXT_FORMAT, WHOLE_FORMAT } from '../number-formats'
import { COLORS, font, HAIRLINE, NAVY_LINE } from '../palette'
import { tablePrint } from '../print'
import { frameRows, frameStyles } from '../sheet-frame'
import { groupedLength, textWidth } from '../text-width'
import {
  FIRST_ROW,
  HEADER_ROW,
  HIDDEN_FIELDS,
  KEY_COLUMN,
  STANDARD_FIELDS,
  STANDARD_HIDDEN,
  STANDARD_NAME,
  type StandardField,
  standardColumn,
  standardToken,
  TOTAL_ROW,
} from './columns'
import { STANDARD_LABELS, type StandardLabels } from './labels'
import { noteText } from './notes'
import { type Mark, standardConditionalFormats, standardValidations } from './rules'

/** A row of standard inventory with the name of its content. */
export interface StandardRow extends StandardInventoryView {
  name: string
  broadcaster: string | null
}

/**
 * What an operator typed into a row and hasn't sent, with the version and the correction that were pulled.
 */
export interface StandardDraft {
  adjustedTotal: PlainValue
  reason: PlainValue
  version: number
  pulled: number | null
}

/** The result of sending a row. */
export interface StandardNote {
  mark: Mark
  message: string
}

export interface StandardContents {
  month: Month
  /** As text, in Seoul time. */
  pulledAt: string
  rows: readonly StandardRow[]
  /** By id: drawing the sheet again keeps what was typed. */
  drafts: ReadonlyMap<number, StandardDraft>
  notes: ReadonlyMap<number, StandardNote>
  language: Language
}

const BODY_HEIGHT = 21
const RATE_FORMAT = '+0.0%_);-0.0%_);0.0%_);@_)'
const WIDTHS: Record<StandardField, number> = {
  type: 9,
  metaId: 12,
  name: 26,
  broadcaster: 10,
  forecastTotal: 13,
  actualTotal: 12,
  changeRate: 10,
  previousTotal: 13,
  monthOverMonth: 11,
  adjustedTotal: 13,
  reason: 26,
  total: 13,
  status: 9,
  notes: 46,
  message: 58,
}

/**
 * The 표준인벤토리 sheet of a month: one row per type and content. Only the correction and its reason can be typed
 * into, and only where the row isn't confirmed.
 */
export function standardInventorySheet(contents: StandardContents): SheetLayout {
  const labels = STANDARD_LABELS[contents.language]
  const lastRow = lastRowOf(contents.rows.length)
  const widths = widthsOf(contents.rows, labels)
  return {
    name: labels.sheet,
    tabColor: COLORS.buyFill,
    styles: standardStyles(contents.language),
    columns: widths,
    rows: { [Symbol.iterator]: () => allRows(contents, labels, widths) },
    conditionalFormats: standardConditionalFormats(lastRow, labels),
    validations: standardValidations(lastRow, labels),
    names: [{ name: STANDARD_NAME, ref: fixedAddress(KEY_COLUMN, 1) }],
    freeze: { rows: TOTAL_ROW, columns: standardColumn('name') },
    print: tablePrint({
      area: rangeAddress([1, 1], [STANDARD_FIELDS.length, lastRow]),
      repeatRows: { first: HEADER_ROW, last: TOTAL_ROW },
      title: labels.title(contents.month),
    }),
    showGridlines: false,
    protection: { allow: { formatColumns: true, formatRows: true } },
  }
}

/**
 * One row of the table.
 *
 * @param at 1-based row of the sheet
 */
export function standardRow(
  row: StandardRow,
  at: number,
  labels: StandardLabels,
  draft?: StandardDraft,
  note?: StandardNote,
): RowLayout {
  const cell = (field: StandardField) => cellAddress(standardColumn(field), at)
  // A correction that was typed before somebody else confirmed the row stays editable.
  const edit = row.status === 'OPEN' || draft ? 'edit.' : ''
  const correction = draft ? draft.adjustedTotal : row.adjustedTotal
  const total = row.adjustedTotal ?? row.forecastTotal
  const before = cell('previousTotal')
  return {
    height: BODY_HEIGHT,
    cells: [
      textCell(labels.types[row.type], 'center'),
      textCell(row.metaId, 'text'),
      textCell(row.name, 'text'),
      textCell(row.broadcaster ?? '', 'text'),
      numberCell(row.forecastTotal, 'whole'),
      numberCell(row.actualTotal, 'whole'),
      optionalNumber(row.changeRate, 'rate'),
      optionalNumber(row.previousTotal, 'whole'),
      formulaCell(
        `IF(N(${before})=0,"",(${cell('total')}-${before})/${before})`,
        row.monthOverMonth ?? '',
        'rate',
      ),
      plainCell(correction, `${edit}whole`),
      plainCell(draft?.reason, `${edit}text`),
      formulaCell(
        `IF(ISNUMBER(${cell('adjustedTotal')}),${cell('adjustedTotal')},${cell('forecastTotal')})`,
        total,
        'whole',
      ),
      textCell(labels.statuses[row.status], 'center'),
      textCell(noteText(row.notes ?? [], labels.language), 'text'),
      textCell(note?.message ?? '', 'text'),
      numberCell(row.id, 'id'),
      numberCell(draft?.version ?? row.version, 'id'),
      optionalNumber(draft ? draft.pulled : row.adjustedTotal, 'id'),
      textCell(note?.mark ?? '', 'id'),
    ],
  }
}

function lastRowOf(count: number): number {
  return FIRST_ROW + Math.max(1, count) - 1
}

function* allRows(
  contents: StandardContents,
  labels: StandardLabels,
  widths: readonly ColumnLayout[],
): Generator<RowLayout> {
  const { rows, drafts, notes } = contents
  yield* headRows(contents, labels, widths)
  if (rows.length === 0) yield { height: BODY_HEIGHT, cells: STANDARD_FIELDS.map(() => emptyCell('center')) }
  for (const [i, row] of rows.entries()) {
    yield standardRow(row, FIRST_ROW + i, labels, drafts.get(row.id), notes.get(row.id))
  }
}

function headRows(
  { month, pulledAt, rows, drafts }: StandardContents,
  labels: StandardLabels,
  widths: readonly ColumnLayout[],
): RowLayout[] {
  const lastRow = lastRowOf(rows.length)
  const column = (field: StandardField | 'pulled') => {
    const letter = columnLetter(standardColumn(field))
    return `$${letter}$${FIRST_ROW}:$${letter}$${lastRow}`
  }
  const confirmed = rows.filter(({ status }) => status === 'CONFIRMED').length
  const state = `COUNTIF(${column('status')},"${labels.statuses.CONFIRMED}")&" / "&ROWS(${column('status')})`
  const unsent = `SUMPRODUCT(--(${column('adjustedTotal')}&""<>${column('pulled')}&""))`
  const frame = frameRows({
    title: labels.title(month),
    token: standardToken(month),
    keyColumn: KEY_COLUMN,
    facts: [
      [
        { label: labels.month, columns: 2, cell: textCell(month, 'value') },
        {
          label: labels.confirmed,
          columns: 2,
          cell: formulaCell(state, `${confirmed} / ${Math.max(1, rows.length)}`, 'value'),
        },
        {
          label: labels.unsent,
          columns: 2,
          cell: formulaCell(unsent, unsentOf(rows, drafts), 'value.whole'),
        },
        {
          label: labels.pulledAt,
          columns: STANDARD_FIELDS.length - standardColumn('adjustedTotal'),
          cell: textCell(pulledAt, 'value'),
        },
      ],
    ],
    unit: labels.unit,
    widths,
  })
  return [...frame, headerRow(labels), totalRow(rows, lastRow, labels)]
}

function unsentOf(rows: readonly StandardRow[], drafts: ReadonlyMap<number, StandardDraft>): number {
  return rows.filter(({ id }) => {
    const draft = drafts.get(id)
    return draft !== undefined && String(draft.adjustedTotal ?? '') !== String(draft.pulled ?? '')
  }).length
}

const NUMBERS: readonly StandardField[] = [
  'forecastTotal',
  'actualTotal',
  'changeRate',
  'previousTotal',
  'monthOverMonth',
  'adjustedTotal',
  'total',
]
const CENTERED: readonly StandardField[] = ['type', 'status']

function headerRow(labels: StandardLabels): RowLayout {
  const cells = STANDARD_FIELDS.map((field) => {
    const style = NUMBERS.includes(field)
      ? 'header.number'
      : CENTERED.includes(field)
        ? 'header'
        : 'header.left'
    return textCell(labels.columns[field], style)
  })
  return {
    height: 30,
    cells: [...cells, ...HIDDEN_FIELDS.map((field) => textCell(STANDARD_HIDDEN[field], 'id'))],
  }
}

function totalRow(rows: readonly StandardRow[], lastRow: number, labels: StandardLabels): RowLayout {
  const sums: Partial<Record<StandardField, (row: StandardRow) => number>> = {
    forecastTotal: (row) => row.forecastTotal,
    actualTotal: (row) => row.actualTotal,
    previousTotal: (row) => row.previousTotal ?? 0,
    total: (row) => row.adjustedTotal ?? row.forecastTotal,
  }
  const cells = STANDARD_FIELDS.map((field, i): Cell => {
    const of = sums[field]
    if (i === 0) return textCell(labels.total, 'total.label')
    if (!of) return emptyCell('total.label')
    const range = rangeAddress([i + 1, FIRST_ROW], [i + 1, lastRow])
    const sum = rows.reduce((total, row) => total + of(row), 0)
    return formulaCell(`SUM(${range})`, sum, 'total.whole')
  })
  return { height: 26, cells }
}

function optionalNumber(value: number | null, style: string): Cell {
  return value === null ? emptyCell(style) : numberCell(value, style)
}

/** A typed value, unchanged. */
function plainCell(value: PlainValue, style: string): Cell {
  return typeof value === 'number' ? numberCell(value, style) : textCell(String(value ?? ''), style)
}

function widthsOf(rows: readonly StandardRow[], labels: StandardLabels): ColumnLayout[] {
  const needed: Partial<Record<StandardField, number>> = {}
  for (const field of ['forecastTotal', 'actualTotal', 'previousTotal'] as const) {
    const sum = rows.reduce((total, row) => total + (row[field] ?? 0), 0)
    needed[field] = groupedLength(sum) + 3
  }
  // The labels of the line of facts are in the table's columns too.
  const factLabels: Partial<Record<StandardField, string>> = {
    broadcaster: labels.confirmed,
    changeRate: labels.unsent,
    adjustedTotal: labels.pulledAt,
  }
  needed.total = Math.max(needed.forecastTotal ?? 0, needed.previousTotal ?? 0)
  return [
    ...STANDARD_FIELDS.map((field) => ({
      width: Math.max(
        WIDTHS[field],
        needed[field] ?? 0,
        textWidth(labels.columns[field]) + 3,
        textWidth(factLabels[field] ?? '') + 3,
      ),
    })),
    ...HIDDEN_FIELDS.map(() => ({ width: 12, hidden: true })),
  ]
}

function standardStyles(language: Language): Record<string, CellStyle> {
  const frame = frameStyles(language)
  const base: CellStyle = { font: font(10, COLORS.ink), border: { bottom: HAIRLINE } }
  const locked: CellStyle = { ...base, fill: COLORS.lockedFill }
  const open: CellStyle = { ...base, locked: false }
  const text: CellStyle['alignment'] = { horizontal: 'left', vertical: 'middle', indent: 1 }
  const right: CellStyle['alignment'] = { horizontal: 'right', vertical: 'middle' }
  const total: CellStyle = {
    font: font(10, COLORS.navy, 'bold'),
    fill: COLORS.totalFill,
    border: { bottom: NAVY_LINE },
  }
  return {
    ...frame,
    // Left-aligned, because the table may reach far to the right, out of view.
    unit: { ...frame.unit, alignment: { horizontal: 'left', vertical: 'middle' } },
    'value.whole': { ...frame.value!, font: font(11, COLORS.ink, 'bold'), numberFormat: WHOLE_FORMAT },
    center: { ...locked, alignment: { horizontal: 'center', vertical: 'middle' } },
    text: { ...locked, alignment: text },
    whole: { ...locked, alignment: right, numberFormat: WHOLE_FORMAT },
    rate: { ...locked, alignment: right, numberFormat: RATE_FORMAT },
    'edit.text': { ...open, alignment: text, numberFormat: TYPED_TEXT_FORMAT },
    'edit.whole': { ...open, alignment: right, numberFormat: WHOLE_FORMAT },
    'total.label': {
      ...total,
      alignment: { horizontal: 'center', vertical: 'middle' },
      numberFormat: TEXT_FORMAT,
    },
    'total.whole': { ...total, alignment: right, numberFormat: WHOLE_FORMAT },
  }
}
