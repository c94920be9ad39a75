import type { RequestHandler } from 'express'
import type { Logger } from 'pino'

const FORWARDED = ['x-forwarded-for', 'x-forwarded-proto', 'forwarded']

/**
 * Says once that requests come through a proxy which isn't trusted: the service then takes the proxy's address for the
 * callers' own, and one of them who guesses passwords would slow all of them down.
 *
 * @param trusted number of proxies whose word is taken
 */
export function tellOfUnknownProxy(trusted: number, log: Logger): RequestHandler {
  let told = trusted > 0
  return (request, _response, next) => {
    if (!told) {
      const header = FORWARDED.find((name) => request.headers[name] !== undefined)
      if (header) {
        told = true
        log.warn(
          { header, address: request.socket.remoteAddress },
          'a request came through a proxy, but TRUSTED_PROXIES is 0: all callers behind it count as one address. Set it to the number of proxies in front of the service',
        )
      }
    }
    next()
  }
}
