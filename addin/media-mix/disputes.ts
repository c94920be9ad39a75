import type { MediaMixRow, RowChange, RowFields } from '../../shared/contract/campaigns'
import { findKeyColumn } from '../../shared/sheets/identity'
import { arrangementOf, isArrangedAlike } from '../../shared/sheets/media-mix/arrangement'
import { columnOf, SYNCED_COLUMNS, SYNCED_FIELDS } from '../../shared/sheets/media-mix/columns'
import { type SheetStep, stepsBack } from '../../shared/sheets/media-mix/sheet-steps'
import { busyWith, type Desk, openCampaign, patchOpen } from '../desk/desk'
import { DeskFailure } from '../desk/failure'
import type { CellWrite } from '../excel/cell-writes'
import { NOTHING } from '../excel/excel-run'
import { askTyped } from '../excel/read-sheet'
import { takeSteps } from '../excel/sheet-steps'
import { rowsByKey, writeCells } from '../excel/write-cells'
import { attachmentOf, requireSheet } from './attachment'
import { draw } from './draw'
import { sendTyped, syncNow, take } from './exchange'
import { layoutOf, plannedIn } from './layout'
import { push } from './push-changes'
import type { Base } from './sync/base-rows'
import { inOrder } from './sync/row-order'
import { decided, without } from './sync/take-answer'

/** Applies the planner's decision on the conflict of one row. */
export async function settleConflict(desk: Desk, unitId: string, mine: boolean): Promise<void> {
  const here = attachmentOf(desk)
  if (!here) return
  await busyWith(desk, 'write-sheet', async () => {
    const { conflicts, rows, view } = openCampaign(desk)
    const row = rows.find((one: MediaMixRow) => one.unitId === unitId)
    const decidedOn = conflicts.filter((one) => one.unitId === unitId)
    patchOpen(desk, view.id, { conflicts: conflicts.filter((one) => one.unitId !== unitId) })
    if (row && decidedOn.some(({ local }) => local === 'deleted')) {
      if (mine) await removeRows(desk, [row])
    } else {
      const fields = decidedOn.map(({ field }) => field)
      if (!mine || !row) await putRight(desk, unitId, row, mine, fields)
      const settled = (base: Base) => (row ? decided(base, row, decidedOn) : without(base, [unitId]))
      here.base = settled(here.base)
      here.shown = settled(here.shown)
    }
    await syncNow(desk)
  })
}

/** Applies the planner's decision on the order of the rows, which they and somebody else have changed. */
export async function settleOrder(desk: Desk, mine: boolean): Promise<void> {
  const here = attachmentOf(desk)
  if (!here) return
  await busyWith(desk, 'write-sheet', async () => {
    // While the order isn't decided, it isn't sent.
    if (!mine) await sendTyped(desk)
    const { rows, view, sheet } = openCampaign(desk)
    patchOpen(desk, view.id, { orderConflict: null })
    if (!mine) return draw(desk, sheet?.id)
    // The service's order becomes the base, so that the planner's counts as a change.
    here.shown = inOrder(
      here.shown,
      rows.map(({ unitId }) => unitId),
    )
    await syncNow(desk)
  })
}

/**
 * Writes the service's values into a row of the sheet, at its current position. A row that was deleted in the
 * service is removed. If the planner keeps it, it gets a new key, because the service doesn't take a deleted
 * row back.
 *
 * @param fields only these, where the row is still in the service
 */
async function putRight(
  desk: Desk,
  unitId: string,
  row: MediaMixRow | undefined,
  mine: boolean,
  fields: readonly string[] = SYNCED_FIELDS,
): Promise<void> {
  const { sheetId, grid } = await requireSheet(desk)
  const at = rowsByKey(grid).get(unitId)
  if (at === undefined) return
  const layout = layoutOf(desk)
  if (mine) {
    const column = findKeyColumn(grid)!.column + 1
    const newKey: CellWrite = { row: at, column, cell: { kind: 'text', text: crypto.randomUUID() } }
    if (!(await writeCells(sheetId, [newKey], layout.protection, plannedIn(grid))))
      await putRight(desk, unitId, row, mine, fields)
    return
  }
  if (!row) {
    const steps: SheetStep[] = [{ kind: 'delete', at }]
    const before = await takeSteps(sheetId, steps, layout.protection, askTyped(sheetId, [], []))
    if (!before || isArrangedAlike(grid, before.grid)) return
    await takeSteps(sheetId, stepsBack(steps, before.formulas), layout.protection, NOTHING)
    await putRight(desk, unitId, row, mine, fields)
    return
  }
  const columns = arrangementOf(layout, grid)?.columns
  const values = [...layout.rows].find(({ cells }) =>
    cells.some((cell) => cell?.kind === 'text' && cell.text === unitId),
  )
  const put = new Set(fields.map((field) => columnOf(SYNCED_COLUMNS[field as keyof RowFields])))
  const writes = (values?.cells ?? []).flatMap((cell, i): CellWrite[] =>
    cell && cell.kind !== 'formula' && put.has(i + 1)
      ? [{ row: at, column: columns?.[i] ?? i + 1, cell }]
      : [],
  )
  if (!(await writeCells(sheetId, writes, layout.protection, plannedIn(grid))))
    await putRight(desk, unitId, row, mine, fields)
}

/** Restores the service's values in rows with typed amendments. */
export async function putBackAmendments(desk: Desk, unitIds: readonly string[]): Promise<void> {
  await busyWith(desk, 'write-sheet', async () => {
    const { rows, amendments, view } = openCampaign(desk)
    for (const row of rows) if (unitIds.includes(row.unitId)) await putRight(desk, row.unitId, row, false)
    patchOpen(desk, view.id, { amendments: amendments.filter(({ unitId }) => !unitIds.includes(unitId)) })
    await syncNow(desk)
  })
}

/** Deletes the rows that are missing in the sheet, or draws them in the sheet again. */
export async function settleMissing(desk: Desk, remove: boolean): Promise<void> {
  await busyWith(desk, 'write-sheet', async () => {
    const here = attachmentOf(desk)
    if (!here) return
    if (!remove) {
      await sendTyped(desk)
      const { sheet, cellErrors } = openCampaign(desk)
      // If the sheet were drawn again now, the contents of the cells in error would be lost, but for those of new rows.
      if (cellErrors.some(({ unitId }) => unitId !== null)) throw new DeskFailure('ROW_NOT_READY')
      await draw(desk, sheet?.id)
      return
    }
    await removeRows(desk, openCampaign(desk).missing)
    await syncNow(desk)
  })
}

/** Deletes rows as the planner saw them: one that somebody else has changed since becomes a conflict. */
async function removeRows(
  desk: Desk,
  rows: readonly Pick<MediaMixRow, 'unitId' | 'version'>[],
): Promise<void> {
  const here = attachmentOf(desk)
  if (!here) return
  const answer = await push(
    desk,
    here,
    rows.map(({ unitId, version }): RowChange => ({ op: 'delete', unitId, version })),
  )
  const refused = new Set(answer.conflicts.map(({ unitId }) => unitId))
  const deleted = rows.map(({ unitId }) => unitId).filter((unitId) => !refused.has(unitId))
  here.shown = without(here.shown, deleted)
  const { missing } = openCampaign(desk)
  patchOpen(desk, here.campaignId, { missing: missing.filter(({ unitId }) => !deleted.includes(unitId)) })
  await take(desk, here.campaignId, answer)
}
