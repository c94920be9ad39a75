import type { Arrangement } from '../../shared/sheets/arranged'
import { findKeyColumn, type PlainGrid } from '../../shared/sheets/identity'
import type { SheetLayout } from '../../shared/sheets/layout'
import { readMediaMix } from '../../shared/sheets/media-mix/read-back'
import { type Desk, openCampaign, patchOpen } from '../desk/desk'
import { DeskFailure } from '../desk/failure'
import { perDesk } from '../desk/per-desk'
import type { Area } from '../excel/areas'
import { askToListen } from '../excel/buttons'
import { askCountsFrom1904 } from '../excel/date-system'
import { type Ask, askExcel, NOTHING, together } from '../excel/excel-run'
import type { Unlisten } from '../excel/handlers'
import { askForVisits } from '../excel/other-sheets'
import { askTyped, readSheet, type SheetGrid } from '../excel/read-sheet'
import { startWithWorkbook } from '../excel/startup'
import { askKeywords, keywordsWith, placeFor, revisionIn, tellKeywords } from '../excel/workbook-identity'
import { askSetting, tellSetting } from '../excel/workbook-settings'
import { type Base, packBase, unpackBase } from './sync/base-rows'
import { RefusedFields } from './sync/refused-fields'
import { typedFormulas } from './sync/typed-formulas'

const BASE_SETTING = 'flightsheet.base'

/** The MediaMix in the workbook, and what is known of it. */
export interface Attachment {
  readonly campaignId: string
  readonly sheetId: string
  /** The rows on which sheet and service last agreed. */
  base: Base
  /**
   * The known contents of the sheet's cells. It is older than `base` until the new values are written into
   * the sheet. A cell that differs from `shown` was typed, and is pushed with the versions of `shown`: with
   * those of `base` it would overwrite values that the sheet doesn't show yet.
   */
  shown: Base
  refused: RefusedFields
  /** What the workbook has of it: the stored base, and the file's keywords; null: not known. */
  stored: { base: string | null; keywords: string | null }
  /** Addresses of the cells in which the planner has typed a formula; their results are asked for. */
  formulas: readonly string[]
  /** The contents of the sheet when the listening began, for the first sync. */
  first: { told: Told; unlocked: readonly Area[] } | null
  /** The sheet as it was read last. */
  last: SeenSheet | null
  /** The values of the sheet that the last sync has sent. */
  sent: PlainGrid | null
  /** The layout that was drawn last; null after the workbook was opened again. */
  drawn: SheetLayout | null
  /** Where the layout was in the sheet when it was read last; undefined: where it is drawn first. */
  arrangement: Arrangement | undefined
}

/** The open campaign's sheet as it was read, and where the layout is in it. */
export interface SeenSheet {
  sheet: SheetGrid
  arrangement: Arrangement | undefined
  /** Rows or columns were inserted or moved since the sheet was seen before. */
  rearranged: boolean
}

/** The open campaign's sheet, and its listeners. */
interface Listening {
  attached: (Attachment & { unlisten: Unlisten }) | null
  edited: Set<() => void>
  buyPressed: Set<(unitId: string) => void>
}

const listening = perDesk((): Listening => ({ attached: null, edited: new Set(), buyPressed: new Set() }))

export function attachmentOf(desk: Desk): Attachment | null {
  return listening(desk).attached
}

/** Calls the listener when a person changes cells. @returns a function that removes it */
export function onEdited(desk: Desk, listener: () => void): () => void {
  const { edited } = listening(desk)
  edited.add(listener)
  return () => edited.delete(listener)
}

/** Tells the listeners that a person changed cells while the add-in was writing, which no event has told. */
export function reportEdited(desk: Desk): void {
  for (const listener of listening(desk).edited) listener()
}

/** Calls the listener when a row's buy cell is pressed. @returns a function that removes it */
export function onBuyPressed(desk: Desk, listener: (unitId: string) => void): () => void {
  const { buyPressed } = listening(desk)
  buyPressed.add(listener)
  return () => buyPressed.delete(listener)
}

/**
 * Listens to the open campaign's sheet, and stops listening to the previous one.
 *
 * @param then is asked in the same round trip, when the listening has begun; it isn't asked without a sheet
 * @returns its answer; undefined when the campaign was closed meanwhile
 */
