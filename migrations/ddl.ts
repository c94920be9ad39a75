import type { QueryRunner } from 'typeorm'

/**
 * The words in which the schema is written once for both databases. MySQL commits every DDL statement on its own, so a
 * migration that dies half-way has done its first statements: each word here looks first whether its work is done, and a
 * migration can be run again from its beginning. On SQLite all migrations are one transaction.
 *
 * SQLite uses the same names. The differences are how a table is stored, and that MySQL needs its collation: keys are
 * compared byte for byte on both.
 */
export interface Ddl {
  /** Creates a table; `clustered` stores it in the order of its primary key, as InnoDB always does. */
  table(name: string, lines: readonly string[], options?: { clustered?: boolean }): Promise<void>
  /** Adds columns to an existing table. */
  columns(table: string, lines: readonly string[]): Promise<void>
  /** Changes columns: on MySQL only, SQLite stores any length and size in one type. */
  widen(table: string, lines: readonly string[]): Promise<void>
  dropColumn(table: string, column: string): Promise<void>
  index(name: string, table: string, columns: string, options?: { unique?: boolean }): Promise<void>
  dropIndex(name: string, table: string): Promise<void>
  /** Replaces a CHECK. SQLite rebuilds the table for it, with its rows and indexes. */
  check(name: string, table: string, condition: string): Promise<void>
  /** Removes a CHECK: on MySQL only. */
  dropCheck(name: string, table: string): Promise<void>
  /** Lets the database compute a column that was stored until now: on MySQL only. */
  compute(table: string, column: string, type: string, expression: string): Promise<void>
  /** On SQLite only: creates a table anew with other lines and copies these columns; its indexes are dropped. */
  rebuild(
    name: string,
    lines: readonly string[],
    columns: string,
    options?: { clustered?: boolean },
  ): Promise<void>
  /** Inserts rows that aren't there: `INSERT INTO …` as one statement whose table has a natural key. */
  insertMissing(insert: `INSERT INTO ${string}`): Promise<void>
  /** `id` as a 64-bit whole number that grows by itself. */
  autoId: string
  readonly mysql: boolean
}

