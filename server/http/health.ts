import type { Router } from 'express'
import type { Database } from '../database/database'
import type { Stopping } from './stopping'

/** A database that doesn't answer in this time is not there for a load balancer. */
const ANSWER_MS = 1000

/** Liveness and readiness, for load balancers and people. The routes need no token and return no details. */
export function healthRoutes(router: Router, database: Database, stopping: Stopping): void {
  router.get('/health/live', (_request, response) => {
    response.json({ status: 'ok' })
  })
  router.get(['/health', '/health/ready'], async (_request, response) => {
    const answers = await answersInTime(database)
    const status = !answers ? 'unavailable' : stopping.isStopping ? 'stopping' : 'ok'
    response.status(status === 'ok' ? 200 : 503).json({ status, database: answers ? 'ok' : 'unavailable' })
  })
}

async function answersInTime(database: Database): Promise<boolean> {
  const asked = database
    .read((tx) => tx.rows('SELECT 1 AS one'))
    .then(
      () => true,
      () => false,
    )
  let late: NodeJS.Timeout | undefined
  const inTime = new Promise<boolean>((resolve) => {
    late = setTimeout(() => resolve(false), ANSWER_MS)
  })
  return Promise.race([asked, inTime]).finally(() => clearTimeout(late))
}
