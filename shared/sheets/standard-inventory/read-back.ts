import type { Month } from '../../calendar'
import { cellAddress } from '../address'
import type { PlainGrid, PlainValue } from '../identity'
import { MAX_SHEET_AMOUNT, typedPlainText, typedWhole } from '../typed-values'
import type { StandardCellError, StandardCellErrorCode } from './cell-error'
import {
  HIDDEN_FIELDS,
  STANDARD_FIELDS,
  STANDARD_HIDDEN,
  type StandardField,
  type StandardHidden,
  standardMonth,
} from './columns'
import { STANDARD_LABELS } from './labels'
import type { StandardDraft } from './sheet'

/** A correction as the operator typed it. */
export interface Correction {
  id: number
  metaId: string
  name: string
  broadcaster: string | null
  /** 1-based row of the sheet. */
  row: number
  /** The version that was pulled: the service refuses the correction when the row has another one now. */
  version: number
  /** The correction that was pulled. */
  before: number | null
  /** Null removes the correction. */
  adjustedTotal: number | null
  reason: string
  forecastTotal: number | null
}

/** The position of an id's row, and what was pulled. */
export interface RowPlace {
  /** 1-based. */
  row: number
  version: number
  /** Whether its status is 확정. */
  confirmed: boolean
}

export type ReadStandard =
  | {
      kind: 'read'
      month: Month
      rows: ReadonlyMap<number, RowPlace>
      /** What can be sent, in the order of the sheet. */
      corrections: Correction[]
      /** Invalid cells; their rows aren't sent. */
      errors: StandardCellError[]
      /** Everything that was typed, valid or not: it stays when the sheet is drawn again. */
      drafts: ReadonlyMap<number, StandardDraft>
    }
  | { kind: 'not-standard' }

/** Most characters of a reason, as in the service. */
const MAX_REASON = 500

/**
 * Reads what an operator typed into a 표준인벤토리 sheet. The table is found by its headings, in either language,
 * so moved columns and rows don't matter. Sheets that an earlier version has drawn have no notes.
 *
 * @param grid values from cell A1 on
 */
export function readStandardInventory(grid: PlainGrid): ReadStandard {
  const month = standardMonth(grid)
  const table = findTable(grid)
  if (month === undefined || !table) return { kind: 'not-standard' }
  const rows = new Map<number, RowPlace>()
  const drafts = new Map<number, StandardDraft>()
  const corrections: Correction[] = []
  const errors: StandardCellError[] = []
  for (let index = table.headerRow + 1; index < grid.length; index++) {
    const reader = new RowReader(grid[index]!, index + 1, table)
    const { id, version } = reader
    if (id === undefined || version === undefined) {
      // It is unknown which row of the service this is, so what was typed there is reported as an error.
      if (reader.number('version') === undefined && reader.hasTyped())
        errors.push(reader.error('LOST_ROW', 'adjustedTotal'))
      continue
    }
    if (rows.has(id)) {
      errors.push(reader.error('COPIED_ROW', 'adjustedTotal'))
      continue
    }
    rows.set(id, { row: reader.row, version, confirmed: reader.isConfirmed() })
    const typed = reader.correction()
    if (!typed) continue
    drafts.set(id, {
      adjustedTotal: reader.value('adjustedTotal'),
      reason: reader.value('reason'),
      version,
      pulled: reader.pulled(),
    })
    if (typed.kind === 'error') errors.push(typed.error)
    else corrections.push({ id, version, ...typed.correction })
  }
  return { kind: 'read', month, rows, corrections, errors, drafts }
}

type Field = StandardField | StandardHidden

interface Table {
  /** 0-based. */
  headerRow: number
  /** 0-based column of each field. */
  columns: Record<Field, number>
}

function findTable(grid: PlainGrid): Table | undefined {
  for (let headerRow = 0; headerRow < grid.length; headerRow++) {
    const texts = grid[headerRow]!.map((value) => (typeof value === 'string' ? value.trim() : ''))
    if (!texts.includes(STANDARD_HIDDEN.key)) continue
    for (const labels of Object.values(STANDARD_LABELS)) {
      const places = [
        ...STANDARD_FIELDS.map((field): [Field, number] => [field, texts.indexOf(labels.columns[field])]),
        ...HIDDEN_FIELDS.map((field): [Field, number] => [field, texts.indexOf(STANDARD_HIDDEN[field])]),
      ]
      if (places.some(([field, place]) => place < 0 && field !== 'notes')) continue
      return { headerRow, columns: Object.fromEntries(places) as Record<Field, number> }
    }
  }
  return undefined
}

type TypedCorrection =
  | { kind: 'error'; error: StandardCellError }
  | { kind: 'correction'; correction: Omit<Correction, 'id' | 'version'> }

class RowReader {
  readonly id: number | undefined
  readonly version: number | undefined

  constructor(
    private readonly values: readonly PlainValue[],
    readonly row: number,
    private readonly table: Table,
  ) {
    this.id = this.number('key')
    this.version = this.number('version')
  }

  value(field: Field): PlainValue {
    return this.values[this.table.columns[field]]
  }

  private text(field: Field): string {
    return String(this.value(field) ?? '')
  }

  number(field: Field): number | undefined {
    const value = this.value(field)
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
  }

  pulled(): number | null {
    return this.number('pulled') ?? null
  }

  isConfirmed(): boolean {
    return Object.values(STANDARD_LABELS).some(({ statuses }) => statuses.CONFIRMED === this.value('status'))
  }

  hasTyped(): boolean {
    return (['adjustedTotal', 'reason'] as const).some(
      (field) => String(this.value(field) ?? '').trim() !== '',
    )
  }

  /** Undefined: nothing was typed here. */
  correction(): TypedCorrection | undefined {
    const total = typedWhole(this.value('adjustedTotal'), MAX_SHEET_AMOUNT)
    const reason = typedPlainText(this.value('reason'))
    if (total.kind === 'invalid') return this.refuse(total.code, 'adjustedTotal')
    if (reason.kind === 'invalid') return this.refuse(reason.code, 'reason')
    const adjustedTotal = total.kind === 'value' ? total.value : null
    if (adjustedTotal === this.pulled()) {
      return reason.kind === 'blank' ? undefined : this.refuse('REASON_ALONE', 'reason')
    }
    if (reason.kind === 'blank') return this.refuse('REASON_REQUIRED', 'reason')
    if (reason.value.length > MAX_REASON) return this.refuse('REASON_TOO_LONG', 'reason')
    return {
      kind: 'correction',
      correction: {
        metaId: this.text('metaId'),
        name: this.text('name'),
        broadcaster: this.text('broadcaster') || null,
        row: this.row,
        before: this.pulled(),
        adjustedTotal,
        reason: reason.value,
        forecastTotal: this.number('forecastTotal') ?? null,
      },
    }
  }

  error(code: StandardCellErrorCode, field: StandardCellError['field']): StandardCellError {
    const column = this.table.columns[field] + 1
    return {
      code,
      field,
      metaId: this.text('metaId'),
      row: this.row,
      column,
      address: cellAddress(column, this.row),
    }
  }

  private refuse(code: StandardCellErrorCode, field: StandardCellError['field']): TypedCorrection {
    return { kind: 'error', error: this.error(code, field) }
  }
}
