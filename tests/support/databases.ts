import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'
import { inject } from 'vitest'
import { Database } from '../../server/database/database'
import { LibsqlDriver } from '../../server/database/dialect/libsql-driver'
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
  /**
   * A copy of a database that is filled once in each test run.
   *
   * @param name is the same for the same content
   * @param fill gets a new, migrated database
   */
  createFilled(name: string, fill: Fill): Promise<TestDatabase>
}

type Fill = (url: string) => Promise<void>

/** Every database found: SQLite always, MySQL or MariaDB if a server answers. */
export function databases(): DatabaseKind[] {
  const server = inject('mysqlServer')
  const kinds = [
    { name: 'sqlite' as const, create: () => embedded(), createFilled: filledEmbedded },
    ...(server
      ? [
          {
            name: 'mysql' as const,
            create: () => mysql(server),
            createFilled: (name: string, fill: Fill) => filledMysql(server, name, fill),
          },
        ]
      : []),
  ]
  return kinds.map((kind) => ({
    ...kind,
    createMigrated: () => kind.createFilled('migrated', migrate),
  }))
}

const migrate: Fill = async (url) => (await Database.open(url, SCHEMA)).close()

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

async function filledEmbedded(name: string, fill: Fill): Promise<TestDatabase> {
  const file = await oncePerRun(`${name}.sqlite`, async (path) => {
    await fill(`sqlite:${path}`)
    const whole = new LibsqlDriver(path, {})
    whole.pragma('wal_checkpoint(TRUNCATE)')
    whole.close()
  })
  return embedded(file)
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

async function filledMysql(server: string, name: string, fill: Fill): Promise<TestDatabase> {
  const dump = await oncePerRun(`${name}.mysql.json`, (path) => dumpFilled(server, path, fill))
  const created = await mysql(server)
  await connected(created.url, async (connection) => {
    for (const statement of JSON.parse(readFileSync(dump, 'utf8'))) await connection.query(statement)
  })
  return created
}

/** Writes the statements that make the filled database again: the server runs them faster than what filled it. */
async function dumpFilled(server: string, path: string, fill: Fill): Promise<void> {
  const { url, drop } = await mysql(server)
  try {
    await fill(url)
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
    const [columns] = await connection.query<RowDataPacket[]>(
      `SHOW COLUMNS FROM ${table} WHERE Extra NOT LIKE '% GENERATED'`,
    )
    const names = columns.map(({ Field }) => Field)
    const [rows] = await connection.query<RowDataPacket[]>({
      sql: connection.format('SELECT ?? FROM ??', [names, table]),
      rowsAsArray: true,
      dateStrings: true,
    })
    if (rows.length > 0)
      statements.push(connection.format('INSERT INTO ?? (??) VALUES ?', [table, names, rows]))
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
