import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { inject } from 'vitest'
import { Database } from '../../server/database/database'
import { SCHEMA } from '../../server/programs/schema'

export interface TestDatabase {
  url: string
  drop(): Promise<void>
}

export interface DatabaseKind {
  name: 'sqlite' | 'mysql'
  create(): Promise<TestDatabase>
}

/** Every database found: SQLite always, MySQL or MariaDB if a server answers. */
export function databases(): DatabaseKind[] {
  const server = inject('mysqlServer')
  return [
    { name: 'sqlite', create: () => embedded() },
    ...(server ? [{ name: 'mysql' as const, create: () => mysql(server) }] : []),
  ]
}

/** Opens a new, migrated database. */
export async function openTestDatabase(
  kind: DatabaseKind,
): Promise<{ database: Database; url: string; drop(): Promise<void> }> {
  const { url, drop } = await kind.create()
  const database = await Database.open(url, SCHEMA)
  return {
    database,
    url,
    async drop() {
      await database.close()
      await drop()
    },
  }
}

/** An embedded database: empty, or a copy of a closed one. */
export async function embedded(copyOf?: string): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'flightsheet-'))
  const file = join(folder, 'test.sqlite')
  if (copyOf) copyFileSync(copyOf, file)
  return {
    url: `sqlite:${file}`,
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function mysql(server: string): Promise<TestDatabase> {
  const name = `flightsheet_test_${randomUUID().replaceAll('-', '').slice(0, 16)}`
  const execute = async (sql: string) => {
    const connection = await createConnection(server)
    await connection.query(sql)
    await connection.end()
  }
  await execute(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`)
  return { url: `${server}/${name}`, drop: () => execute(`DROP DATABASE ${name}`) }
}
