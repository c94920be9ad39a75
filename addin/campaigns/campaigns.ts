import {
  type CampaignView,
  createCampaign as createCall,
  getMediaMix,
  getTargeting,
  listCampaigns,
} from '../../shared/contract/campaigns'
import { listPlatforms, listProducts, type ProductView } from '../../shared/contract/catalog'
import { MEDIA_MIX_LABELS } from '../../shared/sheets/media-mix/labels'
import { isProposal } from '../../shared/sheets/media-mix/table'
import { type Desk, failureOf } from '../desk/desk'
import { everyItem } from '../desk/every-item'
import type { OpenCampaign } from '../desk/state/desk-state'
import { NOTHING_HEARD } from '../desk/state/live'
import type { Catalogue } from '../desk/state/media-mix'
import { NO_MONITORING } from '../desk/state/monitoring'
import { findMediaMix } from '../excel/read-sheet'
import { placeFor, readWorkbookIdentity } from '../excel/workbook-identity'
import { askStoredBase, keptBase } from '../media-mix/attachment'
import { leaveSheet, takeUpSheet } from '../media-mix/exchange'
import { contentsOfMembers, targetingOfRows } from '../media-mix/row-targeting'
import { refreshRows } from '../media-mix/show'
import { refreshMonitoring } from '../monitoring/monitoring'

/** The last request for the list; answers to earlier ones are dropped. */
const lastRequest = new WeakMap<Desk, object>()

/**
 * Loads the campaigns that the user may see, and reads which campaign this workbook belongs to.
 *
 * @param archived those in the archive instead of the others
 */
export async function loadCampaigns(desk: Desk, q = '', archived = false): Promise<void> {
  const { store } = desk
  const request = {}
  lastRequest.set(desk, request)
  const isLate = () => lastRequest.get(desk) !== request
  if (store.get().campaigns.kind !== 'ready') store.set({ campaigns: { kind: 'loading' } })
  try {
    const [page, workbook] = await Promise.all([
      desk.api.call(listCampaigns, { query: { q, limit: 100, ...(archived ? { archived: 'true' } : {}) } }),
      readWorkbookIdentity().catch(() => ({ kind: 'none' }) as const),
    ])
    if (isLate()) return
    store.set({ campaigns: { kind: 'ready', value: page.items }, workbook })
  } catch (error) {
    if (isLate()) return
    store.set({ campaigns: { kind: 'failed', failure: failureOf(error) } })
  }
}

export interface NewCampaign {
  name: string
  advertiser: string
  agency: string
  startDate: string
  endDate: string
  budget: number
}

/** @throws CallFailure VALIDATION_FAILED */
export async function createCampaign(desk: Desk, fields: NewCampaign): Promise<CampaignView> {
  const { agency, ...rest } = fields
  return desk.api.call(createCall, { body: { ...rest, agency: agency === '' ? null : agency } })
}

/** Opens a campaign with everything that its sheets show. */
export async function openCampaignById(desk: Desk, id: string): Promise<void> {
  const { store } = desk
  await closeCampaign(desk)
  const opening = { kind: 'loading' } as const
  store.set({ opening, failure: null })
  // The planner has opened another campaign meanwhile, or signed out.
  const isLate = () => store.get().opening !== opening
  try {
    const [mix, targeting, products, platforms] = await Promise.all([
      desk.api.call(getMediaMix, { params: { id } }),
      desk.api.call(getTargeting, { params: { id } }),
      everyItem<ProductView>(desk.api, listProducts),
      everyItem<Catalogue['platforms'][number]>(desk.api, listPlatforms),
    ])
    const members = targeting.units.flatMap(({ groups }) => groups.flatMap((group) => group.members))
    const contents = await contentsOfMembers(desk, members)
    const { found, also: stored } = await findMediaMix(MEDIA_MIX_LABELS[desk.language].sheet, askStoredBase())
    if (isLate()) return
    const ours = found && placeFor(id, found.grid) === 'ours'
    const proposal = ours && isProposal(found.grid)
    const open: OpenCampaign = {
      view: mix.campaign,
      rows: mix.rows,
      catalogue: { products, platforms },
      targeting: targetingOfRows(targeting.units),
      contents,
      availability: new Map(),
      sheet: ours && !proposal ? { id: found.sheetId, name: found.name } : null,
      proposal: proposal ? { id: found.sheetId, name: found.name } : null,
      copy: null,
      sync: { kind: 'off' },
      conflicts: [],
      orderConflict: null,
      cellErrors: [],
      missing: [],
      restored: [],
      amendments: [],
      holds: new Map(),
      outdated: false,
      live: NOTHING_HEARD,
      monitoring: NO_MONITORING,
    }
    store.set({
      open,
      opening: null,
      panel: { kind: 'rows' },
      buying: null,
      booking: null,
      commandTooEarly: false,
    })
    if (ours && !proposal) await takeUpSheet(desk, keptBase(id, found.grid, stored), stored)
    void refreshRows(desk)
    void refreshMonitoring(desk, true)
  } catch (error) {
    if (isLate() && store.get().open?.view.id !== id) return
    store.set({ opening: { kind: 'failed', failure: failureOf(error) } })
  }
}

export async function closeCampaign(desk: Desk): Promise<void> {
  await leaveSheet(desk)
  desk.store.set({
    open: null,
    buying: null,
    booking: null,
    opening: null,
    overwrite: false,
    failure: null,
    panel: { kind: 'rows' },
  })
}
