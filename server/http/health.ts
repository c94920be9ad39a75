import type { Router } from 'express'
import type { Database } from '../database/database'
import type { Fault } from '../database/faults'
import { Outdated } from '../database/schema-fence'
import { inTime } from './in-time'
import type { Stopping } from './stopping'

/** A database that doesn't answer in this time is not there for a load balancer. */
const ANSWER_MS = 1000

/** Redis, as far as health is concerned. */
export interface AnswersInTime {
  /** Within half a second. */
  answers(): Promise<boolean>
}

/**
 * Liveness and readiness, for load balancers and people. The routes need no token and return no details.
 *
 * @param redis undefined where there is none. The service works without it, so it never makes a process unready: otherwise
 *   all of them would be at once
 */
export function healthRoutes(
  router: Router,
  database: Database,
  stopping: Stopping,
  redis: AnswersInTime | undefined,
): void {
  router.get('/health/live', (_request, response) => {
    response.json({ status: 'ok' })
  })
  router.get(['/health', '/health/ready'], async (_request, response) => {
    const [state, redisAnswers] = await Promise.all([stateInTime(database), redis?.answers()])
    const status = state === 'ok' && stopping.isStopping ? 'stopping' : state
    response.status(status === 'ok' ? 200 : 503).json({
      status,
      database: state === 'outdated' ? 'ok' : state,
      ...(redis && { redis: redisAnswers ? 'ok' : 'unavailable' }),
    })
  })
}

/**
 * `outdated`: a newer version of the service has migrated the database, and this process writes no more. A fault: what must
 * be mended.
 */
export type DatabaseState = 'ok' | 'outdated' | 'unavailable' | Fault

export function stateInTime(database: Database): Promise<DatabaseState> {
  const asked = database.check().then(
    (): DatabaseState => database.faultNow ?? 'ok',
    (error: unknown): DatabaseState =>
      error instanceof Outdated ? 'outdated' : (database.faultOf(error) ?? 'unavailable'),
  )
  return inTime(asked, ANSWER_MS, undefined).then((state) => state ?? database.faultNow ?? 'unavailable')
}
