import type { EventEmitter } from 'node:events'
import type { PoolConnection, ResultSetHeader } from 'mysql2'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { DataSource, type QueryRunner } from 'typeorm'
import { placeholders } from '../placeholders'
import type { Schema } from '../schema'
import { SnakeCaseNaming } from '../snake-case-naming'
import type { Dialect, Given, GivenType } from './dialect'

/** Deadlock, lock wait time-out, and the snapshot conflict of MariaDB (also at COMMIT). */
const RETRYABLE = new Set([1213, 1205, 1020])
/** How long a statement waits for a row before its transaction begins anew; the server's default is far longer. */
const LOCK_WAIT_SECONDS = 10
/** Bytes that MariaDB lets a JSON aggregate have: its own default, which some servers lower. */
const MOST_AGGREGATED = 1_048_576
const DUPLICATE_KEY = new Set([1062, 1586])

/** MySQL 8 or MariaDB 10.6 and later by mysql2. */
export function mysqlDialect(url: string, { entities, migrations }: Schema, poolSize: number): Dialect {
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
      charset: 'utf8mb4_bin',
      timezone: 'Z',
      dateStrings: true,
      supportBigNumbers: true,
      bigNumberStrings: false,
      poolSize,
      // SUM answers DECIMAL: every sum here is below 2^53. A stack with every statement is a tenth of its time.
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
    const { pool } = dataSource.driver as unknown as { pool: EventEmitter }
    // Should one fail, the connection is broken, and the next statement on it says so.
    pool.on('connection', (connection: PoolConnection) => {
      for (const setting of settings) connection.query(setting, () => undefined)
    })
    // The connection that is there already.
    for (const setting of settings) await dataSource.query(setting)
    return dataSource
  }
  /** Which of the two it is, and the database made where it is missing and may be made. */
  const find = async (create: boolean): Promise<'mysql' | 'mariadb'> => {
    const connection = await createConnection(server)
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
    // REPEATABLE READ would lose updates here or fail with 1020, see docs/decisions.
    openWriter: async () => connect(await find(true), 'READ COMMITTED'),
    openExisting: async () => connect(await find(false), 'REPEATABLE READ'),
    // Nobody who reads waits for a connection that writers hold while they wait for each other's rows.
    openReader: async (writer) => connect(writer.options.type as 'mysql' | 'mariadb', 'REPEATABLE READ'),
    async migrate(writer) {
      // The lock belongs to a connection; several services on one server each have their own database.
      const queryRunner = writer.createQueryRunner()
      const name = `migrate:${database}`.slice(0, 64)
      try {
        await queryRunner.query('SELECT GET_LOCK(?, 120)', [name])
        await writer.runMigrations({ transaction: 'each' })
      } finally {
        await queryRunner.query('SELECT RELEASE_LOCK(?)', [name]).catch(() => undefined)
        await queryRunner.release()
      }
    },
    // The server's own business.
    keepUp: async () => ({ durable: async () => undefined, close: async () => undefined }),
    leaveUpkeep: async () => undefined,
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
    incoming: (column) => `VALUES(${column})`,
    greatest: (a, b) => `GREATEST(${a}, ${b})`,
    upsertSql({ table, columns, key, update }, rowCount) {
      const rows = new Array(rowCount).fill(`(${placeholders(columns)})`).join(', ')
      const sets = Object.entries(update).map(([column, expression]) => `${column} = ${expression}`)
      const nothing = `${key[0]} = ${table}.${key[0]}`
      return `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${rows} ON DUPLICATE KEY UPDATE ${
        sets.length > 0 ? sets.join(', ') : nothing
      }`
    },
    insertIfAbsentSql: (table, columns) =>
      `INSERT IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${placeholders(columns)})`,
    // Half of JSON_ARRAYAGG's time.
    jsonDays: (date, numbers) =>
      `CONCAT('[', GROUP_CONCAT('"', ${date}, '"' ${numbers.map((number) => `, ',', ${number}`).join(' ')}), ']')`,
    given,
    updateGivenOrder: 'json-first',
    // The given rows drive the join, so rows are locked in their order.
    updateGivenSql(table, columns, same) {
      const [key, ...others] = Object.keys(columns)
      const sets = [
        ...same.map((column) => `${table}.${column} = ?`),
        ...others.map((column) => `${table}.${column} = given.${column}`),
      ]
      return `UPDATE ${given(columns, 'given')} STRAIGHT_JOIN ${table} ON ${table}.${key} = given.${key}
        SET ${sets.join(', ')}`
    },
    insertGivenSql: (table, columns, same) =>
      `INSERT IGNORE INTO ${table} (${[...same, ...Object.keys(columns)].join(', ')})
       SELECT ${[...same.map(() => '?'), 'given.*'].join(', ')} FROM ${given(columns, 'given')}`,
    forUpdate: 'FOR UPDATE',
    // The JSON table drives the join, so rows are locked in the order of their keys. Capacity comes first: it is right
    // whether the other columns are read before or after they change.
    moveSql: `
      UPDATE JSON_TABLE(?, '$[*]' COLUMNS (
          meta_id varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[0]',
          platform varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$[1]',
          date date PATH '$[2]',
          held bigint PATH '$[3]',
          sold bigint PATH '$[4]')) d
      STRAIGHT_JOIN unit_inventory u
        ON u.meta_id = d.meta_id AND u.platform = d.platform AND u.date = d.date
      SET u.capacity = GREATEST(u.forecast, u.held + d.held + u.sold + d.sold),
          u.held = u.held + d.held, u.sold = u.sold + d.sold
      WHERE u.held + d.held >= 0 AND u.sold + d.sold >= 0
        AND (d.held + d.sold <= 0 OR u.held + u.sold + d.held + d.sold <= u.capacity)`,
    isRetryable: (error) => RETRYABLE.has(numberOf(error)),
    isDuplicateKey: (error) => DUPLICATE_KEY.has(numberOf(error)),
  }
}

const BYTE_FOR_BYTE = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'
const GIVEN_TYPES: Record<GivenType, string> = {
  id: `varchar(36) ${BYTE_FOR_BYTE}`,
  word: `varchar(24) ${BYTE_FOR_BYTE}`,
  text: `varchar(500) ${BYTE_FOR_BYTE}`,
  date: 'date',
  whole: 'bigint',
}

/** At the connection's own level, where TypeORM's startTransaction would set one each time: a round trip. */
async function begin(queryRunner: QueryRunner, statement: string): Promise<void> {
  await queryRunner.query(statement)
  // As TypeORM's own startTransaction leaves it: what follows are commit, rollback and savepoints.
  Object.assign(queryRunner, { isTransactionActive: true, transactionDepth: 1 })
}

function given(columns: Given, alias: string): string {
  const paths = Object.entries(columns).map(
    ([column, type], i) => `${column} ${GIVEN_TYPES[type]} PATH '$[${i}]'`,
  )
  return `JSON_TABLE(?, '$[*]' COLUMNS (${paths.join(', ')})) ${alias}`
}

function numberOf(error: unknown): number {
  const { errno, driverError } = (error ?? {}) as { errno?: unknown; driverError?: { errno?: unknown } }
  return Number(driverError?.errno ?? errno ?? 0)
}
