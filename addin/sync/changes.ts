import type { RowChange, RowFields } from '../../shared/contract/campaigns'
import type { CellError, ReadRow } from '../../shared/sheets/read-back'
import { type Base, type BaseRow, SHEET_FIELDS, type SheetFields } from './base-rows'

/** What the sheet says differently from what sheet and service last agreed on. */
export interface SheetChanges {
  /** For the service, in the order of the sheet. */
  changes: RowChange[]
  /** Rows without a key of their own (typed in, or copied with the key of another): they get one. */
  newKeys: { row: number; unitId: string }[]
  /** Cells that can't be taken; their rows' other cells are. */
  errors: CellError[]
  /** Rows that were there and are no longer: whoever syncs is asked before they are deleted. */
  missing: { unitId: string; version: number }[]
  /** Bought and reserved rows whose cells differ: the sheet is put right, they change by amendment. */
  lockedRows: string[]
}

/**
 * Compares the rows of a sheet with their base. Only what differs is sent, so that two planners in one row don't
 * collide over fields that neither touched.
 *
 * @param skip rows that wait for the planner's decision
 */
export function changesOf(
  rows: readonly ReadRow[],
  base: Base,
  skip: ReadonlySet<string> = new Set(),
  newKey: () => string = () => crypto.randomUUID(),
): SheetChanges {
  const result: SheetChanges = { changes: [], newKeys: [], errors: [], missing: [], lockedRows: [] }
  const present = new Set<string>()
  for (const row of rows) {
    const errors = row.errors.filter(({ code }) => code !== 'DUPLICATE_KEY')
    if (row.unitId !== null) present.add(row.unitId)
    const known = row.unitId === null ? undefined : base.rows.get(row.unitId)
    if (row.unitId !== null && skip.has(row.unitId)) continue
    if (known && !known.editable) {
      if (Object.keys(differing(row, known)).length > 0) result.lockedRows.push(row.unitId!)
      continue
    }
    result.errors.push(...errors)
    if (known) putChanged(result, row, row.unitId!, known)
    else putNew(result, row, errors, newKey)
  }
  for (const [unitId, { version }] of base.rows) {
    if (!present.has(unitId)) result.missing.push({ unitId, version })
  }
  return result
}

function putChanged({ changes }: SheetChanges, row: ReadRow, unitId: string, known: BaseRow): void {
  const fields = differing(row, known)
  const names = Object.keys(fields) as (keyof SheetFields)[]
  if (names.length === 0) return
  const base = Object.fromEntries(names.map((name) => [name, known.fields[name]]))
  changes.push({ op: 'put', unitId, version: known.version, base, fields })
}

/** A new row is sent once it says what it needs. */
function putNew(
  result: SheetChanges,
  row: ReadRow,
  errors: readonly CellError[],
  newKey: () => string,
): void {
  if (errors.length > 0) return
  const { productCode, startDate, endDate } = row
  if (productCode === null || startDate === null || endDate === null) return
  const unitId = row.unitId ?? newKey()
  if (row.unitId === null) result.newKeys.push({ row: row.row, unitId })
  result.changes.push({
    op: 'put',
    unitId,
    fields: {
      kind: row.kind ?? 'PAID',
      productCode,
      startDate,
      endDate,
      amount: row.amount ?? 0,
      device: row.device ?? '',
      creative: row.creative ?? '',
    },
  })
}

function differing(row: ReadRow, { fields }: BaseRow): RowFields {
  const broken = new Set(row.errors.map(({ field }) => (field === 'product' ? 'productCode' : field)))
  const result: Partial<Record<keyof SheetFields, string | number>> = {}
  for (const field of SHEET_FIELDS) {
    if (broken.has(field)) continue
    // An empty text cell is an empty text; any other empty cell is an error and was left out above.
    const local = row[field] ?? (field === 'device' || field === 'creative' ? '' : null)
    if (local !== null && local !== fields[field]) result[field] = local
  }
  return result as RowFields
}
