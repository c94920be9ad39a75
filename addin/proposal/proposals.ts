import {
  listProposalTemplates,
  type ProposalSheet,
  proposal,
  proposalPdf,
} from '../../shared/contract/proposals'
import type { Language } from '../../shared/language'
import { busyWith, type Desk, openCampaign } from '../desk/desk'
import { syncNow } from '../media-mix/exchange'

/** What a proposal is to be like; left out: as the service's default template has it. */
export interface ProposalWish {
  audience: 'client' | 'internal'
  template?: string
  sheets?: readonly ProposalSheet[]
  language?: Language
}

export type ProposalFormat = 'xlsx' | 'pdf'

/** The house templates, the default first, and whether the service makes PDFs. */
export async function loadTemplates(desk: Desk) {
  const { items, pdf } = await desk.api.call(listProposalTemplates, {})
  const templates = items.toSorted((one, other) => Number(other.isDefault) - Number(one.isDefault))
  return { templates, pdf }
}

/**
 * Downloads the finished proposal of the sheet's current contents; undefined if it failed (and the failure is
 * shown).
 */
export async function fetchProposal(
  desk: Desk,
  { sheets, ...wish }: ProposalWish,
  format: ProposalFormat = 'xlsx',
): Promise<{ name: string; blob: Blob } | undefined> {
  return busyWith(desk, 'proposal', async () => {
    await syncNow(desk)
    const { sync, view } = openCampaign(desk)
    if (sync.kind === 'failed') throw sync.failure
    return desk.api.file(format === 'pdf' ? proposalPdf : proposal, {
      params: { id: view.id },
      query: { ...wish, ...(sheets ? { sheets: sheets.join(',') } : {}) },
    })
  })
}
