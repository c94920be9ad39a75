import { proposal } from '../../shared/contract/proposals'
import { busyWith, type Desk, openCampaign } from '../desk/desk'
import { syncNow } from '../media-mix/exchange'

/**
 * Downloads the finished proposal of the sheet's current contents; undefined if it failed (and the failure is
 * shown).
 */
export async function fetchProposal(
  desk: Desk,
  audience: 'client' | 'internal',
  withMonitoring = false,
): Promise<{ name: string; blob: Blob } | undefined> {
  return busyWith(desk, 'proposal', async () => {
    await syncNow(desk)
    const { sync, view } = openCampaign(desk)
    if (sync.kind === 'failed') throw sync.failure
    return desk.api.file(proposal, {
      params: { id: view.id },
      query: { audience, ...(withMonitoring ? { sheets: 'media-mix,targeting,monitoring' } : {}) },
    })
  })
}
