import { type ICellData, ICommandService, type Nullable } from '@univerjs/core'
import { ReorderRangeCommand } from '@univerjs/sheets'
import { type Area, areaAddress, type RangeTarget } from './addresses'
import { cellAt } from './cell-contents'
import { hexColor, styleAt } from './cell-styles'
import { accessDenied, invalidArgument } from './errors'
import { EVENT } from './event-channel'
import type { Host } from './host'
import { HostType } from './host-type'
import { movedCell } from './moved-formulas'
import { compareCells } from './sort-order'
import { type Cells, writeCells } from './writes'

/** `Excel.SortField` */
export interface SortField {
  /** The column, or the row, counted from the first of the range. */
  key: number
  ascending?: boolean
  sortOn?: 'Value' | 'CellColor' | 'FontColor' | 'Icon'
  color?: string
}

export const rangeSortType = new HostType<RangeTarget>('RangeSort', {
  methods: {
    apply: (target, [fields, matchCase, hasHeaders, orientation], host) => {
      if (!Array.isArray(fields) || fields.length === 0) throw invalidArgument('sort fields')
      const byColumns = orientation === 'Columns'
      const sorted = { ...target }
      if (hasHeaders === true) sorted[byColumns ? 'left' : 'top'] += 1
      sortRange(host, sorted, fields as SortField[], { matchCase: matchCase === true, byColumns })
      return null
    },
  },
})

/** Sorts rows, or columns, as Excel does: empty cells come last, equal ones keep their order. */
export function sortRange(
  host: Host,
  target: RangeTarget,
  fields: readonly SortField[],
  { matchCase = false, byColumns = false },
): void {
  mustBeSortable(host, target)
  const area = host.room(target)
  if (!area) return
  const [first, last] = byColumns ? [area.left, area.right] : [area.top, area.bottom]
  const before = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
  const compare = lineOrder(host, { ...area, sheetId: target.sheetId }, fields, matchCase, byColumns)
  const sorted = [...before].sort(compare)
  const order = Object.fromEntries(before.map((place, index) => [place, sorted[index]!]))
  if (byColumns) reorderColumns(host, target.sheetId, area, order)
  else {
    const { top, left, bottom, right } = area
    host
      .sheet(target.sheetId)
      .getInject()
      .get(ICommandService)
      .syncExecuteCommand(ReorderRangeCommand.id, {
        unitId: host.workbook.getId(),
        subUnitId: target.sheetId,
        range: { startRow: top, startColumn: left, endRow: bottom, endColumn: right },
        order,
      })
  }
}

/** On a protected sheet Excel sorts only where every cell is unlocked. */
function mustBeSortable(host: Host, target: RangeTarget): void {
  host.mustAllow(target.sheetId, 'allowSort')
  if (host.sheetState(target.sheetId).protection && !host.allUnlocked(target))
    throw accessDenied(host.sheet(target.sheetId).getSheetName())
}

function lineOrder(
  host: Host,
  { sheetId, top, left }: RangeTarget,
  fields: readonly SortField[],
  matchCase: boolean,
  byColumns: boolean,
): (a: number, b: number) => number {
  const sheet = host.sheet(sheetId)
  return (a, b) => {
    for (const { key, ascending = true, sortOn = 'Value', color } of fields) {
      const [first, second] = byColumns
        ? [
            [top + key, a],
            [top + key, b],
          ]
        : [
            [a, left + key],
            [b, left + key],
          ]
      if (sortOn === 'Value') {
        const cell = ([row, column]: number[]): Nullable<ICellData> => cellAt(sheet, row!, column!)
        const order = compareCells(cell(first!), cell(second!), { ascending, matchCase })
        if (order !== 0) return order
      } else {
        const has = ([row, column]: number[]) =>
          colorAt(host, sheetId, row!, column!, sortOn) === hexColor(color)
        const order = Number(has(second!)) - Number(has(first!))
        if (order !== 0) return ascending ? order : -order
      }
    }
    return 0
  }
}

function colorAt(
  host: Host,
  sheetId: string,
  row: number,
  column: number,
  sortOn: string,
): string | undefined {
  const style = styleAt(host, sheetId, row, column)
  return hexColor(sortOn === 'CellColor' ? style?.bg?.rgb : style?.cl?.rgb)
}

/** The grid itself sorts rows only. */
function reorderColumns(host: Host, sheetId: string, area: Area, order: Record<number, number>): void {
  const cells: Cells = {}
  for (let row = area.top; row <= area.bottom; row++) {
    const line: Record<number, ICellData> = {}
    for (let column = area.left; column <= area.right; column++) {
      const from = order[column]!
      if (from !== column) line[column] = movedCell(host, sheetId, { row, column: from }, { row, column })
    }
    cells[row] = line
  }
  writeCells(host.sheet(sheetId), cells, true)
  const moved = movedLines(order).map(([left, right]) => areaAddress({ ...area, left, right }))
  if (moved.length > 0)
    host.events.fire(EVENT.columnSorted, sheetId, { address: moved.join(','), source: 'Local' })
}

/** The lines that a sort put elsewhere, as first and last of each stretch. */
export function movedLines(order: Readonly<Record<number, number>>): [number, number][] {
  const stretches: [number, number][] = []
  for (const [place, from] of Object.entries(order)) {
    const line = Number(place)
    if (from === line) continue
    const last = stretches.at(-1)
    if (last && last[1] === line - 1) last[1] = line
    else stretches.push([line, line])
  }
  return stretches
}
