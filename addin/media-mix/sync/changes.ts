import type { RowChange, RowFields } from '../../../shared/contract/campaigns'
import {
  AMEND_FIELDS,
  columnOfField,
  FREE_FIELDS,
  SYNCED_COLUMNS,
  SYNCED_FIELDS,
} from '../../../shared/sheets/media-mix/columns'
import type { CellError } from '../../../shared/sheets/media-mix/messages'
import { addressIn, type ReadRow } from '../../../shared/sheets/media-mix/read-back'
import type { TypedAmendment } from '../../desk/state/media-mix'
import { type Base, type BaseRow, isSame, UNKNOWN_VERSION } from './base-rows'
import { RefusedFields } from './refused-fields'

/** An invalid cell, with the key of its row; null: a new row. */
export type RowCellError = CellError & { unitId: string | null }

/** The differences between the sheet and what sheet and service last agreed on. */
export interface SheetChanges {
  /** The changes to push, in the order of the sheet. */
  changes: RowChange[]
  /**
   * Rows without their own key (typed in, or copied with the key of another row), with the new key that they
   * get.
   */
  newKeys: { row: number; unitId: string }[]
  /** Invalid cells; the other cells of their rows are still used. */
  errors: RowCellError[]
  /** What the planner typed and that isn't sent, because the service refused it or it makes no flight. */
  withheld: { unitId: string; fields: (keyof RowFields)[] }[]
  /** Rows that are no longer in the sheet: the planner is asked before they are deleted. */
  missing: { unitId: string; version: number }[]
  /** Locked rows whose cells differ: the sheet is corrected. */
  lockedRows: string[]
  /**
   * New amounts and flights of reserved and bought rows: the planner confirms them as an amendment, or
   * restores the old values.
   */
  amendments: TypedAmendment[]
}

/**
 * Compares the rows of a sheet with their base. Only fields that differ are sent, so that two planners in one
 * row don't conflict over fields that neither changed.
 *
 * @param skip rows that wait for the planner's decision
 * @param amendable rows that are reserved or bought and not ended
 */
export function changesOf(
  rows: readonly ReadRow[],
  base: Base,
  skip: ReadonlySet<string> = new Set(),
  amendable: ReadonlySet<string> = new Set(),
  refused: RefusedFields = new RefusedFields(),
  newKey: () => string = () => crypto.randomUUID(),
): SheetChanges {
  const result: SheetChanges = {
    changes: [],
    newKeys: [],
    errors: [],
    withheld: [],
    missing: [],
    lockedRows: [],
    amendments: [],
  }
  const present = new Set<string>()
  for (const row of rows) {
    const errors = row.errors
      .filter(({ code }) => code !== 'DUPLICATE_KEY')
      .map((error) => ({ ...error, unitId: row.unitId }))
    if (row.unitId !== null) present.add(row.unitId)
    const known = row.unitId === null ? undefined : base.rows.get(row.unitId)
    if (row.unitId !== null && skip.has(row.unitId)) continue
    if (known && !known.editable) {
      putLocked(result, row, row.unitId!, known, amendable.has(row.unitId!))
      continue
    }
    result.errors.push(...errors)
    if (known) putChanged(result, row, row.unitId!, known, refused)
    else putNew(result, row, errors, refused, newKey)
  }
  for (const [unitId, { version }] of base.rows) {
    if (!present.has(unitId)) result.missing.push({ unitId, version })
  }
  return result
}

function putChanged(
  result: SheetChanges,
  row: ReadRow,
  unitId: string,
  known: BaseRow,
  refused: RefusedFields,
): void {
  const fields = differing(row, known)
  const withheld = SYNCED_FIELDS.filter(
    (field) => refused.has(unitId, field, row) || (isFlight(field) && hasNoFlight(row)),
  )
  sayRefused(result, row, unitId, refused)
  if (withheld.length > 0) result.withheld.push({ unitId, fields: withheld })
  for (const field of withheld) delete fields[field]
  const names = Object.keys(fields) as (keyof RowFields)[]
  if (names.length === 0) return
  const base = Object.fromEntries(names.map((name) => [name, known.fields[name] ?? null]))
  const version = known.version === UNKNOWN_VERSION ? {} : { version: known.version }
  result.changes.push({ op: 'put', unitId, ...version, base, fields })
}

