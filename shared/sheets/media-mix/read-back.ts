import type { BusinessDate } from '../../calendar'
import { cellAddress } from '../address'
import { findKeyColumn, type PlainGrid, type PlainValue, parseRowKey } from '../identity'
import { SHEET_LABELS, type SheetLabels } from '../labels'
import type { PlanRow } from '../plan'
import { MAX_SHEET_AMOUNT, type Typed, typedDate, typedPlainText, typedRate, typedWon } from '../typed-values'
import { MEDIA_MIX_FIELDS, type MediaMixField, PROPOSAL_COLUMNS } from './columns'
import { type CellErrorCode, cellErrorMessage } from './messages'

/** One row of a MediaMix as it stands in a sheet. A field is null where its cell is blank or can't be taken. */
export interface ReadRow {
  /** 1-based row of the sheet. */
  row: number
  /** Null: a new row, or a copy of another one (a copied row copies its key; the first one keeps it). */
  unitId: string | null
  kind: PlanRow['kind'] | null
  productName: string | null
  /** Known only when the products are given. */
  productCode: string | null
  targeting: string | null
  device: string | null
  creative: string | null
  startDate: BusinessDate | null
  endDate: BusinessDate | null
  amount: number | null
  ecpm: number | null
  ctr: number | null
  vtr: number | null
  errors: CellError[]
}

export interface CellError {
  code: CellErrorCode
  field: MediaMixField | 'rowKey'
  /** `H9` */
  address: string
  /** A Korean sentence for the planner. */
  message: string
}

export type ReadMediaMix =
  | { kind: 'read'; rows: ReadRow[] }
  /** No heading of a MediaMix anywhere in the grid. */
  | { kind: 'not-a-media-mix' }

export interface ReadBackOptions {
  /** With them a product is found by name or code; without them only its name is read. */
  products?: readonly { code: string; name: string }[]
}

/**
 * Reads the rows of a MediaMix back from plain cell values, what a planner typed included. The table is found by its
 * headings, in either language, so rows and columns inserted around it don't matter. Blank rows are passed over; the
 * first line that says TOTAL ends it.
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
    const first = values[table.columns.kind]
    if (typeof first === 'string' && first.trim().startsWith(table.labels.total)) break
    const key = keyColumn === undefined ? undefined : parseRowKey(values[keyColumn])
    if (key === undefined && TYPED_FIELDS.every((field) => blank(values[table.columns[field]]))) continue
    const reader = new RowReader(values, index + 1, table)
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

/** C to I: what planners type. */
const TYPED_FIELDS: readonly MediaMixField[] = [
  'product',
  'targeting',
  'device',
  'creative',
  'startDate',
  'endDate',
  'amount',
]

interface Table {
  /** 0-based. */
  headerRow: number
  /** 0-based column of each field. */
  columns: Record<MediaMixField, number>
  labels: SheetLabels
}

/** The row that holds all of the sixteen headings, in one language. */
function findTable(grid: PlainGrid): Table | undefined {
  const fields = MEDIA_MIX_FIELDS.slice(0, PROPOSAL_COLUMNS)
  for (let headerRow = 0; headerRow < grid.length; headerRow++) {
    const texts = grid[headerRow]!.map((value) => (typeof value === 'string' ? value.trim() : ''))
    for (const labels of Object.values(SHEET_LABELS)) {
      const places = fields.map((field) => texts.indexOf(labels.columns[field]))
      if (places.some((place) => place < 0)) continue
      const columns = Object.fromEntries(
        MEDIA_MIX_FIELDS.map((field) => [field, texts.indexOf(labels.columns[field])]),
      )
      return { headerRow, columns: columns as Record<MediaMixField, number>, labels }
    }
  }
  return undefined
}

function readRow(reader: RowReader, options: ReadBackOptions): ReadRow {
  const startDate = reader.take('startDate', typedDate, 'required')
  const endDate = reader.take('endDate', typedDate, 'required')
  if (startDate !== null && endDate !== null && endDate < startDate)
    reader.errorAt('END_BEFORE_START', 'endDate')
  const productName = reader.take('product', typedPlainText, 'required')
  return {
    row: reader.row,
    unitId: null,
    kind: readKind(reader),
    productName,
    productCode: productName === null ? null : findProduct(productName, reader, options),
    targeting: reader.take('targeting', typedPlainText),
    device: reader.take('device', typedPlainText),
    creative: reader.take('creative', typedPlainText),
    startDate,
    endDate,
    amount: reader.take('amount', (value) => typedWon(value, MAX_SHEET_AMOUNT), 'required'),
    ecpm: readEcpm(reader),
    ctr: reader.take('ctr', typedRate),
    vtr: reader.take('vtr', typedRate),
    errors: reader.errors,
  }
}

/** Impressions are divided by it. */
function readEcpm(reader: RowReader): number | null {
  const ecpm = reader.take('ecpm', (value) => typedWon(value, MAX_SHEET_AMOUNT))
  if (ecpm !== 0) return ecpm
  reader.errorAt('NOT_POSITIVE', 'ecpm')
  return null
}

/** A row a planner has just inserted says nothing yet: it is a paid one, as TOTAL counts it. */
function readKind(reader: RowReader): PlanRow['kind'] | null {
  const text = reader.take('kind', typedPlainText)
  const { kinds } = reader.table.labels
  if (text === null || text === kinds.PAID) return 'PAID'
  if (text === kinds.SERVICE) return 'SERVICE'
  reader.errorAt('UNKNOWN_KIND', 'kind')
  return null
}

/** By name; where no name or several fit, by code. */
function findProduct(text: string, reader: RowReader, { products }: ReadBackOptions): string | null {
  if (!products) return null
  const byName = products.filter((product) => product.name.trim() === text)
  if (byName.length === 1) return byName[0]!.code
  const byCode = products.find((product) => product.code === text)
  if (byCode) return byCode.code
  reader.errorAt(byName.length === 0 ? 'UNKNOWN_PRODUCT' : 'AMBIGUOUS_PRODUCT', 'product')
  return null
}

/** Takes the cells of one row and keeps what was wrong with them. */
class RowReader {
  readonly errors: CellError[] = []

  constructor(
    private readonly values: readonly PlainValue[],
    readonly row: number,
    readonly table: Table,
  ) {}

  take<T, Code extends CellErrorCode>(
    field: MediaMixField,
    read: (value: PlainValue) => Typed<T, Code>,
    required?: 'required',
  ): T | null {
    const typed = read(this.values[this.table.columns[field]])
    if (typed.kind === 'value') return typed.value
    if (typed.kind === 'invalid') this.errorAt(typed.code, field)
    else if (required) this.errorAt('REQUIRED', field)
    return null
  }

  errorAt(code: CellErrorCode, field: MediaMixField): void {
    this.error(code, field, this.table.columns[field])
  }

  error(code: CellErrorCode, field: CellError['field'], column: number): void {
    const address = cellAddress(column + 1, this.row)
    const label = field === 'rowKey' ? '' : this.table.labels.columns[field]
    this.errors.push({ code, field, address, message: cellErrorMessage(code, address, label) })
  }
}

function blank(value: PlainValue): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '')
}
