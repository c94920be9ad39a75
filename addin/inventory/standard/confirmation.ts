import {
  confirmStandardInventory,
  listStandardInventory,
  reopenStandardInventory,
  type StandardInventoryView,
} from '../../../shared/contract/inventory'
import type { Desk } from '../../desk/desk'
import { everyItem } from '../../desk/every-item'
import { DeskFailure } from '../../desk/failure'
import { selectedRows } from '../../excel/selected-rows'
import { busyInventory, inventoryOf, patchInventory } from '../area'
import { startLoad } from '../loads'
import { redrawStandard, refreshStandard, requireStandard } from './sheet'

/** Which rows to confirm or reopen. */
export type Rows = 'all' | 'selected'

/**
 * Asks before rows are confirmed. Typed corrections must be sent first: confirming freezes the service's
 * values, so the operator also sees how many rows differ between service and sheet.
 *
 * Failures that the pane shows: UNSENT_CORRECTIONS, NOTHING_TO_CONFIRM, NO_ROWS_SELECTED.
 */
export async function askToConfirm(desk: Desk, which: Rows): Promise<void> {
  await busyInventory(desk, 'read', async () => {
    const { ids, read } = await chosen(desk, which, false)
    if (ids.some((id) => read.drafts.has(id))) throw new DeskFailure('UNSENT_CORRECTIONS')
    const wanted = new Set(ids)
    const rows = await everyItem<StandardInventoryView>(desk.api, listStandardInventory, {
      month: read.month,
      notes: true,
      limit: 10_000,
    })
    const open = rows.filter(({ id, status }) => status === 'OPEN' && (which === 'all' || wanted.has(id)))
    if (open.length === 0)
      throw new DeskFailure(
        ids.length === 0 && which === 'selected' ? 'NO_ROWS_SELECTED' : 'NOTHING_TO_CONFIRM',
      )
    patchInventory(desk, {
      step: {
        step: 'confirm',
        ids: which === 'all' ? null : open.map(({ id }) => id),
        count: open.length,
        toCheck: open.filter(({ notes }) => notes?.length).length,
        unseen: open.filter(({ id, version }) => read.rows.get(id)?.version !== version).length,
      },
    })
  })
}

/** Confirms the rows that were asked about, then loads unit inventory from them if requested. */
export async function confirmRows(desk: Desk, thenLoad: boolean): Promise<void> {
  const { step } = inventoryOf(desk) ?? {}
  if (step?.step !== 'confirm') return
  const month = await busyInventory(desk, 'confirm', async () => {
    const { read } = await requireStandard(desk)
    const { confirmed, alreadyConfirmed } = await desk.api.call(confirmStandardInventory, {
      body: { month: read.month, ...(step.ids ? { ids: [...step.ids] } : {}) },
    })
    await redrawStandard(desk)
    patchInventory(desk, {
      step: { step: 'overview' },
      done: { kind: 'confirmed', count: confirmed, already: step.ids ? alreadyConfirmed : 0 },
    })
    return read.month
  })
  if (month !== undefined && thenLoad) await startLoad(desk, 'unit-inventory-load', month)
}

/** Asks for the reason before confirmed rows are reopened. */
export async function askToReopen(desk: Desk, which: Rows): Promise<void> {
  await busyInventory(desk, 'read', async () => {
    const { ids } = await chosen(desk, which, true)
    if (ids.length === 0) throw new DeskFailure(which === 'all' ? 'NOTHING_TO_REOPEN' : 'NO_ROWS_SELECTED')
    patchInventory(desk, { step: { step: 'reopen', ids } })
  })
}

export async function reopenRows(desk: Desk, reason: string): Promise<void> {
  const { step } = inventoryOf(desk) ?? {}
  if (step?.step !== 'reopen') return
  await busyInventory(desk, 'reopen', async () => {
    const { reopened, alreadyOpen } = await desk.api.call(reopenStandardInventory, {
      body: { ids: [...step.ids], reason },
    })
    await redrawStandard(desk)
    patchInventory(desk, {
      step: { step: 'overview' },
      done: { kind: 'reopened', count: reopened, already: alreadyOpen },
    })
  })
}

/** Ids of all rows or of the selected rows that are confirmed, or that aren't yet. */
async function chosen(desk: Desk, which: Rows, confirmed: boolean) {
  await refreshStandard(desk)
  const { sheetId, read } = await requireStandard(desk)
  const selection = which === 'selected' ? await selectedRows(sheetId) : null
  const ids = [...read.rows]
    .filter(([, place]) => {
      if (place.confirmed !== confirmed) return false
      if (which === 'all') return true
      return selection !== null && place.row >= selection.first && place.row <= selection.last
    })
    .map(([id]) => id)
  return { ids, read }
}
