import type { Totals } from '../../estimates'
import type { Language } from '../../language'
import { cellAddress } from '../address'
import { spanningCells } from '../cells'
import type { DailyPlan } from '../daily-plan/contents'
import type { House } from '../house'
import type { Cell, ChartLayout, RowLayout, RowMerge } from '../layout'
import type { Plan } from '../plan'

export const COLUMNS = 12
/** Tables are on the left, their charts on the right. */
export const TABLE_COLUMNS = 6
export const ROW_HEIGHT = 21
/** Rows beside a chart, so that it is high enough. */
const CHART_ROWS = 9

/** What the cover shows. */
export interface CoverContents {
  plan: Plan
  daily: DailyPlan
  totals: Totals & { withService: Totals | null }
  house: House | undefined
  /** The MediaMix is in the same workbook: the figures refer to its totals. */
  withMediaMix: boolean
  language: Language
}

/** The rows and charts of the cover, added from top to bottom. */
export class Cover {
  readonly rows: RowLayout[] = []
  readonly charts: ChartLayout[] = []

  /** @param width of each column, in characters */
  constructor(readonly width: number) {}

  get count(): number {
    return this.rows.length
  }

  /** Number of the row that is added next. */
  get next(): number {
    return this.rows.length + 1
  }

  add(height: number, cells: readonly Cell[], merges: readonly RowMerge[] = []): void {
    this.rows.push({ height, cells, ...(merges.length > 0 ? { merges } : {}) })
  }

  gap(height: number): void {
    this.add(height, [])
  }

  /** A row of one colour with a text across all columns. */
  line(height: number, cell: Cell, hidden: readonly Cell[] = []): void {
    this.add(height, [...spanningCells(cell, COLUMNS), ...hidden], [{ column: 1, columns: COLUMNS, rows: 1 }])
  }

  /** Empty rows below a short table, until its chart has room. */
  fillBeside(header: number): void {
    while (this.rows.length - header + 1 < CHART_ROWS) this.gap(ROW_HEIGHT)
  }

  /** From a table's heading to the last row so far. */
  besideTable(header: number): Pick<ChartLayout, 'from' | 'to'> {
    return {
      from: cellAddress(TABLE_COLUMNS + 2, header),
      to: cellAddress(COLUMNS, this.rows.length),
    }
  }
}
