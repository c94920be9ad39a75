import * as contract from '../../shared/contract/catalog'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import type { Routes } from '../http/routes'
import { mergeContents } from './merge-contents'
import { mergeOwners } from './merge-owners'

export function mergingRoutes(routes: Routes, database: Database, clock: Clock): void {
  routes.on(contract.mergeContents, ({ params, body, caller }) =>
    database.write((tx) =>
      mergeContents(tx, { from: params.metaId, ...body }, { actor: caller.id, ...clock.moment() }),
    ),
  )
  routes.on(contract.mergeContentOwners, ({ params, body, caller }) =>
    database.write((tx) =>
      mergeOwners(tx, { from: params.code, ...body }, { actor: caller.id, ...clock.moment() }),
    ),
  )
}
