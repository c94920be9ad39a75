import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'
import { inject } from 'vitest'
import { Database } from '../../server/database/database'
import { SCHEMA } from '../../server/programs/schema'
import { oncePerRun } from './once-per-run'

export interface TestDatabase {
  url: string
  drop(): Promise<void>
}

export interface DatabaseKind {
  name: 'sqlite' | 'mysql'
  /** An empty database. */
  create(): Promise<TestDatabase>
  /** A database as the migrations leave it. They run once in each test run; the others are copies. */
  createMigrated(): Promise<TestDatabase>
}

/** Every database found: SQLite always, MySQL or MariaDB if a server answers. */
export function databases(): DatabaseKind[] {
  const server = inject('mysqlServer')
  return [
    {
      name: 'sqlite',
      create: () => embedded(),
      createMigrated: async () => embedded(await oncePerRun('migrated.sqlite', migrateEmbedded)),
    },
    ...(server
      ? [
          {
            name: 'mysql' as const,
            create: () => mysql(server),
            createMigrated: () => migratedMysql(server),
          },
        ]
      : []),
  ]
}

/** Opens a new, migrated database. */
export async function openTestDatabase(
  kind: DatabaseKind,
): Promise<{ database: Database; url: string; drop(): Promise<void> }> {
  const { url, drop } = await kind.createMigrated()
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

async function migrateEmbedded(path: string): Promise<void> {
  await (await Database.open(`sqlite:${path}`, SCHEMA)).close()
}

async function mysql(server: string): Promise<TestDatabase> {
  const name = `flightsheet_test_${randomUUID().replaceAll('-', '').slice(0, 16)}`
  const execute = (sql: string) => connected(server, (connection) => connection.query(sql))
  await execute(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`)
  return {
    url: `${server}/${name}`,
    async drop() {
      await execute(`DROP DATABASE ${name}`)
    },
  }
}

async function migratedMysql(server: string): Promise<TestDatabase> {
  const statements = JSON.parse(
    readFileSync(await oncePerRun('migrated.mysql.json', (path) => dumpMigrated(server, path)), 'utf8'),
  ) as string[]
  const created = await mysql(server)
  await connected(created.url, async (connection) => {
    for (const statement of statements) await connection.query(statement)
  })
  return created
}

/** Writes the statements that make a database as the migrations leave it: the server runs them faster than those. */
async function dumpMigrated(server: string, path: string): Promise<void> {
  const { url, drop } = await mysql(server)
  try {
    await (await Database.open(url, SCHEMA)).close()
    writeFileSync(path, JSON.stringify(await connected(url, statementsOf)))
  } finally {
    await drop()
  }
}

async function statementsOf(connection: Connection): Promise<string[]> {
  const [tables] = await connection.query<RowDataPacket[]>({ sql: 'SHOW TABLES', rowsAsArray: true })
  const statements: string[] = []
  for (const [table] of tables as string[][]) {
    const [created] = await connection.query<RowDataPacket[]>({
      sql: `SHOW CREATE TABLE ${table}`,
      rowsAsArray: true,
    })
    statements.push(created[0]![1])
    const [rows] = await connection.query<RowDataPacket[]>({
      sql: `SELECT * FROM ${table}`,
      rowsAsArray: true,
      dateStrings: true,
    })
    if (rows.length > 0) statements.push(connection.format(`INSERT INTO ${table} VALUES ?`, [rows]))
  }
  return statements
}

async function connected<T>(url: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await createConnection(url)
  try {
    return await work(connection)
  } finally {
    await connection.end()
  }
}
