export interface StandardCellError {
  code: StandardCellErrorCode
  field: 'adjustedTotal' | 'reason'
  metaId: string
  /** 1-based. */
  row: number
  column: number
  address: string
}

/** Why a cell of a 표준인벤토리 is invalid. */
export type StandardCellErrorCode =
  | 'CELL_ERROR'
  | 'NOT_TEXT'
  | 'NOT_A_NUMBER'
  | 'NEGATIVE'
  | 'NOT_WHOLE'
  | 'TOO_LARGE'
  | 'REASON_REQUIRED'
  | 'REASON_TOO_LONG'
  | 'REASON_ALONE'
  | 'COPIED_ROW'
  | 'LOST_ROW'
