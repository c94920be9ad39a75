import type { Pool, PoolConnection, ResultSetHeader } from 'mysql2'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { DataSource, type QueryRunner } from 'typeorm'
import { placeholders } from '../placeholders'
import type { Schema } from '../schema'
import { raiseFence } from '../schema-fence'
import { SnakeCaseNaming } from '../snake-case-naming'
import type { Dialect, Given, GivenType } from './dialect'
import { withMigrationLock } from './migration-lock'
import { cut, cutSilentConnections } from './silence'

/** Deadlock, lock wait timeout, and MariaDB's snapshot conflict (also at COMMIT): the server has rolled back. */
const LOST_RACE = new Set([1213, 1205, 1020])
/**
 * A cluster node that isn't ready, a server that only reads just now, that is stopping, or has no connection left:
 * another connection may be served.
 */
const NOT_READY = new Set([1047, 1290, 1836, 1053, 1040, 1203])
/** The connection is lost, or couldn't be made. */
const DISCONNECTED = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  // Names of hosts come and go with their containers.
  'ENOTFOUND',
  'EAI_AGAIN',
  'ER_SERVER_SHUTDOWN',
  'ER_CONNECTION_KILLED',
])
/** Longest wait for a row lock; the transaction is then retried. The server's default is far longer. */
const LOCK_WAIT_SECONDS = 10
/** Maximum length of a JSON aggregate in bytes: MariaDB's default, which some servers lower. */
const MOST_AGGREGATED = 1_048_576
/** How long a server may take to accept a connection. */
const CONNECT_MS = 5_000
const DUPLICATE_KEY = new Set([1062, 1586])

/**
 * MySQL 8, or MariaDB 10.6 and later, through mysql2.
 *
 * @param limits.silenceMs a statement that the server doesn't answer for so long fails
 */
