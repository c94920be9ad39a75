import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { setImmediate } from 'node:timers/promises'
import { createPool } from 'mysql2/promise'
import { DataSource, type QueryRunner } from 'typeorm'
import type { Database } from '../server/database/database'
import type { Buyable } from './purchase-market'

const require = createRequire(import.meta.url)
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
/**
 * Deadlock, lock wait timeout, snapshot conflict: errors that the service retries, so the replay does too.
 */
const RETRYABLE = new Set([1213, 1205, 1020])

interface Statement {
  sql: string
  values: readonly unknown[]
}

/** Records, in order, every statement that a database's connections send while `work` runs. */
export async function recorded(database: Database, work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = []
  const restores: (() => void)[] = []
  const dataSources = Object.values(database).filter((value) => value instanceof DataSource)
  for (const dataSource of new Set(dataSources)) {
    const create = dataSource.createQueryRunner
    dataSource.createQueryRunner = (...mode) => {
      const runner = create.apply(dataSource, mode)
      restores.push(listen(runner, statements))
      return runner
    }
    restores.push(() => {
      dataSource.createQueryRunner = create
    })
  }
  const { dialect } = database
  const query = dialect.query
  dialect.query = (runner, sql, values) => {
    statements.push({ sql, values })
    return query(runner, sql, values)
  }
  restores.push(() => {
    dialect.query = query
  })
  try {
    await work()
  } finally {
    for (const restore of restores.reverse()) restore()
  }
  return statements
}

function listen(runner: QueryRunner, statements: Statement[]): () => void {
  const query = runner.query
  runner.query = (sql: string, values: unknown[] = [], ...more: unknown[]) => {
    statements.push({ sql, values })
    return query.call(runner, sql, values, ...(more as [])) as never
  }
  return () => {
    runner.query = query
  }
}

/** Repeats the statements of one purchase with only a database driver. */
export interface Replay {
  /**
   * Buys another unit with the recorded statements: ids of the recorded unit are replaced by this unit's, and
   * generated ids by new ones.
   */
  buy(unit: Buyable): Promise<void>
  close(): Promise<void>
}

/**
 * @param kept ids that are not replaced: the account
 * @param connections the same number as the service has
 */
export function openReplay(
  url: string,
  statements: readonly Statement[],
  bought: Buyable,
  kept: readonly string[],
  connections: number,
): Replay {
  const forUnit = (unit: Buyable): Statement[] => {
    const ids = new Map([
      ...kept.map((id): [string, string] => [id, id]),
      [bought.unitId, unit.unitId],
      [bought.campaignId, unit.campaignId],
    ])
    const renamed = (id: string) => {
      const known = ids.get(id) ?? randomUUID()
      ids.set(id, known)
      return known
    }
    return statements.map(({ sql, values }) => ({
      sql,
      values: values.map((value) => (typeof value === 'string' ? value.replace(UUID, renamed) : value)),
    }))
  }
  return url.startsWith('sqlite:')
    ? openSqlite(url.slice('sqlite:'.length), forUnit)
    : openMysql(url, forUnit, connections)
}

interface SqliteStatement {
  reader: boolean
  all(values: readonly unknown[]): unknown
  run(values: readonly unknown[]): unknown
}

function openSqlite(file: string, forUnit: (unit: Buyable) => Statement[]): Replay {
  const Sqlite = require('libsql') as new (
    file: string,
    options: { timeout: number },
  ) => { prepare(sql: string): SqliteStatement; pragma(sql: string): unknown; close(): void }
  const database = new Sqlite(file, { timeout: 10_000 })
  // The service's settings: an acknowledged purchase survives a power cut.
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'cache_size = -32768',
    'temp_store = MEMORY',
  ])
    database.pragma(pragma)
  const prepared = new Map<string, SqliteStatement>()
  return {
    async buy(unit) {
      for (const { sql, values } of forUnit(unit)) {
        let statement = prepared.get(sql)
        if (!statement) {
          statement = database.prepare(sql)
          prepared.set(sql, statement)
        }
        if (statement.reader) statement.all(values)
        else statement.run(values)
      }
      // One connection runs one transaction at a time; lets other clients run in between.
      await setImmediate()
    },
    close: async () => database.close(),
  }
}

function openMysql(url: string, forUnit: (unit: Buyable) => Statement[], connections: number): Replay {
  const pool = createPool({
    uri: url,
    charset: 'utf8mb4_bin',
    dateStrings: true,
    supportBigNumbers: true,
    decimalNumbers: true,
    connectionLimit: connections,
  })
  return {
    async buy(unit) {
      for (;;) {
        const connection = await pool.getConnection()
        try {
          for (const { sql, values } of forUnit(unit)) await connection.query(sql, [...values])
          return
        } catch (error) {
          await connection.query('ROLLBACK')
          if (!RETRYABLE.has(Number((error as { errno?: number }).errno))) throw error
        } finally {
          connection.release()
        }
      }
    },
    close: () => pool.end(),
  }
}
