import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DataSource } from 'typeorm'
import { isRetryable } from './mysql-errors'

export interface MigrationLockTimes {
  /** How long somebody else's lock is waited for. */
  waitMs: number
  /** Without a sign of life for so long, a lock is free. */
  lifeMs: number
  /** How long one process may migrate. */
  holdMs: number
}

const TIMES: MigrationLockTimes = { waitMs: 15 * 60_000, lifeMs: 30_000, holdMs: 4 * 3_600_000 }
const LOOK_EVERY_MS = 500

/**
 * Runs work while no other process of this database does. The lock is a row with an owner and a time limit: unlike GET_LOCK it
 * holds on every node of a cluster, and it ends by itself when its owner dies. The time is the database's own.
 *
 * @throws Error when somebody else keeps it for too long; the message names the owner and what to do
 */
export async function withMigrationLock<T>(
  dataSource: DataSource,
  work: () => Promise<T>,
  { waitMs, lifeMs, holdMs }: MigrationLockTimes = TIMES,
): Promise<T> {
  const deadline = Date.now() + waitMs
  // Processes that start together on different nodes of a cluster lose races here.
  const query = async (sql: string, parameters: string[] = []) => {
    for (;;) {
      try {
        return await dataSource.query(sql, parameters)
      } catch (error) {
        if (!isRetryable(error) || Date.now() > deadline) throw error
        await sleep(LOOK_EVERY_MS * Math.random())
      }
    }
  }
  const owner = `${hostname()} ${process.pid} ${randomUUID()}`
  await query(
    'CREATE TABLE IF NOT EXISTS migration_lock (id int NOT NULL PRIMARY KEY, owner varchar(300) NOT NULL, expires_at datetime(3) NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin',
  )
  await query(
    "INSERT INTO migration_lock (id, owner, expires_at) VALUES (1, '', '2000-01-01') ON DUPLICATE KEY UPDATE id = migration_lock.id",
  )
  const life = Math.ceil(lifeMs / 1000)
  for (;;) {
    await query(
      `UPDATE migration_lock SET owner = ?, expires_at = UTC_TIMESTAMP(3) + INTERVAL ${life} SECOND
       WHERE id = 1 AND expires_at < UTC_TIMESTAMP(3)`,
      [owner],
    )
    const [lock] = await query('SELECT owner FROM migration_lock WHERE id = 1')
    if (lock.owner === owner) break
    if (Date.now() > deadline) {
      throw new Error(
        `another process (${lock.owner}) has been migrating the database for ${Math.round(waitMs / 60_000)} minutes. Wait for it, or end it and start again: a migration goes on where it was`,
      )
    }
    await sleep(LOOK_EVERY_MS)
  }
  const since = Date.now()
  const renewal = setInterval(() => {
    // Held for too long, it is renewed no more: others may take it.
    if (Date.now() - since > holdMs) return
    dataSource
      .query(
        `UPDATE migration_lock SET expires_at = UTC_TIMESTAMP(3) + INTERVAL ${life} SECOND WHERE id = 1 AND owner = ?`,
        [owner],
      )
      // The next one tries again; after `lifeMs` without any the lock is free.
      .catch(() => undefined)
  }, lifeMs / 3)
  try {
    return await work()
  } finally {
    clearInterval(renewal)
    await dataSource
      .query("UPDATE migration_lock SET expires_at = '2000-01-01' WHERE id = 1 AND owner = ?", [owner])
      .catch(() => undefined)
  }
}
