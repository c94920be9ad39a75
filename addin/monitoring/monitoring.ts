import { type CampaignDelivery, campaignDelivery, campaignDeliveryDays } from '../../shared/contract/statuses'
import { shownSeoulTime } from '../../shared/seoul-time'
import { plainOf } from '../../shared/sheets/cells'
import type { PlainGrid, PlainValue } from '../../shared/sheets/identity'
import type { Cell, RowLayout, SheetLayout } from '../../shared/sheets/layout'
import type { MonitoringContents } from '../../shared/sheets/monitoring/contents'
import { MONITORING_LABELS } from '../../shared/sheets/monitoring/labels'
import { monitoringOfDelivery } from '../../shared/sheets/monitoring/of-delivery'
import { monitoringSheet, readMonitoring } from '../../shared/sheets/monitoring/sheet'
import { busyWith, type Desk, failureOf, openCampaign, patchOpen } from '../desk/desk'
import { perDesk } from '../desk/per-desk'
import type { MonitoringState } from '../desk/state/monitoring'
import { showSheet } from '../excel/navigate'
import { readSheet, type SheetGrid } from '../excel/read-sheet'
import { renderSheet, replaceRows } from '../excel/render-sheet'

/**
 * Writes the 모니터링 sheet of the open campaign. A sheet of that name with other contents, or notes in the way,
 * are overwritten only if the planner confirms it.
 */
export async function writeMonitoring(desk: Desk, overwrite = false): Promise<void> {
  await busyWith(desk, 'write-sheet', async () => {
    patchMonitoring(desk, openCampaign(desk).view.id, { inTheWay: null })
    const sheetId = await show(desk, await contentsOf(desk), overwrite)
    if (sheetId !== null) await showSheet(sheetId)
  })
}

/**
 * Refreshes the delivery of the open campaign in its 모니터링 sheet, if there is one, and in the pane.
 *
 * @param looking whether to look for a sheet of which the pane doesn't know
 */
export async function refreshMonitoring(desk: Desk, looking = false): Promise<void> {
  const { open } = desk.store.get()
  if (!open) return
  const { id } = open.view
  try {
    const hasSheet = (looking || open.monitoring.sheetId !== null) && (await findSheet(desk, id))
    if (!hasSheet && !open.monitoring.delivery) return
    const contents = await contentsOf(desk)
    // The planner may have opened another campaign while this was loading.
    if (hasSheet && desk.store.get().open?.view.id === id) await show(desk, contents, false)
  } catch (error) {
    patchMonitoring(desk, id, { failure: failureOf(error) })
  }
}

/** Loads the delivery of the open campaign for the pane. */
export async function loadDelivery(desk: Desk): Promise<void> {
  const { id } = openCampaign(desk).view
  try {
    patchMonitoring(desk, id, { failure: null })
    await deliveryOf(desk, id)
  } catch (error) {
    patchMonitoring(desk, id, { failure: failureOf(error) })
  }
}

async function deliveryOf(desk: Desk, id: string): Promise<CampaignDelivery> {
  const delivery = await desk.api.call(campaignDelivery, { params: { id } })
  patchMonitoring(desk, id, { delivery, failure: null })
  return delivery
}

/** Whether this workbook has a 모니터링 sheet of the campaign. */
async function findSheet(desk: Desk, campaignId: string): Promise<boolean> {
  const found = await standing(desk, campaignId)
  const ours = found !== null && readMonitoring(found.grid)?.campaignId === campaignId
  patchMonitoring(desk, campaignId, { sheetId: ours ? found.sheetId : null })
  return ours
}

/** The known sheet, even if it was renamed; otherwise the sheet with the default name. */
async function standing(desk: Desk, campaignId: string): Promise<SheetGrid | null> {
  const { open } = desk.store.get()
  const known = open?.view.id === campaignId ? open.monitoring.sheetId : null
  const found = known === null ? null : await readSheet(known)
  return found ?? readSheet(MONITORING_LABELS[desk.language].sheet)
}

const line = perDesk((): { last: Promise<unknown> } => ({ last: Promise.resolve() }))

