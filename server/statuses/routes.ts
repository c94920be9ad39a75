import * as contract from '../../shared/contract/statuses'
import { requireCampaign, requireUnit } from '../campaigns/access'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import { page } from '../http/paging'
import type { Routes } from '../http/routes'
import { answerOnce } from '../purchases/idempotency'
import { campaignDays } from './campaign-days'
import { campaignDelivery, deliveryDaysOf } from './campaign-delivery'
import { KnownChildAds } from './known-child-ads'
import { addMakegood, proposeMakegood } from './makegood'
import { reportDelivery } from './report-delivery'
import { reportStatuses } from './report-statuses'
import { statusHistory, statusReports, unitStatuses } from './unit-statuses'

/** Routes for the reports of ad servers, the figures from them, and makegoods. */
export function statusRoutes(routes: Routes, database: Database, clock: Clock, deadlineMs: number): void {
  const known = new KnownChildAds()
  routes.on(contract.reportStatuses, ({ body, language }) =>
    database.write((tx) => reportStatuses(tx, known, body.reports, { now: clock.instant(), language })),
  )
  routes.on(contract.reportDelivery, ({ body, language }) =>
    database.write((tx) => {
      const { at: now, today } = clock.moment()
      return reportDelivery(tx, known, body.reports, { now, today, language })
    }),
  )
  routes.on(contract.unitStatuses, ({ params, caller }) =>
    database.read(async (tx) => unitStatuses(tx, await requireUnit(tx, caller, params.id))),
  )
  routes.on(contract.statusHistory, ({ params, query, caller }) =>
    page(query, ['reportedAt', 'childAdId', 'statusAfter', 'origin'], (stretch) =>
      database.read(async (tx) => {
        const { id } = await requireUnit(tx, caller, params.id)
        return statusHistory(tx, id, stretch)
      }),
    ),
  )
  routes.on(contract.statusReports, ({ params, query, caller }) =>
    page(query, ['reportedAt', 'childAdId', 'status', 'origin'], (stretch) =>
      database.read(async (tx) => {
        const { id } = await requireUnit(tx, caller, params.id)
        return statusReports(tx, id, stretch)
      }),
    ),
  )
  routes.on(contract.deliveryDays, ({ params, caller }) =>
    database.read(async (tx) => {
      const { id } = await requireUnit(tx, caller, params.id)
      return { items: (await deliveryDaysOf(tx, { unitId: id })).get(id) ?? [] }
    }),
  )
  routes.on(contract.campaignDelivery, ({ params, caller }) =>
    database.read(async (tx) =>
      campaignDelivery(tx, await requireCampaign(tx, caller, params.id), clock.today()),
    ),
  )
  routes.on(contract.campaignDeliveryDays, ({ params, caller }) =>
    database.read(async (tx) => {
      const { id } = await requireCampaign(tx, caller, params.id)
      return { items: await campaignDays(tx, id) }
    }),
  )
  routes.on(contract.getMakegood, ({ params, caller }) =>
    database.read(async (tx) => proposeMakegood(tx, await requireUnit(tx, caller, params.id), clock.today())),
  )
  routes.on(contract.addMakegood, (call) => {
    const { params, body, caller } = call
    const now = clock.moment()
    return answerOnce(database, call, { at: now.at, deadline: Date.now() + deadlineMs }, (tx) =>
      addMakegood(tx, caller, params.id, body, now),
    )
  })
}
