import { type ProposalSheet, proposal as proposalEndpoint } from '../../shared/contract/campaigns'
import { Problem } from '../../shared/problem'
import { type ProposalContents, proposal } from '../../shared/sheets/proposal/proposal'
import { requireCampaign } from '../campaigns/access'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import type { Routes } from '../http/routes'
import { dailyOfCampaign } from './daily-of-campaign'
import { monitoringOfCampaign } from './monitoring-of-campaign'
import { planOfCampaign } from './plan-of-campaign'
import { purchasesOfCampaign } from './purchases-of-campaign'
import { renderWorkbook } from './render-workbook'

export function proposalRoutes(routes: Routes, database: Database, clock: Clock): void {
  routes.on(proposalEndpoint, async ({ params, query, caller, response }) => {
    const contents = await database.read(async (tx): Promise<ProposalContents> => {
      const campaign = await requireCampaign(tx, caller, params.id)
      const asks = (...sheets: ProposalSheet[]) => sheets.some((sheet) => query.sheets.includes(sheet))
      return {
        plan: await planOfCampaign(tx, campaign, clock.today()),
        ...(asks('daily', 'summary') ? { daily: await dailyOfCampaign(tx, campaign) } : {}),
        ...(asks('purchases') ? { purchases: await purchasesOfCampaign(tx, campaign) } : {}),
        ...(asks('monitoring') ? { monitoring: await monitoringOfCampaign(tx, campaign, clock) } : {}),
      }
    })
    const { sheets, properties, fileName } = proposal(contents, query)
    // A workbook must have a sheet.
    if (sheets.length === 0) {
      throw new Problem(
        'NOT_FOUND',
        'None of the rows is bought or reserved, so there is no 구매내역. Ask for other sheets too, or buy first.',
      )
    }
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
