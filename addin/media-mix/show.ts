import type { RowChange, RowFields } from '../../shared/contract/campaigns'
import { cellAddress } from '../../shared/sheets/address'
import type { Arrangement } from '../../shared/sheets/arranged'
import { type PlainGrid, parseIdentityToken } from '../../shared/sheets/identity'
import type { SheetLayout } from '../../shared/sheets/layout'
import { arrangementOf, stepsTo } from '../../shared/sheets/media-mix/arrangement'
import {
  columnOf,
  MEDIA_MIX_FIELDS,
  type MediaMixField,
  SYNCED_COLUMNS,
} from '../../shared/sheets/media-mix/columns'
import { HIDDEN_HEADINGS } from '../../shared/sheets/media-mix/rows'
import { findTable } from '../../shared/sheets/media-mix/table'
import { isEditable } from '../../shared/statuses'
import { type Desk, openCampaign, patchOpen } from '../desk/desk'
import type { OpenCampaign } from '../desk/state/desk-state'
import type { CellWrite } from '../excel/cell-writes'
import { NOTHING, together } from '../excel/excel-run'
import { changeSheet, type RowReplacement } from '../excel/render-sheet'
import { rowsByKey } from '../excel/write-cells'
import {
  type Attachment,
  askMediaMix,
  attachmentOf,
  isStored,
  reportEdited,
  requireSheet,
  requireTold,
  type SeenSheet,
  type Told,
  tellBase,
} from './attachment'
import { refreshAvailability } from './availability'
import { draw } from './draw'
import { isPlain, layoutOf, placed, plannedIn, unstyled } from './layout'
import { retypedSince } from './push-typed-targeting'
import { refreshHolds } from './row-holds'
import { isInOtherLanguage } from './sheet-language'
import { amendableRows, hasUnsent, ownRowsIn } from './sheet-rows'
import { changesOf, type SheetChanges } from './sync/changes'
import { reconcile, unlockedAreas } from './sync/reconcile'
import { changedOrder } from './sync/row-order'
import { shownAfterWriting } from './sync/take-answer'

/** What {@link showInSheet} knows already. */
export interface Known {
  /** Typed targeting that the service has taken, by row key. */
  accepted?: ReadonlyMap<string, string>
  /** The sheet as it was read before. */
  seen?: SeenSheet
  /** Nothing that was sent since is to be shown: if the sheet shows everything, it needn't be read again. */
  current?: boolean
}

/** Updates the sheet with the current data, without touching changes of the planner that aren't settled. */
export async function showInSheet(desk: Desk, known: Known = {}): Promise<void> {
  const here = attachmentOf(desk)
  const { open } = desk.store.get()
  if (!here || !open?.sheet || open.view.id !== here.campaignId) return
  const canonical = layoutOf(desk)
  let news =
    known.seen && known.current ? newsFor(desk, here, canonical, known.seen, known.accepted) : undefined
  if (!news || news.redraw || news.rows.length + news.cells.length > 0) {
    const seen = await lookAt(desk, canonical, here)
    const rearranged = seen.rearranged || known.seen?.rearranged === true
    news = newsFor(desk, here, canonical, { ...seen, rearranged }, known.accepted)
  }
  // The next sync writes the keys of sorted rows; until then it isn't known by the sheet which row is which.
  if (!news) return
  if (news.redraw) {
    if (news.redraw === 'later') patchOpen(desk, open.view.id, { outdated: true })
    else await draw(desk, open.sheet.id)
    return
  }
  if (open.outdated) patchOpen(desk, open.view.id, { outdated: false })
  const shown = shownAfterWriting(here.shown, news.typed, here.base)
  const isWritten = news.rows.length + news.cells.length > 0
  let told: Told | undefined
  if (isWritten || !isStored(shown, here.stored)) {
    // Excel reports no edits while the add-in writes, so the sheet is read once more.
    const look = isWritten ? askMediaMix(open.sheet.id, [], here.formulas) : NOTHING
    const after = together(tellBase(shown, here.stored), look)
    const done = await changeSheet(open.sheet.id, news.layout, news, after, plannedIn(news.grid))
    if (!done) {
      // Rows may have been painted that aren't where they were: all of them are painted again.
      here.drawn = here.drawn && unstyled(here.drawn)
      reportEdited(desk)
      return
    }
    ;[here.stored, told] = done
  }
  here.drawn = canonical
  here.shown = shown
  if (!told) return
  const sheet = await requireTold(desk, told, [])
  here.last = { sheet, arrangement: here.arrangement, rearranged: false }
  if (hasUnsent(desk, sheet.grid, here)) reportEdited(desk)
}

/** What has to change in the sheet. */
interface SheetNews {
  layout: SheetLayout
  /** The sheet in which it has to change. */
  grid: PlainGrid
  rows: readonly RowReplacement[]
  cells: readonly CellWrite[]
  /** The whole sheet must be drawn again: now, or later, because something in it isn't settled. */
  redraw: 'now' | 'later' | null
  /** What the planner has typed and that isn't sent. */
  typed: readonly RowChange[]
}

