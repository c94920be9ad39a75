import { isMonth, type Month } from '../../calendar'
import type { PlainGrid, PlainValue } from '../identity'

/** A to O: what the operator sees. */
export const STANDARD_FIELDS = [
  'type',
  'metaId',
  'name',
  'broadcaster',
  'forecastTotal',
  'actualTotal',
  'changeRate',
  'previousTotal',
  'monthOverMonth',
  'adjustedTotal',
  'reason',
  'total',
  'status',
  'notes',
  'message',
] as const
export type StandardField = (typeof STANDARD_FIELDS)[number]

/**
 * P to S, hidden: the row's id, the version and the correction that were pulled, and the result of sending
 * the row. Their headings are the same in every language; a sheet is found by the first.
 */
export const STANDARD_HIDDEN = {
  key: 'flightsheet:standard',
  version: 'flightsheet:version',
  pulled: 'flightsheet:pulled',
  mark: 'flightsheet:mark',
} as const
export type StandardHidden = keyof typeof STANDARD_HIDDEN
export const HIDDEN_FIELDS = Object.keys(STANDARD_HIDDEN) as StandardHidden[]

export const KEY_COLUMN = STANDARD_FIELDS.length + 1

/** Title, accent, facts and unit stand above. */
export const HEADER_ROW = 5
export const TOTAL_ROW = HEADER_ROW + 1
export const FIRST_ROW = TOTAL_ROW + 1

/** Defined name of the cell that contains the month of the sheet. */
export const STANDARD_NAME = 'Flightsheet_Standard'

/** 1-based column of a field. */
export function standardColumn(field: StandardField | StandardHidden): number {
  const visible = STANDARD_FIELDS.indexOf(field as StandardField)
  return visible >= 0 ? visible + 1 : KEY_COLUMN + HIDDEN_FIELDS.indexOf(field as StandardHidden)
}

/** The token in the first row, which identifies the sheet. */
export function standardToken(month: Month): string {
  return `${STANDARD_HIDDEN.key}:${month}`
}

/** The month of a 표준인벤토리 sheet; undefined for anything else. */
export function standardMonth(grid: PlainGrid): Month | undefined {
  for (const value of grid[0] ?? []) {
    const month = monthOfToken(value)
    if (month !== undefined) return month
  }
  return undefined
}

function monthOfToken(value: PlainValue): Month | undefined {
  const prefix = `${STANDARD_HIDDEN.key}:`
  const month = typeof value === 'string' && value.startsWith(prefix) ? value.slice(prefix.length) : ''
  return isMonth(month) ? month : undefined
}
