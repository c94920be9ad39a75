import { putTargeting, type UnitTargeting } from '../../shared/contract/campaigns'
import { readIdentity } from '../../shared/sheets/identity'
import { TARGETING_LABELS } from '../../shared/sheets/targeting/labels'
import { readTargetingWeights } from '../../shared/sheets/targeting/read-back'
import { isEditable } from '../../shared/statuses'
import { Debounce } from '../desk/debounce'
import { type Desk, failureOf, openCampaign, patchOpen } from '../desk/desk'
import { DeskFailure } from '../desk/failure'
import { endOnLeave } from '../desk/leave'
import { perDesk } from '../desk/per-desk'
import type { OpenCampaign } from '../desk/state/desk-state'
import { listenToEdits } from '../excel/edits'
import type { Unlisten } from '../excel/handlers'
import { readSheet } from '../excel/read-sheet'
import { groupsToSend } from '../media-mix/availability'
import { syncNow, takeRows } from '../media-mix/exchange'
import { targetingOfRows } from '../media-mix/row-targeting'
import { refreshRows } from '../media-mix/show'
import { drawTargetingSheet } from './draw-sheet'

/** Weights that are typed together (a paste, a fill) are one change. */
const PUSH_AFTER_MS = 600
/** Several changes of others are one redraw. */
const REDRAW_AFTER_MS = 800

/** The targeting sheet of the open campaign in this workbook. */
interface Followed {
  campaignId: string
  sheetId: string
  /** What the sheet shows, as {@link shownOf} describes it. */
  shown: string
  unlisten: Unlisten
}

const followed = perDesk((desk) => ({
  sheet: null as Followed | null,
  /** The campaign whose workbook was searched for the sheet. */
  looked: null as string | null,
  pushes: new Debounce(() => push(desk), PUSH_AFTER_MS),
  redraws: new Debounce(() => redraw(desk), REDRAW_AFTER_MS),
}))

/**
 * Sends weights that are typed into the 큐레이션타겟팅 sheet, and draws the sheet again when the targeting has changed
 * elsewhere: in the pane, in the MediaMix, or by others.
 */
export function followTargetingSheet(desk: Desk): void {
  endOnLeave(desk, async () => {
    const here = followed(desk)
    here.pushes.cancel()
    here.redraws.cancel()
    here.looked = null
    const { sheet } = here
    here.sheet = null
    await sheet?.unlisten()
  })
  desk.store.subscribe(() => {
    const { open } = desk.store.get()
    const here = followed(desk)
    if (!open?.sheet) return
    if (here.looked !== open.view.id) {
      here.looked = open.view.id
      here.redraws.soon()
    } else if (here.sheet && here.sheet.campaignId === open.view.id && here.sheet.shown !== shownOf(open)) {
      here.redraws.soon()
    }
  })
}

/** Draws the sheet, and follows it from now on. @returns its id */
export async function showTargeting(desk: Desk): Promise<string> {
  const shown = shownOf(openCampaign(desk))
  const sheetId = await drawTargetingSheet(desk)
  await follow(desk, sheetId, shown)
  return sheetId
}

async function follow(desk: Desk, sheetId: string, shown: string): Promise<void> {
  const here = followed(desk)
  const campaignId = openCampaign(desk).view.id
  if (here.sheet?.sheetId === sheetId && here.sheet.campaignId === campaignId) {
    here.sheet.shown = shown
    return
  }
  await here.sheet?.unlisten()
  here.sheet = {
    campaignId,
    sheetId,
    shown,
    unlisten: await listenToEdits(sheetId, () => here.pushes.soon()),
  }
  here.looked = campaignId
}

/** Everything of the campaign that the sheet shows, apart from inventory. */
function shownOf({ view, rows, targeting }: OpenCampaign): string {
  return JSON.stringify([
    view.name,
    view.advertiser,
    view.startDate,
    view.endDate,
    rows.map(({ unitId, productCode, startDate, endDate, bookingStatus }) => [
      unitId,
      productCode,
      startDate,
      endDate,
      isEditable(bookingStatus),
      targeting.get(unitId)?.groups ?? [],
    ]),
  ])
}

