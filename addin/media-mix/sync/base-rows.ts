import type { MediaMixRow } from '../../../shared/contract/campaigns'
import type { RowKind } from '../../../shared/contract/primitives'
import { type BookingStatus, isEditable } from '../../../shared/statuses'

/** The fields of a row that a sheet can change. */
export interface SheetFields {
  kind: RowKind
  productCode: string
  device: string
  creative: string
  startDate: string
  endDate: string
  amount: number
  ecpm: number
  ctr: number
  vtr: number
}

export const SHEET_FIELDS = [
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
] as const satisfies readonly (keyof SheetFields)[]

/** A row as it was when sheet and service last agreed. */
export interface BaseRow {
  version: number
  /** Only rows that nothing is promised of are synced; the others change by amendment. */
  editable: boolean
  fields: SheetFields
}

export interface Base {
  campaignId: string
  revision: number
  rows: Map<string, BaseRow>
}

export function baseRow(row: MediaMixRow): BaseRow {
  const fields = Object.fromEntries(SHEET_FIELDS.map((field) => [field, row[field]]))
  return {
    version: row.version,
    editable: isEditable(row.bookingStatus as BookingStatus),
    fields: fields as unknown as SheetFields,
  }
}

export function baseOf(campaignId: string, revision: number, rows: readonly MediaMixRow[]): Base {
  return { campaignId, revision, rows: new Map(rows.map((row) => [row.unitId, baseRow(row)])) }
}

/** The base as the workbook keeps it, so that a closed file knows what it last agreed on. */
export function packBase({ campaignId, revision, rows }: Base): string {
  return JSON.stringify({
    v: 1,
    campaignId,
    revision,
    rows: [...rows].map(([id, { version, editable, fields }]) => [
      id,
      version,
      editable,
      ...SHEET_FIELDS.map((field) => fields[field]),
    ]),
  })
}

/** Undefined when it is another campaign's or can't be read: then nothing is known, and nothing is overwritten. */
export function unpackBase(text: string | null, campaignId: string): Base | undefined {
  if (text === null) return undefined
  try {
    const packed = JSON.parse(text) as { v: unknown; campaignId: unknown; revision: unknown; rows: unknown }
    if (packed.v !== 1 || packed.campaignId !== campaignId || typeof packed.revision !== 'number')
      return undefined
    if (!Array.isArray(packed.rows)) return undefined
    const rows = packed.rows.map((row: unknown[]): [string, BaseRow] => {
      const [id, version, editable, ...values] = row
      if (typeof id !== 'string' || typeof version !== 'number' || values.length !== SHEET_FIELDS.length)
        throw new TypeError('not a row')
      const fields = Object.fromEntries(SHEET_FIELDS.map((field, i) => [field, values[i]]))
      return [id, { version, editable: editable === true, fields: fields as unknown as SheetFields }]
    })
    return { campaignId, revision: packed.revision, rows: new Map(rows) }
  } catch {
    return undefined
  }
}
