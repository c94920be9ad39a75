import { extname } from 'node:path'
import type { Response } from 'express'
import {
  listProposalTemplates,
  type ProposalSheet,
  type ProposalWish,
  proposal as proposalEndpoint,
  proposalPdf,
} from '../../shared/contract/proposals'
import type { ProposalContents } from '../../shared/sheets/proposal/proposal'
import type { Caller } from '../caller'
import { requireCampaign } from '../campaigns/access'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import type { Routes } from '../http/routes'
import { sendStream } from '../http/send-stream'
import { dailyOfCampaign } from './daily-of-campaign'
import type { HouseTemplates } from './house-templates'
import { monitoringOfCampaign } from './monitoring-of-campaign'
import type { PdfFiles } from './pdf-files'
import { planOfCampaign } from './plan-of-campaign'
import type { ProposalFile } from './proposal-file'
import type { ProposalFiles } from './proposal-files'
import { purchasesOfCampaign } from './purchases-of-campaign'
import { withShortRows } from './short-rows'

export function proposalRoutes(
  routes: Routes,
  database: Database,
  clock: Clock,
  templates: HouseTemplates,
  files: ProposalFiles,
  pdfs: PdfFiles,
): void {
  routes.on(listProposalTemplates, async () => ({ items: templates.list(), pdf: pdfs.available }))

  routes.on(proposalEndpoint, async ({ params, query, caller, response, noteExport }) => {
    const file = await make(params.id, query, caller)
    await noteExport()
    await send(file, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', response)
  })

  routes.on(proposalPdf, async ({ params, query, caller, response, noteExport }) => {
    pdfs.requireAvailable()
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const workbook = await make(params.id, query, caller)
    try {
      const file = await pdfs.make(workbook, gone.signal)
      await noteExport()
      await send(file, 'application/pdf', response)
    } catch (error) {
      // A client that has closed the connection is no error.
      if (!gone.signal.aborted) throw error
    }
  })

  /** The workbook of a campaign; a campaign that the caller may not see is NOT_FOUND. */
  async function make(campaignId: string, query: ProposalWish, caller: Caller): Promise<ProposalFile> {
    const { house, look, ...template } = templates.get(query.template)
    const { audience, language } = query
    const asked = query.sheets ?? template.sheets
    const contents = await database.read(async (tx): Promise<ProposalContents> => {
      const campaign = await requireCampaign(tx, caller, campaignId)
      const asks = (...sheets: ProposalSheet[]) => sheets.some((sheet) => asked.includes(sheet))
      return {
        house,
        plan: await planOfCampaign(tx, campaign, clock.today(), language),
        ...(asks('daily', 'summary') ? { daily: await dailyOfCampaign(tx, campaign) } : {}),
        ...(asks('purchases') ? { purchases: await purchasesOfCampaign(tx, campaign, language) } : {}),
        ...(asks('monitoring')
          ? { monitoring: await monitoringOfCampaign(tx, campaign, clock, language) }
          : {}),
      }
    })
    const shown =
      audience === 'internal'
        ? { ...contents, plan: await withShortRows(database, contents.plan, clock, language) }
        : contents
    return files.make({
      contents: shown,
      options: { audience, language, sheets: asked, look },
      createdAt: clock.now(),
    })
  }
}

async function send({ fileName, content }: ProposalFile, type: string, response: Response): Promise<void> {
  const plain = `proposal${extname(fileName)}`
  const name = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  response
    .type(type)
    .setHeader('Content-Disposition', `attachment; filename="${plain}"; filename*=UTF-8''${name}`)
  await sendStream(content, response)
}
