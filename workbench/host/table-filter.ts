import type { RangeTarget } from './addresses'
import { cellAt, contentOf } from './cell-contents'
import { type FilterCriteria, type FilteredCell, passing } from './filter-criteria'
import type { Host } from './host'
import { setRowsHidden } from './row-and-column-sizes'
import { bodyArea, type Found } from './table-state'

/** Hides the rows of a table that one of its filters stops, and shows the others. */
export function applyFilter(host: Host, { sheetId, table }: Found): void {
  const body = bodyArea(table)
  const filters = [...table.filters].map(([columnId, criteria]) => ({
    column: table.area.left + table.columnIds.indexOf(columnId),
    criteria,
  }))
  hideStopped(host, { sheetId, ...body }, filters)
}

export function hideStopped(
  host: Host,
  body: RangeTarget,
  filters: readonly { column: number; criteria: FilterCriteria }[],
): void {
  const passes = filters.map(({ column, criteria }) => passing(cellsOf(host, body, column), criteria))
  for (let row = body.top; row <= body.bottom; row++) {
    const shown = passes.every((each) => each[row - body.top])
    setRowsHidden(host, { ...body, top: row, bottom: row }, !shown)
  }
}

function cellsOf(host: Host, body: RangeTarget, column: number): FilteredCell[] {
  const sheet = host.sheet(body.sheetId)
  return Array.from({ length: body.bottom - body.top + 1 }, (_, index) => {
    const row = body.top + index
    return {
      content: contentOf(cellAt(sheet, row, column)),
      text: sheet.getRange(row, column).getDisplayValue(),
    }
  })
}

export function clearFilter(host: Host, found: Found, columnId: number): void {
  if (found.table.filters.delete(columnId)) applyFilter(host, found)
}

export function showAll(host: Host, found: Found): void {
  if (found.table.filters.size === 0) return
  found.table.filters.clear()
  applyFilter(host, found)
}
