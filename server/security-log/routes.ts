import * as contract from '../../shared/contract/security-log'
import type { Clock } from '../clock'
import type { Database } from '../database/database'
import { languageOf } from '../http/language'
import { page } from '../http/paging'
import type { Routes } from '../http/routes'
import { eventsCsv } from './events-csv'
import { securityEvents } from './read-events'

const MAX_EXPORTED = 100_000

export function securityLogRoutes(routes: Routes, database: Database, clock: Clock): void {
  routes.on(contract.listSecurityEvents, ({ query }) =>
    page(query, ['id'], (stretch) => database.read((tx) => securityEvents(tx, query, stretch))),
  )
  routes.on(contract.exportSecurityEvents, async ({ query, request, response, noteExport }) => {
    await noteExport()
    const events = await database.read((tx) => securityEvents(tx, query, { limit: MAX_EXPORTED }))
    const language = languageOf(request, 'ko')
    const name = `${language === 'ko' ? '보안 기록' : 'Security log'} ${clock.today()}.csv`
    response.setHeader(
      'Content-Disposition',
      `attachment; filename="security-log.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
    )
    response.type('text/csv; charset=utf-8').send(eventsCsv(events, language))
  })
}
