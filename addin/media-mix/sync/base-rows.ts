import type { MediaMixRow, RowFields } from '../../../shared/contract/campaigns'
import { SYNCED_FIELDS } from '../../../shared/sheets/media-mix/columns'
import { isEditable } from '../../../shared/statuses'

/** A row as it was when sheet and service last agreed. */
export interface BaseRow {
  version: number
  /** Only rows that nothing is promised of are synced; the others change by amendment. */
  editable: boolean
  /** Of a base that was kept before a field existed, that field is missing. */
  fields: RowFields
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

/** The fields of a base that was kept without their names. */
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

/** The base as the workbook keeps it, so that a closed file knows what it last agreed on. */
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

/** Undefined when it is another campaign's or can't be read: then nothing is known, and nothing is overwritten. */
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
      // A field that isn't known here any more, or wasn't when it was kept, is left out.
      const known = SYNCED_FIELDS.flatMap((field) => {
        const value = values[names.indexOf(field)]
        return value === undefined || value === null ? [] : [[field, value]]
      })
      return [id, { version, editable: editable === true, fields: Object.fromEntries(known) }]
    })
    return { campaignId, revision: packed.revision, rows: new Map(rows) }
  } catch {
    return undefined
  }
}