/** Draws the sheet again if the workbook has it and it shows something else. It is only an addition: nothing fails by it. */
async function redraw(desk: Desk): Promise<void> {
  const here = followed(desk)
  const { open } = desk.store.get()
  if (!open?.sheet || here.pushes.isWaiting) return
  try {
    const known = here.sheet?.campaignId === open.view.id ? here.sheet : null
    if (known && known.shown === shownOf(open)) return
    const sheetId = known?.sheetId ?? TARGETING_LABELS[desk.language].sheet
    const found = await readSheet(sheetId)
    const identity = found ? readIdentity({ sheets: [found.grid] }) : null
    // A deleted sheet isn't drawn again, and another campaign's is left alone.
    if (identity?.kind !== 'found' || identity.identity.campaignId !== open.view.id) return
    await showTargeting(desk)
  } catch {
    // The sheet is drawn again with the next change.
  }
}

/** Sends the weights that differ from those of the service, then shows what the service has. */
async function push(desk: Desk): Promise<void> {
  const here = followed(desk)
  const { sheet } = here
  const open = desk.store.get().open
  if (!sheet || !open || open.view.id !== sheet.campaignId) return
  const found = await readSheet(sheet.sheetId)
  if (!found) return
  const wrong: string[] = []
  const changes = new Map<string, UnitTargeting['groups']>()
  for (const { unitIds, weights } of readTargetingWeights(found.grid)) {
    const typed = new Map(
      weights.flatMap(({ metaId, weight, address }): [string, number][] => {
        if (weight === null) wrong.push(address)
        return weight === null ? [] : [[metaId, weight]]
      }),
    )
    for (const unitId of unitIds) {
      const groups = open.targeting.get(unitId)?.groups ?? []
      const next = groups.map((group) => ({
        ...group,
        members: group.members.map((one) => ({ ...one, weight: typed.get(one.metaId) ?? one.weight })),
      }))
      if (JSON.stringify(next) !== JSON.stringify(groups)) changes.set(unitId, next)
    }
  }
  try {
    if (changes.size > 0) await send(desk, changes)
    if (wrong.length > 0) desk.store.set({ failure: new DeskFailure('WEIGHT_INVALID', wrong.join(', ')) })
    else if (desk.store.get().failure?.code === 'WEIGHT_INVALID') desk.store.set({ failure: null })
  } catch (error) {
    desk.store.set({ failure: failureOf(error) })
  }
  // What the service hasn't taken is put back.
  if (wrong.length > 0 || changes.size > 0) await showTargeting(desk).catch(() => undefined)
}

/** @param changes by unit id, as they were typed over the targeting that the pane knows */
async function send(desk: Desk, changes: ReadonlyMap<string, UnitTargeting['groups']>): Promise<void> {
  const before = openCampaign(desk).targeting
  await syncNow(desk)
  const { view, rows, targeting } = openCampaign(desk)
  const units = rows.flatMap(({ unitId, version, bookingStatus }) => {
    const groups = changes.get(unitId)
    if (!groups || !isEditable(bookingStatus)) return []
    const isSame =
      JSON.stringify(targeting.get(unitId)?.groups) === JSON.stringify(before.get(unitId)?.groups)
    // Somebody else has changed it meanwhile: what they chose is shown, never overwritten silently.
    if (!isSame) throw new DeskFailure('TARGETING_CHANGED')
    return [{ unitId, version, groups: groupsToSend(groups) }]
  })
  if (units.length === 0) return
  const answer = await desk.api.call(putTargeting, { params: { id: view.id }, body: { units } })
  patchOpen(desk, view.id, { targeting: targetingOfRows(answer.units) })
  await takeRows(desk)
  await refreshRows(desk)
}
