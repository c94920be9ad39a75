import { cellOfAddress, columnLetter, columnNumber, rangeAddress } from './address'
import type { Cell, ColumnLayout, PrintSetup, ProtectionWish, RowLayout, SheetLayout } from './layout'

/**
 * Where a layout's rows and columns are in a sheet in which a person inserted rows and columns, or moved columns.
 * Positions are 1-based.
 */
export interface Arrangement {
  /** The sheet's row of each row of the layout, ascending; null: the row isn't drawn. */
  rows: readonly (number | null)[]
  /** The sheet's column of each column of the layout. */
  columns: readonly number[]
  /** How rows look that a person inserted between two rows of the sheet; they keep their contents. */
  inserted?: { after: number; before: number; row: RowLayout }
}

/** The layout in the places of an arrangement: everything else in the sheet stays as it is. */
export function arrange(layout: SheetLayout, arrangement: Arrangement): SheetLayout {
  const { rows, columns, inserted } = arrangement
  const width = Math.max(...columns)
  const places = new Places(arrangement)
  const across = <T>(cells: readonly (T | null)[]): (T | null)[] => {
    const result = new Array<T | null>(width).fill(null)
    cells.forEach((cell, i) => {
      result[columns[i]! - 1] = cell
    })
    return result
  }
  const drawn = (row: RowLayout): RowLayout => ({
    ...row,
    cells: across(columns.map((_, i) => moved(i < row.cells.length ? row.cells[i]! : EMPTY, places))),
    ...(row.merges
      ? {
          merges: row.merges.map(({ column, columns: count, rows: down }) => {
            const [left, right] = places.columnsOf(column, column + count - 1)
            return { column: left, columns: right - left + 1, rows: down }
          }),
        }
      : {}),
  })
  const other: RowLayout = { cells: new Array<null>(width).fill(null) }
  const between = inserted ? drawn(inserted.row) : other
  return {
    ...layout,
    columns: across<ColumnLayout>(layout.columns),
    rows: {
      *[Symbol.iterator]() {
        let at = 0
        let index = 0
        for (const row of layout.rows) {
          const place = rows[index++]
          if (place == null) continue
          for (at++; at < place; at++)
            yield inserted && at > inserted.after && at < inserted.before ? between : other
          yield drawn(row)
        }
      },
    },
    ...(layout.conditionalFormats
      ? {
          conditionalFormats: layout.conditionalFormats.map((format) => ({
            ...format,
            range: places.range(format.range),
            rule: moveFormulas(format.rule, places),
          })),
        }
      : {}),
    ...(layout.validations
      ? {
          validations: layout.validations.map((validation) => ({
            ...validation,
            range: places.range(validation.range),
            rule: moveFormulas(validation.rule, places),
          })),
        }
      : {}),
    ...(layout.names
      ? { names: layout.names.map(({ name, ref }) => ({ name, ref: places.formula(ref) })) }
      : {}),
    ...(layout.freeze
      ? {
          freeze: {
            rows: layout.freeze.rows === 0 ? 0 : places.row(layout.freeze.rows),
            columns: layout.freeze.columns === 0 ? 0 : places.columnsOf(1, layout.freeze.columns)[1],
          },
        }
      : {}),
    ...(layout.protection ? { protection: protectedBy(layout.protection, places) } : {}),
    ...(layout.print ? { print: printed(layout.print, places) } : {}),
  }
}

const EMPTY: Cell = { kind: 'empty' }

function moved(cell: Cell | null, places: Places): Cell | null {
  return cell?.kind === 'formula' ? { ...cell, formula: places.formula(cell.formula) } : cell
}

function moveFormulas<R extends object>(rule: R, places: Places): R {
  const formulas = Object.entries(rule).flatMap(([key, value]) =>
    key === 'formula' || key === 'formula2' ? [[key, places.formula(String(value))]] : [],
  )
  return { ...rule, ...Object.fromEntries(formulas) }
}

function protectedBy(wish: ProtectionWish, places: Places): ProtectionWish {
  const { freeRows } = wish
  const freeColumns = places.between()
  return {
    ...wish,
    ...(freeColumns.length > 0 ? { freeColumns } : {}),
    ...(freeRows ? { freeRows: { first: places.row(freeRows.first), last: places.row(freeRows.last) } } : {}),
  }
}

function printed(print: PrintSetup, places: Places): PrintSetup {
  const { repeatRows, breaksBefore } = print
  return {
    ...print,
    area: places.range(print.area),
    ...(repeatRows
      ? { repeatRows: { first: places.row(repeatRows.first), last: places.row(repeatRows.last) } }
      : {}),
    ...(breaksBefore ? { breaksBefore: breaksBefore.map((row) => places.row(row)) } : {}),
  }
}

/** Moves references to where the layout's cells are. */
class Places {
  constructor(private readonly arrangement: Arrangement) {}

  /** A row that isn't drawn stays as far from the next row that is. */
  row(row: number): number {
    const { rows } = this.arrangement
    for (let next = row; next <= rows.length; next++) {
      const place = rows[next - 1]
      if (place != null) return place - (next - row)
    }
    return row
  }

  column(column: number): number {
    return this.arrangement.columns[column - 1] ?? column
  }

  /** The columns between those of the layout. */
  between(): number[] {
    const { columns } = this.arrangement
    const width = Math.max(...columns)
    return Array.from({ length: width }, (_, i) => i + 1).filter((column) => !columns.includes(column))
  }

  /** The first and the last place of neighbouring columns. */
  columnsOf(first: number, last: number): [number, number] {
    const places = Array.from({ length: last - first + 1 }, (_, i) => this.column(first + i))
    return [Math.min(...places), Math.max(...places)]
  }

  /** `C7:I20` → where these cells are. */
  range(range: string): string {
    const [from, to = from] = range.split(':').map((address) => cellOfAddress(address)!)
    if (!from || !to) return range
    const [left, right] = this.columnsOf(from.column, to.column)
    const [top, bottom] = [this.row(from.row), this.row(to.row)]
    return rangeAddress([left, top], [right, bottom])
  }

  /** References in a formula; texts in quotation marks stay. */
  formula(formula: string): string {
    return formula.replace(REFERENCE, (all, ...parts) => {
      const [fixedColumn, letters, fixedRow, row] = parts as string[]
      if (letters === undefined) return all
      const column = columnLetter(this.column(columnNumber(letters)))
      return `${fixedColumn}${column}${fixedRow}${this.row(Number(row))}`
    })
  }
}

const REFERENCE = /"(?:[^"]|"")*"|(?<![A-Za-z0-9_.$])(\$?)([A-Z]{1,3})(\$?)([1-9]\d{0,6})(?![\w.(])/g