export function mysqlDialect(
  url: string,
  schema: Schema,
  { poolSize, silenceMs }: { poolSize: number; silenceMs: number },
): Dialect {
  const { entities, migrations } = schema
  // A statement that changes a large table takes as long as it takes.
  let migrating = false
  const { hostname, port, username, password, pathname } = new URL(url)
  const database = decodeURIComponent(pathname.slice(1))
  const server = {
    host: hostname,
    port: port ? Number(port) : 3306,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  }
  const connect = async (type: 'mysql' | 'mariadb', level: 'READ COMMITTED' | 'REPEATABLE READ') => {
    const dataSource = new DataSource({
      type,
      host: server.host,
      port: server.port,
      username: server.user,
      password: server.password,
      database,
      connectTimeout: CONNECT_MS,
      charset: 'utf8mb4_bin',
      timezone: 'Z',
      dateStrings: true,
      supportBigNumbers: true,
      bigNumberStrings: false,
      poolSize,
      // SUM returns DECIMAL, and every sum here is below 2^53. A stack trace for each statement would be a
      // tenth of its time.
      extra: { decimalNumbers: true, trace: false },
      entities: [...entities],
      migrations: [...migrations],
      namingStrategy: new SnakeCaseNaming(),
    })
    await dataSource.initialize()
    const settings = [
      `SET SESSION innodb_lock_wait_timeout = ${LOCK_WAIT_SECONDS}, group_concat_max_len = ${MOST_AGGREGATED}`,
      `SET SESSION TRANSACTION ISOLATION LEVEL ${level}`,
    ]
    const { pool } = dataSource.driver as unknown as { pool: Pool }
    await cutSilentConnections(pool, silenceMs, () => migrating)
    // Errors are ignored: if one fails, the connection is broken, and the next statement on it fails too.
    pool.on('connection', (connection: PoolConnection) => {
      for (const setting of settings) connection.query(setting, () => undefined)
    })
    // `initialize` has already opened one connection.
    for (const setting of settings) await dataSource.query(setting)
    return dataSource
  }
  /** Finds out which of the two servers it is; creates a missing database if `create` allows it. */
  const find = async (create: boolean): Promise<'mysql' | 'mariadb'> => {
    const connection = await createConnection({ ...server, connectTimeout: CONNECT_MS })
    try {
      const [versions] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version')
      const [existing] = await connection.query<RowDataPacket[]>(
        'SELECT 1 FROM information_schema.schemata WHERE schema_name = ?',
        [database],
      )
      if (existing.length === 0) {
        if (!create) throw new Error(`there is no database ${database} on ${server.host}`)
        await connection.query(
          `CREATE DATABASE IF NOT EXISTS ${connection.escapeId(database)} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
        )
      }
      return /mariadb/i.test(String(versions[0]?.version)) ? 'mariadb' : 'mysql'
    } finally {
      await connection.end()
    }
  }
  return {
    name: 'mysql',
    singleConnection: false,
    beginWrite: (queryRunner) => begin(queryRunner, 'START TRANSACTION'),
    beginRead: (queryRunner) => begin(queryRunner, 'START TRANSACTION READ ONLY'),
    // For writes REPEATABLE READ would lose updates or fail with 1020, see docs/decisions.
    openWriter: async () => connect(await find(true), 'READ COMMITTED'),
    openExisting: async () => connect(await find(false), 'REPEATABLE READ'),
    // A separate pool, so that reads never wait for a connection while writers hold theirs and wait for each
    // other's rows.
    openReader: async (writer) => connect(writer.options.type as 'mysql' | 'mariadb', 'REPEATABLE READ'),
    // MySQL commits every DDL statement, so a transaction around them would promise too much.
    migrate: (writer) =>
      withMigrationLock(writer, async () => {
        await raiseFence((sql, parameters) => writer.query(sql, parameters), { isRetryable }, schema)
        migrating = true
        try {
          await writer.runMigrations({ transaction: 'none' })
        } finally {
          migrating = false
        }
      }),
    // The server does its own upkeep.
    keepUp: async () => ({
      durable: async () => undefined,
      refusal: () => undefined,
      close: async () => undefined,
    }),
    leaveUpkeep: async () => undefined,
    breakOff(queryRunner) {
      const { databaseConnection } = queryRunner as unknown as { databaseConnection?: PoolConnection }
      if (databaseConnection) cut(databaseConnection)
    },
    async query(queryRunner, sql, parameters) {
      const connection: PoolConnection = await queryRunner.connect()
      return new Promise((resolve, reject) => {
        connection.query<RowDataPacket[] | ResultSetHeader>(sql, parameters, (error, result) => {
          if (error) reject(error)
          else if (Array.isArray(result)) resolve({ rows: result, affected: 0 })
          else resolve({ rows: [], affected: result.affectedRows })
        })
      })
    },
    // Servers don't use an index for a comparison of rows, but for the ranges that it consists of.
    beyond: (columns, comparison, key) => ({
      sql: `(${columns
        .map((column, i) =>
          [...columns.slice(0, i).map((same) => `${same} = ?`), `${column} ${comparison} ?`].join(' AND '),
        )
        .join(' OR ')})`,
      values: columns.flatMap((_, i) => key.slice(0, i + 1)),
    }),
    incoming: (column) => `VALUES(${column})`,
    upsertSql({ table, columns, key, update }, rowCount) {
      const rows = new Array(rowCount).fill(`(${placeholders(columns)})`).join(', ')
      const sets = Object.entries(update).map(([column, expression]) => `${column} = ${expression}`)
      const nothing = `${key[0]} = ${table}.${key[0]}`
      return `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${rows} ON DUPLICATE KEY UPDATE ${
        sets.length > 0 ? sets.join(', ') : nothing
      }`
    },
    // Takes half the time of JSON_ARRAYAGG.
    jsonDays: (date, numbers) =>
      `CONCAT('[', GROUP_CONCAT('"', ${date}, '"' ${numbers.map((number) => `, ',', ${number}`).join(' ')}), ']')`,
    given,
    updateGivenOrder: 'json-first',
    // STRAIGHT_JOIN reads the given rows first, so the table's rows are locked in their order.
    updateGivenSql(table, columns, same) {
      const [key, ...others] = Object.keys(columns)
      const sets = [
        ...same.map((column) => `${table}.${column} = ?`),
        ...others.map((column) => `${table}.${column} = given.${column}`),
      ]
      return `UPDATE ${given(columns, 'given')} STRAIGHT_JOIN ${table} ON ${table}.${key} = given.${key}
        SET ${sets.join(', ')}`
    },
    // Not INSERT IGNORE, which also stores what a CHECK refuses or a column is too short for.
    insertGivenSql(table, columns, same) {
      const [key] = Object.keys(columns)
      return `INSERT INTO ${table} (${[...same, ...Object.keys(columns)].join(', ')})
        SELECT ${[...same.map(() => '?'), 'given.*'].join(', ')} FROM ${given(columns, 'given')}
        ON DUPLICATE KEY UPDATE ${key} = ${table}.${key}`
    },
    forUpdate: 'FOR UPDATE',
    // MariaDB doesn't know FOR SHARE.
    forShare: 'LOCK IN SHARE MODE',
    // STRAIGHT_JOIN reads the JSON table first, so rows are locked in the order of their keys.
    moveSql: `
      UPDATE JSON_TABLE(?, '$[*]' COLUMNS (
          meta_id varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[0]',
          platform varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[1]',
          date date PATH '$[2]',
          held bigint PATH '$[3]',
          sold bigint PATH '$[4]')) d
      STRAIGHT_JOIN unit_inventory u
        ON u.meta_id = d.meta_id AND u.platform = d.platform AND u.date = d.date
      SET u.held = u.held + d.held, u.sold = u.sold + d.sold
      WHERE u.held + d.held >= 0 AND u.sold + d.sold >= 0
        AND (d.held + d.sold <= 0 OR u.held + u.sold + d.held + d.sold <= u.capacity)`,
    isRetryable,
    isRolledBack: (error) => LOST_RACE.has(numberOf(error)),
    isDuplicateKey: (error) => DUPLICATE_KEY.has(numberOf(error)),
  }
}

function isRetryable(error: unknown): boolean {
  return LOST_RACE.has(numberOf(error)) || NOT_READY.has(numberOf(error)) || isDisconnected(error)
}

const BYTE_FOR_BYTE = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'
const GIVEN_TYPES: Record<GivenType, string> = {
  id: `varchar(36) ${BYTE_FOR_BYTE}`,
  word: `varchar(24) ${BYTE_FOR_BYTE}`,
  text: `varchar(500) ${BYTE_FOR_BYTE}`,
  date: 'date',
  whole: 'bigint',
}

/**
 * Uses the connection's isolation level; TypeORM's startTransaction would set one each time, which costs a
 * round trip.
 */
async function begin(queryRunner: QueryRunner, statement: string): Promise<void> {
  await queryRunner.query(statement)
  // The state that TypeORM's startTransaction would set, so that its commit, rollback and savepoints work.
  Object.assign(queryRunner, { isTransactionActive: true, transactionDepth: 1 })
}

function given(columns: Given, alias: string): string {
  const paths = Object.entries(columns).map(
    ([column, type], i) => `${column} ${GIVEN_TYPES[type]} PATH '$[${i}]'`,
  )
  return `JSON_TABLE(?, '$[*]' COLUMNS (${paths.join(', ')})) ${alias}`
}

interface DriverError {
  errno?: unknown
  code?: unknown
  fatal?: unknown
}

/** TypeORM wraps the driver's error; statements of our own bring it as it is. */
function driverErrorOf(error: unknown): DriverError {
  const { driverError } = (error ?? {}) as { driverError?: DriverError }
  return driverError ?? ((error ?? {}) as DriverError)
}

/** mysql2 gives the error of a statement on a connection that is closed already no code. */
function isDisconnected(error: unknown): boolean {
  const { code, fatal } = driverErrorOf(error)
  return code === undefined ? fatal === true : DISCONNECTED.has(String(code))
}

function numberOf(error: unknown): number {
  return Number(driverErrorOf(error).errno ?? 0)
}