export async function attach<T = undefined>(
  desk: Desk,
  base: Base,
  drawn: SheetLayout | null,
  then?: Ask<T>,
): Promise<T | undefined> {
  detach(desk)
  const { open: campaign } = desk.store.get()
  if (!campaign?.sheet) return undefined
  const { view, sheet } = campaign
  const here = listening(desk)
  const toSheet = askToListen(sheet.id, {
    buyPressed: (unitId) => {
      for (const listener of here.buyPressed) listener(unitId)
    },
    rowSelected: (unitId) => selectRow(desk, unitId),
    edited: () => {
      for (const listener of here.edited) listener()
    },
  })
  const toVisits = askForVisits(sheet.id, (id) => {
    void lookForCopy(desk, id).catch(() => undefined)
  })
  const [unlistenToSheet, unlistenToVisits, answer] = await askExcel(
    together(toSheet, toVisits, then ?? NOTHING),
  )
  const unlisten = async () => {
    await Promise.all([unlistenToSheet(), unlistenToVisits()])
  }
  // The campaign was closed, or another one opened, while Excel registered the handlers.
  const { open } = desk.store.get()
  if (open?.view.id !== view.id || open.sheet?.id !== sheet.id) {
    void unlisten().catch(() => undefined)
    return undefined
  }
  here.attached = {
    campaignId: view.id,
    sheetId: sheet.id,
    base,
    shown: base,
    refused: new RefusedFields(),
    stored: { base: null, keywords: null },
    formulas: [],
    first: null,
    last: null,
    sent: null,
    drawn,
    arrangement: undefined,
    unlisten,
  }
  void startWithWorkbook()
  return answer as T
}

/**
 * Notes whether a sheet that the planner has come to is a copy of the open campaign's sheet: it looks the same, but
 * nothing that is typed into it is saved.
 */
async function lookForCopy(desk: Desk, sheetId: string): Promise<void> {
  const here = attachmentOf(desk)
  if (!here) return
  const { campaignId } = here
  const found = sheetId === here.sheetId ? null : await readSheet(sheetId)
  const copied =
    found && placeFor(campaignId, found.grid) === 'ours' && readMediaMix(found.grid).kind === 'read'
  if (attachmentOf(desk)?.sheetId !== here.sheetId) return
  patchOpen(desk, campaignId, { copy: copied ? { id: found.sheetId, name: found.name } : null })
}

export function detach(desk: Desk): void {
  const here = listening(desk)
  const old = here.attached
  here.attached = null
  // Nobody waits for the removal, because it waits for the end of a cell edit.
  void old?.unlisten().catch(() => undefined)
}

/**
 * The base that was stored in the workbook. Without one the sheet is merged against the revision of its own
 * token. Without that too every difference is a conflict that the planner decides; nothing is overwritten.
 *
 * @param grid the values of the sheet
 */
export function keptBase(campaignId: string, grid: PlainGrid, stored: string | null): Base {
  const kept = unpackBase(stored, campaignId)
  return kept ?? { campaignId, revision: revisionIn(campaignId, grid), rows: new Map() }
}

/** The base that is stored in the workbook, for {@link keptBase}. */
export function askStoredBase(): Ask<string | null> {
  return askSetting(BASE_SETTING)
}

/**
 * Stores in the workbook what sheet and service agreed on, so that it is available when the file is reopened.
 *
 * @param stored what the workbook has; what it has already isn't stored again
 */
export function tellBase(base: Base, stored: Attachment['stored']): Ask<Attachment['stored']> {
  const { campaignId, revision } = base
  const now = {
    base: packBase(base),
    keywords: keywordsWith({ campaignId, revision }, stored.keywords ?? ''),
  }
  const told = together(
    now.base === stored.base ? NOTHING : tellSetting(BASE_SETTING, now.base),
    now.keywords === stored.keywords ? NOTHING : tellKeywords(now.keywords),
  )
  return (context) => {
    const done = told(context)
    return () => {
      done()
      return now
    }
  }
}

