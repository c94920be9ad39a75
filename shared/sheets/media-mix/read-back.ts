import { dayCount, MAX_FLIGHT_DAYS } from '../../calendar'
import type { RowFields } from '../../contract/campaigns'
import { isCountable } from '../../estimates'
import { cellAddress } from '../address'
import { findKeyColumn, type PlainGrid, type PlainValue, parseRowKey } from '../identity'
import type { Period } from '../written-date'
import {
  columnOf,
  columnOfField,
  MEDIA_MIX_FIELDS,
  type MediaMixField,
  SYNCED_COLUMNS,
  SYNCED_FIELDS,
} from './columns'
import type { CellErrorCode } from './error-codes'
import type { CellError } from './messages'
import { findTable, isTotal, type Table } from './table'

/**
 * One row of a MediaMix as read from a sheet. A field is null where its cell is blank or invalid, and left
 * out where the sheet has no such column.
 */
export type ReadRow = {
  /** 1-based row of the sheet. */
  row: number
  /** Null: a new row, or a copy of another one (a copied row has the same key; the first row keeps it). */
  unitId: string | null
  /** 0-based column of each field that the sheet has. */
  columns: ReadonlyMap<MediaMixField, number>
  productName?: string | null
  targeting?: string | null
  errors: CellError[]
} & { [Field in keyof RowFields]?: RowFields[Field] | null }

export type ReadMediaMix =
  | { kind: 'read'; rows: ReadRow[] }
  /** No heading of a MediaMix anywhere in the grid. */
  | { kind: 'not-a-media-mix' }

export interface ReadBackOptions {
  /** With them a product is found by name or code; without them only its name is read. */
  products?: readonly { code: string; name: string }[]
  /** The campaign's: a date that was typed without its year belongs to it. Without it such a date is refused. */
  period?: Period
}

/**
 * Reads the rows of a MediaMix back from plain cell values, including what a planner typed. The table is
 * found by its headings, in either language, so inserted rows and columns don't matter, nor do columns that
 * the sheet was written without. Blank rows are skipped; the first line that begins with TOTAL ends the
 * table.
 *
 * @param grid values from cell A1 on
 */
export function readMediaMix(grid: PlainGrid, options: ReadBackOptions = {}): ReadMediaMix {
  const table = findTable(grid)
  if (!table) return { kind: 'not-a-media-mix' }
  const keyColumn = findKeyColumn(grid)?.column
  const seen = new Set<string>()
  const rows: ReadRow[] = []
  for (let index = table.headerRow + 1; index < grid.length; index++) {
    const values = grid[index]!
    if (isTotal(values, table)) break
    const key = keyColumn === undefined ? undefined : parseRowKey(values[keyColumn])
    if (key === undefined && TYPED_FIELDS.every((field) => blank(values[table.columns.get(field) ?? -1])))
      continue
    const reader = new RowReader(values, index + 1, table, options.period)
    const row = readRow(reader, options)
    if (key !== undefined && seen.has(key)) reader.error('DUPLICATE_KEY', 'rowKey', keyColumn!)
    else if (key !== undefined) {
      seen.add(key)
      row.unitId = key
    }
    rows.push(row)
  }
  return { kind: 'read', rows }
}

const TYPED_FIELDS = MEDIA_MIX_FIELDS.filter((field) => columnOfField(field).typed)
function readRow(reader: RowReader, options: ReadBackOptions): ReadRow {
  const fields: Record<string, string | number | null> = {}
  for (const name of SYNCED_FIELDS) {
    const value = reader.take(SYNCED_COLUMNS[name])
    if (value !== undefined) fields[name] = value
  }
  const { productCode: name, startDate, endDate } = fields
  // The cell contains a product's name.
  const productName = typeof name === 'string' ? name : null
  fields.productCode = productName === null ? null : findProduct(productName, reader, options)
  if (typeof startDate === 'string' && typeof endDate === 'string') {
    if (endDate < startDate) reader.errorAt('END_BEFORE_START', 'endDate')
    else if (dayCount(startDate, endDate) > MAX_FLIGHT_DAYS) reader.errorAt('FLIGHT_TOO_LONG', 'endDate')
  }
  const { amount, ecpm } = fields
  if (typeof amount === 'number' && typeof ecpm === 'number' && !isCountable(amount, ecpm)) {
    reader.errorAt('TOO_LARGE', 'amount')
    fields.amount = null
  }
  const targeting = reader.take('targeting')
  return {
    row: reader.row,
    unitId: null,
    columns: reader.columns,
    ...(fields as Omit<ReadRow, 'row' | 'unitId' | 'columns' | 'errors'>),
    productName,
    ...(targeting === undefined ? {} : { targeting: targeting as string | null }),
    errors: reader.errors,
  }
}

/** Finds a product by its name if the name is unique, otherwise by its code. */
function findProduct(text: string, reader: RowReader, { products }: ReadBackOptions): string | null {
  if (!products) return null
  const byName = products.filter((product) => product.name.trim() === text)
  if (byName.length === 1) return byName[0]!.code
  const byCode = products.find((product) => product.code === text)
  if (byCode) return byCode.code
  reader.errorAt(byName.length === 0 ? 'UNKNOWN_PRODUCT' : 'AMBIGUOUS_PRODUCT', 'product')
  return null
}

/** Reads the cells of one row and collects their errors. */
class RowReader {
  readonly errors: CellError[] = []

  constructor(
    private readonly values: readonly PlainValue[],
    readonly row: number,
    private readonly table: Table,
    private readonly period: Period | undefined,
  ) {}

  get columns(): Table['columns'] {
    return this.table.columns
  }

  /** The value of a cell; null: blank or invalid; undefined: there is no such column. */
  take(field: MediaMixField): string | number | null | undefined {
    const column = this.table.columns.get(field)
    if (column === undefined) return undefined
    const { read, needed, blank: said } = columnOfField(field)
    const typed = read!(this.values[column], this.table.language, this.period)
    if (typed.kind === 'value') return typed.value
    if (typed.kind === 'invalid') this.errorAt(typed.code, field)
    else if (needed) this.errorAt('REQUIRED', field)
    else if (said) return said
    return null
  }

  errorAt(code: CellErrorCode, field: MediaMixField): void {
    this.error(code, field, this.table.columns.get(field)!)
  }

  error(code: CellErrorCode, field: CellError['field'], column: number): void {
    this.errors.push({ code, field, address: cellAddress(column + 1, this.row) })
  }
}

/** Address of a field's cell in a row. */
export function addressIn({ row, columns }: Pick<ReadRow, 'row' | 'columns'>, field: MediaMixField): string {
  return cellAddress((columns.get(field) ?? columnOf(field) - 1) + 1, row)
}

function blank(value: PlainValue): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '')
}
