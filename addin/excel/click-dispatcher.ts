/** One cell that was clicked or selected; row and column are 1-based. */
export interface CellEvent {
  sheetId: string
  row: number
  column: number
}

/**
 * Time window for duplicates: a click on one cell arrives as a selection event and a click event, in either
 * order, or as only one of them.
 */
const REPEAT_MS = 800

/**
 * Merges the events of a click into one press. Excel suppresses its click event when the mouse moves a
 * little, and its selection event when the cell was already selected.
 */
export class ClickDispatcher {
  private last: { key: string; at: number } | undefined

  /** @param now monotonic clock in milliseconds */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** True for a new press; false for a duplicate of the previous event. */
  press({ sheetId, row, column }: CellEvent): boolean {
    const key = `${sheetId}!${row}:${column}`
    const at = this.now()
    const repeated = this.last?.key === key && at - this.last.at < REPEAT_MS
    this.last = { key, at }
    return !repeated
  }
}
