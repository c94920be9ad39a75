import type { MediaMixRow, RowChange, RowConflict, RowFields } from '../../shared/contract/campaigns'
import { cellOfAddress } from '../../shared/sheets/address'
import { findKeyColumn, type PlainGrid } from '../../shared/sheets/identity'
import type { Cell } from '../../shared/sheets/layout'
import { AMEND_FIELDS, BLANK_FIELDS, FREE_FIELDS, SYNCED_FIELDS } from '../../shared/sheets/media-mix/columns'
import type { ReadRow } from '../../shared/sheets/media-mix/read-back'
import { HIDDEN_HEADINGS } from '../../shared/sheets/media-mix/rows'
import { findTable, isProposal } from '../../shared/sheets/media-mix/table'
import { busyWith, type Desk, openCampaign, patchOpen } from '../desk/desk'
import { DeskFailure } from '../desk/failure'
import type { OpenCampaign } from '../desk/state/desk-state'
import type { CellWrite } from '../excel/cell-writes'
import { insertColumns } from '../excel/insert-columns'
import { readSheet, type SheetGrid } from '../excel/read-sheet'
import { placeFor, revisionIn } from '../excel/workbook-identity'
import { rowsByKey, writeCells } from '../excel/write-cells'
import { attachmentOf, requireDatesFrom1900, requireSheet, store } from './attachment'
import { draw } from './draw'
import { syncNow } from './exchange'
import { layoutOf, plannedIn } from './layout'
import { push, pushAccepted, type Sender } from './push-changes'
import { refreshTargeting } from './row-targeting'
import { rowsIn } from './sheet-rows'
import { type Base, baseOf } from './sync/base-rows'
import { changesOf, type RowCellError } from './sync/changes'
import { RefusedFields } from './sync/refused-fields'
import { takeAnswer } from './sync/take-answer'

/** Makes the proposal of the open campaign the planner's sheet. */
export async function takeOverProposal(desk: Desk): Promise<void> {
  await busyWith(desk, 'write-sheet', async () => {
    const { view, proposal } = openCampaign(desk)
    const found = proposal ? await readSheet(proposal.id) : null
    if (!found || placeFor(view.id, found.grid) !== 'ours' || !isProposal(found.grid)) {
      patchOpen(desk, view.id, { proposal: null })
      throw new DeskFailure('NO_SHEET')
    }
    await takeOver(desk, found)
  })
}

/**
 * Merges what somebody typed into a proposal against the revision that the proposal shows, and draws the planner's
 * sheet in its place. What the planner must decide is drawn as it was typed, and found by the sync that follows.
 * Rows that the proposal doesn't have are left alone: it shows only those that count.
 *
 * @throws DeskFailure DATES_FROM_1904, KEYS_LOST, ROW_NOT_READY when new rows can't be sent as they are: drawing
 * would lose them
 */
export async function takeOver(desk: Desk, { sheetId, name, grid }: SheetGrid): Promise<void> {
  await requireDatesFrom1900()
  const { view } = openCampaign(desk)
  const keys = findKeyColumn(grid)
  if (!keys) throw new DeskFailure('KEYS_LOST')
  patchOpen(desk, view.id, { proposal: { id: sheetId, name } })
  const sender: Sender = {
    campaignId: view.id,
    base: { campaignId: view.id, revision: revisionIn(view.id, grid), rows: new Map() },
    refused: new RefusedFields(),
  }
  const { rows: current } = await push(desk, sender, [])
  const now = allEditable(baseOf(view.id, view.revision, current))
  const read = rowsIn(desk, grid)
  const { changes, newKeys, errors } = changesOf(read, now)
  requireSendable(desk, errors, now)
  // Write the keys first: a retried push must contain the same row keys.
  const keyed = new Map(newKeys.map(({ row, unitId }) => [row, unitId]))
  await writeCells(
    sheetId,
    newKeys.map(({ row, unitId }) => ({ row, column: keys.column + 1, cell: textCell(unitId) })),
    undefined,
  )
  const rows = read.map((row) => ({ ...row, unitId: keyed.get(row.row) ?? row.unitId }))
  const known = changes.filter(({ unitId }) => now.rows.has(unitId)).map(withoutVersion)
  const sent = await send(desk, sender, [...known, ...changes.filter(({ unitId }) => !now.rows.has(unitId))])
  const { errors: unsent, withheld } = changesOf(rows, now, new Set(), new Set(), sender.refused)
  requireSendable(desk, unsent, now)
  for (const { unitId, fields } of withheld) sent.unsettled.push({ unitId, fields })
  // Notes beside the proposal make room for the hidden columns; drawing inserts the planner's other columns.
  await insertColumns(sheetId, keys.column + 2, HIDDEN_HEADINGS.length)
  await drawTyped(desk, sheetId, rows, sent)
  await writeErrors(desk, grid, unsent)
  await syncNow(desk)
  const { restored } = openCampaign(desk)
  patchOpen(desk, view.id, { restored: [...new Set([...restored, ...sent.restored])] })
}

