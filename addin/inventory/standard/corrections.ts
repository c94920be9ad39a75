import {
  type CorrectedRow,
  correctManyStandardInventory,
  type StandardInventoryView,
} from '../../../shared/contract/inventory'
import { standardColumn } from '../../../shared/sheets/standard-inventory/columns'
import { STANDARD_LABELS } from '../../../shared/sheets/standard-inventory/labels'
import type { Correction } from '../../../shared/sheets/standard-inventory/read-back'
import { MARKS } from '../../../shared/sheets/standard-inventory/rules'
import {
  type StandardDraft,
  type StandardNote,
  type StandardRow,
  standardInventorySheet,
  standardRow,
} from '../../../shared/sheets/standard-inventory/sheet'
import { CallFailure, callFailureOf } from '../../api/client'
import type { Desk } from '../../desk/desk'
import { partsOf } from '../../desk/every-item'
import type { Refusal } from '../../desk/state/inventory'
import { selectCell } from '../../excel/navigate'
import { type RowReplacement, replaceRows } from '../../excel/render-sheet'
import { busyInventory, inventoryOf, patchInventory } from '../area'
import { refreshStandard, requireStandard, standardRows } from './sheet'

/** Corrections that one call sends. */
const AT_ONCE = 200

/** Reads the typed corrections and shows them before anything is sent. */
export async function reviewCorrections(desk: Desk): Promise<void> {
  await busyInventory(desk, 'read', async () => {
    await requireStandard(desk)
    await refreshStandard(desk)
    patchInventory(desk, { tab: 'standard', step: { step: 'review' } })
  })
}

/**
 * Sends the corrections. The service refuses a row that changed meanwhile: the typed value stays in the
 * sheet, and the row's message shows who changed it and its current value.
 *
 * @param only ids; left out: all that can be sent
 */
export async function sendCorrections(desk: Desk, only?: readonly number[]): Promise<void> {
  await busyInventory(desk, 'send', async (progress) => {
    const { read } = await requireStandard(desk)
    const corrections = read.corrections.filter(({ id }) => !only || only.includes(id))
    const saved: Saved = new Map()
    const refused: Refusal[] = []
    progress(0, corrections.length)
    for (const [i, part] of partsOf(corrections, AT_ONCE).entries()) {
      const answers = await send(desk, part)
      part.forEach((correction, of) => {
        take(desk, correction, answers[of]!, saved, refused)
      })
      progress(Math.min((i + 1) * AT_ONCE, corrections.length), corrections.length)
    }
    await writeBack(desk, saved, refused)
    await refreshStandard(desk)
    patchInventory(desk, {
      step: { step: 'sent', saved: saved.size, refused: keepOthers(desk, refused, only) },
    })
  })
}

/** What came of a correction: the service's answer, or the failure of the call. */
type Outcome = CorrectedRow | CallFailure

async function send(desk: Desk, corrections: readonly Correction[]): Promise<Outcome[]> {
  const sent = corrections.map(({ id, version, adjustedTotal, reason }) => ({
    id,
    version,
    adjustedTotal,
    reason,
  }))
  try {
    return (await desk.api.call(correctManyStandardInventory, { body: { corrections: sent, notes: true } }))
      .items
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error
    return corrections.map(() => error)
  }
}

/**
 * Sorts an outcome. If an answer was lost, the operator's own correction looks like somebody else's change: if
 * the values are the same, it counts as saved.
 */
function take(desk: Desk, correction: Correction, outcome: Outcome, saved: Saved, refused: Refusal[]): void {
  if (outcome instanceof CallFailure) {
    refused.push({ correction, why: 'failed', server: null, by: null, failure: outcome })
    return
  }
  const { row, problem, lastChange } = outcome
  const ours =
    row?.adjustedTotal === correction.adjustedTotal &&
    lastChange?.kind === 'CORRECTED' &&
    lastChange.reason === correction.reason &&
    lastChange.actor === desk.store.get().user?.email
  if (row && (outcome.saved || ours)) {
    saved.set(correction.id, { correction, row })
    return
  }
  const failure = callFailureOf(problem) ?? new CallFailure('INTERNAL_ERROR', '')
  const confirmed = failure.code === 'STANDARD_INVENTORY_CONFIRMED' || row?.status === 'CONFIRMED'
  const corrected = row?.adjustedTotal !== correction.before
  const why = !row ? 'failed' : confirmed ? 'confirmed' : corrected ? 'stale' : 'reloaded'
  const by = why === 'reloaded' ? null : (lastChange?.actor ?? null)
  refused.push({ correction, why, server: row, by, failure })
}

/** Rows that were refused before and weren't sent again stay in the list. */
function keepOthers(desk: Desk, refused: readonly Refusal[], only: readonly number[] | undefined): Refusal[] {
  const step = inventoryOf(desk)?.step
  const before = only && step?.step === 'sent' ? step.refused : []
  return [...before.filter(({ correction }) => !only?.includes(correction.id)), ...refused]
}

type Saved = Map<number, { correction: Correction; row: StandardInventoryView }>

/**
 * Sent rows show the service's current values; refused rows only show the reason. Values typed meanwhile
 * stay.
 */
