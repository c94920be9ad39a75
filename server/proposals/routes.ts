import type { ProposalWish } from '../../shared/contract/proposals'
import {
  listProposalTemplates,
  proposalCheck,
  proposal as proposalEndpoint,
  proposalPdf,
} from '../../shared/contract/proposals'
import type { Caller } from '../caller'
import { requireCampaign } from '../campaigns/access'
import type { Routes } from '../http/routes'
import type { JobRunner } from '../jobs/job-runner'
import type { CopyParts } from './copy-job'
import { storedProposalRoutes } from './copy-routes'
import { checkProposal } from './proposal-check'
import type { ProposalOrder } from './proposal-file'
import { proposalOrder } from './proposal-order'
import { sendFile } from './send-file'

/**
 * @param deadlineMs how long a request may wait for one with the same idempotency key
 * @param holdHours how soon a hold has to end to be told
 * @param freeExpired frees expired holds
 */
export function proposalRoutes(
  routes: Routes,
  parts: CopyParts,
  jobs: JobRunner,
  deadlineMs: number,
  holdHours: number,
  freeExpired: () => Promise<unknown>,
): void {
  const { templates, files, pdfs } = parts
  storedProposalRoutes(routes, parts, jobs, deadlineMs)

  routes.on(listProposalTemplates, async () => ({ items: templates.list(), pdf: pdfs.available }))

  routes.on(proposalCheck, async ({ params, caller, language }) => {
    await freeExpired()
    return checkProposal(parts.database, caller, params.id, parts.clock.moment(), holdHours, language)
  })

  routes.on(proposalEndpoint, async ({ params, query, caller, response, noteExport }) => {
    const order = await orderOf(params.id, query, caller)
    // Nothing is sent before the export is noted.
    const [file] = await Promise.all([files.make(order), noteExport()])
    await sendFile(file, 'xlsx', response)
  })

  routes.on(proposalPdf, async ({ params, query, caller, response, noteExport }) => {
    pdfs.requireAvailable()
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const workbook = await files.make(await orderOf(params.id, query, caller))
    try {
      const file = await pdfs.make(workbook, gone.signal)
      await noteExport()
      await sendFile(file, 'pdf', response)
    } catch (error) {
      // A client that has closed the connection is no error.
      if (!gone.signal.aborted) throw error
    }
  })

  /** What a campaign's workbook is made of; a campaign that the caller may not see is NOT_FOUND. */
  async function orderOf(campaignId: string, query: ProposalWish, caller: Caller): Promise<ProposalOrder> {
    const { order } = await proposalOrder(parts, query, (tx) => requireCampaign(tx, caller, campaignId))
    return order
  }
}
