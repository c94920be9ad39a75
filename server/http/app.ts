import compression from 'compression'
import express, { type Express, Router } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import type { Logger } from 'pino'
import { signIn } from '../../shared/contract/accounts'
import { Problem } from '../../shared/problem'
import type { Accounts } from '../accounts/accounts'
import type { Configuration } from '../configuration'
import type { Database } from '../database/database'
import { docsRoutes } from './docs'
import { healthRoutes } from './health'
import { Metrics } from './metrics'
import { nothingThere, problemAnswers } from './problem-answers'
import { Routes } from './routes'
import { startPage } from './start-page'

export interface AppParts {
  configuration: Configuration
  database: Database
  accounts: Accounts
  log: Logger
  /** Check every answer against the contract: on in tests. */
  checkAnswers: boolean
  /** Adds the capabilities' routes. */
  register(routes: Routes): void
}

/** Failed sign-ins of one e-mail from one address before it must wait. */
const SIGN_IN_ATTEMPTS = 20
const SIGN_IN_WINDOW_MS = 5 * 60_000

/** The HTTP side of the service: pages and operations at the root, the interface below /api/v1. */
export function createApp({
  configuration,
  database,
  accounts,
  log,
  checkAnswers,
  register,
}: AppParts): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }))
  app.use(compression())
  const metrics = new Metrics()
  app.use(metrics.observe)
  healthRoutes(app, database)
  metrics.route(app, accounts, configuration.metricsToken)
  startPage(app)
  docsRoutes(app)

  const api = Router({ caseSensitive: true })
  app.use(
    '/api/v1',
    signInLimit(),
    express.json({ limit: '10mb', type: ['application/json', 'application/*+json'] }),
    api,
  )
  register(new Routes(api, accounts, checkAnswers))

  app.use(nothingThere)
  app.use(problemAnswers(database, log))
  return app
}

function signInLimit() {
  return rateLimit({
    windowMs: SIGN_IN_WINDOW_MS,
    limit: SIGN_IN_ATTEMPTS,
    skip: (request) => request.method !== 'POST' || request.path !== signIn.path,
    skipSuccessfulRequests: true,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: () => {
      throw new Problem(
        'TOO_MANY_ATTEMPTS',
        'Too many failed sign-ins from this address. Wait five minutes and try again.',
      )
    },
  })
}
