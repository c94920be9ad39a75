import type { RequestHandler } from 'express'

const METHODS = 'GET, POST, PUT, PATCH, DELETE'
const HEADERS =
  'Authorization, Content-Type, Accept-Language, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID'
const SHOWN = 'Content-Disposition, ETag, Retry-After, X-Request-Id'
const REMEMBERED_SECONDS = 600

/**
 * Lets pages of other hosts call the interface, if they are on the list: a pane that is hosted elsewhere. Others get no
 * header, and their browser keeps the answer from them. Tokens are sent by hand, so no cookies are allowed.
 */
export function crossOrigin(origins: readonly string[]): RequestHandler {
  const allowed = new Set(origins)
  return (request, response, next) => {
    if (allowed.size === 0) return next()
    response.vary('Origin')
    const origin = request.get('origin')
    if (origin === undefined || !allowed.has(origin)) return next()
    response.setHeader('Access-Control-Allow-Origin', origin)
    response.setHeader('Access-Control-Expose-Headers', SHOWN)
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
    if (request.method !== 'OPTIONS' || !request.get('access-control-request-method')) return next()
    response.setHeader('Access-Control-Allow-Methods', METHODS)
    response.setHeader('Access-Control-Allow-Headers', HEADERS)
    response.setHeader('Access-Control-Max-Age', String(REMEMBERED_SECONDS))
    response.status(204).end()
  }
}
