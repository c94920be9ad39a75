import { columnLetter } from '../address'
import type { Audience } from '../plan'

/** A to P: what every MediaMix shows. Q to S follow in the planner's sheet only, never in a proposal. */
export const MEDIA_MIX_FIELDS = [
  'kind',
  'platforms',
  'product',
  'targeting',
  'device',
  'creative',
  'startDate',
  'endDate',
  'amount',
  'share',
  'ecpm',
  'impressions',
  'ctr',
  'clicks',
  'vtr',
  'views',
  'buy',
  'status',
  'message',
] as const
export type MediaMixField = (typeof MEDIA_MIX_FIELDS)[number]

/** Number of columns of a proposal: A to P. */
export const PROPOSAL_COLUMNS = 16

/** 1-based column of a field. */
export function columnOf(field: MediaMixField): number {
  return MEDIA_MIX_FIELDS.indexOf(field) + 1
}

/** Column letter of a field. */
export function letterOf(field: MediaMixField): string {
  return columnLetter(columnOf(field))
}

/** Where things stand in a MediaMix sheet; rows and columns are 1-based. */
export interface MediaMixGeometry {
  visibleColumns: number
  /** Hidden: the row keys (unit ids), and the workbook's identity in its first cell. */
  keyColumn: number
  /** Hidden, planner only: the largest amount that can still be bought, for the conditional format. */
  maxAmountColumn: number | null
  headerRow: number
  firstRow: number
  /** At least `firstRow`: without rows one empty line stands there. */
  lastRow: number
  /**
   * A thin empty row between the rows and TOTAL. Total formulas reach from the header to it, so that a row inserted
   * anywhere between them is counted.
   */
  spacerRow: number
  totalRow: number
  totalWithServiceRow: number | null
}

const HEADER_ROW = 6

export function mediaMixGeometry(
  rowCount: number,
  hasService: boolean,
  audience: Audience,
): MediaMixGeometry {
  const planner = audience === 'planner'
  const visibleColumns = planner ? MEDIA_MIX_FIELDS.length : PROPOSAL_COLUMNS
  const firstRow = HEADER_ROW + 1
  const lastRow = firstRow + Math.max(1, rowCount) - 1
  const spacerRow = lastRow + 1
  const totalRow = spacerRow + 1
  return {
    visibleColumns,
    keyColumn: visibleColumns + 1,
    maxAmountColumn: planner ? visibleColumns + 2 : null,
    headerRow: HEADER_ROW,
    firstRow,
    lastRow,
    spacerRow,
    totalRow,
    totalWithServiceRow: hasService ? totalRow + 1 : null,
  }
}

/** Where the budget stands: the conditional format of TOTAL looks there. */
export const BUDGET_CELL = { column: columnOf('share'), row: 3 }
