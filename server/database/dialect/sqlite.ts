import { existsSync, mkdirSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DataSource, type QueryRunner } from 'typeorm'
import type { Fault } from '../faults'
import { placeholders } from '../placeholders'
import type { Schema } from '../schema'
import { raiseFence } from '../schema-fence'
import { SnakeCaseNaming } from '../snake-case-naming'
import { CheckpointThread, PAGES_BESIDE_THREAD, PAGES_WITHOUT_THREAD } from './checkpoints'
import type { Dialect, Given } from './dialect'
import { LibsqlDriver, MOST_PREPARED } from './libsql-driver'
import { WalSync } from './wal-sync'

const BUSY_LIMIT_MS = 2_000
/** How long another process's migration is waited for. */
const MIGRATION_LIMIT_MS = 15 * 60_000

/** SQLite's result codes, whose extended ones begin with them. */
const FAULTS: readonly (readonly [code: string, fault: Fault])[] = [
  ['SQLITE_FULL', 'full'],
  ['SQLITE_BUSY', 'locked'],
  ['SQLITE_READONLY', 'read-only'],
  ['SQLITE_CANTOPEN', 'read-only'],
  ['SQLITE_PERM', 'read-only'],
  ['SQLITE_IOERR', 'failing'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
]

/**
 * SQLite in WAL mode through libsql: one connection writes, another reads, a third takes single SELECTs.
 *
 * @param cacheMib page cache of the writing connection in MiB; the others get half of it
 */
export function sqliteDialect(file: string, schema: Schema, cacheMib: number): Dialect {
  const open = async (
    readonly: boolean,
    { waits = false, tables: { entities, migrations } = schema }: { waits?: boolean; tables?: Schema } = {},
  ) => {
    const dataSource = new DataSource({
      type: 'better-sqlite3',
      driver: LibsqlDriver,
      database: file,
      readonly,
      timeout: 10_000,
      statementCacheSize: MOST_PREPARED,
      entities: [...entities],
      migrations: [...migrations],
      namingStrategy: new SnakeCaseNaming(),
      prepareDatabase: (database: { pragma(sql: string): unknown; exec(sql: string): unknown }) => {
        if (!readonly) {
          database.pragma('journal_mode = WAL')
          // A commit survives a power cut, not only a killed process. `keepUp` uses its own fsync instead.
          database.pragma('synchronous = FULL')
        }
        // A writer reads the same rows again and keeps its changes in the cache until it commits; a reader
        // needs less.
        database.pragma(`cache_size = -${(readonly ? cacheMib / 2 : cacheMib) * 1024}`)
        database.pragma('temp_store = MEMORY')
        // A wait inside of SQLite would block the whole thread, so `beginWrite` waits instead, and reads are tried again.
        if (!waits) database.pragma('busy_timeout = 0')
      },
    })
    // SQLite gives longtext the affinity of text, but TypeORM must have it in its list of types.
    dataSource.driver.supportedDataTypes.push('longtext')
    return dataSource.initialize()
  }
  return {
    name: 'sqlite',
    singleConnection: true,
    beginWrite: beginImmediate,
    beginRead: (queryRunner) => queryRunner.startTransaction(),
    async openWriter() {
      if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true })
      return open(false)
    },
    async openExisting() {
      if (!existsSync(file)) throw new Error(`there is no database ${file}`)
      return open(true, { waits: true })
    },
    openReader: () => open(true),
    openSelects: () => open(true, { tables: { entities: [], migrations: [] } }),
    async migrate(writer) {
      // One transaction for all migrations: another process waits for its end, and then has nothing to do.
      const queryRunner = writer.createQueryRunner()
      await beginImmediate(queryRunner, MIGRATION_LIMIT_MS)
      try {
        await raiseFence(
          (sql, parameters) => queryRunner.query(sql, parameters),
          { isRetryable: isBusy },
          schema,
        )
        await writer.runMigrations({ transaction: 'none' })
        await queryRunner.commitTransaction()
      } catch (error) {
        await queryRunner.rollbackTransaction()
        throw error
      }
    },
    async keepUp(writer, program) {
      // COMMIT doesn't wait for the disk, WalSync does. The file stays consistent in any case.
      await writer.query('PRAGMA synchronous = NORMAL')
      const sync = await WalSync.open(file)
      const checkpointEvery = (pages: number) => writer.query(`PRAGMA wal_autocheckpoint = ${pages}`)
      let thread: CheckpointThread | undefined
      const startThread = async () => {
        if (program === undefined) return
        await thread?.close()
        thread = new CheckpointThread(program, file, () => void checkpointEvery(PAGES_WITHOUT_THREAD))
        await checkpointEvery(PAGES_BESIDE_THREAD)
      }
      await startThread()
      return {
        durable: () => sync.durable(),
        refusal: () => sync.refusal,
        async mend() {
          if (!(await sync.mend())) return false
          // Its own write to the disk may have failed too, which ends it.
          await startThread()
          return true
        },
        async room() {
          const { bavail, bsize } = await statfs(dirname(file))
          return bavail * bsize
        },
        async close() {
          await thread?.close()
          await sync.close()
        },
      }
    },
    breakOff: () => undefined,
    async leaveUpkeep(writer) {
      // A job's COMMIT waits for the disk in the job's own thread; the service's upkeep writes the log back.
      await writer.query(`PRAGMA wal_autocheckpoint = ${PAGES_BESIDE_THREAD}`)
    },
    async query({ dataSource }, sql, parameters) {
      const { databaseConnection } = dataSource.driver as unknown as { databaseConnection: LibsqlDriver }
      return databaseConnection.execute(sql, parameters)
    },
    beyond: (columns, comparison, key) => ({
      sql:
        columns.length === 1
          ? `${columns[0]} ${comparison} ?`
          : `(${columns.join(', ')}) ${comparison} (${placeholders(columns)})`,
      values: [...key],
    }),
    incoming: (column) => `excluded.${column}`,
    upsertSql({ table, columns, key, update }, rowCount) {
      const rows = new Array(rowCount).fill(`(${placeholders(columns)})`).join(', ')
      const sets = Object.entries(update).map(([column, expression]) => `${column} = ${expression}`)
      return `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${rows} ON CONFLICT (${key.join(', ')}) DO ${
        sets.length > 0 ? `UPDATE SET ${sets.join(', ')}` : 'NOTHING'
      }`
    },
    jsonDays: (date, numbers) =>
      `'[' || group_concat('"' || ${date} || '"' ${numbers.map((number) => `|| ',' || (${number})`).join(' ')}) || ']'`,
    jsonRows: (columns) => `json_group_array(json_array(${columns.join(', ')}))`,
    given,
    updateGivenOrder: 'same-first',
    updateGivenSql(table, columns, same) {
      const [key, ...others] = Object.keys(columns)
      const sets = [
        ...same.map((column) => `${column} = ?`),
        ...others.map((column) => `${column} = given.${column}`),
      ]
      return `UPDATE ${table} SET ${sets.join(', ')}
        FROM ${given(columns, 'given')} WHERE ${table}.${key} = given.${key}`
    },
    // Without WHERE, SQLite would parse ON as the condition of a join.
    insertGivenSql: (table, columns, same) =>
      `INSERT INTO ${table} (${[...same, ...Object.keys(columns)].join(', ')})
       SELECT ${[...same.map(() => '?'), 'given.*'].join(', ')} FROM ${given(columns, 'given')}
       WHERE 1 ON CONFLICT DO NOTHING`,
    forUpdate: '',
    forShare: '',
    moveSql: `
      UPDATE unit_inventory SET held = held + d.more_held, sold = sold + d.more_sold
      FROM (SELECT value ->> 0 AS meta_id, value ->> 1 AS platform, value ->> 2 AS date,
                   value ->> 3 AS more_held, value ->> 4 AS more_sold
            FROM json_each(?)) d
      WHERE unit_inventory.meta_id = d.meta_id AND unit_inventory.platform = d.platform
        AND unit_inventory.date = d.date AND held + d.more_held >= 0 AND sold + d.more_sold >= 0
        AND (d.more_held + d.more_sold <= 0 OR held + sold + d.more_held + d.more_sold <= capacity)`,
    reasonOf: () => 'busy',
    poolOf: () => undefined,
    onHostChange: () => undefined,
    isRetryable: isBusy,
    // COMMIT doesn't wait for the disk here; where it fails, nothing of the transaction is in the log.
    isRolledBack: () => true,
    isDuplicateKey: (error) => /^SQLITE_CONSTRAINT_(PRIMARYKEY|UNIQUE)/.test(codeOf(error)),
    wholeSql: `SELECT integrity_check AS found FROM pragma_integrity_check(20) WHERE integrity_check <> 'ok'`,
    faultOf: (error) => FAULTS.find(([code]) => codeOf(error).startsWith(code))?.[1],
  }
}

function given(columns: Given, alias: string): string {
  const values = Object.keys(columns).map((column, i) => `value ->> ${i} AS ${column}`)
  return `(SELECT ${values.join(', ')} FROM json_each(?)) ${alias}`
}

/**
 * Takes the write lock at the beginning. TypeORM's BEGIN would take it at the first change, when earlier
 * reads may be stale and a wait wouldn't help. Another process (a job in a terminal) holds the lock for one
 * chunk at a time.
 *
 * @throws SQLITE_BUSY when another process holds it for longer than BUSY_LIMIT_MS
 */
async function beginImmediate(queryRunner: QueryRunner, limitMs = BUSY_LIMIT_MS): Promise<void> {
  const deadline = Date.now() + limitMs
  for (;;) {
    try {
      await queryRunner.query('BEGIN IMMEDIATE')
      // The state that TypeORM's startTransaction would set, for its commit, rollback and savepoints.
      Object.assign(queryRunner, { isTransactionActive: true, transactionDepth: 1 })
      return
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error
      await sleep(1 + Math.random() * 9)
    }
  }
}

function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY')
}

function codeOf(error: unknown): string {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: { code?: unknown } }
  return String(driverError?.code ?? code ?? '')
}
