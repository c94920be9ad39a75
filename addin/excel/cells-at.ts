/// <reference types="office-js" />

/**
 * Cells that are used in one round trip only. Excel keeps every other range for later round trips, until it is told in
 * one more that the range isn't needed.
 */
export function cellsAt(sheet: Excel.Worksheet, address: string): Excel.Range {
  return sheet.getRange(address).untrack()
}
