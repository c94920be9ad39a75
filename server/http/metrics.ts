import { timingSafeEqual } from 'node:crypto'
import type { RequestHandler, Router } from 'express'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { Problem } from '../../shared/problem'
import { type Caller, hasRole } from '../caller'
import { type Authenticate, bearerToken } from './routes'

/** Request times by route, and the process's own figures, for Prometheus. */
export class Metrics {
  private readonly registry = new Registry()
  private readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  })

  /** @param measure adds the capabilities' metrics */
  constructor(measure: (registry: Registry) => void) {
    collectDefaultMetrics({ register: this.registry })
    measure(this.registry)
  }

  readonly observe: RequestHandler = (request, response, next) => {
    const end = this.requests.startTimer({ method: request.method })
    response.on('finish', () => {
      // A stream lasts as long as the client listens, so its duration is no measure of the service.
      if (response.get('content-type')?.startsWith('text/event-stream')) return
      // The route's pattern, never the address: each id would make a series of its own.
      end({
        route: request.route ? `${request.baseUrl}${request.route.path}` : 'none',
        status: response.statusCode,
      })
    })
    next()
  }

  /** @param token a fixed token for the scraper; operators may read the metrics too */
  route(router: Router, authenticate: Authenticate, token: string | undefined): void {
    router.get('/metrics', async (request, response) => {
      const given = bearerToken(request)
      // The scraper is known without the database, so that it can tell when there is none.
      if (given === undefined || token === undefined || !same(given, token)) {
        const caller = given === undefined ? undefined : (await authenticate(given))?.caller
        requireOperator(caller)
      }
      response.type(this.registry.contentType).send(await this.registry.metrics())
    })
  }
}

/** @throws Problem NOT_SIGNED_IN, FORBIDDEN */
function requireOperator(caller: Caller | undefined): void {
  if (!caller) {
    throw new Problem(
      'NOT_SIGNED_IN',
      'Send `Authorization: Bearer` with METRICS_TOKEN or the token of an operator.',
    )
  }
  if (!hasRole(caller, 'operator'))
    throw new Problem('FORBIDDEN', 'Metrics are for operators.', { cause: 'ROLE', role: 'operator' })
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
