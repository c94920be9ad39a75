import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { DataSource } from 'typeorm'
import { ENTITIES, MIGRATIONS } from '../schema'
import { SnakeCaseNaming } from '../snake-case-naming'
import { type Dialect, placeholders } from './dialect'

const require = createRequire(import.meta.url)

/** SQLite in WAL mode by libsql: one connection writes, another reads. */
export function sqliteDialect(file: string): Dialect {
  const open = async (readonly: boolean) => {
    const dataSource = new DataSource({
      type: 'better-sqlite3',
      driver: require('libsql'),
      database: file,
      readonly,
      timeout: 10_000,
      statementCacheSize: 200,
      entities: ENTITIES,
      migrations: MIGRATIONS,
      namingStrategy: new SnakeCaseNaming(),
      prepareDatabase: (database: { pragma(sql: string): unknown; exec(sql: string): unknown }) => {
        if (!readonly) {
          database.pragma('journal_mode = WAL')
          // An acknowledged purchase survives a power cut, not only a killed process.
          database.pragma('synchronous = FULL')
        }
        database.pragma('cache_size = -65536')
        database.pragma('temp_store = MEMORY')
      },
    })
    // SQLite stores any type's name by affinity: longtext is text. TypeORM only has to be told.
    dataSource.driver.supportedDataTypes.push('longtext')
    return dataSource.initialize()
  }
  return {
    name: 'sqlite',
    singleConnection: true,
    writeIsolation: undefined,
    readIsolation: undefined,
    async openWriter() {
      if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true })
      return open(false)
    },
    openReader: () => open(true),
    // The file belongs to one service.
    alone: (_writer, work) => work(),
    incoming: (column) => `excluded.${column}`,
    greatest: (a, b) => `MAX(${a}, ${b})`,
    upsertSql({ table, columns, key, update }, rowCount) {
      const rows = new Array(rowCount).fill(`(${placeholders(columns.length)})`).join(', ')
      const sets = Object.entries(update).map(([column, expression]) => `${column} = ${expression}`)
      return `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${rows} ON CONFLICT (${key.join(', ')}) DO ${
        sets.length > 0 ? `UPDATE SET ${sets.join(', ')}` : 'NOTHING'
      }`
    },
    insertIfAbsentSql: (table, columns) =>
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${placeholders(columns.length)}) ON CONFLICT DO NOTHING`,
    forUpdate: '',
    deductSql: (column) => `
      UPDATE unit_inventory SET ${column} = ${column} + d.quantity
      FROM (SELECT value ->> 0 AS meta_id, value ->> 1 AS platform, value ->> 2 AS date, value ->> 3 AS quantity
            FROM json_each(?)) d
      WHERE unit_inventory.meta_id = d.meta_id AND unit_inventory.platform = d.platform
        AND unit_inventory.date = d.date AND held + sold + d.quantity <= capacity`,
    isRetryable: (error) => codeOf(error).startsWith('SQLITE_BUSY'),
    isDuplicateKey: (error) => /^SQLITE_CONSTRAINT_(PRIMARYKEY|UNIQUE)/.test(codeOf(error)),
  }
}

function codeOf(error: unknown): string {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: { code?: unknown } }
  return String(driverError?.code ?? code ?? '')
}
