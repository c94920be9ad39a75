import type { QueryRunner } from 'typeorm'

/**
 * Statements with which the schema is written once for both databases. SQLite takes the same types. The
 * differences: table storage, and on MySQL an explicit collation, so that keys are compared byte for byte on
 * both.
 */
export interface Ddl {
  /** Creates a table; `clustered` stores it in the order of its primary key (InnoDB always does). */
  table(name: string, lines: readonly string[], options?: { clustered?: boolean }): Promise<void>
  /** Adds columns to an existing table. */
  columns(table: string, lines: readonly string[]): Promise<void>
  index(name: string, table: string, columns: string, options?: { unique?: boolean }): Promise<void>
  dropIndex(name: string, table: string): Promise<void>
  /** `id` as an auto-increment whole number. */
  autoId: string
}

export function ddl(queryRunner: QueryRunner): Ddl {
  const mysql = queryRunner.connection.options.type !== 'better-sqlite3'
  // TypeORM parses SQLite's types and constraints from the statement's text. It needs quoted names, and no
  // CHECK as the last line of a table with text after the closing bracket.
  const forSqlite = (line: string) =>
    line.replace(/^CONSTRAINT (\w+)/, 'CONSTRAINT "$1"').replace(/ int\b/, ' integer')
  return {
    autoId: mysql
      ? 'id int NOT NULL AUTO_INCREMENT PRIMARY KEY'
      : '"id" integer PRIMARY KEY AUTOINCREMENT NOT NULL',
    async table(name, lines, { clustered = false } = {}) {
      const storage = mysql
        ? ' ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin'
        : clustered
          ? ' WITHOUT ROWID'
          : ''
      const keyLast = (a: string, b: string) =>
        Number(a.startsWith('PRIMARY KEY')) - Number(b.startsWith('PRIMARY KEY'))
      const body = mysql ? lines : lines.map(forSqlite).sort(keyLast)
      await queryRunner.query(
        `CREATE TABLE ${mysql ? `\`${name}\`` : `"${name}"`} (${body.join(', ')})${storage}`,
      )
    },
    async columns(table, lines) {
      for (const line of lines)
        await queryRunner.query(`ALTER TABLE ${table} ADD COLUMN ${mysql ? line : forSqlite(line)}`)
    },
    async index(name, table, columns, { unique = false } = {}) {
      await queryRunner.query(`CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${name} ON ${table} (${columns})`)
    },
    async dropIndex(name, table) {
      await queryRunner.query(`DROP INDEX ${name}${mysql ? ` ON ${table}` : ''}`)
    },
  }
}
