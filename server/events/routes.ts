import { events } from '../../shared/contract/events'
import { Problem } from '../../shared/problem'
import { requireCampaign } from '../campaigns/access'
import type { Database } from '../database/database'
import type { Routes } from '../http/routes'
import type { EventHub } from './event-hub'

export function eventRoutes(routes: Routes, database: Database, hub: EventHub): void {
  routes.on(events, async ({ query, caller, session, request, response }) => {
    const { campaign } = query
    const lastEventId = readLastEventId(request.get('last-event-id'))
    if (campaign !== undefined) await database.read((tx) => requireCampaign(tx, caller, campaign))
    await hub.open({ caller, token: session.token, response }, { campaign, lastEventId }, () => {
      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        // Compression, by this service or a proxy, would buffer events until it has enough of them.
        'Cache-Control': 'no-store, no-transform',
        'X-Accel-Buffering': 'no',
        // The connection ends with the stream, so a service that stops doesn't wait for it.
        Connection: 'close',
      })
      response.flushHeaders()
    })
  })
}

/** @throws Problem VALIDATION_FAILED */
function readLastEventId(header: string | undefined): number | undefined {
  if (header === undefined || header === '') return undefined
  const id = Number(header)
  if (Number.isSafeInteger(id) && id >= 0) return id
  throw new Problem(
    'VALIDATION_FAILED',
    'Last-Event-ID must be the id of an event of this service. Leave it out to begin anew.',
    {
      errors: [{ path: 'Last-Event-ID', message: 'must be a whole number' }],
    },
  )
}