interface Sent {
  revision: number
  rows: readonly MediaMixRow[]
  conflicts: RowConflict[]
  /** What the planner must decide. */
  unsettled: { unitId: string; fields: readonly (keyof RowFields)[] }[]
  /** Booked rows in which something was typed that can't be amended. */
  restored: string[]
}

const CHANGEABLE: readonly (keyof RowFields)[] = [...AMEND_FIELDS, ...FREE_FIELDS]
const RESTORED_FIELDS = SYNCED_FIELDS.filter((field) => !CHANGEABLE.includes(field))

/**
 * Sends the changes. The service names the booked rows among them only as a whole, so their fields are asked about
 * one after another; of these rows only device and creative are changed.
 */
async function send(desk: Desk, sender: Sender, changes: readonly RowChange[]): Promise<Sent> {
  const { answer, locked } = await pushAccepted(desk, sender, changes)
  const { revision, rows } = answer
  const sent: Sent = { revision, rows, conflicts: [...answer.conflicts], unsettled: [], restored: [] }
  const booked = changes.filter(({ unitId }) => locked.includes(unitId))
  for (const part of [...AMEND_FIELDS.map((field) => [field]), FREE_FIELDS, RESTORED_FIELDS]) {
    const asked = booked.flatMap((change) => partOf(change, part))
    if (asked.length === 0) continue
    const { answer, locked: typed } = await pushAccepted(desk, sender, asked)
    sent.conflicts.push(...answer.conflicts)
    sent.revision = answer.revision
    sent.rows = answer.rows
    if (part === RESTORED_FIELDS || part === FREE_FIELDS) sent.restored.push(...typed)
    else sent.unsettled.push(...typed.map((unitId) => ({ unitId, fields: part })))
  }
  for (const { unitId, field } of sent.conflicts) {
    if (field !== ROW) sent.unsettled.push({ unitId, fields: [field as keyof RowFields] })
  }
  return sent
}

/** Where one side deleted the row. */
const ROW = 'unit'

function partOf(change: RowChange, part: readonly (keyof RowFields)[]): RowChange[] {
  const fields = Object.entries(change.fields ?? {}).filter(([field]) => part.some((one) => one === field))
  return fields.length === 0 ? [] : [{ ...change, fields: Object.fromEntries(fields) }]
}

/** Without a version a row is merged against the sender's revision; `base` tells that it isn't a new one. */
function withoutVersion({ version: _, ...change }: RowChange): RowChange {
  return { ...change, base: {} }
}

/** Booked rows are compared too: the service tells which of them somebody has changed. */
function allEditable(base: Base): Base {
  return { ...base, rows: new Map([...base.rows].map(([id, row]) => [id, { ...row, editable: true }])) }
}

