import type { MediaMixRow, RowFields } from '../../../shared/contract/campaigns'
import { columnOfField, SYNCED_COLUMNS, SYNCED_FIELDS } from '../../../shared/sheets/media-mix/columns'
import { isEditable } from '../../../shared/statuses'

/** The version of a row of which only the values are known: it is merged by its values. */
export const UNKNOWN_VERSION = 0

/** A row as it was when sheet and service last agreed. */
export interface BaseRow {
  version: number
  /** True: nothing is promised yet, so the row is synced. Other rows change by amendment only. */
  editable: boolean
  /** A field is missing if the base was stored before the field existed. */
  fields: RowFields
}

/** Whether a field has the same value in both; a base doesn't tell an unknown value from none. */
export function isSame(
  one: RowFields[keyof RowFields] | null,
  other: RowFields[keyof RowFields] | null,
): boolean {
  return (one ?? null) === (other ?? null)
}

export interface Base {
  campaignId: string
  revision: number
  rows: Map<string, BaseRow>
}

export function baseRow(row: MediaMixRow): BaseRow {
  return {
    version: row.version,
    editable: isEditable(row.bookingStatus),
    fields: Object.fromEntries(SYNCED_FIELDS.map((field) => [field, row[field]])),
  }
}

export function baseOf(campaignId: string, revision: number, rows: readonly MediaMixRow[]): Base {
  return { campaignId, revision, rows: new Map(rows.map((row) => [row.unitId, baseRow(row)])) }
}

/** The fields of a base of version 1, which was stored without field names. */
const FIELDS_OF_FIRST_VERSION = [
  'kind',
  'productCode',
  'device',
  'creative',
  'startDate',
  'endDate',
  'amount',
  'ecpm',
  'ctr',
  'vtr',
]

/** The base as it is stored in the workbook, so that it is available when the file is reopened. */
export function packBase({ campaignId, revision, rows }: Base): string {
  return JSON.stringify({
    v: 2,
    campaignId,
    revision,
    fields: SYNCED_FIELDS,
    rows: [...rows].map(([id, { version, editable, fields }]) => [
      id,
      version,
      editable,
      ...SYNCED_FIELDS.map((field) => fields[field] ?? null),
    ]),
  })
}

/**
 * Reads a stored base. Undefined when it belongs to another campaign or can't be read: then nothing is known,
 * so nothing is overwritten.
 */
export function unpackBase(text: string | null, campaignId: string): Base | undefined {
  if (text === null) return undefined
  try {
    const packed = JSON.parse(text) as Record<string, unknown>
    if (packed.campaignId !== campaignId || typeof packed.revision !== 'number') return undefined
    const names = packed.v === 1 ? FIELDS_OF_FIRST_VERSION : packed.fields
    if (!Array.isArray(packed.rows) || !Array.isArray(names)) return undefined
    const rows = packed.rows.map((row: unknown[]): [string, BaseRow] => {
      const [id, version, editable, ...values] = row
      if (typeof id !== 'string' || typeof version !== 'number' || values.length !== names.length)
        throw new TypeError('not a row')
      // Fields that no longer exist, or didn't exist when the base was stored, are left out.
      const known = SYNCED_FIELDS.flatMap((field) => {
        const value = values[names.indexOf(field)]
        const isNone = value === null && columnOfField(SYNCED_COLUMNS[field]).blank === null
        return isNone || (value !== undefined && value !== null) ? [[field, value]] : []
      })
      return [id, { version, editable: editable === true, fields: Object.fromEntries(known) }]
    })
    return { campaignId, revision: packed.revision, rows: new Map(rows) }
  } catch {
    return undefined
  }
}
