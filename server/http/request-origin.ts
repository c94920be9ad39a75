import { randomUUID } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import ipaddr from 'ipaddr.js'
import type { Origin } from '../request-context'

const LONGEST_AGENT = 300

/** Gives each request an id of the service's own, by which its lines in the logs are found. */
export const giveRequestId: RequestHandler = (_request, response, next) => {
  const id = randomUUID()
  response.locals.requestId = id
  response.setHeader('X-Request-Id', id)
  next()
}

export function requestIdOf(response: Response): string {
  return String(response.locals.requestId ?? '')
}

export function originOf(request: Request): Origin {
  const { ip } = request
  // A dual-stack socket shows IPv4 addresses inside of IPv6 ones.
  const address = ip !== undefined && ipaddr.isValid(ip) ? ipaddr.process(ip).toString() : null
  const agent = request.get('user-agent')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
  const userAgent = agent?.replace(/[\u0000-\u001f\u007f]/g, ' ').slice(0, LONGEST_AGENT) ?? null
  return { address, userAgent }
}
