import { type EstimateInput, estimate } from '../../estimates'
import type { Language } from '../../language'
import type { PlanRow } from '../plan'
import { MEDIA_MIX_LABELS } from './labels'

/** Of the rows that are short, at most this many are listed; the others are only counted. */
const MOST_LISTED = 20

/** Whether a row asks for more than can still be bought. */
export function isShort({ amount, availability }: PlanRow): boolean {
  return availability !== undefined && amount > availability.maxAmount
}

/**
 * A line for each row that is short of inventory, for internal readers; none without such a row.
 *
 * @param estimates of the rows, in their order
 */
export function shortageLines(
  rows: readonly PlanRow[],
  estimates: readonly EstimateInput[],
  language: Language,
): string[] {
  const words = MEDIA_MIX_LABELS[language]
  const grouped = (value: number) => value.toLocaleString('en-US')
  const lines = rows.flatMap((row, i) => {
    if (!isShort(row)) return []
    const { message, maxImpressions, maxAmount } = row.availability!
    const place = words.shortRow(i + 1, row.productName)
    if (message !== '') return [`${place}: ${message}`]
    const { impressions } = estimate(estimates[i]!)
    return [`${place}: ${words.short(grouped(impressions), grouped(maxImpressions), grouped(maxAmount))}`]
  })
  const left = lines.length - MOST_LISTED
  return left > 0 ? [...lines.slice(0, MOST_LISTED), words.moreShort(left)] : lines
}