export function ddl(queryRunner: QueryRunner): Ddl {
  const mysql = queryRunner.connection.options.type !== 'better-sqlite3'
  const run = async (sql: string): Promise<void> => {
    await queryRunner.query(sql)
  }
  /** Whether information_schema has such a thing in this database. */
  const exists = async (view: string, condition: string, ...values: string[]): Promise<boolean> => {
    const rows: unknown[] = await queryRunner.query(
      `SELECT 1 FROM information_schema.${view} WHERE table_schema = DATABASE() AND ${condition} LIMIT 1`,
      values,
    )
    return rows.length > 0
  }
  const hasColumn = (table: string, column: string) =>
    exists('columns', 'table_name = ? AND column_name = ?', table, column)
  const hasIndex = (table: string, name: string) =>
    exists('statistics', 'table_name = ? AND index_name = ?', table, name)
  const hasCheck = (table: string, name: string) =>
    exists(
      'table_constraints',
      "table_name = ? AND constraint_name = ? AND constraint_type = 'CHECK'",
      table,
      name,
    )
  const dropCheck = async (name: string, table: string) => {
    if (mysql && (await hasCheck(table, name))) await run(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`)
  }
  // TypeORM reads SQLite's types and constraints from the text of the statement: names must be quoted, and a
  // CHECK must not be the last line before further table options.
  const forSqlite = (line: string) =>
    line
      .replace(/^CONSTRAINT (\w+)/, 'CONSTRAINT "$1"')
      .replace(/^(\w+) int\b/, '$1 integer')
      .replace(/\bGREATEST\(/g, 'MAX(')
  const created = (name: string, lines: readonly string[], clustered: boolean) => {
    const keyLast = (a: string, b: string) =>
      Number(a.startsWith('PRIMARY KEY')) - Number(b.startsWith('PRIMARY KEY'))
    return mysql
      ? `CREATE TABLE IF NOT EXISTS \`${name}\` (${lines.join(', ')}) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`
      : `CREATE TABLE "${name}" (${lines.map(forSqlite).sort(keyLast).join(', ')})${clustered ? ' WITHOUT ROWID' : ''}`
  }
  /** Creates a table of SQLite anew and copies these columns; its indexes are dropped. */
  const replace = async (name: string, create: string, columns: string) => {
    await run(`ALTER TABLE ${name} RENAME TO ${name}_before`)
    const indexes: { name: string }[] = await queryRunner.query(
      "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
      [`${name}_before`],
    )
    for (const index of indexes) await run(`DROP INDEX ${index.name}`)
    await run(create)
    await run(`INSERT INTO ${name} (${columns}) SELECT ${columns} FROM ${name}_before`)
    await run(`DROP TABLE ${name}_before`)
  }
  return {
    mysql,
    autoId: mysql
      ? 'id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY'
      : '"id" integer PRIMARY KEY AUTOINCREMENT NOT NULL',
    table: (name, lines, { clustered = false } = {}) => run(created(name, lines, clustered)),
    async columns(table, lines) {
      for (const line of lines) {
        const column = line.split(' ')[0]!
        if (mysql && (await hasColumn(table, column))) continue
        await run(`ALTER TABLE ${table} ADD COLUMN ${mysql ? line : forSqlite(line)}`)
      }
    },
    async widen(table, lines) {
      if (!mysql) return
      await run(`ALTER TABLE ${table} ${lines.map((line) => `MODIFY COLUMN ${line}`).join(', ')}`)
    },
    async dropColumn(table, column) {
      if (mysql && !(await hasColumn(table, column))) return
      await run(`ALTER TABLE ${table} DROP COLUMN ${column}`)
    },
    async index(name, table, columns, { unique = false } = {}) {
      if (mysql && (await hasIndex(table, name))) return
      await run(`CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${name} ON ${table} (${columns})`)
    },
    async dropIndex(name, table) {
      if (mysql && !(await hasIndex(table, name))) return
      await run(`DROP INDEX ${name}${mysql ? ` ON ${table}` : ''}`)
    },
    async check(name, table, condition) {
      if (mysql) {
        await dropCheck(name, table)
        return run(`ALTER TABLE ${table} ADD CONSTRAINT ${name} CHECK (${condition})`)
      }
      const parts: { type: string; sql: string }[] = await queryRunner.query(
        'SELECT type, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL',
        [table],
      )
      const columns: { name: string }[] = await queryRunner.query(`PRAGMA table_info(${table})`)
      const create = parts.find(({ type }) => type === 'table')!.sql
      await replace(
        table,
        withCheck(create, name, condition),
        columns.map((column) => column.name).join(', '),
      )
      for (const { type, sql } of parts) if (type === 'index') await run(sql)
    },
    dropCheck,
    async compute(table, column, type, expression) {
      if (!mysql) return
      const computed = await exists(
        'columns',
        "table_name = ? AND column_name = ? AND extra LIKE '%GENERATED%'",
        table,
        column,
      )
      if (computed) return
      await run(
        `ALTER TABLE ${table} DROP COLUMN ${column}, ADD COLUMN ${column} ${type} GENERATED ALWAYS AS (${expression}) VIRTUAL`,
      )
    },
    async rebuild(name, lines, columns, { clustered = false } = {}) {
      if (!mysql) await replace(name, created(name, lines, clustered), columns)
    },
    async insertMissing(insert) {
      // A duplicate key is the only error that this may pass over: everything else stops the migration.
      const statement = mysql ? `${insert} ON DUPLICATE KEY UPDATE ${firstColumnOf(insert)}` : insert
      await run(statement)
    },
  }
}

/** A table's statement with another condition in one of its CHECKs. */
function withCheck(create: string, name: string, condition: string): string {
  const begin = create.indexOf(`CONSTRAINT "${name}" CHECK (`)
  if (begin < 0) throw new Error(`there is no CHECK ${name} in ${create}`)
  const from = create.indexOf('(', begin)
  let open = 0
  let to = from
  do {
    if (create[to] === '(') open++
    if (create[to] === ')') open--
    to++
  } while (open > 0)
  return `${create.slice(0, from)}(${condition})${create.slice(to)}`
}

/** `INSERT INTO part (code, type) …` → `code = part.code`: nothing changes in a row that is there. */
function firstColumnOf(insert: string): string {
  const [, table, column] = /^INSERT INTO (\w+) \((\w+)/.exec(insert.replace(/\s+/g, ' ')) ?? []
  if (!table || !column) throw new Error(`not an INSERT with a list of columns: ${insert.slice(0, 80)}`)
  return `${column} = ${table}.${column}`
}
