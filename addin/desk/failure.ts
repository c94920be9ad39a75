import type { CallFailure } from '../api/client'
import type { ExcelFailure } from '../excel/excel-run'

/** Something went wrong; views turn it into the planner's words. */
export type Failure = CallFailure | ExcelFailure | DeskFailure

/** What the add-in itself refuses. */
export type DeskFailureCode =
  | 'NO_SHEET'
  | 'FOREIGN_SHEET'
  | 'KEYS_LOST'
  | 'ROW_NOT_READY'
  | 'NOTHING_TO_BUY'
  | 'STEP_NOT_POSSIBLE'
  | 'TARGETING_CHANGED'
  | 'AMOUNT_MISSING'
  | 'TARGETING_MISSING'
  | 'NO_STANDARD_SHEET'
  | 'UNSENT_CORRECTIONS'
  | 'NO_ROWS_SELECTED'
  | 'NOTHING_TO_CONFIRM'
  | 'NOTHING_TO_REOPEN'
  | 'UNEXPECTED'

export class DeskFailure extends Error {
  override readonly name = 'DeskFailure'
  constructor(
    readonly code: DeskFailureCode,
    detail: string = code,
  ) {
    super(detail)
  }
}

export type Loadable<T> =
  | { kind: 'loading' }
  | { kind: 'ready'; value: T }
  | { kind: 'failed'; failure: Failure }
