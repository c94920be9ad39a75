import * as contract from '../../shared/contract/campaigns'
import { distribution, ledger, purchase } from '../../shared/contract/purchases'
import { Problem } from '../../shared/problem'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import { page } from '../http/paging'
import type { Routes } from '../http/routes'
import { explain } from '../purchases/distribution'
import { once } from '../purchases/idempotency'
import { ledgerOf } from '../purchases/ledger'
import { readTrees } from '../purchases/purchase-tree'
import { requireCampaign, requireUnit } from './access'
import { changeCampaign, createCampaign, listCampaigns, viewOf } from './campaigns'
import { readMediaMix, toRow, unitsOf } from './media-mix'
import { purchaseUnits } from './purchase-units'
import { syncMediaMix } from './sync-media-mix'
import { putTargeting, readTargeting } from './unit-targeting'

export function campaignRoutes(routes: Routes, database: Database, clock: Clock): void {
  routes.on(contract.createCampaign, ({ body, caller }) =>
    database.write((tx) => createCampaign(tx, caller, body, clock.instant())),
  )
  routes.on(contract.listCampaigns, ({ query, caller }) =>
    page(query, (limit, offset) => database.read((tx) => listCampaigns(tx, caller, query.q, limit, offset))),
  )
  routes.on(contract.getCampaign, ({ params, caller }) =>
    database.read(async (tx) => viewOf(tx, await requireCampaign(tx, caller, params.id))),
  )
  routes.on(contract.changeCampaign, ({ params, body, caller }) =>
    database.write((tx) => changeCampaign(tx, caller, params.id, body, clock.instant())),
  )
  routes.on(contract.getMediaMix, ({ params, caller }) =>
    database.read((tx) => readMediaMix(tx, caller, params.id)),
  )
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
  routes.on(purchase, async ({ params, body, caller, request, response }) => {
    const at = clock.instant()
    const key = idempotencyKey(request.get('idempotency-key'))
    const identified = {
      accountId: caller.id,
      key,
      method: request.method,
      path: request.originalUrl,
      body,
      at,
    }
    const { answer, replayed } = await database.write((tx) =>
      once(tx, identified, () => purchaseUnits(tx, caller, params.id, body, { at, today: clock.today() })),
    )
    if (replayed) response.setHeader('Idempotency-Replayed', 'true')
    return answer
  })
  routes.on(distribution, ({ params, caller }) =>
    database.read(async (tx) => {
      const unit = await requireUnit(tx, caller, params.id)
      const { unitId, version, bookingStatus, kind, amount, impressions } = toRow(unit)
      const bought = { amount: kind === 'PAID' ? amount : 0, impressions }
      const ads = (await readTrees(tx, [unit.id])).get(unit.id) ?? []
      return { unitId, version, bookingStatus, ...bought, ads: explain(bought, ads) }
    }),
  )
  routes.on(ledger, ({ params, query, caller }) =>
    page(query, (limit, offset) =>
      database.read(async (tx) => {
        await requireUnit(tx, caller, params.id)
        return ledgerOf(tx, params.id, limit, offset)
      }),
    ),
  )
}

function idempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  const key = header.trim()
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key
  throw new Problem(
    'VALIDATION_FAILED',
    'Idempotency-Key must have 1 to 200 printable ASCII characters without spaces, a UUID for example.',
    { errors: [{ path: 'Idempotency-Key', message: 'must have 1 to 200 printable ASCII characters' }] },
  )
}