/** Undefined while rows have the keys of others. */
function newsFor(
  desk: Desk,
  here: Attachment,
  canonical: SheetLayout,
  { sheet, arrangement, rearranged }: SeenSheet,
  accepted: ReadonlyMap<string, string> = new Map(),
): SheetNews | undefined {
  const open = openCampaign(desk)
  const { grid } = sheet
  const undecided = new Set(open.conflicts.map(({ unitId }) => unitId))
  const read = ownRowsIn(desk, grid, here)
  if (read.some(({ rekeyed }) => rekeyed)) return undefined
  const pending = changesOf(read, here.shown, undecided, amendableRows(desk), here.refused)
  const editable = new Set(
    open.rows.filter(({ bookingStatus }) => isEditable(bookingStatus)).map(({ unitId }) => unitId),
  )
  const typed = retypedSince(here.drawn, read).filter(
    ({ unitId, targeting }) => editable.has(unitId) && targeting !== accepted.get(unitId),
  )
  const layout = placed(canonical, arrangement)
  const { writes, repaint, structural } = reconcile(
    layout,
    here.drawn && placed(here.drawn, arrangement),
    sheet,
    keeper(grid, pending, undecided, new Set(typed.map(({ row }) => row)), unansweredRows(open)),
    rearranged,
  )
  const present = new Set(open.rows.map(({ unitId }) => unitId))
  const missing = pending.missing.filter(({ unitId }) => present.has(unitId))
  const unsettled =
    undecided.size +
      pending.errors.filter(({ unitId }) => unitId !== null).length +
      missing.length +
      pending.changes.length +
      pending.amendments.length +
      typed.length +
      (open.orderConflict || changedOrder(read, here.shown) ? 1 : 0) >
    0
  // Without steps everything is at its place: where a line is missing, the one for it would be written over another.
  const misplaced = !arrangement && (stepsTo(canonical, grid)?.length ?? 0) > 0
  const redraw = structural || misplaced || isInOtherLanguage(grid, desk.language)
  return {
    layout,
    grid,
    rows: repaint,
    cells: writes,
    redraw: redraw ? (unsettled ? 'later' : 'now') : null,
    typed: pending.changes,
  }
}

/**
 * The contents of the open campaign's sheet, and where in it the layout is. The locks are asked about where the layout
 * was last, and once more if rows or columns were inserted since.
 */
export async function lookAt(desk: Desk, layout: SheetLayout, here: Attachment): Promise<SeenSheet> {
  for (let rearranged = false; ; rearranged = true) {
    const { arrangement: last, first } = here
    here.first = null
    const unlocked = first?.unlocked ?? unlockedAreas(placed(layout, last))
    const sheet = first ? await requireTold(desk, first.told, unlocked) : await requireSheet(desk, unlocked)
    const arrangement = arrangementOf(layout, sheet.grid)
    here.arrangement = arrangement
    if (isSameArrangement(arrangement, last)) {
      here.last = { sheet, arrangement, rearranged }
      return here.last
    }
  }
}

function isSameArrangement(one: Arrangement | undefined, other: Arrangement | undefined): boolean {
  const wasPlain = other === undefined && one !== undefined && isPlain(one)
  return wasPlain || JSON.stringify(one) === JSON.stringify(other)
}

/**
 * Tells which cells contain something that only the planner has: unsent changes, cells in error, rows in
 * conflict. What is said of the availability of a row stays as well until the service answers.
 */
function keeper(
  grid: PlainGrid,
  pending: SheetChanges,
  undecided: ReadonlySet<string>,
  typedTargeting: ReadonlySet<number>,
  unanswered: ReadonlySet<string>,
): (row: number, column: number) => boolean {
  const rows = rowsByKey(grid)
  const table = findTable(grid)
  const columns = table?.columns
  const columnIn = (field: MediaMixField) => (columns?.get(field) ?? columnOf(field) - 1) + 1
  const cells = new Set(pending.errors.map(({ address }) => address))
  const whole = new Set([...undecided].map((unitId) => rows.get(unitId)))
  const fields = new Set(
    [
      ...pending.changes.map(({ unitId, fields }) => ({ unitId, fields: Object.keys(fields ?? {}) })),
      ...pending.amendments.map(({ unitId, fields }) => ({ unitId, fields: Object.keys(fields) })),
      ...pending.withheld,
    ].flatMap(({ unitId, fields }) =>
      fields.map((field) => `${rows.get(unitId)}:${columnIn(SYNCED_COLUMNS[field as keyof RowFields])}`),
    ),
  )
  const waiting = new Set([...unanswered].map((unitId) => rows.get(unitId)))
  const hidden = HIDDEN_HEADINGS.map((heading) => grid[table?.headerRow ?? 0]?.indexOf(heading) ?? -1)
  const ofAvailability = new Set([columnIn('message'), hidden[0]! + 1])
  const typedFields = new Set(
    [...MEDIA_MIX_FIELDS.slice(0, columnOf('amount')), 'variant' as const].map(columnIn),
  )
  return (row, column) =>
    // The token must not claim a revision with which rows in conflict were never merged.
    (undecided.size > 0 && parseIdentityToken(grid[row - 1]?.[column - 1]) !== undefined) ||
    fields.has(`${row}:${column}`) ||
    (column === columnIn('targeting') && typedTargeting.has(row)) ||
    cells.has(cellAddress(column, row)) ||
    (whole.has(row) && typedFields.has(column)) ||
    (waiting.has(row) && ofAvailability.has(column))
}

/** Rows of which it isn't known yet what is left for them. */
function unansweredRows({ rows, availability }: OpenCampaign): ReadonlySet<string> {
  const asked = rows.filter((row) => {
    const kind = availability.get(row.unitId)?.kind ?? 'loading'
    return kind === 'loading' && isEditable(row.bookingStatus)
  })
  return new Set(asked.map(({ unitId }) => unitId))
}

/** Loads what is left for the rows that changed, and writes it beside them. */
export async function refreshRows(desk: Desk, force = false): Promise<void> {
  const news = await Promise.all([refreshAvailability(desk, force), refreshHolds(desk)])
  if (!news.includes(true)) return
  // The availability is only additional information: it is no error if the sheet was closed meanwhile.
  const seen = attachmentOf(desk)?.last
  await showInSheet(desk, seen ? { seen, current: true } : {}).catch(() => undefined)
}
