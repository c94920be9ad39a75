import type { Fault } from '../faults'
import type { RetryReason } from '../observer'

/**
 * Deadlock, lock wait timeout, MariaDB's snapshot conflict (also at COMMIT), and a conflict that MySQL's Group
 * Replication finds at COMMIT: the server has rolled back.
 */
const LOST_RACE = new Set([1213, 1205, 1020, 3101])
/**
 * A cluster node that isn't ready, or a server that only reads just now. It refuses a statement before it does
 * anything, a COMMIT too: the transaction is rolled back when its connection ends.
 */
const NOT_READY = new Set([1047, 1290, 1836])
/** A server that is stopping, or has no connection left: another connection may be served. */
const NOT_SERVING = new Set([1053, 1040, 1203])
/** The connection is lost, or couldn't be made. */
const DISCONNECTED = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  // Names of hosts come and go with their containers.
  'ENOTFOUND',
  'EAI_AGAIN',
  'ER_SERVER_SHUTDOWN',
  'ER_CONNECTION_KILLED',
])
/** Nothing comes back from the host: what is under way on it will never end. */
const SILENT = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'])
const DUPLICATE_KEY = new Set([1062, 1586])

export interface DriverError {
  errno?: unknown
  code?: unknown
  fatal?: unknown
  syscall?: unknown
  message?: unknown
}

/** Whether the whole transaction may be tried again. */
export function isRetryable(error: unknown): boolean {
  const number = numberOf(error)
  return LOST_RACE.has(number) || isOfServer(number) || isDisconnected(error)
}

/** Why what {@link isRetryable} is tried again. */
export function reasonOf(error: unknown): RetryReason {
  const number = numberOf(error)
  if (number === 1213) return 'deadlock'
  if (number === 1205) return 'lock_timeout'
  if (LOST_RACE.has(number)) return 'conflict'
  return isOfServer(number) ? 'not_ready' : 'disconnected'
}

/** Whether a COMMIT that failed with this error has changed nothing. */
export function isRolledBack(error: unknown): boolean {
  return LOST_RACE.has(numberOf(error)) || NOT_READY.has(numberOf(error))
}

export function isDuplicateKey(error: unknown): boolean {
  return DUPLICATE_KEY.has(numberOf(error))
}

/** A table is full, the server's disk is, or it can't write a file; a table or index is damaged. */
const FULL = new Set([1021, 1114, 3])
const READ_ONLY = new Set([1036, 1290, 1792, 1836])
const DAMAGED = new Set([126, 127, 1034, 1035, 1194, 1195, 1712])

/** What must be mended on the server before it takes writes again. */
export function faultOf(error: unknown): Fault | undefined {
  const number = numberOf(error)
  if (FULL.has(number)) return 'full'
  if (READ_ONLY.has(number)) return 'read-only'
  return DAMAGED.has(number) ? 'damaged' : undefined
}

/** Whether this server can't serve, on whatever connection, while another one of its cluster may. */
export function isOfHost(error: unknown): boolean {
  return isOfServer(numberOf(error))
}

/** Whether the host has given no answer in time, or can't be reached. */
export function isSilence(error: unknown): boolean {
  return SILENT.has(String(driverErrorOf(error).code))
}

function isOfServer(number: number): boolean {
  return NOT_READY.has(number) || NOT_SERVING.has(number)
}

/** mysql2 gives the error of a statement on a connection that is closed already no code. */
function isDisconnected(error: unknown): boolean {
  const { code, fatal, syscall } = driverErrorOf(error)
  if (code === undefined) return fatal === true
  // A Unix socket that is not there yet; files that are missing have other system calls.
  return DISCONNECTED.has(String(code)) || (code === 'ENOENT' && syscall === 'connect')
}

/** The server's number of an error; 0 for the errors of this machine, whose numbers are negative. */
function numberOf(error: unknown): number {
  return Math.max(0, Number(driverErrorOf(error).errno ?? 0))
}

/** TypeORM wraps the driver's error; statements of our own bring it as it is. */
function driverErrorOf(error: unknown): DriverError {
  const { driverError } = (error ?? {}) as { driverError?: DriverError }
  return driverError ?? ((error ?? {}) as DriverError)
}
