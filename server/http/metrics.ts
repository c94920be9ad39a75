import { timingSafeEqual } from 'node:crypto'
import type { RequestHandler, Router } from 'express'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { Problem } from '../../shared/problem'
import { type Caller, hasRole } from '../caller'
import { problemOf } from './problem-answers'
import { routeOf } from './request-log'
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

  private readonly underWay = new Gauge({
    name: 'flightsheet_http_requests_under_way',
    help: 'Requests whose answer has not ended, open streams of events among them',
    registers: [this.registry],
  })
  private readonly purchases = new Counter({
    name: 'flightsheet_purchases_total',
    help: 'Calls to buy, by how they ended: booked, short (inventory is missing), refused (other 4xx), failed (5xx)',
    labelNames: ['outcome'],
    registers: [this.registry],
  })
  private readonly problems = new Counter({
    name: 'flightsheet_problems_total',
    help: 'Answers that are problems, by their code: INVENTORY_SHORTAGE, UNAVAILABLE, OUTCOME_UNKNOWN, …',
    labelNames: ['code'],
    registers: [this.registry],
  })

  /** @param measure adds the capabilities' metrics */
  constructor(measure: (registry: Registry) => void) {
    collectDefaultMetrics({ register: this.registry })
    measure(this.registry)
  }

  readonly observe: RequestHandler = (request, response, next) => {
    const end = this.requests.startTimer({ method: request.method })
    this.underWay.inc()
    response.on('close', () => this.underWay.dec())
    response.on('finish', () => {
      // A stream lasts as long as the client listens, so its duration is no measure of the service.
      if (response.get('content-type')?.startsWith('text/event-stream')) return
      // The route's pattern, never the address: each id would make a series of its own.
      const route = routeOf(request)
      end({ route, status: response.statusCode })
      const code = problemOf(response)
      if (code) this.problems.inc({ code })
      if (request.method === 'POST' && route === PURCHASES)
        this.purchases.inc({ outcome: outcomeOf(response.statusCode, code) })
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

const PURCHASES = '/api/v1/campaigns/:id/purchases'

function outcomeOf(status: number, code: string | undefined): string {
  if (status < 400) return 'booked'
  if (code === 'INVENTORY_SHORTAGE') return 'short'
  return status < 500 ? 'refused' : 'failed'
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
