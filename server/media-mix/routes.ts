import * as contract from '../../shared/contract/campaigns'
import { requireCampaign } from '../campaigns/access'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import type { Routes } from '../http/routes'
import { readMediaMix, unitsOf } from './media-mix'
import { syncMediaMix } from './sync-media-mix'
import { putTargeting, readTargeting } from './unit-targeting'

/** @param freeExpired frees expired holds */
export function mediaMixRoutes(
  routes: Routes,
  database: Database,
  clock: Clock,
  freeExpired: () => Promise<unknown>,
): void {
  routes.on(contract.getMediaMix, async ({ params, caller }) => {
    await freeExpired()
    return database.read((tx) => readMediaMix(tx, caller, params.id))
  })
  routes.on(contract.syncMediaMix, ({ params, body, caller }) =>
    database.write((tx) => syncMediaMix(tx, caller, params.id, body, clock.instant())),
  )
  routes.on(contract.getTargeting, ({ params, caller }) =>
    database.read(async (tx) => {
      await requireCampaign(tx, caller, params.id)
      return { units: await readTargeting(tx, await unitsOf(tx, params.id)) }
    }),
  )
  routes.on(contract.putTargeting, ({ params, body, caller }) =>
    database.write(async (tx) => ({
      units: await putTargeting(tx, caller, params.id, body.units, clock.instant()),
    })),
  )
}
