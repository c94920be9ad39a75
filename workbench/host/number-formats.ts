import type { ICellData } from '@univerjs/core'
import type { RangeTarget } from './addresses'
import { cellAt, eachCell, type Grid } from './cell-contents'
import { invalidArgument } from './errors'
import type { Host } from './host'
import { growTo } from './sheet-size'
import { type Cells, writeCells } from './writes'

export function readNumberFormats(host: Host, target: RangeTarget): Grid<string> {
  const sheet = host.sheet(target.sheetId)
  const styles = sheet.getWorkbook().getStyles()
  return eachCell(host.room(target) ?? target, (row, column) => {
    return styles.getStyleByCell(cellAt(sheet, row, column))?.n?.pattern || 'General'
  })
}

/** Writes a grid of formats in the range's shape, or one format to all cells, also as a grid of one. */
export function writeNumberFormats(host: Host, target: RangeTarget, formats: unknown): void {
  host.mustBeWritable(target)
  const sheet = host.sheet(target.sheetId)
  const [first, ...more] = Array.isArray(formats) ? (formats as unknown[][]).flat() : [formats]
  const single = !Array.isArray(formats) || more.length === 0 ? first : undefined
  const grid = single === undefined ? (formats as unknown[][]) : undefined
  const height = target.bottom - target.top + 1
  const width = target.right - target.left + 1
  if (grid && (grid.length !== height || grid.some((line) => line.length !== width))) {
    throw invalidArgument("the formats' rows and columns must match the range's")
  }
  if (grid) growTo(sheet, target.bottom, target.right)
  const area = host.room(target)
  if (!area) return
  const cells: Cells = {}
  for (let row = area.top; row <= area.bottom; row++) {
    const line: Record<number, ICellData> = {}
    for (let column = area.left; column <= area.right; column++) {
      const format = single ?? grid?.[row - target.top]?.[column - target.left]
      if (format === null || format === undefined) continue
      const pattern = String(format)
      line[column] = { s: { n: pattern === 'General' ? null : { pattern } } }
    }
    cells[row] = line
  }
  writeCells(sheet, cells, false)
}
