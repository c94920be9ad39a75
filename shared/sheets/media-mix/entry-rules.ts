import { MAX_SHEET_AMOUNT } from '../typed-values'

/**
 * Formulas of what Excel itself lets a person type. Excel refuses only numbers that can't be meant: text such
 * as `500만` or `12월 5일` is let through, because the reading of the sheet understands it or names its cell.
 */

/** The last serial number of the calendar: a larger one is a date such as 20261101. */
const LAST_SERIAL = 2_958_465

export function amountEntry(cell: string): string {
  return orText(cell, `${cell}>=0`, `${cell}<=${MAX_SHEET_AMOUNT}`, `${cell}=INT(${cell})`)
}

export function startEntry(cell: string): string {
  const serial = `AND(${cell}>=DATE(2000,1,1),${cell}<DATE(2200,1,1))`
  return orText(cell, `OR(${serial},AND(${cell}>=20000101,${cell}<=21991231))`)
}

export function endEntry(cell: string, start: string): string {
  return orText(cell, `OR(NOT(ISNUMBER(${start})),${start}>${LAST_SERIAL},${cell}>=${start})`)
}

/** By IF: with OR and AND an error of one condition, as of INT of a text, would be the result. */
function orText(cell: string, ...conditions: string[]): string {
  return `IF(ISTEXT(${cell}),TRUE,AND(ISNUMBER(${cell}),${conditions.join(',')}))`
}
