import type { Socket } from 'node:net'
import type { Pool, PoolConnection } from 'mysql2'

/** Cuts a connection: what runs on it fails as if the server were gone, and the server rolls it back. */
export function cut(connection: PoolConnection): void {
  const error = Object.assign(new Error('the database did not answer in time'), { code: 'ETIMEDOUT' })
  ;(connection as unknown as { stream: Socket }).stream.destroy(error)
}

/**
 * Cuts connections of a pool on which the server is silent for too long while they are in use. A server that is frozen, or a
 * network that drops packets, closes no connection: without this a statement would wait for it for ever.
 *
 * @param mayTakeLonger whether a statement may take any time just now
 */
export async function cutSilentConnections(
  pool: Pool,
  limitMs: number,
  mayTakeLonger: () => boolean,
): Promise<void> {
  const inUse = new Set<PoolConnection>()
  const watch = (connection: PoolConnection) => {
    const { stream } = connection as unknown as { stream: Socket }
    stream.setTimeout(limitMs)
    stream.on('timeout', () => {
      if (inUse.has(connection) && !mayTakeLonger()) cut(connection)
    })
    stream.on('close', () => inUse.delete(connection))
  }
  pool.on('connection', watch)
  pool.on('acquire', (connection) => inUse.add(connection))
  pool.on('release', (connection) => inUse.delete(connection))
  // Opened before anybody watched.
  await new Promise<void>((resolve, reject) => {
    pool.getConnection((error, connection) => {
      if (error) return reject(error)
      watch(connection)
      connection.release()
      resolve()
    })
  })
}
