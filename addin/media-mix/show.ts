import type { RowChange, RowFields } from '../../shared/contract/campaigns'
import { cellAddress, rangeAddress } from '../../shared/sheets/address'
import { type Arrangement, arrange } from '../../shared/sheets/arranged'
import { type PlainGrid, parseIdentityToken } from '../../shared/sheets/identity'
import type { SheetLayout } from '../../shared/sheets/layout'
import { arrangementOf, stepsTo } from '../../shared/sheets/media-mix/arrangement'
import {
  columnOf,
  MEDIA_MIX_FIELDS,
  type MediaMixField,
  SYNCED_COLUMNS,
} from '../../shared/sheets/media-mix/columns'
import { type ReadRow, readMediaMix } from '../../shared/sheets/media-mix/read-back'
import { HIDDEN_HEADINGS } from '../../shared/sheets/media-mix/rows'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import { findTable } from '../../shared/sheets/media-mix/table'
import { isAmendable, isEditable } from '../../shared/statuses'
import { type Desk, failureOf, openCampaign, patchOpen } from '../desk/desk'
import { DeskFailure } from '../desk/failure'
import type { OpenCampaign } from '../desk/state/desk-state'
import type { CellWrite } from '../excel/cell-writes'
import { askCountsFrom1904 } from '../excel/date-system'
import { askExcel, NOTHING, together } from '../excel/excel-run'
import { tellToShow } from '../excel/navigate'
import { askTyped, type SheetGrid } from '../excel/read-sheet'
import { askPlace, changeSheet, drawSheet, type RowReplacement, setUpPage } from '../excel/render-sheet'
import { takeSteps } from '../excel/sheet-steps'
import { askKeywords, placeFor } from '../excel/workbook-identity'
import { rowsByKey, writeCells } from '../excel/write-cells'
import {
  type Attachment,
  askMediaMix,
  attach,
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
import { planOf } from './plan'
import { retypedSince, shownTargeting } from './push-typed-targeting'
import { refreshHolds } from './row-holds'
import { isInOtherLanguage } from './sheet-language'
import { baseOf } from './sync/base-rows'
import { changesOf, type SheetChanges } from './sync/changes'
import { drawnOver, type TypedRow } from './sync/drawn-over'
import { reconcile, unlockedAreas } from './sync/reconcile'
import { changedOrder } from './sync/row-order'
import { type OwnedRow, withOwnKeys } from './sync/sorted-rows'
import { shownAfterWriting } from './sync/take-answer'

export function layoutOf(desk: Desk): SheetLayout {
  const layout = mediaMixSheet(planOf(desk), { audience: 'planner', language: desk.language })
  // Made once: they are gone through several times.
  return { ...layout, rows: [...layout.rows] }
}

/**
 * Draws the whole MediaMix of the open campaign again, and listens to it from then on.
 *
 * @param into the id of the sheet to draw into; left out: the sheet of its name, or a new one
 * @param shown whether Excel goes to the sheet
 * @throws DeskFailure DATES_FROM_1904
 */
export async function draw(desk: Desk, into?: string, shown = false): Promise<void> {
  const { view, rows } = openCampaign(desk)
  const layout = layoutOf(desk)
  const [old, place, keywords, from1904] = await askExcel(
    together(
      into === undefined ? NOTHING : askTyped(into, [], []),
      askPlace(into ?? layout.name),
      askKeywords(),
      askCountsFrom1904(),
    ),
  )
  if (from1904) throw new DeskFailure('DATES_FROM_1904')
  const ours = old && placeFor(view.id, old.grid) === 'ours' ? old : null
  const arranged = ours && (await arrangeIn(layout, ours, place.isProtected))
  // A planner may type until the moment in which the sheet is drawn.
  const shownThere = ours && attachedTo(desk, ours.sheetId)
  const look = shownThere ? askTyped(shownThere.sheetId, [], shownThere.formulas) : NOTHING
  const { sheetId, before } = arranged
    ? await drawSheet(arranged.layout, { ...place, isProtected: arranged.isProtected }, 'own', look)
    : await drawSheet(layout, place, ours ? { within: rangeAddress([1, 1], sizeOf(layout)) } : 'all', look)
  const typed = shownThere && before ? typedIn(desk, before.grid, shownThere, ours.grid) : []
  await setUpPage(sheetId, arranged?.layout ?? layout, shown ? tellToShow(sheetId) : NOTHING)
  const base = baseOf(view.id, view.revision, rows)
  patchOpen(desk, view.id, {
    sheet: { id: sheetId, name: old?.name ?? layout.name },
    sync: { kind: 'syncing' },
    conflicts: [],
    orderConflict: null,
    cellErrors: [],
    missing: [],
    restored: [],
    amendments: [],
    outdated: false,
  })
  try {
    const told = await attach(
      desk,
      base,
      layout,
      together(tellBase(base, { base: null, keywords }), askMediaMix(sheetId, [], [])),
    )
    const here = attachmentOf(desk)
    if (!told || !here) return
    here.stored = told[0]
    const { grid } = await requireTold(desk, told[1], [])
    here.arrangement = arrangementOf(layout, grid)
    if (shownThere && before && typed.length > 0) {
      here.shown = shownAfterWriting(shownThere.shown, typed, base)
      await writeCells(sheetId, drawnOver(typed, before.grid, grid), layout.protection)
      reportEdited(desk)
      return
    }
    // What was typed before the add-in listened to the sheet was reported by no event.
    if (hasUnsent(desk, grid, here)) reportEdited(desk)
    else patchOpen(desk, view.id, { sync: { kind: 'synced', at: Date.now() } })
  } catch (error) {
    patchOpen(desk, view.id, { sync: { kind: 'failed', failure: failureOf(error) } })
    throw error
  }
}

/** The open campaign's attachment, if it is to this sheet. */
function attachedTo(desk: Desk, sheetId: string): Attachment | null {
  const here = attachmentOf(desk)
  return here?.sheetId === sheetId ? here : null
}

/**
 * What a planner has typed into rows of a sheet and that wasn't sent.
 *
 * @param looked the sheet before columns were added to it again, in which nobody has typed yet
 */
function typedIn(desk: Desk, grid: PlainGrid, here: Attachment, looked: PlainGrid): TypedRow[] {
  const columns = findTable(looked)?.columns
  const read = ownRowsIn(desk, grid, here)
  const rows = new Map(read.map(({ unitId, row }) => [unitId, row]))
  const { changes, amendments } = changesOf(read, here.shown, new Set(), amendableRows(desk), here.refused)
  return [...changes, ...amendments].flatMap(({ unitId, fields }) => {
    const row = rows.get(unitId)
    if (row === undefined || !here.shown.rows.has(unitId)) return []
    const typed = Object.entries(fields ?? {}).filter(([field]) =>
      columns?.has(SYNCED_COLUMNS[field as keyof RowFields]),
    )
    return typed.length === 0 ? [] : [{ unitId, row, fields: Object.fromEntries(typed) }]
  })
}

/** Most often one look: rows move, or deleted columns come back one after another. */
const MOST_STEPS = 30

/**
 * The layout in the places that a sheet has for it, after its rows were put in order. Undefined when the sheet has too
 * little of a MediaMix.
 */
async function arrangeIn(
  layout: SheetLayout,
  { sheetId, grid }: SheetGrid,
  isProtected: boolean,
): Promise<{ layout: SheetLayout; isProtected: boolean } | undefined> {
  let present = grid
  for (let look = 0; look < MOST_STEPS; look++) {
    const steps = stepsTo(layout, present)
    if (!steps) return undefined
    if (steps.length === 0) {
      const arrangement = arrangementOf(layout, present)
      return arrangement && { layout: placed(layout, arrangement), isProtected: isProtected && look === 0 }
    }
    await takeSteps(sheetId, steps)
    present = (await askExcel(askTyped(sheetId, [], [])))?.grid ?? []
  }
  return undefined
}

function sizeOf({ rows, columns }: SheetLayout): [columns: number, rows: number] {
  return [columns.length, [...rows].length]
}

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
    ;[here.stored, told] = await changeSheet(open.sheet.id, news.layout, news, after)
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
  const redraw = structural || isInOtherLanguage(grid, desk.language)
  return {
    layout,
    rows: repaint,
    cells: writes,
    redraw: redraw ? (unsettled ? 'later' : 'now') : null,
    typed: pending.changes,
  }
}

/** The layout in the places of an arrangement. */
function placed(layout: SheetLayout, arrangement: Arrangement | undefined): SheetLayout {
  if (!arrangement || isPlain(arrangement)) return layout
  const arranged = arrange(layout, arrangement)
  return { ...arranged, rows: [...arranged.rows] }
}

/** Whether everything is where it is drawn first. */
function isPlain({ rows, columns }: Arrangement): boolean {
  return rows.every((row, i) => row === i + 1) && columns.every((column, i) => column === i + 1)
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

/** What rows in conflict contain that only the planner writes. */
function typedInConflicts(desk: Desk, grid: PlainGrid, here: Attachment): string {
  const undecided = new Set(openCampaign(desk).conflicts.map(({ unitId }) => unitId))
  if (undecided.size === 0) return ''
  const rows = ownRowsIn(desk, grid, here).filter(({ unitId }) => unitId !== null && undecided.has(unitId))
  return JSON.stringify(
    rows.map(({ unitId, productCode, device, creative, startDate, endDate, amount, errors }) => [
      [unitId, productCode, device, creative, startDate, endDate, amount],
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
  const typedFields = new Set(MEDIA_MIX_FIELDS.slice(0, columnOf('amount')).map(columnIn))
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
