import {
  availabilities,
  availability,
  getSplitRules,
  productAvailabilities,
  putSplitRules,
} from '../../shared/contract/purchases'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import { page } from '../http/paging'
import type { Routes } from '../http/routes'
import { recordSecurityEvent } from '../security-log/record-event'
import { findAvailabilities, findAvailability } from './availability'
import { leftOfProducts } from './product-availability'
import * as rules from './split-rules'

/** @param freeExpired releases expired holds, and tells whether there were any */
export function purchaseRoutes(
  routes: Routes,
  database: Database,
  clock: Clock,
  freeExpired: () => Promise<'nothing' | 'released' | 'going-on'>,
): void {
  routes.on(availability, async ({ body, language }) => {
    const find = () => database.glance((tx) => findAvailability(tx, body, clock.today(), language))
    const [freed, found] = await Promise.all([freeExpired(), find()])
    // This is rare. Expired holds are free now, so the search runs again.
    return freed === 'nothing' ? found : find()
  })
  routes.on(availabilities, async ({ body, language }) => {
    const find = async () => ({
      answers: await findAvailabilities(database, body.requests, clock.today(), language),
    })
    const [freed, found] = await Promise.all([freeExpired(), find()])
    return freed === 'nothing' ? found : find()
  })
  routes.on(productAvailabilities, async ({ body, language }) => {
    const find = async () => ({
      answers: await leftOfProducts(database, body.flights, clock.today(), language),
    })
    const [freed, found] = await Promise.all([freeExpired(), find()])
    return freed === 'nothing' ? found : find()
  })
  routes.on(getSplitRules, ({ query }) =>
    database.read(async (tx) => ({
      rules: await rules.splitRulesInForce(tx),
      ...(await page(query, ['id'], (stretch) => rules.listSplitRules(tx, stretch))),
    })),
  )
  routes.on(putSplitRules, ({ body: { reason, ...levels }, caller }) =>
    database.write(async (tx) => {
      const at = clock.instant()
      const setting = await rules.putSplitRules(tx, levels, reason, caller.id, at)
      await recordSecurityEvent(tx, { at, action: 'SPLIT_RULES_CHANGED', details: { ...levels, reason } })
      return setting
    }),
  )
}
