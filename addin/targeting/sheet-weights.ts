import { putTargeting, type UnitTargeting } from '../../shared/contract/campaigns'
import { type PlainGrid, readIdentity } from '../../shared/sheets/identity'
import { TARGETING_LABELS } from '../../shared/sheets/targeting/labels'
import { readTargetingWeights } from '../../shared/sheets/targeting/read-back'
import { isEditable } from '../../shared/statuses'
import { Debounce } from '../desk/debounce'
import { type Desk, failureOf, openCampaign, patchOpen } from '../desk/desk'
import { DeskFailure } from '../desk/failure'
import { endOnLeave } from '../desk/leave'
import { perDesk } from '../desk/per-desk'
import type { OpenCampaign } from '../desk/state/desk-state'
import type { TargetingOfRows } from '../desk/state/media-mix'
import { listenToEdits } from '../excel/edits'
import type { Unlisten } from '../excel/handlers'
import { readSheet } from '../excel/read-sheet'
import { groupsToSend } from '../media-mix/availability'
import { syncNow, takeRows } from '../media-mix/exchange'
import type { ContentFacts } from '../media-mix/plan'
import { targetingOfRows } from '../media-mix/row-targeting'
import { refreshRows } from '../media-mix/show'
import { drawTargetingSheet, loadContentFacts } from './draw-sheet'

/** Weights that are typed together (a paste, a fill) are one change, and so are several changes of others. */
const SETTLE_AFTER_MS = 600

/** The targeting sheet of the open campaign in this workbook. */
interface Followed {
  campaignId: string
  sheetId: string
  /** What it shows apart from targeting, as {@link restOf} describes it. */
  rest: string
  /** The targeting that it shows: what differs from it was typed. */
  drawn: TargetingOfRows
  unlisten: Unlisten
}

const followed = perDesk((desk) => ({
  sheet: null as Followed | null,
  /** The campaign whose workbook was searched for the sheet. */
  looked: null as string | null,
  /** The campaign as it was when it was compared with the sheet last. */
  seen: null as OpenCampaign | null,
  /** How often a person has typed into the sheet. */
  edits: 0,
  /** One line, so that nothing is drawn over what was typed and not sent yet. */
  settling: new Debounce(() => settle(desk), SETTLE_AFTER_MS),
}))

/**
 * Sends weights that are typed into the 큐레이션타겟팅 sheet, and draws the sheet again when the targeting has changed
 * elsewhere: in the pane, in the MediaMix, or by others.
 */
export function followTargetingSheet(desk: Desk): void {
  endOnLeave(desk, async () => {
    const here = followed(desk)
    here.settling.cancel()
    here.looked = null
    const { sheet } = here
    here.sheet = null
    await sheet?.unlisten()
  })
  desk.store.subscribe(() => {
    const { open } = desk.store.get()
    const here = followed(desk)
    if (!open) return
    if (here.looked !== open.view.id) {
      here.looked = open.view.id
      here.settling.soon()
    } else if (here.sheet?.campaignId === open.view.id && isNews(here.seen, open)) {
      if (!isCurrent(here.sheet, open)) here.settling.soon()
    }
    here.seen = open
  })
}

function isNews(seen: OpenCampaign | null, { view, rows, targeting }: OpenCampaign): boolean {
  return seen?.view !== view || seen.rows !== rows || seen.targeting !== targeting
}

function isCurrent({ rest, drawn }: Followed, open: OpenCampaign): boolean {
  return rest === restOf(open) && open.rows.every(({ unitId }) => isSame(drawn, open.targeting, unitId))
}

function isSame(one: TargetingOfRows, other: TargetingOfRows, unitId: string): boolean {
  const [a, b] = [one.get(unitId)?.groups ?? [], other.get(unitId)?.groups ?? []]
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

/** Everything of the campaign that the sheet shows, apart from targeting and inventory. */
function restOf({ view, rows }: OpenCampaign): string {
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
    ]),
  ])
}

/** Draws the sheet, and follows it from now on. @returns its id */
export async function showTargeting(desk: Desk): Promise<string> {
  const facts = await loadContentFacts(desk)
  return drawAndFollow(desk, facts)
}

