import { Problem } from '../../shared/problem'
import type { Database } from '../database/database'
import { Outdated } from '../database/schema-fence'
import { RunStopped } from './run-stopped'

/** The result of the work on a run; plain data, since it may come from another thread. */
export type Outcome =
  | { kind: 'succeeded'; result: unknown }
  | { kind: 'stopped'; why: RunStopped['why'] }
  /** A person must correct it. */
  | { kind: 'refused'; code: string; detail: string }
  /** A temporary error: the same run may be tried again. */
  | { kind: 'unreachable'; cause: ErrorRecord }
  /** The thread of the run ended, for example out of memory. */
  | { kind: 'lost'; cause: ErrorRecord }
  | { kind: 'broken'; cause: ErrorRecord }

/** The parts of an error that are logged. */
export interface ErrorRecord {
  name: string
  message: string
  stack: string | undefined
  code: string | undefined
}

/** Error names and codes that drivers and clients use when the other side was away or temporarily refused. */
const PASSING = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'PROTOCOL_CONNECTION_LOST',
  'ER_SERVER_SHUTDOWN',
  'ER_CON_COUNT_ERROR',
  'TimeoutError',
  'NetworkingError',
  'SlowDown',
  'ServiceUnavailable',
])

/** @param signal the run's signal: an error after its abort counts as this abort */
export async function outcomeOf(
  work: () => Promise<unknown>,
  database: Database,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    return { kind: 'succeeded', result: (await work()) ?? null }
  } catch (error) {
    const stopped = error instanceof RunStopped ? error : signal.aborted ? signal.reason : undefined
    if (stopped instanceof RunStopped) return { kind: 'stopped', why: stopped.why }
    // A process of the newer version takes the run over.
    if (error instanceof Outdated) return { kind: 'stopped', why: 'stopping' }
    if (error instanceof Problem) return { kind: 'refused', code: error.code, detail: error.detail }
    return { kind: isPassing(error, database) ? 'unreachable' : 'broken', cause: recordOf(error) }
  }
}

export function recordOf(error: unknown): ErrorRecord {
  if (!(error instanceof Error))
    return { name: 'Error', message: String(error), stack: undefined, code: undefined }
  const { name, message, stack } = error
  return { name, message, stack, code: (error as { code?: string }).code }
}

/** Whether an error is temporary, so that a run that it ended is tried again. Also checks wrapped errors: TypeORM's, a fetch's cause, an SDK's list of attempts. */
function isPassing(error: unknown, database: Database, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 4) return false
  // A full disk, for example: what was done stays, and it goes on when there is room.
  if (database.dialect.isRetryable(error) || database.faultOf(error)) return true
  const { code, name, cause, driverError, errors, $retryable } = error as Record<string, unknown>
  if (PASSING.has(String(code)) || PASSING.has(String(name)) || $retryable !== undefined) return true
  return [cause, driverError, ...(Array.isArray(errors) ? errors : [])].some((inner) =>
    isPassing(inner, database, depth + 1),
  )
}
