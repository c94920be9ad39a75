import type { PoolOptions, ResultSetHeader, RowDataPacket } from 'mysql2'
import { DataSource, type QueryRunner } from 'typeorm'
import { placeholders } from '../placeholders'
import type { Schema } from '../schema'
import { raiseFence } from '../schema-fence'
import { SnakeCaseNaming } from '../snake-case-naming'
import type { Dialect, Given, GivenType } from './dialect'
import { withMigrationLock } from './migration-lock'
import { faultOf, isDuplicateKey, isRetryable, isRolledBack, reasonOf } from './mysql-errors'
import { cut, MysqlHosts } from './mysql-hosts'
import { MysqlPool, type PooledConnection } from './mysql-pool'
import { serverOf } from './mysql-server'
import { parseMysqlUrl } from './mysql-url'

/** Longest wait for a row lock; the transaction is then retried. The server's default is far longer. */
const LOCK_WAIT_SECONDS = 10
/** Maximum length of a JSON aggregate in bytes: MariaDB's default, which some servers lower. */
const MOST_AGGREGATED = 1_048_576

interface Found {
  type: 'mysql' | 'mariadb'
  /** A node of a Galera cluster: MariaDB's, or Percona's XtraDB Cluster. */
  cluster: boolean
}

/** MySQL 8.0.19, or MariaDB 10.6, and later, through mysql2. */
export function mysqlDialect(url: string, schema: Schema, poolSize: number): Dialect {
  const { entities, migrations } = schema
  const { database, ...server } = parseMysqlUrl(url)
  const hosts = new MysqlHosts(server)
  let found: Found | undefined
  const connect = async ({ type, cluster }: Found, level: 'READ COMMITTED' | 'REPEATABLE READ') => {
    const session = [
      `SET SESSION innodb_lock_wait_timeout = ${LOCK_WAIT_SECONDS}, group_concat_max_len = ${MOST_AGGREGATED}`,
      `SET SESSION TRANSACTION ISOLATION LEVEL ${level}`,
      // A transaction, and a SELECT outside of one, begins when this node has everything that was committed before
      // on the others.
      ...(cluster ? ['SET SESSION wsrep_sync_wait = 1'] : []),
    ]
    const dataSource = new DataSource({
      type,
      driver: {
        createPool: (options: PoolOptions) => new MysqlPool(hosts, { options, session, size: poolSize }),
      },
      database,
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
    return dataSource.initialize()
  }
  /** Finds out which server it is; creates a missing database if `create` allows it. */
  const find = async (create: boolean): Promise<Found> => {
    const { connection: plain } = await hosts.connect({}, [])
    const connection = plain.promise()
    try {
      const [versions] = await connection.query<RowDataPacket[]>('SELECT VERSION() AS version')
      const type = serverOf(String(versions[0]?.version))
      const [replication] = await connection.query<RowDataPacket[]>("SHOW VARIABLES LIKE 'wsrep_on'")
      const [existing] = await connection.query<RowDataPacket[]>(
        'SELECT 1 FROM information_schema.schemata WHERE schema_name = ?',
        [database],
      )
      if (existing.length === 0) {
        if (!create) throw new Error(`there is no database ${database} on ${hosts.names}`)
        await connection.query(
          `CREATE DATABASE IF NOT EXISTS ${connection.escapeId(database)} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
        )
      }
      found = { type, cluster: replication[0]?.Value === 'ON' }
      return found
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
    openReader: async () => connect(found ?? (await find(false)), 'REPEATABLE READ'),
    openSelects: async (reader) => reader,
    // MySQL commits every DDL statement, so a transaction around them would promise too much.
    migrate: (writer) =>
      withMigrationLock(writer, async () => {
        await raiseFence((sql, parameters) => writer.query(sql, parameters), { isRetryable }, schema)
        await writer.runMigrations({ transaction: 'none' })
      }),
    // The server does its own upkeep.
    keepUp: async () => ({
      durable: async () => undefined,
      refusal: () => undefined,
      mend: async () => true,
      room: async () => Number.POSITIVE_INFINITY,
      close: async () => undefined,
    }),
    leaveUpkeep: async () => undefined,
    breakOff(queryRunner) {
      const { databaseConnection } = queryRunner as unknown as { databaseConnection?: PooledConnection }
      if (databaseConnection) cut(databaseConnection, 'the database did not answer in time')
    },
    async query(queryRunner, sql, parameters) {
      const connection: PooledConnection = await queryRunner.connect()
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
    // A driver parses a value of type JSON, but not MariaDB's, which is text.
    jsonRows: (columns) => `CAST(JSON_ARRAYAGG(JSON_ARRAY(${columns.join(', ')})) AS CHAR)`,
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
    isRolledBack,
    reasonOf,
    poolOf: ({ driver }) => (driver as unknown as { pool?: MysqlPool }).pool?.figures,
    onHostChange: (listener) => void hosts.on('changed', listener),
    isDuplicateKey,
    wholeSql: undefined,
    faultOf,
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
