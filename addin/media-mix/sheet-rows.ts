import type { RowFields } from '../../shared/contract/campaigns'
import type { PlainGrid } from '../../shared/sheets/identity'
import { columnOfField, MEDIA_MIX_FIELDS, SYNCED_COLUMNS } from '../../shared/sheets/media-mix/columns'
import { type ReadRow, readMediaMix } from '../../shared/sheets/media-mix/read-back'
import { findTable } from '../../shared/sheets/media-mix/table'
import { isAmendable } from '../../shared/statuses'
import { type Desk, openCampaign } from '../desk/desk'
import { DeskFailure } from '../desk/failure'
import { type Attachment, attachmentOf, requireSheet } from './attachment'
import { retypedSince, shownTargeting } from './push-typed-targeting'
import { changesOf } from './sync/changes'
import type { TypedRow } from './sync/drawn-over'
import { changedOrder } from './sync/row-order'
import { type OwnedRow, withOwnKeys } from './sync/sorted-rows'

/**
 * The rows of a grid as the planner sees them.
 *
 * @throws DeskFailure NO_SHEET
 */
export function rowsIn(desk: Desk, grid: PlainGrid): ReadRow[] {
  const { view, catalogue } = openCampaign(desk)
  const read = readMediaMix(grid, { products: catalogue.products, period: view })
  if (read.kind !== 'read') throw new DeskFailure('NO_SHEET')
  return read.rows
}

/** The rows of the open campaign's sheet, with their own keys also after a sort of only the visible columns. */
export function ownRowsIn(desk: Desk, grid: PlainGrid, { shown, drawn }: Attachment): OwnedRow[] {
  return withOwnKeys(rowsIn(desk, grid), shown, drawn ? shownTargeting(drawn) : new Map())
}

/**
 * The rows that a planner means by rows of the sheet: just after a sort of only the visible columns, a row of the sheet
 * still has another one's key.
 *
 * @param unitIds keys in the sheet
 */
export async function ownUnitIds(desk: Desk, unitIds: readonly string[]): Promise<string[]> {
  const here = attachmentOf(desk)
  if (!here) return [...unitIds]
  const { grid } = await requireSheet(desk)
  const own = ownRowsIn(desk, grid, here)
  const owners = new Map(rowsIn(desk, grid).map(({ unitId }, i) => [unitId, own[i]!.unitId]))
  return unitIds.map((unitId) => owners.get(unitId) ?? unitId)
}

/** Unit ids of the rows that change by amendment. */
export function amendableRows(desk: Desk): ReadonlySet<string> {
  const rows = openCampaign(desk).rows.filter(({ bookingStatus }) => isAmendable(bookingStatus))
  return new Set(rows.map(({ unitId }) => unitId))
}

/** What rows in conflict contain that only the planner writes. */
function typedInConflicts(desk: Desk, grid: PlainGrid, here: Attachment): string {
  const undecided = new Set(openCampaign(desk).conflicts.map(({ unitId }) => unitId))
  if (undecided.size === 0) return ''
  const rows = ownRowsIn(desk, grid, here).filter(({ unitId }) => unitId !== null && undecided.has(unitId))
  return JSON.stringify(
    rows.map(({ unitId, productCode, device, creative, startDate, endDate, amount, variant, errors }) => [
      [unitId, productCode, device, creative, startDate, endDate, amount, variant],
      errors.map(({ code, field }) => [code, field]),
    ]),
  )
}

/**
 * Whether the sheet contains changes that haven't been pushed yet and don't wait for the planner's decision. What waits is
 * compared with what was sent last.
 */
export function hasUnsent(desk: Desk, grid: PlainGrid, here: Attachment): boolean {
  const { shown, refused, sent } = here
  if (sent && typedInConflicts(desk, grid, here) !== typedInConflicts(desk, sent, here)) return true
  const { conflicts, orderConflict, amendments: waiting } = openCampaign(desk)
  const undecided = new Set(conflicts.map(({ unitId }) => unitId))
  const amendable = amendableRows(desk)
  const read = ownRowsIn(desk, grid, here)
  const { changes, amendments } = changesOf(read, shown, undecided, amendable, refused)
  if (!orderConflict && changedOrder(read, shown)) return true
  const known = new Set(waiting.map((one) => JSON.stringify(one)))
  return changes.length > 0 || amendments.some((one) => !known.has(JSON.stringify(one)))
}

/**
 * What a planner has typed into rows of a sheet and that wasn't sent, and whatever they have typed since it was looked at.
 *
 * @param looked the sheet before columns were added to it again, in which nobody has typed yet
 */
export function typedSince(desk: Desk, here: Attachment, looked: PlainGrid, grid: PlainGrid): TypedRow[] {
  const columns = findTable(looked)?.columns
  const now = findTable(grid)?.columns
  if (!columns || !now) return []
  const places = new Map(ownRowsIn(desk, looked, here).map(({ unitId, row }) => [unitId, row]))
  const read = ownRowsIn(desk, grid, here)
  const { changes, amendments } = changesOf(read, here.shown, new Set(), amendableRows(desk), here.refused)
  const unsent = new Map([...changes, ...amendments].map(({ unitId, fields }) => [unitId, fields ?? {}]))
  return read.flatMap(({ unitId, row }): TypedRow[] => {
    if (unitId === null) return []
    const fields = Object.fromEntries(
      Object.entries((here.shown.rows.has(unitId) && unsent.get(unitId)) || {}).filter(([field]) =>
        columns.has(SYNCED_COLUMNS[field as keyof RowFields]),
      ),
    )
    const sent = new Set(Object.keys(fields).map((field) => SYNCED_COLUMNS[field as keyof RowFields]))
    const old = places.get(unitId)
    const cells = TYPED_FIELDS.filter((field) => {
      const [from, to] = [columns.get(field), now.get(field)]
      if (from === undefined || to === undefined) return false
      // A row that has just been inserted for the drawing has nothing but its key.
      const had = old === undefined ? '' : (looked[old - 1]?.[from] ?? '')
      return sent.has(field) || had !== (grid[row - 1]?.[to] ?? '')
    })
    return cells.length === 0 ? [] : [{ unitId, row, fields, cells }]
  })
}

const TYPED_FIELDS = MEDIA_MIX_FIELDS.filter((field) => columnOfField(field).typed)

/** Keys of the rows in which a planner has typed something that isn't sent, or can't be. */
export function unsentRows(desk: Desk, grid: PlainGrid, here: Attachment): string[] {
  const read = ownRowsIn(desk, grid, here)
  const { changes, amendments, errors } = changesOf(
    read,
    here.shown,
    new Set(),
    amendableRows(desk),
    here.refused,
  )
  return [...changes, ...amendments, ...errors, ...retypedSince(here.drawn, read)].flatMap(({ unitId }) =>
    unitId !== null && here.shown.rows.has(unitId) ? [unitId] : [],
  )
}
