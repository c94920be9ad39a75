import type { Request, RequestHandler } from 'express'
import type { Logger } from 'pino'
import { isTraced, openSpan } from '../tracing'
import { problemOf } from './problem-answers'
import { requestIdOf } from './request-origin'
import { callerOf } from './routes'

/** The route's pattern, never the address: an id, or what somebody searched for, is nobody's business here. */
export function routeOf(request: Request): string {
  return request.route ? `${request.baseUrl}${request.route.path}` : 'none'
}

/** A line in the log for each request when it has ended, and its span. @param log undefined: no lines */
export function followRequests(log: Logger | undefined): RequestHandler {
  return (request, response, next) => {
    if (!log && !isTraced()) return next()
    const since = performance.now()
    const requestId = requestIdOf(response)
    const span = openSpan({
      name: request.method,
      kind: 'server',
      headers: request.headers,
      attributes: { 'http.request.method': request.method, 'flightsheet.request_id': requestId },
    })
    response.on('close', () => {
      const { statusCode: status, writableFinished } = response
      const [route, code] = [routeOf(request), problemOf(response)]
      span?.end(
        {
          'http.route': route,
          'http.response.status_code': status,
          ...(code && { 'flightsheet.problem': code }),
        },
        `${request.method} ${route}`,
        status >= 500,
      )
      log?.info(
        {
          requestId,
          method: request.method,
          route,
          status,
          ms: Math.round(performance.now() - since),
          by: callerOf(response)?.id,
          ...(code && { code }),
          ...(!writableFinished && { broken: true }),
        },
        'request',
      )
    })
    if (span) span.within(next)
    else next()
  }
}