/** Writes one after another: an automatic refresh and the planner's own would interleave in the sheet. */
function show(desk: Desk, contents: MonitoringContents, overwrite: boolean): Promise<string | null> {
  const here = line(desk)
  const result = here.last.then(() => write(desk, contents, overwrite))
  here.last = result.catch(() => undefined)
  return result
}

/** @returns the sheet's id; null when something is in the way, which the pane then shows */
async function write(desk: Desk, contents: MonitoringContents, overwrite: boolean): Promise<string | null> {
  const layout = monitoringSheet(contents)
  const found = await standing(desk, contents.campaign.id)
  const old = found && readMonitoring(found.grid)
  const next = readMonitoring(plainGrid(layout))!
  if (found && old?.token === next.token && !overwrite) {
    await replaceRows(found.sheetId, layout, changedRows(layout, found.grid))
    patchMonitoring(desk, contents.campaign.id, { sheetId: found.sheetId, inTheWay: null })
    return found.sheetId
  }
  const inTheWay = overwrite || !found ? null : whatIsInTheWay(found, layout, contents.campaign.id)
  if (inTheWay) {
    patchMonitoring(desk, contents.campaign.id, { inTheWay })
    return null
  }
  // The planner's own notes beside and below stay; a sheet with other contents is cleared as a whole.
  const within = old?.campaignId === contents.campaign.id && !overwrite ? old.area : undefined
  const { sheetId } = await renderSheet(
    layout,
    found?.sheetId ?? layout.name,
    within === undefined ? undefined : { within },
  )
  patchMonitoring(desk, contents.campaign.id, { sheetId, inTheWay: null })
  return sheetId
}

function whatIsInTheWay({ grid }: SheetGrid, layout: SheetLayout, campaignId: string) {
  if (grid.every((row) => row.every((value) => value === ''))) return null
  const old = readMonitoring(grid)
  if (old?.campaignId !== campaignId) return 'foreign'
  const lastRow = Number(/\d+$/.exec(old.area)![0])
  const rows = [...layout.rows].length
  const below = grid
    .slice(lastRow, rows)
    .some((row) => row.slice(0, layout.columns.length).some((value) => value !== ''))
  return below ? 'notes' : null
}

/** Rows whose cells differ from the layout; formulas are compared by their results. */
function changedRows(layout: SheetLayout, grid: PlainGrid) {
  return [...layout.rows].flatMap((row, i) => {
    const same = layout.columns.every((_, column) => isShown(row.cells[column], grid[i]?.[column]))
    return same ? [] : [{ at: i + 1, row, repaint: false }]
  })
}

function isShown(cell: Cell | null | undefined, value: PlainValue): boolean {
  const wanted = plainOf(cell)
  if (typeof wanted !== 'number') return wanted === (value ?? '')
  // Excel calculates with 15 digits.
  return typeof value === 'number' && Math.abs(wanted - value) <= Math.abs(wanted) * 1e-12
}

function plainGrid({ rows, columns }: SheetLayout): PlainGrid {
  return Array.from(rows, ({ cells }: RowLayout) => columns.map((_, i) => plainOf(cells[i])))
}

async function contentsOf(desk: Desk): Promise<MonitoringContents> {
  const { view, catalogue } = openCampaign(desk)
  const params = { id: view.id }
  const [delivery, days] = await Promise.all([
    deliveryOf(desk, view.id),
    desk.api.call(campaignDeliveryDays, { params }),
  ])
  const products = new Map(catalogue.products.map((product) => [product.code, product]))
  const platforms = new Map(catalogue.platforms.map(({ code, name }) => [code, name]))
  return monitoringOfDelivery({
    campaign: view,
    delivery,
    days: days.items,
    product: (code) => {
      const product = products.get(code)
      return (
        product && {
          name: product.name,
          platforms: product.platforms.map((one) => platforms.get(one) ?? one),
        }
      )
    },
    takenAt: shownSeoulTime(new Date()),
    language: desk.language,
  })
}

/** Does nothing when another campaign was opened meanwhile. */
export function patchMonitoring(desk: Desk, campaignId: string, change: Partial<MonitoringState>): void {
  const { open } = desk.store.get()
  if (open?.view.id !== campaignId) return
  patchOpen(desk, campaignId, { monitoring: { ...open.monitoring, ...change } })
}
