import * as contract from '../../shared/contract/campaigns'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import { page } from '../http/paging'
import type { Routes } from '../http/routes'
import { requireCampaign } from './access'
import { changeCampaign, createCampaign, listCampaigns, viewOf } from './campaigns'

/** @param freeExpired releases expired holds */
export function campaignRoutes(
  routes: Routes,
  database: Database,
  clock: Clock,
  freeExpired: () => Promise<unknown>,
): void {
  routes.on(contract.createCampaign, ({ body, caller }) =>
    database.write((tx) => createCampaign(tx, caller, body, clock.instant())),
  )
  routes.on(contract.listCampaigns, async ({ query, caller }) => {
    await freeExpired()
    return page(query, ['createdAt', 'id'], (stretch) =>
      database.read((tx) => listCampaigns(tx, caller, query, stretch)),
    )
  })
  routes.on(contract.getCampaign, async ({ params, caller }) => {
    await freeExpired()
    return database.read(async (tx) => viewOf(tx, caller, await requireCampaign(tx, caller, params.id)))
  })
  routes.on(contract.changeCampaign, ({ params, body, caller }) =>
    database.write((tx) => changeCampaign(tx, caller, params.id, body, clock.instant())),
  )
}