/**
 * In a reserved or bought row, device and creative are sent at once, and amount and flight may be typed as an amendment;
 * other cells are restored.
 */
function putLocked(
  result: SheetChanges,
  row: ReadRow,
  unitId: string,
  known: BaseRow,
  amendable: boolean,
): void {
  const fields = differing(row, known)
  if (hasNoFlight(row)) for (const field of ['startDate', 'endDate'] as const) delete fields[field]
  const typed = amendable ? AMEND_FIELDS.filter((field) => fields[field] !== undefined) : []
  if (typed.length > 0) {
    result.amendments.push({
      unitId,
      fields: Object.fromEntries(typed.map((field) => [field, fields[field]])),
    })
  }
  const free = amendable ? FREE_FIELDS.filter((field) => fields[field] !== undefined) : []
  if (free.length > 0) {
    const only = (of: RowFields) => Object.fromEntries(free.map((field) => [field, of[field] ?? '']))
    const version = known.version === UNKNOWN_VERSION ? {} : { version: known.version }
    result.changes.push({ op: 'put', unitId, ...version, base: only(known.fields), fields: only(fields) })
  }
  if (Object.keys(fields).length > typed.length + free.length) result.lockedRows.push(unitId)
  if (!amendable) return
  const open: readonly string[] = [...AMEND_FIELDS, ...FREE_FIELDS]
  const errors = row.errors.filter(({ field }) => open.includes(field))
  result.errors.push(...errors.map((error) => ({ ...error, unitId })))
  if (hasNoFlight(row)) result.withheld.push({ unitId, fields: ['startDate', 'endDate'] })
}

/** A new row is sent once its required fields are filled. */
function putNew(
  result: SheetChanges,
  row: ReadRow,
  errors: readonly CellError[],
  refused: RefusedFields,
  newKey: () => string,
): void {
  if (errors.length > 0) return
  if (row.unitId !== null && sayRefused(result, row, row.unitId, refused)) return
  const fields: Record<string, string | number | null> = {}
  for (const name of SYNCED_FIELDS) {
    const { needed, fromRateCard, blank } = columnOfField(SYNCED_COLUMNS[name])
    if (fromRateCard) continue
    const value = row[name] ?? blank
    if (value !== undefined) fields[name] = value
    else if (needed) return
  }
  const unitId = row.unitId ?? newKey()
  if (row.unitId === null) result.newKeys.push({ row: row.row, unitId })
  result.changes.push({ op: 'put', unitId, fields })
}

/** @returns whether the row still has a value that the service refused */
function sayRefused(result: SheetChanges, row: ReadRow, unitId: string, refused: RefusedFields): boolean {
  const fields = SYNCED_FIELDS.filter((field) => refused.has(unitId, field, row))
  for (const name of fields) {
    const field = SYNCED_COLUMNS[name]
    result.errors.push({ code: 'REFUSED', field, address: addressIn(row, field), unitId })
  }
  return fields.length > 0
}

/** Start and end are sent together, when they make a flight. */
function hasNoFlight({ errors }: ReadRow): boolean {
  return errors.some(({ code }) => code === 'END_BEFORE_START' || code === 'FLIGHT_TOO_LONG')
}

function isFlight(field: keyof RowFields): boolean {
  return field === 'startDate' || field === 'endDate'
}

function differing(row: ReadRow, { fields }: BaseRow): RowFields {
  const broken = new Set(row.errors.map(({ field }) => field))
  const result: Record<string, string | number | null> = {}
  for (const name of SYNCED_FIELDS) {
    const column = SYNCED_COLUMNS[name]
    // Undefined: the sheet was written without this column. Cells in error are skipped too.
    if (row[name] === undefined || broken.has(column)) continue
    const local = row[name] ?? columnOfField(column).blank
    if (local !== undefined && !isSame(local, fields[name])) result[name] = local
  }
  return result
}
