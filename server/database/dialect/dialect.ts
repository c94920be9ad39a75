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

/**
 * What a column of given rows holds: a UUID, a word of ours or an instant (24 characters), a person's text, a date, a whole
 * number. Some databases make room for the longest value in every row, so it is not said larger than it is.
 */
export type GivenType = 'id' | 'word' | 'text' | 'date' | 'whole'
/** The columns of given rows, in the order of the values. */
export type Given = Readonly<Record<string, GivenType>>

/** What a database needs beside its connections while it is open; closed before they are. */
export interface Upkeep {
  /**
   * Settles when everything that was committed before survives a power cut.
   *
   * @throws Error when the disk refuses; then always
   */
  durable(): Promise<void>
  close(): Promise<void>
}

/** What came of a statement: the rows of one that reads, how many rows another matched. */
export interface StatementResult {
  rows: unknown[]
  affected: number
}

/** Everything that depends on which database it is. Nothing outside of this folder may ask. */
export interface Dialect {
  readonly name: 'sqlite' | 'mysql'
  /** The connection for writing, migrated by the caller. Creates the database where it is missing. */
  openWriter(): Promise<DataSource>
  /** A connection to a database that is there, which leaves it as it is. */
  openExisting(): Promise<DataSource>
  /** The connection for reading: on SQLite a second one, read-only; on MySQL a pool of its own. */
  openReader(writer: DataSource): Promise<DataSource>
  /** Brings the schema up to date; one process at a time. */
  migrate(writer: DataSource): Promise<void>
  /** One write at a time (SQLite), or as many as the pool has connections. */
  readonly singleConnection: boolean
  /** Begins a transaction that will write; where one process at a time may, it waits its turn without blocking. */
  beginWrite(queryRunner: QueryRunner): Promise<void>
  /** Begins a transaction that reads one consistent state. */
  beginRead(queryRunner: QueryRunner): Promise<void>
  /**
   * What the service's database needs while it is open.
   *
   * @param program the built file of the thread that helps; undefined: none does
   */
  keepUp(writer: DataSource, program: string | undefined): Promise<Upkeep>
  /** For a writing connection beside the service's: leaves the upkeep to that one. */
  leaveUpkeep(writer: DataSource): Promise<void>
  /**
   * Runs a statement in a runner's transaction, past TypeORM's own `query`: its broadcasts take as long as a small
   * statement.
   */
  query(
    queryRunner: QueryRunner,
    sql: string,
    parameters: (string | number | null)[],
  ): Promise<StatementResult>
  /** The value that an upsert brings for a column. */
  incoming(column: string): string
  greatest(a: string, b: string): string
  upsertSql(upsert: Upsert, rowCount: number): string
  /**
   * An aggregate: a group's rows as one JSON array, as text, `[date, …numbers, date, …numbers, …]`, in any order.
   * Expressions are made of the table's own columns; none of them may be NULL.
   */
  jsonDays(date: string, numbers: readonly string[]): string
  /** `INSERT` that leaves an existing key alone; affected rows tell whether it was inserted. */
  insertIfAbsentSql(table: string, columns: readonly string[]): string
  /**
   * A table of the rows of one JSON parameter, an array of arrays, with an alias: thousands of rows for the price of
   * binding one value.
   */
  given(columns: Given, alias: string): string
  /**
   * `UPDATE` of rows by key to given values, and of further columns to the same value in every row. Parameters: as
   * {@link updateGivenOrder} says; the JSON is of `[key, …values]`, sorted by key.
   */
  updateGivenSql(table: string, columns: Given, same: readonly string[]): string
  /** `INSERT` of given rows that leaves existing keys alone; `same` as for an update. */
  insertGivenSql(table: string, columns: Given, same: readonly string[]): string
  /** Which parameters come first in {@link updateGivenSql}: those that are the same in every row, or the JSON. */
  readonly updateGivenOrder: 'same-first' | 'json-first'
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
