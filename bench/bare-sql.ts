import { createRequire } from 'node:module'
import { createConnection, type RowDataPacket } from 'mysql2/promise'

const require = createRequire(import.meta.url)

type Value = string | number | null

/** A database driver without the service's code: shows what the database itself can do. */
export interface BareConnection {
  rows(sql: string, values?: readonly Value[]): Promise<Record<string, Value>[]>
  run(sql: string, values?: readonly Value[]): Promise<void>
  /** The end of a multi-row INSERT into unit inventory that keeps `held` and `sold`. */
  readonly keepTaken: string
  close(): Promise<void>
}

interface Statement {
  all(values: readonly Value[]): Record<string, Value>[]
  run(values: readonly Value[]): unknown
}

export async function openBare(url: string): Promise<BareConnection> {
  return url.startsWith('sqlite:') ? openSqlite(url.slice('sqlite:'.length)) : openMysql(url)
}

function openSqlite(file: string): BareConnection {
  const Sqlite = require('libsql') as new (
    file: string,
  ) => {
    prepare(sql: string): Statement
    pragma(sql: string): unknown
    close(): void
  }
  const database = new Sqlite(file)
  // The service's settings: an acknowledged write survives a power cut.
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'cache_size = -65536',
    'temp_store = MEMORY',
  ])
    database.pragma(pragma)
  const prepared = new Map<string, Statement>()
  const prepare = (sql: string) => {
    let statement = prepared.get(sql)
    if (!statement) {
      statement = database.prepare(sql)
      prepared.set(sql, statement)
    }
    return statement
  }
  return {
    rows: async (sql, values = []) => prepare(sql).all(values),
    run: async (sql, values = []) => void prepare(sql).run(values),
    keepTaken: `ON CONFLICT (meta_id, platform, date) DO UPDATE SET forecast = excluded.forecast`,
    close: async () => database.close(),
  }
}

async function openMysql(url: string): Promise<BareConnection> {
  const connection = await createConnection({
    uri: url,
    charset: 'utf8mb4_bin',
    dateStrings: true,
    decimalNumbers: true,
  })
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
  return {
    rows: async (sql, values = []) => (await connection.query<RowDataPacket[]>(sql, [...values]))[0],
    run: async (sql, values = []) => void (await connection.query(sql, [...values])),
    keepTaken: `ON DUPLICATE KEY UPDATE forecast = VALUES(forecast)`,
    close: () => connection.end(),
  }
}
