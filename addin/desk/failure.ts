import type { CallFailure } from '../api/client'
import type { ExcelFailure } from '../excel/excel-run'

/** Any failure; views convert it into texts for the planner. */
export type Failure = CallFailure | ExcelFailure | DeskFailure

/** Failures that the add-in itself detects. */
export type DeskFailureCode =
  | 'NO_SHEET'
  | 'FOREIGN_SHEET'
  | 'KEYS_LOST'
  | 'DATES_FROM_1904'
  | 'ROW_NOT_READY'
  | 'ROW_CHANGED'
  | 'NOTHING_TO_BUY'
  | 'STEP_NOT_POSSIBLE'
  | 'TARGETING_CHANGED'
  | 'WEIGHT_INVALID'
  | 'AMOUNT_MISSING'
  | 'TARGETING_MISSING'
  | 'NO_STANDARD_SHEET'
  | 'UNSENT_CORRECTIONS'
  | 'NO_ROWS_SELECTED'
  | 'NOTHING_TO_CONFIRM'
  | 'NOTHING_TO_REOPEN'
  | 'VIEW_NOT_LOADED'
  | 'WINDOW_BLOCKED'
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
