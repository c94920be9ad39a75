import * as contract from '../../shared/contract/publishing'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import { stretchOf } from '../database/keyset'
import { page } from '../http/paging'
import type { Routes } from '../http/routes'
import { recordSecurityEvent } from '../security-log/record-event'
import { getPublishRequest, listPublishRequests } from './publish-requests'
import { replay } from './replay'
import { retire } from './retire'
import { deleteWebhook, getWebhook, listWebhooks, putWebhook } from './webhooks'

/** @param allowPrivate whether webhooks may have addresses that the internet doesn't route */
export function publishingRoutes(
  routes: Routes,
  database: Database,
  clock: Clock,
  allowPrivate: boolean,
): void {
  routes.on(contract.putWebhook, ({ params, body }) =>
    database.write(async (tx) => {
      const at = clock.instant()
      const webhook = await putWebhook(tx, params.code, body, { at, allowPrivate })
      // Neither the secret nor the query of the address, which may have one.
      const { secret, url, ...shown } = body
      const details = { ...shown, host: new URL(url).host, secretChanged: secret !== undefined }
      await recordSecurityEvent(tx, { at, action: 'WEBHOOK_CHANGED', subject: params.code, details })
      return webhook
    }),
  )
  routes.on(contract.listWebhooks, ({ query }) =>
    page(query, ['code'], (stretch) =>
      database.read(async (tx) => stretchOf(await listWebhooks(tx), ({ code }) => [code], stretch)),
    ),
  )
  routes.on(contract.getWebhook, ({ params }) => database.read((tx) => getWebhook(tx, params.code)))
  routes.on(contract.deleteWebhook, ({ params }) =>
    database.write(async (tx) => {
      await deleteWebhook(tx, params.code)
      const details = { deleted: true }
      await recordSecurityEvent(tx, {
        at: clock.instant(),
        action: 'WEBHOOK_CHANGED',
        subject: params.code,
        details,
      })
    }),
  )
  routes.on(contract.listPublishRequests, ({ query }) =>
    page(query, ['id'], (stretch) => database.read((tx) => listPublishRequests(tx, query, stretch))),
  )
  routes.on(contract.getPublishRequest, ({ params }) =>
    database.read((tx) => getPublishRequest(tx, params.id)),
  )
  routes.on(contract.replayPublishRequests, ({ body, caller }) => {
    const { at, today } = clock.moment()
    return replay(database, { ...body, actor: caller.id, at }, today)
  })
  routes.on(contract.retirePublishRequests, ({ body, caller }) =>
    retire(database, { ...body, actor: caller.id, at: clock.instant() }),
  )
}
