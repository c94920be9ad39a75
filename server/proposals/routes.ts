import { proposal as proposalEndpoint } from '../../shared/contract/campaigns'
import { type ProposalContents, proposal } from '../../shared/sheets/proposal/proposal'
import { requireCampaign } from '../campaigns/access'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import type { Routes } from '../http/routes'
import { monitoringOfCampaign } from './monitoring-of-campaign'
import { planOfCampaign } from './plan-of-campaign'
import { renderWorkbook } from './render-workbook'

export function proposalRoutes(routes: Routes, database: Database, clock: Clock): void {
  routes.on(proposalEndpoint, async ({ params, query, caller, response }) => {
    const contents = await database.read(async (tx): Promise<ProposalContents> => {
      const campaign = await requireCampaign(tx, caller, params.id)
      return {
        plan: await planOfCampaign(tx, campaign, clock.today()),
        ...(query.sheets.includes('monitoring')
          ? { monitoring: await monitoringOfCampaign(tx, campaign, clock) }
          : {}),
      }
    })
    const { sheets, properties, fileName } = proposal(contents, query)
    const workbook = await renderWorkbook(sheets, properties, clock.now())
    response
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .setHeader(
        'Content-Disposition',
        `attachment; filename="proposal.xlsx"; filename*=UTF-8''${encodeURIComponent(fileName).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`,
      )
      .send(workbook)
  })
}
