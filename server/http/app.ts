import compression from 'compression'
import express, { type Express, Router } from 'express'
import helmet from 'helmet'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { DemoAccount } from '../../shared/contract/accounts'
import type { Configuration } from '../configuration'
import type { Database } from '../database/database'
import { crossOrigin } from './cross-origin'
import { docsRoutes } from './docs'
import { type AnswersInTime, healthRoutes, stateInTime } from './health'
import { Metrics } from './metrics'
import { nothingThere, problemAnswers } from './problem-answers'
import { followRequests } from './request-log'
import { giveRequestId } from './request-origin'
import { type Authenticate, type CountCall, type NoteExport, Routes } from './routes'
import { startPage } from './start-page'
import type { Stopping } from './stopping'
import { tellOfUnknownProxy } from './unknown-proxy'
import { addinRoutes, browserPages, workbenchRoutes } from './workbench'

export interface AppParts {
  configuration: Configuration
  database: Database
  authenticate: Authenticate
  countCall: CountCall
  noteExport: NoteExport
  log: Logger
  stopping: Stopping
  /** Undefined where there is none. */
  redis: AnswersInTime | undefined
  /** Whether to check every answer against the contract; on in tests. */
  checkAnswers: boolean
  /** Adds the capabilities' routes. Without it the process answers nothing but its health and metrics. */
  register: ((routes: Routes) => void) | undefined
  /** Adds the pages of capabilities, at the root. */
  pages(router: Express): void
  /** The demo accounts that may be offered. */
  demoAccounts(): Promise<DemoAccount[]>
  /** Adds the capabilities' metrics to the process's own. */
  measure(registry: Registry): void
}

/** The HTTP side of the service: pages, health and metrics at the root, the API below /api/v1. */
export function createApp({
  configuration,
  database,
  authenticate,
  countCall,
  noteExport,
  log,
  stopping,
  redis,
  checkAnswers,
  register,
  pages,
  demoAccounts,
  measure,
}: AppParts): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', configuration.trustedProxies)
  app.set('query parser', 'simple')
  // Answers change with every purchase: no client would send an ETag again, and each answer would be hashed
  // for one.
  app.set('etag', false)
  app.use(
    helmet({
      contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
      // In development a browser that got it once at https://localhost would refuse http://localhost, on any
      // port, for a year.
      strictTransportSecurity: configuration.production,
    }),
  )
  app.use(giveRequestId)
  app.use(followRequests(configuration.logRequests ? log : undefined))
  app.use(tellOfUnknownProxy(configuration.trustedProxies, log))
  app.use(stopping.endConnections)
  app.use(compression())
  const metrics = new Metrics(measure)
  app.use(metrics.observe)
  healthRoutes(app, database, stopping, redis)
  metrics.route(app, authenticate, configuration.metricsToken)
  if (register) {
    startPage(app, {
      workbench: !configuration.production,
      state: () => stateInTime(database),
      demoAccounts,
    })
    docsRoutes(app)
    addinRoutes(app, configuration)
    browserPages(app, configuration)
    pages(app)
    if (!configuration.production) workbenchRoutes(app, configuration)

    const api = Router({ caseSensitive: true })
    app.use('/api/v1', crossOrigin(configuration.paneOrigins), api)
    register(new Routes(api, authenticate, countCall, noteExport, checkAnswers))
  }

  app.use(nothingThere)
  app.use(problemAnswers(database, log))
  return app
}
