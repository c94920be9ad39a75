import {
  deleteProposalCopy,
  downloadProposalCopy,
  listProposalCopies,
  listProposalTemplates,
  makeProposalCopy,
  type ProposalCopyView,
  type ProposalFormat,
  type ProposalSheet,
  proposal,
  proposalPdf,
} from '../../shared/contract/proposals'
import type { Language } from '../../shared/language'
import { callOnce } from '../desk/call-once'
import { busyWith, type Desk, openCampaign } from '../desk/desk'
import { syncNow } from '../media-mix/exchange'

/** What a proposal is to be like; left out: as the service's default template has it. */
export interface ProposalWish {
  audience: 'client' | 'internal'
  template?: string
  sheets?: readonly ProposalSheet[]
  language?: Language
}

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
    const id = await syncedCampaign(desk)
    return desk.api.file(format === 'pdf' ? proposalPdf : proposal, {
      params: { id },
      query: { ...wish, ...(sheets ? { sheets: sheets.join(',') } : {}) },
    })
  })
}

/**
 * Begins to make a proposal of the sheet's current contents that is kept; undefined if it failed (and the failure is
 * shown).
 */
export async function makeCopy(
  desk: Desk,
  { sheets, ...wish }: ProposalWish,
  format: ProposalFormat,
): Promise<ProposalCopyView | undefined> {
  return busyWith(desk, 'proposal', async () => {
    const id = await syncedCampaign(desk)
    const body = { ...wish, format, ...(sheets ? { sheets: [...sheets] } : {}) }
    return callOnce(desk, makeProposalCopy, { params: { id }, body })
  })
}

/** The campaign's stored proposals, the newest first. */
export async function loadCopies(desk: Desk, campaignId: string, limit: number) {
  return desk.api.call(listProposalCopies, { params: { id: campaignId }, query: { limit } })
}

export async function fetchCopy(desk: Desk, campaignId: string, proposalId: string) {
  return desk.api.file(downloadProposalCopy, { params: { id: campaignId, proposalId } })
}

export async function deleteCopy(desk: Desk, campaignId: string, proposalId: string): Promise<void> {
  await desk.api.call(deleteProposalCopy, { params: { id: campaignId, proposalId } })
}

/** Sends what the sheet says first. @returns the campaign's id */
async function syncedCampaign(desk: Desk): Promise<string> {
  await syncNow(desk)
  const { sync, view } = openCampaign(desk)
  if (sync.kind === 'failed') throw sync.failure
  return view.id
}
