import {
  listProposalTemplates,
  type ProposalSheet,
  proposal as proposalEndpoint,
} from '../../shared/contract/proposals'
import type { ProposalContents } from '../../shared/sheets/proposal/proposal'
import { requireCampaign } from '../campaigns/access'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import type { Routes } from '../http/routes'
import { sendStream } from '../http/send-stream'
import { dailyOfCampaign } from './daily-of-campaign'
import type { HouseTemplates } from './house-templates'
import { monitoringOfCampaign } from './monitoring-of-campaign'
import { planOfCampaign } from './plan-of-campaign'
import type { ProposalFiles } from './proposal-files'
import { purchasesOfCampaign } from './purchases-of-campaign'
import { withShortRows } from './short-rows'

export function proposalRoutes(
  routes: Routes,
  database: Database,
  clock: Clock,
  templates: HouseTemplates,
  files: ProposalFiles,
): void {
  routes.on(listProposalTemplates, async () => ({ items: templates.list() }))

  routes.on(proposalEndpoint, async ({ params, query, caller, response }) => {
    const { house, look, ...template } = templates.get(query.template)
    const { audience, language } = query
    const asked = query.sheets ?? template.sheets
    const contents = await database.read(async (tx): Promise<ProposalContents> => {
      const campaign = await requireCampaign(tx, caller, params.id)
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
        ? { ...contents, plan: await withShortRows(database, contents.plan, clock) }
        : contents
    const { fileName, content } = await files.make({
      contents: shown,
      options: { audience, language, sheets: asked, look },
      createdAt: clock.now(),
    })
    response
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .setHeader(
        'Content-Disposition',
        `attachment; filename="proposal.xlsx"; filename*=UTF-8''${encodeURIComponent(fileName).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`,
      )
    await sendStream(content, response)
  })
}