/** @throws DeskFailure ROW_NOT_READY when a cell of a new row is in error */
function requireSendable(desk: Desk, errors: readonly RowCellError[], { rows }: Base): void {
  const ofNew = errors.filter(({ unitId }) => unitId === null || !rows.has(unitId))
  patchOpen(desk, openCampaign(desk).view.id, { cellErrors: ofNew })
  if (ofNew.length > 0) throw new DeskFailure('ROW_NOT_READY')
}

/** Draws the planner's sheet with what was typed and isn't settled; what sheet and service agree on is the base. */
async function drawTyped(desk: Desk, sheetId: string, typed: readonly ReadRow[], sent: Sent): Promise<void> {
  const open = openCampaign(desk)
  const { view } = open
  patchOpen(desk, view.id, { view: { ...view, revision: sent.revision }, rows: sent.rows })
  await refreshTargeting(desk)
  try {
    patchOpen(desk, view.id, { rows: asTyped(open, typed, sent) })
    await draw(desk, sheetId)
  } finally {
    patchOpen(desk, view.id, { rows: sent.rows })
  }
  patchOpen(desk, view.id, { proposal: null })
  const here = attachmentOf(desk)
  if (!here) throw new DeskFailure('NO_SHEET')
  here.base = takeAnswer(baseOf(view.id, 0, []), sent).base
  here.shown = here.base
  await store(here)
}

/** The service's rows with the values that wait for the planner, and the rows that were deleted there. */
function asTyped({ catalogue }: OpenCampaign, typed: readonly ReadRow[], sent: Sent): MediaMixRow[] {
  const read = new Map(typed.map((row) => [row.unitId, row]))
  const rows = sent.rows.map((row) => {
    const waiting = sent.unsettled.filter(({ unitId }) => unitId === row.unitId)
    const fields = waiting.flatMap((one) => one.fields)
    return { ...row, ...valuesOf(read.get(row.unitId), fields) }
  })
  const deleted = sent.conflicts.filter(({ field }) => field === ROW)
  const gone = deleted.flatMap(({ unitId }): MediaMixRow[] => {
    const fields = valuesOf(read.get(unitId), SYNCED_FIELDS)
    const product = catalogue.products.find(({ code }) => code === fields.productCode)
    const { startDate, endDate } = fields
    if (!product || startDate === undefined || endDate === undefined) return []
    const { code: productCode, ecpm, ctr, vtr } = product
    const none = { amount: 0, impressions: 0, clicks: 0, views: 0, variant: null, publishStatus: null }
    const draft = { unitId, version: 1, bookingStatus: 'Draft' as const, ecpm, ctr, vtr }
    return [{ ...BLANK_FIELDS, ...none, ...draft, ...fields, productCode, startDate, endDate }]
  })
  return [...rows, ...gone]
}

function valuesOf(row: ReadRow | undefined, fields: readonly (keyof RowFields)[]): RowFields {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = row?.[field]
      return value === undefined || value === null ? [] : [[field, value]]
    }),
  )
}

/** Writes cells in error into the planner's sheet as they were typed. */
async function writeErrors(desk: Desk, typed: PlainGrid, errors: readonly RowCellError[]): Promise<void> {
  if (errors.length === 0) return
  const { sheetId, grid } = await requireSheet(desk)
  const rows = rowsByKey(grid)
  const columns = findTable(grid)?.columns
  const writes = errors.flatMap(({ unitId, field, address }): CellWrite[] => {
    const row = unitId === null ? undefined : rows.get(unitId)
    const cell = cellOfAddress(address)
    if (row === undefined || !cell || field === 'rowKey') return []
    const value = typed[cell.row - 1]?.[cell.column - 1]
    const text = value === null || value === undefined ? '' : String(value)
    const shown: Cell = typeof value === 'number' ? { kind: 'number', value } : textCell(text)
    const column = columns?.get(field)
    return column === undefined ? [] : [{ row, column: column + 1, cell: shown }]
  })
  if (!(await writeCells(sheetId, writes, layoutOf(desk).protection, plannedIn(grid))))
    await writeErrors(desk, typed, errors)
}

function textCell(text: string): Cell {
  return { kind: 'text', text }
}
