import { CellValueType, type ICellData, type Nullable } from '@univerjs/core'
import { FormulaDataModel } from '@univerjs/engine-formula'
import type { FWorksheet } from '@univerjs/sheets/facade'
import type { Area, RangeTarget } from './addresses'
import { invalidArgument } from './errors'
import type { Host } from './host'
import { growTo } from './sheet-size'
import { typedEntry } from './typed-entry'
import { type Cells, writeCells } from './writes'

export type Grid<T> = T[][]

export function eachCell<T>(area: Area, read: (row: number, column: number) => T): Grid<T> {
  const grid: Grid<T> = []
  for (let row = area.top; row <= area.bottom; row++) {
    const line: T[] = []
    for (let column = area.left; column <= area.right; column++) line.push(read(row, column))
    grid.push(line)
  }
  return grid
}

export function cellAt(sheet: FWorksheet, row: number, column: number): ICellData | undefined {
  return sheet.getSheet().getCellMatrix().getValue(row, column) as ICellData | undefined
}

/** A cell's content in Excel's types; '' for an empty cell. */
export function contentOf(cell: Nullable<ICellData>): string | number | boolean {
  if (!cell) return ''
  if (cell.p) return (cell.p.body?.dataStream ?? '').replace(/\r?\n$/, '').replaceAll('\r', '\n')
  if (cell.v === undefined || cell.v === null) return ''
  if (cell.t === CellValueType.BOOLEAN) return Number(cell.v) === 1
  return cell.v as string | number | boolean
}

/** Waits for the results of formulas, if the range has any. */
export async function readValues(host: Host, target: RangeTarget): Promise<Grid<string | number | boolean>> {
  await settleFormulas(host, target)
  const sheet = host.sheet(target.sheetId)
  const spilled = spilledInto(host, target.sheetId)
  return eachCell(bounded(host, target), (row, column) =>
    contentOf(cellAt(sheet, row, column) ?? spilled(row, column)),
  )
}

export function readFormulas(host: Host, target: RangeTarget): Grid<string | number | boolean> {
  const sheet = host.sheet(target.sheetId)
  return eachCell(bounded(host, target), (row, column) => {
    const cell = cellAt(sheet, row, column)
    return formulaOf(sheet, cell, row, column) ?? contentOf(cell)
  })
}

export function formulaOf(
  sheet: FWorksheet,
  cell: ICellData | undefined,
  row: number,
  column: number,
): string | undefined {
  if (cell?.f) return cell.f
  // A cell of a filled series: only the first cell of the series stores the formula's text.
  if (cell?.si) return sheet.getRange(row, column).getFormula() || undefined
  return undefined
}

/** What the grid writes to a formula when cells that it refers to were moved. */
export function isAdjustedFormula(cell: Nullable<ICellData>): boolean {
  return cell != null && Object.keys(cell).every((key) => key === 'f' || key === 'si')
}

export async function readText(host: Host, target: RangeTarget): Promise<Grid<string>> {
  await settleFormulas(host, target)
  const sheet = host.sheet(target.sheetId)
  const area = bounded(host, target)
  const room = host.room({ ...area, sheetId: target.sheetId })
  const spilled = spilledInto(host, target.sheetId)
  return eachCell(area, (row, column) => {
    if (!room || row > room.bottom || column > room.right) return ''
    const cell = cellAt(sheet, row, column)
    const content = contentOf(cell ?? spilled(row, column))
    if (content === '') return ''
    if (typeof content === 'boolean') return content ? 'TRUE' : 'FALSE'
    return cell ? sheet.getRange(row, column).getDisplayValue() : String(content)
  })
}

/** The results that formulas fill into cells beside their own, which the grid keeps apart from the cells. */
function spilledInto(host: Host, sheetId: string): (row: number, column: number) => Nullable<ICellData> {
  const cells = host.injector.get(FormulaDataModel).getArrayFormulaCellData()
  const spilled = cells[host.workbook.getId()]?.[sheetId]
  return (row, column) => spilled?.[row]?.[column] as Nullable<ICellData>
}

async function settleFormulas(host: Host, target: RangeTarget): Promise<void> {
  const area = host.room(target)
  if (!area) return
  const sheet = host.sheet(target.sheetId)
  for (let row = area.top; row <= area.bottom; row++) {
    for (let column = area.left; column <= area.right; column++) {
      const cell = cellAt(sheet, row, column)
      if (cell?.f || cell?.si) return host.calculation.settled()
    }
  }
}

/** Excel itself wouldn't return more cells than this. */
const MOST_CELLS = 1_000_000

function bounded(host: Host, target: RangeTarget): Area {
  const size = (target.bottom - target.top + 1) * (target.right - target.left + 1)
  if (size <= MOST_CELLS) return target
  // Whole rows and columns are returned up to the sheet's end.
  return host.room(target) ?? target
}

/**
 * Writes a value per cell, or one value to all cells, as if a person had typed it. `null` leaves a cell as it
 * is.
 *
 * @throws OfficeError InvalidArgument when the values' shape isn't the range's
 */
export function writeEntries(host: Host, target: RangeTarget, entries: unknown): void {
  host.mustBeWritable(target)
  const rows = target.bottom - target.top + 1
  const columns = target.right - target.left + 1
  const grid = Array.isArray(entries)
    ? (entries as unknown[][])
    : eachCell(host.room(target) ?? target, () => entries)
  const whole = Array.isArray(entries)
  if (
    whole &&
    (grid.length !== rows || grid.some((line) => !Array.isArray(line) || line.length !== columns))
  ) {
    throw invalidArgument("the values' rows and columns must match the range's")
  }
  const sheet = host.sheet(target.sheetId)
  growTo(sheet, target.top + grid.length - 1, target.left + (grid[0]?.length ?? 1) - 1)
  const styles = sheet.getWorkbook().getStyles()
  const merged = sheet.getSheet().getSpanModel()
  const cells: Cells = {}
  grid.forEach((line, down) => {
    const row = target.top + down
    const written: Record<number, ICellData> = {}
    line.forEach((entry, across) => {
      const column = target.left + across
      if (entry === null || entry === undefined) return
      // Excel drops what is written to the covered part of a merged cell.
      const merge = merged.getMergeDataIndex(row, column) >= 0 ? merged.getMergedCell(row, column) : null
      if (merge && (merge.startRow !== row || merge.startColumn !== column)) return
      const format = styles.getStyleByCell(cellAt(sheet, row, column))?.n?.pattern
      const typed = typedEntry(entry, format === '@')
      written[column] = {
        ...typed.cell,
        ...(typed.format && (format === undefined || format === 'General')
          ? { s: { n: { pattern: typed.format } } }
          : {}),
      } as ICellData
    })
    cells[row] = written
  })
  writeCells(sheet, cells, true)
}

export function clearContents(host: Host, target: RangeTarget): void {
  const area = host.room(target)
  if (!area) return
  const sheet = host.sheet(target.sheetId)
  const cells: Cells = {}
  for (let row = area.top; row <= area.bottom; row++) {
    const line: Record<number, ICellData> = {}
    for (let column = area.left; column <= area.right; column++) {
      if (cellAt(sheet, row, column)) line[column] = { v: null, f: null, si: null, p: null } as ICellData
    }
    cells[row] = line
  }
  writeCells(sheet, cells, true)
}
