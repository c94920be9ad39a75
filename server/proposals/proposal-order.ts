import type { ProposalSheet, ProposalWish } from '../../shared/contract/proposals'
import type { ProposalContents } from '../../shared/sheets/proposal/proposal'
import type { Campaign } from '../campaigns/campaign.entities'
import type { Clock } from '../clock'
import type { Database, Transaction } from '../database/database'
import { dailyOfCampaign } from './daily-of-campaign'
import type { HouseTemplates } from './house-templates'
import { monitoringOfCampaign } from './monitoring-of-campaign'
import { planOfCampaign } from './plan-of-campaign'
import type { ProposalOrder } from './proposal-file'
import { purchasesOfCampaign } from './purchases-of-campaign'
import { withShortRows } from './short-rows'

export interface OrderParts {
  database: Database
  clock: Clock
  templates: HouseTemplates
}

/**
 * Reads what a proposal is made of, as one state of the campaign.
 *
 * @param campaignOf reads the campaign, or throws
 * @returns the order, and the campaign's revision that it shows
 * @throws Problem UNKNOWN_REFERENCE for a template that isn't there
 */
export async function proposalOrder(
  { database, clock, templates }: OrderParts,
  wish: ProposalWish,
  campaignOf: (tx: Transaction) => Promise<Campaign>,
): Promise<{ order: ProposalOrder; revision: number }> {
  const { house, look, ...template } = templates.get(wish.template)
  const { audience, language } = wish
  const asked = wish.sheets ?? template.sheets
  const asks = (...sheets: ProposalSheet[]) => sheets.some((sheet) => asked.includes(sheet))
  const { contents, revision } = await database.read(async (tx) => {
    const campaign = await campaignOf(tx)
    const read: ProposalContents = {
      house,
      plan: await planOfCampaign(tx, campaign, clock.today(), language),
      ...(asks('daily', 'summary') ? { daily: await dailyOfCampaign(tx, campaign, clock.today()) } : {}),
      ...(asks('purchases') ? { purchases: await purchasesOfCampaign(tx, campaign, language) } : {}),
      ...(asks('monitoring')
        ? { monitoring: await monitoringOfCampaign(tx, campaign, clock, language) }
        : {}),
    }
    return { contents: read, revision: campaign.revision }
  })
  const shown =
    audience === 'internal'
      ? { ...contents, plan: await withShortRows(database, contents.plan, clock, language) }
      : contents
  const options = { audience, language, sheets: asked, look }
  return { order: { contents: shown, options, createdAt: clock.now() }, revision }
}
