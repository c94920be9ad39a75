import * as contract from '../../shared/contract/publishing'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import { page } from '../http/paging'
import type { Routes } from '../http/routes'
import { listPublishRequests, replay } from './replay'
import { deleteWebhook, getWebhook, listWebhooks, putWebhook } from './webhooks'

/** @param allowPrivate whether webhooks may have addresses that the internet doesn't route */
export function publishingRoutes(
  routes: Routes,
  database: Database,
  clock: Clock,
  allowPrivate: boolean,
): void {
  routes.on(contract.putWebhook, ({ params, body }) =>
    database.write((tx) => putWebhook(tx, params.code, body, { at: clock.instant(), allowPrivate })),
  )
  routes.on(contract.listWebhooks, ({ query }) =>
    page(query, (limit, offset) =>
      database.read(async (tx) => (await listWebhooks(tx)).slice(offset, offset + limit)),
    ),
  )
  routes.on(contract.getWebhook, ({ params }) => database.read((tx) => getWebhook(tx, params.code)))
  routes.on(contract.deleteWebhook, ({ params }) => database.write((tx) => deleteWebhook(tx, params.code)))
  routes.on(contract.listPublishRequests, ({ query }) =>
    page(query, (limit, offset) => database.read((tx) => listPublishRequests(tx, query, limit, offset))),
  )
  routes.on(contract.replayPublishRequests, ({ body }) => replay(database, body, clock.today()))
}
