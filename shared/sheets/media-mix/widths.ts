import { type EstimateInput, estimate, type Totals } from '../../estimates'
import type { SheetLabels } from '../labels'
import type { ColumnLayout, SheetLayout } from '../layout'
import { rateDecimals } from '../number-formats'
import type { PlanRow } from '../plan'
import { groupedLength, heightOf, lineCount, textWidth } from '../text-width'
import { columnOf, MEDIA_MIX_FIELDS, type MediaMixField, type MediaMixGeometry } from './columns'
import { BODY_FONT_SIZE } from './styles'

/** Widths in characters; the columns of numbers grow with what they hold, so that no `####` can appear. */
const WIDTHS: Record<MediaMixField, number> = {
  kind: 7.5,
  platforms: 14,
  product: 28,
  targeting: 23,
  device: 11.5,
  creative: 12,
  startDate: 11.5,
  endDate: 11.5,
  amount: 13,
  share: 9,
  ecpm: 9,
  impressions: 12,
  ctr: 9,
  clicks: 12,
  vtr: 9,
  views: 12,
  buy: 8,
  status: 16,
  message: 34,
}

/** Room around a number: padding of the cell, and bold digits in the total line. */
const NUMBER_PADDING = 3

export function mediaMixWidths(
  rows: readonly EstimateInput[],
  totals: Totals & { withService: Totals | null },
  geometry: MediaMixGeometry,
  labels: SheetLabels,
): ColumnLayout[] {
  const labelsBelow = [labels.columns.kind, labels.kinds.SERVICE, labels.advertiser, labels.campaign]
  const lines = [totals, ...(totals.withService ? [totals.withService] : [])]
  const numbers = rows.map((row) => ({ ...estimate(row), amount: row.amount, ecpm: row.ecpm }))
  const needed = (field: 'amount' | 'ecpm' | 'impressions' | 'clicks' | 'views') =>
    [...numbers, ...lines].reduce((most, line) => Math.max(most, groupedLength(line[field] ?? 0)), 0) +
    NUMBER_PADDING
  const columns: ColumnLayout[] = MEDIA_MIX_FIELDS.slice(0, geometry.visibleColumns).map((field) => {
    switch (field) {
      case 'amount':
      case 'ecpm':
      case 'impressions':
      case 'clicks':
      case 'views':
        return { width: Math.max(WIDTHS[field], needed(field)) }
      case 'ctr':
      case 'vtr': {
        const decimals = rateDecimals(rows.map((row) => row[`${field}Ppm`]))
        return { width: WIDTHS[field] + (decimals - 2) }
      }
      case 'kind':
        // The labels of the campaign block stand in this column too.
        return { width: Math.max(WIDTHS.kind, ...labelsBelow.map((label) => textWidth(label) + 2)) }
      default:
        return { width: WIDTHS[field] }
    }
  })
  columns.push({ width: 12, hidden: true })
  if (geometry.maxAmountColumn !== null) columns.push({ width: 12, hidden: true })
  return columns
}

/** High enough for the longest of a row's texts. */
export function bodyRowHeight(row: PlanRow, columns: SheetLayout['columns']): number {
  const texts: [MediaMixField, string][] = [
    ['platforms', row.platforms.join(', ')],
    ['product', row.productName],
    ['targeting', row.targeting],
    ['device', row.device],
    ['creative', row.creative],
  ]
  const lines = texts.map(([field, text]) =>
    lineCount(text, columns[columnOf(field) - 1]!.width, BODY_FONT_SIZE),
  )
  const message = columns[columnOf('message') - 1]
  if (message && row.availability)
    lines.push(lineCount(row.availability.message, message.width, BODY_FONT_SIZE))
  return Math.max(26, heightOf(Math.max(...lines), BODY_FONT_SIZE, 10))
}
