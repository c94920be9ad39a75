import type { CampaignRight } from '../../shared/campaign-rights'
import {
  type CampaignView,
  changeCampaign as changeCall,
  copyCampaign as copyCall,
  getCampaign,
} from '../../shared/contract/campaigns'
import { listTeams, type TeamView } from '../../shared/contract/teams'
import { callOnce } from '../desk/call-once'
import { busyWith, type Desk, openCampaign, patchOpen } from '../desk/desk'
import { showNews, syncNow } from '../media-mix/exchange'
import { closeCampaign, loadCampaigns, openCampaignById } from './campaigns'

export interface CampaignChange {
  name?: string
  advertiser?: string
  agency?: string | null
  startDate?: string
  endDate?: string
  budget?: number
  shares?: { email: string; access: CampaignRight }[]
  teamShares?: { teamId: string; access: CampaignRight }[]
  archived?: boolean
}

/** Loads the fields of the open campaign: somebody else may have changed them since it was opened. */
export async function refreshCampaign(desk: Desk): Promise<CampaignView | undefined> {
  return busyWith(desk, 'campaign', async () => {
    const { id } = openCampaign(desk).view
    const view = await desk.api.call(getCampaign, { params: { id } })
    await show(desk, view)
    return view
  })
}

/**
 * Changes fields of the open campaign, in the service and in the head of the sheet. If somebody else has changed the
 * campaign meanwhile, nothing is changed, and the pane shows the failure.
 *
 * @returns undefined when it failed
 */
export async function changeCampaign(desk: Desk, change: CampaignChange): Promise<CampaignView | undefined> {
  return busyWith(desk, 'campaign', async () => {
    const { id, version } = openCampaign(desk).view
    const view = await desk.api.call(changeCall, { params: { id }, body: { version, ...change } })
    await show(desk, view)
    return view
  })
}

/** The teams that a campaign can be shared with, by name; none when they can't be loaded. */
export async function loadTeams(desk: Desk): Promise<TeamView[]> {
  const answer = await desk.api.call(listTeams, { query: { limit: 1000 } }).catch(() => undefined)
  return answer?.items ?? []
}

/** What the planner typed is pushed before, because nothing can be changed in the archive. */
export async function archiveCampaign(desk: Desk): Promise<void> {
  await syncNow(desk)
  if (!(await changeCampaign(desk, { archived: true }))) return
  await closeCampaign(desk)
  await loadCampaigns(desk)
}

/** Copies the open campaign with its rows, and opens the copy. */
export async function copyCampaign(desk: Desk, name: string, startDate: string): Promise<void> {
  await busyWith(desk, 'campaign', async () => {
    await syncNow(desk)
    const { id, startDate: before } = openCampaign(desk).view
    const moved = startDate !== '' && startDate !== before ? { startDate } : {}
    const copy = await callOnce(desk, copyCall, { params: { id }, body: { name, ...moved } })
    void loadCampaigns(desk)
    await openCampaignById(desk, copy.id)
  })
}

async function show(desk: Desk, view: CampaignView): Promise<void> {
  patchOpen(desk, view.id, { view })
  await showNews(desk)
}