async function writeBack(desk: Desk, saved: Saved, refused: readonly Refusal[]): Promise<void> {
  const { sheetId, read } = await requireStandard(desk)
  const labels = STANDARD_LABELS[desk.language]
  const now = new Map(read.corrections.map((correction) => [correction.id, correction]))
  const replaced: RowReplacement[] = []
  const replace = (id: number, row: StandardRow, draft: StandardDraft | undefined, note: StandardNote) => {
    const place = read.rows.get(id)
    if (!place) return
    const repaint = place.confirmed || row.status === 'CONFIRMED'
    replaced.push({ at: place.row, row: standardRow(row, place.row, labels, draft, note), repaint })
  }
  for (const [id, { correction, row }] of saved) {
    const draft = read.drafts.get(id)
    const typed = now.get(id)
    const untouched = typed?.adjustedTotal === correction.adjustedTotal && typed.reason === correction.reason
    const later =
      draft && !untouched ? { ...draft, version: row.version, pulled: row.adjustedTotal } : undefined
    const { name, broadcaster } = correction
    replace(id, { ...row, name, broadcaster }, later, {
      mark: MARKS.saved,
      message: labels.saved(correction.reason),
    })
  }
  for (const refusal of refused) {
    const { id, name, broadcaster } = refusal.correction
    const draft = read.drafts.get(id)
    if (!refusal.server || !draft) continue
    const row = { ...refusal.server, name, broadcaster }
    replace(id, row, draft, { mark: MARKS.refused, message: refusalMessage(desk, refusal) })
  }
  await replaceRows(sheetId, standardInventorySheet(emptyContents(desk, read.month)), replaced)
}

/** The message of a refused row, in the sheet and in the pane. */
export function refusalMessage({ language }: Desk, { why, server, by }: Refusal): string {
  const labels = STANDARD_LABELS[language]
  const value = (number: number | null | undefined) =>
    number == null ? labels.noCorrection : number.toLocaleString('en-US')
  switch (why) {
    case 'stale':
      return labels.stale(by ?? '?', value(server?.adjustedTotal))
    case 'reloaded':
      return labels.reloaded(value(server?.forecastTotal))
    case 'confirmed':
      return labels.confirmedMeanwhile(by ?? '?')
    case 'failed':
      return labels.failed
  }
}

/** The operator keeps their own value: it is sent again, based on the service's current version. */
export async function keepMine(desk: Desk, { correction, server }: Refusal): Promise<void> {
  if (!server) return
  await settle(desk, correction.id, server, true)
  await sendCorrections(desk, [correction.id])
}

/** The operator takes the service's value: the value typed in the row is dropped. */
export async function takeTheirs(desk: Desk, { correction, server }: Refusal): Promise<void> {
  if (server) await settle(desk, correction.id, server, false)
}

async function settle(desk: Desk, id: number, server: StandardInventoryView, mine: boolean): Promise<void> {
  await busyInventory(desk, 'read', async () => {
    await rewrite(desk, [{ id, server, mine }])
    const step = inventoryOf(desk)?.step
    if (!mine && step?.step === 'sent') {
      const refused = step.refused.filter(({ correction }) => correction.id !== id)
      patchInventory(desk, { step: { ...step, refused } })
    }
    await refreshStandard(desk)
  })
}

/** Drops typed corrections that weren't sent, in some rows or in all. */
export async function dropCorrections(desk: Desk, only?: readonly number[]): Promise<void> {
  await busyInventory(desk, 'read', async () => {
    const { read } = await requireStandard(desk)
    const ids = [...read.drafts.keys()].filter((id) => !only || only.includes(id))
    const rows = new Map((await standardRows(desk, read.month)).map((row) => [row.id, row]))
    await rewrite(
      desk,
      ids.flatMap((id) => {
        const server = rows.get(id)
        return server ? [{ id, server, mine: false }] : []
      }),
      rows,
    )
    await refreshStandard(desk)
    const left = inventoryOf(desk)?.sheet
    const over = !left || (left.corrections.length === 0 && left.errors.length === 0)
    if (over) patchInventory(desk, { step: { step: 'overview' } })
    patchInventory(desk, { done: { kind: 'dropped', count: ids.length } })
  })
}

/**
 * Draws rows again with the service's values. With `mine` the typed values stay, based on the service's
 * current version.
 */
async function rewrite(
  desk: Desk,
  changes: readonly { id: number; server: StandardInventoryView; mine: boolean }[],
  known?: ReadonlyMap<number, StandardRow>,
): Promise<void> {
  const { sheetId, read } = await requireStandard(desk)
  const labels = STANDARD_LABELS[desk.language]
  const rows = known ?? new Map((await standardRows(desk, read.month)).map((row) => [row.id, row]))
  const replaced = changes.flatMap(({ id, server, mine }): RowReplacement[] => {
    const place = read.rows.get(id)
    const named = rows.get(id)
    if (!place || !named) return []
    const draft = mine ? read.drafts.get(id) : undefined
    const row = { ...named, ...server }
    const upon = draft && { ...draft, version: server.version, pulled: server.adjustedTotal }
    return [{ at: place.row, row: standardRow(row, place.row, labels, upon), repaint: true }]
  })
  await replaceRows(sheetId, standardInventorySheet(emptyContents(desk, read.month)), replaced)
}

/** Contents without rows: styles, columns and protection of the sheet don't depend on its rows. */
function emptyContents({ language }: Desk, month: string) {
  return { month, rows: [], drafts: new Map(), notes: new Map(), pulledAt: '', language }
}

/** Selects the cell of a correction or an error. */
export async function goToCell(desk: Desk, row: number, field: 'adjustedTotal' | 'reason'): Promise<void> {
  const { sheet } = inventoryOf(desk) ?? {}
  if (sheet) await selectCell(sheet.id, row, standardColumn(field))
}
