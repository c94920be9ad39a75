import type { Month } from '../../../shared/calendar'
import { type ContentView, listContents } from '../../../shared/contract/catalog'
import { listStandardInventory, type StandardInventoryView } from '../../../shared/contract/inventory'
import { shownSeoulTime } from '../../../shared/seoul-time'
import type { PlainGrid } from '../../../shared/sheets/identity'
import { STANDARD_NAME } from '../../../shared/sheets/standard-inventory/columns'
import { STANDARD_LABELS } from '../../../shared/sheets/standard-inventory/labels'
import { type ReadStandard, readStandardInventory } from '../../../shared/sheets/standard-inventory/read-back'
import { MARKS } from '../../../shared/sheets/standard-inventory/rules'
import {
  type StandardNote,
  type StandardRow,
  standardInventorySheet,
} from '../../../shared/sheets/standard-inventory/sheet'
import { mayOperate } from '../../account/may-operate'
import { Debounce } from '../../desk/debounce'
import { type Desk, failureOf } from '../../desk/desk'
import { everyItem } from '../../desk/every-item'
import { DeskFailure } from '../../desk/failure'
import { endOnLeave } from '../../desk/leave'
import { perDesk } from '../../desk/per-desk'
import type { InventoryState, StandardSheetState } from '../../desk/state/inventory'
import { listenToEdits } from '../../excel/edits'
import type { Unlisten } from '../../excel/handlers'
import { showSheet } from '../../excel/navigate'
import { readNamedSheet, readSheet } from '../../excel/read-sheet'
import { renderSheet } from '../../excel/render-sheet'
import { busyInventory, inventoryOf, newInventory, patchInventory } from '../area'

/** Debounce after typing: a month of inventory is too much to read after every edit. */
const READ_AFTER_MS = 700

/** A sheet that was read, with its contents. */
export interface StandardReading {
  sheetId: string
  read: Extract<ReadStandard, { kind: 'read' }>
}

interface Listening {
  sheetId: string
  read: Debounce
  unlisten: Unlisten
}

const listening = perDesk((): { to: Listening | null } => ({ to: null }))

/** Opens the inventory area of the pane, and checks whether this workbook already has a 표준인벤토리 sheet. */
export async function openInventory(desk: Desk, tab: InventoryState['tab'] = 'standard'): Promise<void> {
  endOnLeave(desk, closeInventory)
  const open = inventoryOf(desk)
  if (open) patchInventory(desk, { tab: mayOperate(desk) ? tab : 'calendar' })
  else desk.store.set({ inventory: newInventory(desk, tab) })
  if (!mayOperate(desk)) return
  const reading = await busyInventory(desk, 'read', () => refreshStandard(desk))
  if (reading && !open) patchInventory(desk, { month: reading.read.month })
}

export async function closeInventory(desk: Desk): Promise<void> {
  desk.store.set({ inventory: null })
  stopListening(desk)
}

/** Reads the sheet, shows its state in the pane, and listens to its edits from now on. */
export async function refreshStandard(desk: Desk): Promise<StandardReading | null> {
  const reading = await readStandard(desk)
  patchInventory(desk, { sheet: reading && sheetState(reading) })
  if (reading) await listen(desk, reading.sheetId)
  return reading
}

/** @throws DeskFailure NO_STANDARD_SHEET */
export async function requireStandard(desk: Desk): Promise<StandardReading> {
  const reading = await readStandard(desk)
  if (!reading) {
    patchInventory(desk, { sheet: null })
    throw new DeskFailure('NO_STANDARD_SHEET')
  }
  return reading
}

async function readStandard({ language }: Desk): Promise<StandardReading | null> {
  const found = await readNamedSheet([STANDARD_NAME], STANDARD_LABELS[language].sheet)
  const read = found && readStandardInventory(found.grid)
  return read?.kind === 'read' ? { sheetId: found!.sheetId, read } : null
}

function sheetState({ sheetId, read }: StandardReading): StandardSheetState {
  const rows = [...read.rows.values()]
  return {
    id: sheetId,
    month: read.month,
    rows: rows.length,
    confirmed: rows.filter(({ confirmed }) => confirmed).length,
    corrections: read.corrections,
    errors: read.errors,
  }
}

