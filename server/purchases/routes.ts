import { availability, getSplitRules, putSplitRules } from '../../shared/contract/purchases'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import { page } from '../http/paging'
import type { Routes } from '../http/routes'
import { findAvailability } from './availability'
import * as rules from './split-rules'

/** @param beforehand what makes expired holds free; runs before anything looks at the inventory */
export function purchaseRoutes(
  routes: Routes,
  database: Database,
  clock: Clock,
  beforehand: () => Promise<unknown>,
): void {
  routes.on(availability, async ({ body }) => {
    await beforehand()
    return database.read((tx) => findAvailability(tx, body, clock.today()))
  })
  routes.on(getSplitRules, ({ query }) =>
    database.read(async (tx) => ({
      rules: await rules.splitRulesInForce(tx),
      ...(await page(query, (limit, offset) => rules.listSplitRules(tx, limit, offset))),
    })),
  )
  routes.on(putSplitRules, ({ body: { reason, ...levels }, caller }) =>
    database.write((tx) => rules.putSplitRules(tx, levels, reason, caller.id, clock.instant())),
  )
}
