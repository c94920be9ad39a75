import type { Arrangement } from '../../shared/sheets/arranged'
import { findKeyColumn, type PlainGrid } from '../../shared/sheets/identity'
import type { SheetLayout } from '../../shared/sheets/layout'
import { readMediaMix } from '../../shared/sheets/media-mix/read-back'
import { type Desk, openCampaign, patchOpen } from '../desk/desk'
import { DeskFailure } from '../desk/failure'
import { perDesk } from '../desk/per-desk'
import type { Area } from '../excel/areas'
import { listenToSheet } from '../excel/buttons'
import { countsFrom1904 } from '../excel/date-system'
import type { Unlisten } from '../excel/handlers'
import { listenToVisits } from '../excel/other-sheets'
import { readSheet, type SheetGrid } from '../excel/read-sheet'
import { startWithWorkbook } from '../excel/startup'
import { placeFor, revisionIn, writeWorkbookIdentity } from '../excel/workbook-identity'
import { readSetting, writeSetting } from '../excel/workbook-settings'
import { type Base, packBase, unpackBase } from './sync/base-rows'
import { RefusedFields } from './sync/refused-fields'

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
  /** Looked up once: a workbook seldom changes its date system. */
  datesFrom1900: boolean
  /** The layout that was drawn last; null after the workbook was opened again. */
  drawn: SheetLayout | null
  /** Where the layout was in the sheet when it was read last; undefined: where it is drawn first. */
  arrangement: Arrangement | undefined
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

/** Listens to the open campaign's sheet, and stops listening to the previous one. */
export async function attach(desk: Desk, base: Base, drawn: SheetLayout | null): Promise<void> {
  detach(desk)
  const { open: campaign } = desk.store.get()
  if (!campaign?.sheet) return
  const { view, sheet } = campaign
  const here = listening(desk)
  const unlistenToSheet = await listenToSheet(sheet.id, {
    buyPressed: (unitId) => {
      for (const listener of here.buyPressed) listener(unitId)
    },
    rowSelected: (unitId) => selectRow(desk, unitId),
    edited: () => {
      for (const listener of here.edited) listener()
    },
  })
  const unlistenToVisits = await listenToVisits(sheet.id, (id) => {
    void lookForCopy(desk, id).catch(() => undefined)
  })
  const unlisten = async () => {
    await Promise.all([unlistenToSheet(), unlistenToVisits()])
  }
  // The campaign was closed, or another one opened, while Excel registered the handlers.
  const { open } = desk.store.get()
  if (open?.view.id !== view.id || open.sheet?.id !== sheet.id) {
    void unlisten().catch(() => undefined)
    return
  }
  here.attached = {
    campaignId: view.id,
    sheetId: sheet.id,
    base,
    shown: base,
    refused: new RefusedFields(),
    datesFrom1900: false,
    drawn,
    arrangement: undefined,
    unlisten,
  }
  await startWithWorkbook()
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
export async function keptBase(campaignId: string, grid: PlainGrid): Promise<Base> {
  const kept = unpackBase(await readSetting(BASE_SETTING), campaignId)
  return kept ?? { campaignId, revision: revisionIn(campaignId, grid), rows: new Map() }
}

/**
 * Stores in the workbook what sheet and service agreed on, so that it is available when the file is reopened.
 */
export async function keepBase(base: Base): Promise<void> {
  await writeSetting(BASE_SETTING, packBase(base))
  await writeWorkbookIdentity({ campaignId: base.campaignId, revision: base.revision })
}

/**
 * The sheets keep their dates as days since 1900.
 *
 * @throws DeskFailure DATES_FROM_1904
 */
export async function requireDatesFrom1900(): Promise<void> {
  if (await countsFrom1904()) throw new DeskFailure('DATES_FROM_1904')
}

/**
 * The contents of the open campaign's sheet.
 *
 * @param unlocked areas that should have no locked cell
 * @throws DeskFailure NO_SHEET, KEYS_LOST, FOREIGN_SHEET, DATES_FROM_1904
 */
export async function requireSheet(desk: Desk, unlocked: readonly Area[] = []): Promise<SheetGrid> {
  const { sheet, view } = openCampaign(desk)
  const found = sheet ? await readSheet(sheet.id, unlocked) : null
  if (!found) {
    await detach(desk)
    patchOpen(desk, view.id, { sheet: null })
    throw new DeskFailure('NO_SHEET')
  }
  if (!findKeyColumn(found.grid)) throw new DeskFailure('KEYS_LOST')
  if (placeFor(view.id, found.grid) === 'foreign') throw new DeskFailure('FOREIGN_SHEET')
  const here = attachmentOf(desk)
  if (!here?.datesFrom1900) await requireDatesFrom1900()
  if (here) here.datesFrom1900 = true
  return found
}

function selectRow({ store }: Desk, unitId: string | null): void {
  const { open, panel, buying, booking } = store.get()
  if (!open || buying || booking || (panel.kind !== 'rows' && panel.kind !== 'row')) return
  if (unitId !== null && open.rows.some((row) => row.unitId === unitId))
    store.set({ panel: { kind: 'row', unitId } })
  else if (panel.kind === 'row') store.set({ panel: { kind: 'rows' } })
}