async function listen(desk: Desk, sheetId: string): Promise<void> {
  if (listening(desk).to?.sheetId === sheetId) return
  stopListening(desk)
  const read = new Debounce(async () => {
    // While an action is running this isn't needed: the action reads the sheet when it ends.
    if (inventoryOf(desk) && !inventoryOf(desk)?.busy) {
      await refreshStandard(desk).catch((error) => patchInventory(desk, { failure: failureOf(error) }))
    }
  }, READ_AFTER_MS)
  listening(desk).to = { sheetId, read, unlisten: await listenToEdits(sheetId, () => read.soon()) }
}

function stopListening(desk: Desk): void {
  const here = listening(desk)
  const old = here.to
  here.to = null
  old?.read.cancel()
  // Nobody waits for the removal, because it waits for the end of a cell edit.
  void old?.unlisten().catch(() => undefined)
}

/**
 * Writes the month's standard inventory into the workbook. Typed corrections that weren't sent stay, even
 * where the service has another version by now. Other contents, or unsent corrections of another month, are
 * overwritten only if the operator confirms it.
 */
export async function pullStandard(desk: Desk, overwrite = false): Promise<void> {
  const month = inventoryOf(desk)?.month
  if (!month) return
  await busyInventory(desk, 'pull', async () => {
    const name = STANDARD_LABELS[desk.language].sheet
    const reading = await readStandard(desk)
    const ours = reading?.read.month === month
    const standing = reading ? null : await readSheet(name)
    const unsent = reading && !ours ? reading.read.drafts.size : 0
    if (!overwrite && (unsent > 0 || isForeign(standing?.grid))) {
      const because = unsent > 0 ? 'other-month' : 'foreign'
      patchInventory(desk, {
        step: { step: 'overwrite', because, month: reading?.read.month ?? null, unsent },
      })
      return
    }
    const drawn = await drawMonth(desk, month, reading, ours)
    patchInventory(desk, {
      step: { step: 'overview' },
      done: drawn === 0 ? { kind: 'empty' } : { kind: 'pulled', rows: drawn },
    })
  })
}

function isForeign(grid: PlainGrid | undefined): boolean {
  return grid?.some((row) => row.some((value) => value !== '' && value != null)) ?? false
}

/** Draws the sheet again from the service; typed corrections stay. */
export async function redrawStandard(desk: Desk): Promise<void> {
  const reading = await requireStandard(desk)
  await drawMonth(desk, reading.read.month, reading, true)
}

/** @returns the number of rows; 0: the month has none, and nothing was drawn */
async function drawMonth(
  desk: Desk,
  month: Month,
  reading: StandardReading | null,
  keep: boolean,
): Promise<number> {
  const rows = await standardRows(desk, month)
  if (rows.length === 0) {
    await refreshStandard(desk)
    return 0
  }
  // Read again: the operator may have typed while the rows were loading.
  const latest = reading && keep ? await readStandard(desk) : null
  const drafts = latest?.read.drafts ?? new Map()
  const labels = STANDARD_LABELS[desk.language]
  const notes = new Map<number, StandardNote>()
  for (const row of rows) {
    const draft = drafts.get(row.id)
    if (draft === undefined || draft.version === row.version) continue
    const value = row.adjustedTotal === null ? labels.noCorrection : row.adjustedTotal.toLocaleString('en-US')
    notes.set(row.id, { mark: MARKS.refused, message: labels.changedThere(value) })
  }
  const { sheetId } = await renderSheet(
    standardInventorySheet({
      month,
      rows,
      drafts,
      notes,
      pulledAt: shownSeoulTime(new Date()),
      language: desk.language,
    }),
    reading?.sheetId ?? labels.sheet,
  )
  await showSheet(sheetId)
  await refreshStandard(desk)
  return rows.length
}

/** The rows of a month with the names of their contents. Both are loaded in pages of thousands. */
export async function standardRows({ api }: Desk, month: Month): Promise<StandardRow[]> {
  const [rows, contents] = await Promise.all([
    everyItem<StandardInventoryView>(api, listStandardInventory, {
      month,
      notes: true,
      limit: 10_000,
    }),
    everyItem<ContentView>(api, listContents, { limit: 10_000 }),
  ])
  const byId = new Map(contents.map((content) => [content.metaId, content]))
  return rows.map((row) => ({
    ...row,
    name: byId.get(row.metaId)?.name ?? '',
    broadcaster: byId.get(row.metaId)?.broadcaster ?? null,
  }))
}
