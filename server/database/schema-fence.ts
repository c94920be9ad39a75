import type { Dialect } from './dialect/dialect'
import type { Schema } from './schema'

/** A newer version of this program has begun to migrate the database, so this process must not write any more. */
export class Outdated extends Error {
  override readonly name = 'Outdated'

  constructor() {
    super('a newer version of Flightsheet has migrated the database: this process writes no more, stop it')
  }
}

type Query = (sql: string, parameters?: (string | number)[]) => Promise<unknown>

/** Waits for transactions that have begun with the fence as it was; longer than any of them may take. */
const ATTEMPTS = 30

/**
 * Every write reads the fence first, and locks it against a change until its end. A migration raises it before it changes
 * anything. So no write of an older version runs beside a newer schema or on it.
 */
const FENCE = 'schema_fence'

/** The number of a schema's newest migration: the instant that its name ends with, in milliseconds since 1970. */
export function newestMigration({ migrations }: Schema): number {
  return Math.max(0, ...migrations.map(({ name }) => Number(name.slice(-13)) || 0))
}

/**
 * Raises the fence to a schema's newest migration. The caller holds the lock on migrations.
 *
 * @throws Error when it is higher: a newer version has migrated the database
 */
export async function raiseFence(query: Query, dialect: Pick<Dialect, 'isRetryable'>, schema: Schema) {
  const ours = newestMigration(schema)
  await query(`CREATE TABLE IF NOT EXISTS ${FENCE} (id int NOT NULL PRIMARY KEY, newest bigint NOT NULL)`)
  const [row] = (await query(`SELECT newest FROM ${FENCE} WHERE id = 1`)) as { newest: number | string }[]
  if (!row) {
    await query(`INSERT INTO ${FENCE} (id, newest) VALUES (1, ?)`, [ours])
    return
  }
  const newest = Number(row.newest)
  if (newest === CLOSED)
    throw new Error(
      'a restore into this database did not end: drop the database, then restore the backup again',
    )
  if (newest > ours) throw new Error(NEWER)
  if (newest === ours) return
  for (let attempts = 1; ; attempts++) {
    try {
      await query(`UPDATE ${FENCE} SET newest = ? WHERE id = 1`, [ours])
      return
    } catch (error) {
      if (attempts >= ATTEMPTS || !dialect.isRetryable(error)) throw error
    }
  }
}

/** Higher than any migration. */
const CLOSED = 9_999_999_999_999

/** Nobody may write from now on, and no service starts: a database is being filled. The fence is there. */
export async function closeFence(query: Query): Promise<void> {
  await query(`UPDATE ${FENCE} SET newest = ? WHERE id = 1`, [CLOSED])
}

/** Ends what {@link closeFence} began. */
export async function openFence(query: Query, schema: Schema): Promise<void> {
  await query(`UPDATE ${FENCE} SET newest = ? WHERE id = 1`, [newestMigration(schema)])
}

export const NEWER = 'the database’s schema is newer than this program: use the version that the service runs'

/** The statement that reads the fence inside of a write. */
export function fenceSql(lock: string): string {
  return `SELECT newest FROM ${FENCE} WHERE id = 1 ${lock}`
}
