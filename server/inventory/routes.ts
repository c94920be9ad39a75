import { firstDayOf, lastDayOf } from '../../shared/calendar'
import { listTargetingGroupRatios } from '../../shared/contract/catalog'
import * as contract from '../../shared/contract/inventory'
import type { SecurityAction } from '../../shared/security-words'
import type { Caller } from '../caller'
import type { Clock } from '../clock'
import type { Database, Transaction } from '../database/database'
import { page } from '../http/paging'
import type { Routes } from '../http/routes'
import { recordSecurityEvents } from '../security-log/record-event'
import { atRiskRows, atRiskSummary } from './at-risk'
import { contentCalendars, inventoryCalendar } from './calendar'
import { correct, correctMany } from './corrections'
import { decideForecasts } from './forecast-decisions'
import { groupRatios } from './group-ratios'
import { monthSums } from './month-sums'
import { promisedContents } from './promises'
import { confirm, history, listStandardInventory, reopen } from './standard-inventory'
import { inventorySums } from './sums'
import { listUnitInventory } from './unit-inventory'

/** @param freeExpired releases expired holds */
export function inventoryRoutes(
  routes: Routes,
  database: Database,
  clock: Clock,
  freeExpired: () => Promise<unknown>,
): void {
  const actor = (caller: Caller) => ({ accountId: caller.id, at: clock.instant() })
  const told = (tx: Transaction, action: SecurityAction, subject: string | undefined, details: object) =>
    recordSecurityEvents(tx, [{ at: clock.instant(), action, subject, details: { ...details } }])
  routes.on(contract.listStandardInventory, ({ query }) =>
    page(query, ['type', 'metaId'], (stretch) =>
      database.read((tx) => listStandardInventory(tx, query, stretch)),
    ),
  )
  routes.on(contract.standardInventorySums, async ({ query }) => ({
    items: await database.read((tx) => monthSums(tx, query.month)),
  }))
  routes.on(contract.correctStandardInventory, ({ params, body, caller }) =>
    database.write(async (tx) => {
      const row = await correct(tx, { id: params.id, ...body }, actor(caller))
      await told(tx, 'INVENTORY_CORRECTED', `${row.month} ${row.metaId}`, correctionOf(body))
      return row
    }),
  )
  routes.on(contract.correctManyStandardInventory, async ({ body, caller }) => ({
    items: await database.write(async (tx) => {
      const rows = await correctMany(tx, body.corrections, actor(caller), body.notes ?? false)
      const correctionWith = new Map(body.corrections.map((one) => [one.id, correctionOf(one)]))
      await recordSecurityEvents(
        tx,
        rows.flatMap(({ id, saved, row }) =>
          saved && row
            ? [
                {
                  at: clock.instant(),
                  action: 'INVENTORY_CORRECTED' as const,
                  subject: `${row.month} ${row.metaId}`,
                  details: correctionWith.get(id),
                },
              ]
            : [],
        ),
      )
      return rows
    }),
  }))
  routes.on(contract.confirmStandardInventory, ({ body, caller }) =>
    database.write(async (tx) => {
      const answer = await confirm(tx, body.month, body.ids, actor(caller))
      await told(tx, 'INVENTORY_CONFIRMED', body.month, answer)
      return answer
    }),
  )
  routes.on(contract.reopenStandardInventory, ({ body, caller }) =>
    database.write(async (tx) => {
      const answer = await reopen(tx, body.ids, body.reason, actor(caller))
      await told(tx, 'INVENTORY_REOPENED', undefined, { ...answer, reason: body.reason })
      return answer
    }),
  )
  routes.on(contract.decideForecasts, ({ body, caller }) =>
    database.write(async (tx) => {
      const answer = await decideForecasts(tx, body, actor(caller))
      const { decision, reason, rows } = body
      await told(tx, 'FORECASTS_DECIDED', undefined, { decision, reason, rows: rows.length })
      return answer
    }),
  )
  routes.on(contract.standardInventoryHistory, ({ params, query }) =>
    page(query, ['id'], (stretch) => database.read((tx) => history(tx, params.id, stretch))),
  )
  routes.on(contract.listUnitInventory, async ({ query }) => {
    await freeExpired()
    return page(query, ['metaId', 'platform', 'date'], (stretch) =>
      database.read((tx) => listUnitInventory(tx, query, stretch)),
    )
  })
  routes.on(contract.inventoryCalendar, async ({ query }) => {
    await freeExpired()
    return { items: await database.read((tx) => inventoryCalendar(tx, query)) }
  })
  routes.on(contract.contentCalendars, async ({ body }) => {
    await freeExpired()
    return { items: await database.read((tx) => contentCalendars(tx, body)) }
  })
  routes.on(contract.promisedContents, async ({ query }) => {
    await freeExpired()
    return page(query, ['metaId'], (stretch) =>
      database.read((tx) => promisedContents(tx, query.month, stretch)),
    )
  })
  routes.on(contract.inventorySums, async ({ body }) => {
    await freeExpired()
    return { flights: await inventorySums(database, body.flights) }
  })
  routes.on(contract.inventoryAtRisk, async ({ query }) => {
    await freeExpired()
    const [from, to] = query.month
      ? [firstDayOf(query.month), lastDayOf(query.month)]
      : [query.from!, query.to!]
    return database.read(async (tx) => ({
      ...(await page(query, ['metaId', 'platform', 'date'], (stretch) => atRiskRows(tx, from, to, stretch))),
      ...(await atRiskSummary(tx, from, to)),
    }))
  })
  routes.on(listTargetingGroupRatios, ({ params, query }) =>
    page(query, ['platform', 'date', 'metaId'], (stretch) =>
      database.read((tx) => groupRatios(tx, params.code, query.month, stretch)),
    ),
  )
}

function correctionOf({ adjustedTotal, reason }: { adjustedTotal: number | null; reason: string }) {
  return { adjustedTotal, reason }
}
