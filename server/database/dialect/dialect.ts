import type { DataSource, QueryRunner } from 'typeorm'

/** A multi-row upsert. Expressions are made with the dialect's own words, so that callers name columns only. */
export interface Upsert {
  table: string
  columns: readonly string[]
  /** The primary or unique key. */
  key: readonly string[]
  /** What happens to a row that is there: column → expression over `incoming(column)` and the table's own columns. */
  update: Readonly<Record<string, string>>
}

/** Everything that depends on which database it is. Nothing outside of this folder may ask. */
export interface Dialect {
  readonly name: 'sqlite' | 'mysql'
  /** The connection for writing, migrated by the caller. Creates the database where it is missing. */
  openWriter(): Promise<DataSource>
  /** A connection to a database that is there, which leaves it as it is. */
  openExisting(): Promise<DataSource>
  /** The connection for reading: on SQLite a second one, read-only; on MySQL the same pool. */
  openReader(writer: DataSource): Promise<DataSource>
  /** Brings the schema up to date; one process at a time. */
  migrate(writer: DataSource): Promise<void>
  /** One write at a time (SQLite), or as many as the pool has connections. */
  readonly singleConnection: boolean
  /** Begins a transaction that will write; where one process at a time may, it waits its turn without blocking. */
  beginWrite(queryRunner: QueryRunner): Promise<void>
  /** Begins a transaction that reads one consistent state. */
  beginRead(queryRunner: QueryRunner): Promise<void>
  /** The value that an upsert brings for a column. */
  incoming(column: string): string
  greatest(a: string, b: string): string
  upsertSql(upsert: Upsert, rowCount: number): string
  /** An aggregate: a group's rows as a JSON array of arrays of these columns, as text, in any order. */
  jsonRows(columns: readonly string[]): string
  /** `INSERT` that leaves an existing key alone; affected rows tell whether it was inserted. */
  insertIfAbsentSql(table: string, columns: readonly string[]): string
  /** Appended to a SELECT inside a write to lock the rows it reads; nothing where writes are single. */
  readonly forUpdate: string
  /**
   * One guarded UPDATE that moves many rows of unit inventory; its only parameter is a JSON array of
   * `[metaId, platform, date, held, sold]`, signed and sorted by key. It touches only rows that have enough left for what
   * they are to give; capacity falls back to the forecast where less is promised.
   */
  readonly moveSql: string
  /** The whole transaction may be tried again: deadlock, lock time-out, snapshot conflict, busy. */
  isRetryable(error: unknown): boolean
  isDuplicateKey(error: unknown): boolean
}

export const placeholders = (count: number) => new Array(count).fill('?').join(', ')
