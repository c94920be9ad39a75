import type { Router } from 'express'
import type { Database } from '../database/database'
import { Outdated } from '../database/schema-fence'
import { inTime } from './in-time'
import type { Stopping } from './stopping'

/** A database that doesn't answer in this time is not there for a load balancer. */
const ANSWER_MS = 1000

/** Liveness and readiness, for load balancers and people. The routes need no token and return no details. */
export function healthRoutes(router: Router, database: Database, stopping: Stopping): void {
  router.get('/health/live', (_request, response) => {
    response.json({ status: 'ok' })
  })
  router.get(['/health', '/health/ready'], async (_request, response) => {
    const state = await stateInTime(database)
    const status = state === 'ok' && stopping.isStopping ? 'stopping' : state
    response.status(status === 'ok' ? 200 : 503).json({
      status,
      database: state === 'unavailable' ? state : 'ok',
    })
  })
}

/** `outdated`: a newer version of the service has migrated the database, and this process writes no more. */
type DatabaseState = 'ok' | 'outdated' | 'unavailable'

function stateInTime(database: Database): Promise<DatabaseState> {
  const asked = database.check().then(
    (): DatabaseState => 'ok',
    (error: unknown): DatabaseState => (error instanceof Outdated ? 'outdated' : 'unavailable'),
  )
  return inTime(asked, ANSWER_MS, 'unavailable')
}
