import { type Area, EXCEL_COLUMNS, EXCEL_ROWS, type RangeTarget } from './addresses'
import { cellAt, contentOf, formulaOf } from './cell-contents'
import { invalidArgument } from './errors'
import type { Host } from './host'

interface Place {
  row: number
  column: number
}

const STEP: Record<string, Place> = {
  Up: { row: -1, column: 0 },
  Down: { row: 1, column: 0 },
  Left: { row: 0, column: -1 },
  Right: { row: 0, column: 1 },
}

/** Where Ctrl and an arrow key go from a cell: to the end of the filled cells, or to the next filled one. */
export function edgeFrom(host: Host, target: RangeTarget, direction: unknown, from?: Area): Place {
  const step = STEP[String(direction)]
  if (!step) throw invalidArgument(`direction ${direction}`)
  const inside = ({ row, column }: Place) =>
    row >= 0 && column >= 0 && row < EXCEL_ROWS && column < EXCEL_COLUMNS
  const next = ({ row, column }: Place) => ({ row: row + step.row, column: column + step.column })
  const room = host.room(host.wholeSheet(target.sheetId))!
  const filled = ({ row, column }: Place) =>
    row <= room.bottom && column <= room.right && isFilled(host, target.sheetId, row, column)
  let at: Place = { row: (from ?? target).top, column: (from ?? target).left }
  const running = filled(at) && filled(next(at))
  if (running) while (inside(next(at)) && filled(next(at))) at = next(at)
  else {
    do at = next(at)
    while (inside(next(at)) && at.row <= room.bottom && at.column <= room.right && !filled(at))
    if (!inside(at) || !filled(at)) return end(at, step)
  }
  return at
}

/** The last row or column of Excel's sheet in a direction. */
function end({ row, column }: Place, step: Place): Place {
  if (step.row !== 0) return { row: step.row < 0 ? 0 : EXCEL_ROWS - 1, column }
  return { row, column: step.column < 0 ? 0 : EXCEL_COLUMNS - 1 }
}

export function isFilled(host: Host, sheetId: string, row: number, column: number): boolean {
  const sheet = host.sheet(sheetId)
  const cell = cellAt(sheet, row, column)
  return contentOf(cell) !== '' || formulaOf(sheet, cell, row, column) !== undefined
}

export function extended(host: Host, target: RangeTarget, direction: unknown, from?: Area): RangeTarget {
  const { row, column } = edgeFrom(host, target, direction, from)
  return {
    sheetId: target.sheetId,
    top: Math.min(target.top, row),
    left: Math.min(target.left, column),
    bottom: Math.max(direction === 'Down' ? row : target.bottom, target.top),
    right: Math.max(direction === 'Right' ? column : target.right, target.left),
  }
}

/** The filled cells around a range, up to the first empty rows and columns. */
export function surroundingRegion(host: Host, target: RangeTarget): RangeTarget {
  const room = host.room(host.wholeSheet(target.sheetId))!
  const area = { ...target }
  const any = (top: number, left: number, bottom: number, right: number) => {
    for (let row = Math.max(0, top); row <= Math.min(bottom, room.bottom); row++)
      for (let column = Math.max(0, left); column <= Math.min(right, room.right); column++)
        if (isFilled(host, target.sheetId, row, column)) return true
    return false
  }
  for (let grown = true; grown; ) {
    grown = false
    const { top, left, bottom, right } = area
    if (top > 0 && any(top - 1, left - 1, top - 1, right + 1)) area.top = top - 1
    else if (bottom < room.bottom && any(bottom + 1, left - 1, bottom + 1, right + 1))
      area.bottom = bottom + 1
    else if (left > 0 && any(top - 1, left - 1, bottom + 1, left - 1)) area.left = left - 1
    else if (right < room.right && any(top - 1, right + 1, bottom + 1, right + 1)) area.right = right + 1
    else continue
    grown = true
  }
  return area
}