/** Stores what the sheet shows, unless the workbook has it already. */
export async function store(here: Attachment): Promise<void> {
  if (!isStored(here.shown, here.stored)) here.stored = await askExcel(tellBase(here.shown, here.stored))
}

/** Whether the workbook has a base already. */
export function isStored(base: Base, stored: Attachment['stored']): boolean {
  const { campaignId, revision } = base
  return (
    packBase(base) === stored.base &&
    stored.keywords !== null &&
    keywordsWith({ campaignId, revision }, stored.keywords) === stored.keywords
  )
}

/** Stores a base where it isn't known what the workbook has. */
export async function keepBase(base: Base): Promise<void> {
  const keywords = await askExcel(askKeywords())
  await askExcel(tellBase(base, { base: null, keywords }))
}

/**
 * The sheets keep their dates as days since 1900.
 *
 * @throws DeskFailure DATES_FROM_1904
 */
export async function requireDatesFrom1900(): Promise<void> {
  if (await askExcel(askCountsFrom1904())) throw new DeskFailure('DATES_FROM_1904')
}

/** What one round trip tells of a MediaMix. */
export interface Told {
  sheet: SheetGrid | null
  keywords: string
  from1904: boolean
}

/**
 * Asks about the contents of a MediaMix, and what else every sync needs of the workbook.
 *
 * @param unlocked areas that should have no locked cell
 * @param calculated addresses of the cells whose results are asked for
 */
export function askMediaMix(
  sheetId: string,
  unlocked: readonly Area[],
  calculated: readonly string[],
): Ask<Told> {
  const asked = together(askTyped(sheetId, unlocked, calculated), askKeywords(), askCountsFrom1904())
  return (context) => {
    const answer = asked(context)
    return () => {
      const [sheet, keywords, from1904] = answer()
      return { sheet, keywords, from1904 }
    }
  }
}

/**
 * The contents of the open campaign's sheet.
 *
 * @param unlocked areas that should have no locked cell
 * @throws DeskFailure NO_SHEET, KEYS_LOST, FOREIGN_SHEET, DATES_FROM_1904
 */
export async function requireSheet(desk: Desk, unlocked: readonly Area[] = []): Promise<SheetGrid> {
  const { sheet } = openCampaign(desk)
  const calculated = attachmentOf(desk)?.formulas ?? []
  const told = sheet && (await askExcel(askMediaMix(sheet.id, unlocked, calculated)))
  return requireTold(desk, told, unlocked)
}

/** Most often none: formulas were typed since the sheet was read last. */
const MOST_LOOKS = 3

/**
 * Checks what was told of the open campaign's sheet, and asks again where the result of a typed formula is missing.
 *
 * @throws DeskFailure as {@link requireSheet}
 */
export async function requireTold(
  desk: Desk,
  told: Told | null,
  unlocked: readonly Area[],
  looks = MOST_LOOKS,
): Promise<SheetGrid> {
  const { view } = openCampaign(desk)
  const found = told?.sheet
  if (!found) {
    await detach(desk)
    patchOpen(desk, view.id, { sheet: null })
    throw new DeskFailure('NO_SHEET')
  }
  if (!findKeyColumn(found.grid)) throw new DeskFailure('KEYS_LOST')
  if (placeFor(view.id, found.grid) === 'foreign') throw new DeskFailure('FOREIGN_SHEET')
  if (told.from1904) throw new DeskFailure('DATES_FROM_1904')
  const { all, missing } = typedFormulas(found)
  const here = attachmentOf(desk)
  if (here) {
    here.formulas = all
    here.stored = { ...here.stored, keywords: told.keywords }
  }
  if (missing.length === 0 || looks === 0) return found
  const again = await askExcel(askMediaMix(found.sheetId, unlocked, all))
  return requireTold(desk, again, unlocked, looks - 1)
}

function selectRow({ store }: Desk, unitId: string | null): void {
  const { open, panel, buying, booking } = store.get()
  if (!open || buying || booking || (panel.kind !== 'rows' && panel.kind !== 'row')) return
  if (unitId !== null && open.rows.some((row) => row.unitId === unitId))
    store.set({ panel: { kind: 'row', unitId } })
  else if (panel.kind === 'row') store.set({ panel: { kind: 'rows' } })
}
