import type { RowChange } from '../../shared/contract/campaigns'
import type { ProductView } from '../../shared/contract/catalog'
import { columnOf, type MediaMixField } from '../../shared/sheets/media-mix/columns'
import { MEDIA_MIX_LABELS } from '../../shared/sheets/media-mix/labels'
import { findTable } from '../../shared/sheets/media-mix/table'
import { busyWith, type Desk, openCampaign } from '../desk/desk'
import { NOTHING } from '../excel/excel-run'
import { selectCell } from '../excel/navigate'
import { findMediaMix, readSheet } from '../excel/read-sheet'
import { rowsByKey } from '../excel/write-cells'
import { changeRows } from './exchange'
import { writeMediaMix } from './write'

/**
 * Adds rows for products, with the campaign's flight and no amount yet; the planner fills in the rest in the
 * sheet. With the first rows the sheet is written too, unless the workbook already has a MediaMix.
 */
export async function addRows(
  desk: Desk,
  products: readonly ProductView[],
  kind: 'PAID' | 'SERVICE',
  newKey: () => string = () => crypto.randomUUID(),
): Promise<void> {
  const { view, rows } = openCampaign(desk)
  const startDate =
    view.startDate < desk.today() && view.endDate >= desk.today() ? desk.today() : view.startDate
  const changes = products.map(
    ({ code }): RowChange => ({
      op: 'put',
      unitId: newKey(),
      fields: { kind, productCode: code, startDate, endDate: view.endDate, amount: 0, device: 'PC+Mobile' },
    }),
  )
  await busyWith(desk, 'add-row', async () => {
    await changeRows(desk, changes)
    const first = changes[0]!
    desk.store.set({ panel: { kind: 'row', unitId: first.unitId } })
    if (rows.length === 0 && (await hasNoMediaMix(desk))) await writeMediaMix(desk)
    await goToRow(desk, first.unitId, 'amount')
  })
}

async function hasNoMediaMix(desk: Desk): Promise<boolean> {
  if (openCampaign(desk).sheet) return false
  return (await findMediaMix(MEDIA_MIX_LABELS[desk.language].sheet, NOTHING)).found === null
}

export async function deleteRow(desk: Desk, unitId: string): Promise<void> {
  const row = openCampaign(desk).rows.find((one) => one.unitId === unitId)
  if (!row) return
  await busyWith(desk, 'delete-row', async () => {
    await changeRows(desk, [{ op: 'delete', unitId, version: row.version }])
    desk.store.set({ panel: { kind: 'rows' } })
  })
}

/** Selects a row's cell in the sheet. */
export async function goToRow(desk: Desk, unitId: string, field: MediaMixField): Promise<void> {
  const { sheet } = openCampaign(desk)
  if (!sheet) return
  const found = await readSheet(sheet.id)
  const row = found ? rowsByKey(found.grid).get(unitId) : undefined
  if (!found || row === undefined) return
  const column = findTable(found.grid)?.columns.get(field)
  await selectCell(sheet.id, row, column === undefined ? columnOf(field) : column + 1)
}
