import type { Router } from 'express'
import type { Database } from '../database/database'

/** Liveness and readiness, for load balancers and people. The routes need no token and return no details. */
export function healthRoutes(router: Router, database: Database): void {
  const ready = async () => {
    try {
      await database.read((tx) => tx.rows('SELECT 1 AS one'))
      return true
    } catch {
      return false
    }
  }
  router.get('/health/live', (_request, response) => {
    response.json({ status: 'ok' })
  })
  router.get(['/health', '/health/ready'], async (_request, response) => {
    const ok = await ready()
    response
      .status(ok ? 200 : 503)
      .json({ status: ok ? 'ok' : 'unavailable', database: ok ? 'ok' : 'unavailable' })
  })
}
