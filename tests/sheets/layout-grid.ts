import { columnLetter } from '../../shared/sheets/address'
import { plainOf } from '../../shared/sheets/cells'
import type { PlainGrid } from '../../shared/sheets/identity'
import type { Cell, SheetLayout } from '../../shared/sheets/layout'

/** The cell at an address such as `J7`; undefined where there is none. */
export function cellAt(layout: SheetLayout, address: string): Cell | undefined {
  const [, letters, row] = /^([A-Z]+)(\d+)$/.exec(address)!
  return [...layout.rows][Number(row) - 1]?.cells.find((_, i) => columnLetter(i + 1) === letters) ?? undefined
}

/** What a person sees in the cell: text, number, result of the formula, or '' for nothing. */
export function shownAt(layout: SheetLayout, address: string): string | number {
  return plainOf(cellAt(layout, address))
}

/** The plain values of a sheet, as `range.values` of Office.js returns them. */
export function gridOf(layout: SheetLayout): PlainGrid {
  return [...layout.rows].map((row) => layout.columns.map((_, i) => plainOf(row.cells[i])))
}