async function drawAndFollow(desk: Desk, facts: ContentFacts): Promise<string> {
  const here = followed(desk)
  const open = openCampaign(desk)
  const campaignId = open.view.id
  const sheetId = await drawTargetingSheet(desk, facts)
  const same = here.sheet?.sheetId === sheetId && here.sheet.campaignId === campaignId ? here.sheet : null
  if (!same) await here.sheet?.unlisten()
  here.sheet = {
    campaignId,
    sheetId,
    rest: restOf(open),
    drawn: open.targeting,
    unlisten:
      same?.unlisten ??
      (await listenToEdits(sheetId, () => {
        here.edits++
        here.settling.soon()
      })),
  }
  here.looked = campaignId
  return sheetId
}

/** Sends what was typed, then shows what the service has. */
async function settle(desk: Desk): Promise<void> {
  const here = followed(desk)
  const { open } = desk.store.get()
  if (!open) return
  const known = here.sheet?.campaignId === open.view.id ? here.sheet : null
  const { edits } = here
  try {
    const found = await readSheet(known?.sheetId ?? TARGETING_LABELS[desk.language].sheet)
    const identity = found ? readIdentity({ sheets: [found.grid] }) : null
    // A deleted sheet isn't drawn again, and another campaign's is left alone.
    if (identity?.kind !== 'found' || identity.identity.campaignId !== open.view.id) return
    const typed = known && found ? typedIn(found.grid, known.drawn) : null
    if (known && typed) await sendTyped(desk, typed, known)
    // Weights that were taken stand in the sheet already; what is no weight is put back.
    const isShown = known && typed?.wrong.length === 0 && isCurrent(known, openCampaign(desk))
    if (isShown) return
    const facts = await loadContentFacts(desk)
    // What was typed meanwhile is read first, by the run that its edit has asked for.
    if (here.edits === edits) await drawAndFollow(desk, facts)
  } catch (error) {
    // Without the sheet nothing is lost: the pane has all of it. The next change tries again.
    if (known) desk.store.set({ failure: failureOf(error) })
  }
}

interface Typed {
  /** Groups by unit id. */
  changes: Map<string, UnitTargeting['groups']>
  /** Cells with something that is no weight. */
  wrong: string[]
}

function typedIn(grid: PlainGrid, drawn: TargetingOfRows): Typed {
  const typed: Typed = { changes: new Map(), wrong: [] }
  for (const { unitIds, weights } of readTargetingWeights(grid)) {
    const known = new Map<string, number>()
    for (const { metaId, weight, address } of weights) {
      if (weight === null) typed.wrong.push(address)
      else known.set(metaId, weight)
    }
    for (const unitId of unitIds) {
      const groups = drawn.get(unitId)?.groups ?? []
      const next = groups.map((group) => ({
        ...group,
        members: group.members.map((one) => ({ ...one, weight: known.get(one.metaId) ?? one.weight })),
      }))
      if (JSON.stringify(next) !== JSON.stringify(groups)) typed.changes.set(unitId, next)
    }
  }
  return typed
}

async function sendTyped(desk: Desk, { changes, wrong }: Typed, sheet: Followed): Promise<void> {
  try {
    if (changes.size > 0) await send(desk, changes, sheet)
    if (wrong.length > 0) desk.store.set({ failure: new DeskFailure('WEIGHT_INVALID', wrong.join(', ')) })
    else if (changes.size > 0 && desk.store.get().failure?.code === 'WEIGHT_INVALID')
      desk.store.set({ failure: null })
  } catch (error) {
    desk.store.set({ failure: failureOf(error) })
  }
}

async function send(desk: Desk, changes: Typed['changes'], sheet: Followed): Promise<void> {
  await syncNow(desk)
  const { view, rows, targeting } = openCampaign(desk)
  const units = rows.flatMap(({ unitId, version, bookingStatus }) => {
    const groups = changes.get(unitId)
    if (!groups || !isEditable(bookingStatus)) return []
    // Somebody else has changed it meanwhile: what they chose is shown, never overwritten silently.
    if (!isSame(targeting, sheet.drawn, unitId)) throw new DeskFailure('TARGETING_CHANGED')
    return [{ unitId, version, groups: groupsToSend(groups) }]
  })
  if (units.length === 0) return
  const answer = await desk.api.call(putTargeting, { params: { id: view.id }, body: { units } })
  const now = targetingOfRows(answer.units)
  patchOpen(desk, view.id, { targeting: now })
  // The sheet says the same already.
  const sent = units.flatMap(({ unitId }) => {
    const targeting = now.get(unitId)
    return targeting ? [[unitId, targeting] as const] : []
  })
  sheet.drawn = new Map([...sheet.drawn, ...sent])
  await takeRows(desk)
  await refreshRows(desk)
}
