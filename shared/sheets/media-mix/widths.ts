import { type EstimateInput, estimate, type Totals } from '../../estimates'
import type { Language } from '../../language'
import { SHEET_LABELS } from '../labels'
import type { ColumnLayout, SheetLayout } from '../layout'
import { rateDecimals } from '../number-formats'
import type { PlanRow } from '../plan'
import { groupedLength, heightOf, lineCount, textWidth, widthForLines } from '../text-width'
import { columnOfField, type MediaMixField } from './columns'
import type { MediaMixGeometry } from './geometry'
import { MEDIA_MIX_LABELS } from './labels'
import { BODY_FONT_SIZE, BODY_PADDING, MAX_TEXT_WIDTH } from './styles'

/** Room around a number: padding of the cell, and bold digits in the total line. */
const NUMBER_PADDING = 3

/** A text that would need more lines widens its column. */
const MOST_LINES = 14

/** The columns grow with their contents, so that no `####` can appear and no text is cut. */
export function mediaMixWidths(
  texts: readonly PlanRow[],
  rows: readonly EstimateInput[],
  totals: Totals & { withService: Totals | null },
  geometry: MediaMixGeometry,
  language: Language,
): ColumnLayout[] {
  const { kinds, advertiser, campaign } = SHEET_LABELS[language]
  // The labels of the campaign block are in the first column too.
  const labels = [columnOfField('kind').heading[language], kinds.SERVICE, advertiser, campaign]
  const [variant] = geometry.leftOutColumn === null ? [] : texts.flatMap((row) => row.variant ?? [])
  if (variant !== undefined) labels.push(`${kinds.SERVICE} · ${MEDIA_MIX_LABELS[language].variant(variant)}`)
  const lines = [totals, ...(totals.withService ? [totals.withService] : [])]
  const numbers: Partial<Record<MediaMixField, number | null>>[] = [
    ...rows.map((row) => ({ ...estimate(row), amount: row.amount, ecpm: row.ecpm })),
    ...lines,
  ]
  const decimals = {
    ctr: rateDecimals(rows.map(({ ctrPpm }) => ctrPpm)),
    vtr: rateDecimals(rows.map(({ vtrPpm }) => vtrPpm)),
  }
  const columns: ColumnLayout[] = geometry.fields.map((field) => {
    const { grows, style, wraps, ...column } = columnOfField(field)
    const width = (geometry.maxAmountColumn !== null && column.plannerWidth) || column.width
    switch (grows) {
      case 'number': {
        const longest = numbers.reduce((most, line) => Math.max(most, groupedLength(line[field] ?? 0)), 0)
        return { width: Math.max(width, longest + NUMBER_PADDING) }
      }
      case 'rate':
        return { width: width + (decimals[style as keyof typeof decimals] - 2) }
      case 'text': {
        const longest = texts.reduce(
          (most, row) => Math.max(most, widthForLines(wraps?.(row, language) ?? '', MOST_LINES)),
          width,
        )
        return { width: Math.min(longest, Math.max(width, MAX_TEXT_WIDTH)) }
      }
      case 'label':
        return { width: Math.max(width, ...labels.map((label) => textWidth(label) + 2)) }
      default:
        return { width }
    }
  })
  columns.push({ width: 12, hidden: true })
  for (const column of [geometry.maxAmountColumn, geometry.leftOutColumn])
    if (column !== null) columns.push({ width: 12, hidden: true })
  return columns
}

/** High enough for the longest of a row's texts. */
export function bodyRowHeight(
  row: PlanRow,
  columns: SheetLayout['columns'],
  { fields }: Pick<MediaMixGeometry, 'fields'>,
  language: Language,
): number {
  const lines = fields.flatMap((field, i) => {
    const column = columns[i]
    const { wraps } = columnOfField(field)
    return wraps && column ? [lineCount(wraps(row, language), column.width, BODY_FONT_SIZE)] : []
  })
  return Math.max(26, heightOf(Math.max(...lines), BODY_FONT_SIZE, BODY_PADDING))
}
