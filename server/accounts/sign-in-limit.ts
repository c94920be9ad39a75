import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { Problem } from '../../shared/problem'

const WINDOW_MS = 5 * 60_000
/** Failed sign-ins allowed for one e-mail from one address. */
const PER_EMAIL = 20
/** Failed sign-ins allowed from one address, which a whole office may share. */
const PER_ADDRESS = 300

/**
 * Limits failed sign-ins: guessing a password takes years. One person's mistakes don't lock out colleagues at
 * the same address.
 */
export function signInLimits(): RequestHandler[] {
  const address = (request: Request) => ipKeyGenerator(request.ip ?? '')
  const email = (request: Request) =>
    String((request.body as { email?: unknown } | undefined)?.email ?? '')
      .trim()
      .toLowerCase()
  return [
    limit(PER_ADDRESS, address),
    limit(PER_EMAIL, (request) => `${address(request)} ${email(request).slice(0, 254)}`),
  ]
}

function limit(attempts: number, keyGenerator: (request: Request) => string): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: attempts,
    keyGenerator,
    skipSuccessfulRequests: true,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: () => {
      throw new Problem('TOO_MANY_ATTEMPTS', 'Too many failed sign-ins. Wait five minutes and try again.')
    },
  })
}
