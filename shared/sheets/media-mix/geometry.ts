import { columnLetter } from '../address'
import type { Audience } from '../plan'
import { columnOf, fieldsFor, type MediaMixField } from './columns'
import type { FormulaPlace } from './formulas'

/** The positions in a MediaMix sheet; rows and columns are 1-based. */
export interface MediaMixGeometry extends FormulaPlace {
  /** The visible columns, from left to right. */
  fields: readonly MediaMixField[]
  visibleColumns: number
  column(field: MediaMixField): number
  /** Hidden: the row keys (unit ids), and the workbook's identity in its first cell. */
  keyColumn: number
  /** Hidden, planner only: the largest amount that can still be bought, for the conditional format. */
  maxAmountColumn: number | null
  /** Hidden, planner only: marks the rows that the totals leave out. A proposal has only rows that count. */
  leftOutColumn: number | null
  firstRow: number
  /** At least `firstRow`: without rows there is one empty line. */
  lastRow: number
  /**
   * A thin empty row between the rows and TOTAL. Total formulas reach from the header to it, so that a row
   * inserted anywhere between them is counted.
   */
  spacerRow: number
  totalWithServiceRow: number | null
}

const HEADER_ROW = 6

export function mediaMixGeometry(
  rowCount: number,
  hasService: boolean,
  audience: Audience,
): MediaMixGeometry {
  const planner = audience === 'planner'
  const fields = fieldsFor(audience)
  const visibleColumns = fields.length
  const column = (field: MediaMixField) => fields.indexOf(field) + 1
  const firstRow = HEADER_ROW + 1
  const lastRow = firstRow + Math.max(1, rowCount) - 1
  const spacerRow = lastRow + 1
  const totalRow = spacerRow + 1
  return {
    letter: (field) => columnLetter(column(field)),
    column,
    fields,
    visibleColumns,
    keyColumn: visibleColumns + 1,
    maxAmountColumn: planner ? visibleColumns + 2 : null,
    leftOutColumn: planner ? visibleColumns + 3 : null,
    headerRow: HEADER_ROW,
    firstRow,
    lastRow,
    spacerRow,
    totalRow,
    totalWithServiceRow: hasService ? totalRow + 1 : null,
  }
}

/** The note is the last row of the sheet, after an empty one. */
export const NOTE_BELOW_TOTAL = 2

/** The budget, to the right of its label above the amounts; TOTAL's conditional format refers to it. */
export const BUDGET_CELL = { column: columnOf('amount') + 1, row: 3 }
