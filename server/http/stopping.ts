import type { RequestHandler } from 'express'

/**
 * Whether the service is about to end. Then readiness fails, so that load balancers send requests elsewhere, and
 * connections end with their answers, so that clients open their next one elsewhere.
 */
export class Stopping {
  private begun = false

  begin(): void {
    this.begun = true
  }

  get isStopping(): boolean {
    return this.begun
  }

  readonly endConnections: RequestHandler = (_request, response, next) => {
    if (this.begun) response.setHeader('Connection', 'close')
    next()
  }
}
