/**
 * A workbook contains its identity: the campaign, its revision and the rows' keys. So a proposal that comes
 * back can be recognised, checked for staleness and synced again.
 *
 * Every single place can get lost (a deleted column, "remove personal information", a copy without names), so
 * the identity is stored in several: in the first cell of the hidden key column of each sheet, under a
 * defined name, and in the file's keywords. They are only hints; the service is the source of truth.
 */

import { fixedAddress } from './address'
import type { DefinedName } from './layout'

export interface WorkbookIdentity {
  /** Opaque. */
  campaignId: string
  revision: number
}

/** Plain values of a range, as Office.js and exceljs hand them out. */
export type PlainValue = string | number | boolean | null | undefined
export type PlainGrid = readonly (readonly PlainValue[])[]

/** Defined names in a workbook: of the identity's cell, and of the rows' keys. */
export const IDENTITY_NAME = 'Flightsheet_Workbook'
export const ROW_KEYS_NAME = 'Flightsheet_RowKeys'
/** Heading of the hidden key column; readers find the column by it, wherever it has moved. */
export const KEY_COLUMN_HEADING = 'flightsheet:row'

const TOKEN = /^flightsheet:1:(\d{1,16}):([A-Za-z0-9_-]{1,64})$/
const ROW_KEY = /^[A-Za-z0-9_-]{1,64}$/

/** The identity as one text, made only of ids; cells and keywords contain this text. */
export function identityToken(identity: WorkbookIdentity): string {
  const token = `flightsheet:1:${identity.revision}:${identity.campaignId}`
  if (!parseIdentityToken(token)) throw new RangeError('a campaign id is 1 to 64 letters, digits, - or _')
  return token
}

export function parseIdentityToken(value: PlainValue): WorkbookIdentity | undefined {
  const match = typeof value === 'string' ? TOKEN.exec(value.trim()) : null
  if (!match) return undefined
  const revision = Number(match[1])
  return Number.isSafeInteger(revision) ? { campaignId: match[2]!, revision } : undefined
}

/**
 * The defined names of a sheet whose key column has the identity in row 1 and row keys from `first` to
 * `last`.
 */
export function identityNames(keyColumn: number, first: number, last: number): DefinedName[] {
  return [
    { name: IDENTITY_NAME, ref: fixedAddress(keyColumn, 1) },
    { name: ROW_KEYS_NAME, ref: `${fixedAddress(keyColumn, first)}:${fixedAddress(keyColumn, last)}` },
  ]
}

/** What was found in a workbook; missing parts are left out. */
export interface IdentityEvidence {
  /** Values of each sheet's used range. */
  sheets?: readonly PlainGrid[]
  /** Value of the cell behind {@link IDENTITY_NAME}. */
  named?: PlainValue
  /** The file's keywords. */
  keywords?: string | null
}

export type IdentityFinding =
  | { kind: 'found'; identity: WorkbookIdentity }
  /** Parts of several campaigns: the user must choose one. */
  | { kind: 'mixed'; identities: WorkbookIdentity[] }
  | { kind: 'none' }

/**
 * Reads the identity from the places that still have it. If they have different revisions of one campaign,
 * the oldest counts: a sheet that seems too old is merged once more, but one that seems too new would
 * overwrite silently.
 */
export function readIdentity(evidence: IdentityEvidence): IdentityFinding {
  const oldest = new Map<string, WorkbookIdentity>()
  const note = (identity: WorkbookIdentity | undefined) => {
    if (!identity) return
    const known = oldest.get(identity.campaignId)
    if (!known || identity.revision < known.revision) oldest.set(identity.campaignId, identity)
  }
  note(parseIdentityToken(evidence.named))
  for (const word of (evidence.keywords ?? '').split(/[\s,;]+/)) note(parseIdentityToken(word))
  for (const sheet of evidence.sheets ?? [])
    for (const value of tokenCells(sheet)) note(parseIdentityToken(value))

  const identities = [...oldest.values()]
  if (identities.length === 0) return { kind: 'none' }
  return identities.length === 1 ? { kind: 'found', identity: identities[0]! } : { kind: 'mixed', identities }
}

/**
 * Where a sheet has its token: in the first row, or above the heading of the key column, if somebody inserted rows above
 * the title. Text elsewhere can't be mistaken for it.
 */
function tokenCells(sheet: PlainGrid): PlainValue[] {
  const keys = findKeyColumn(sheet)
  const above = keys ? sheet.slice(1, keys.row).map((row) => row[keys.column]) : []
  return [...(sheet[0] ?? []), ...above]
}

/** Position of the key column's heading, 0-based; undefined when the column is gone. */
export function findKeyColumn(grid: PlainGrid): { row: number; column: number } | undefined {
  for (let row = 0; row < grid.length; row++) {
    const column = grid[row]!.indexOf(KEY_COLUMN_HEADING)
    if (column >= 0) return { row, column }
  }
  return undefined
}

/** Parses a row's key from a cell; undefined when there is none or it is invalid. */
export function parseRowKey(value: PlainValue): string | undefined {
  const text = typeof value === 'string' ? value.trim() : ''
  return ROW_KEY.test(text) ? text : undefined
}
