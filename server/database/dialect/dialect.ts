import type { DataSource, QueryRunner } from 'typeorm'
import type { Fault } from '../faults'
import type { HostChange, RetryReason } from '../observer'

/**
 * A multi-row upsert. Callers build expressions with the dialect's functions, so that they only name columns.
 */
export interface Upsert {
  table: string
  columns: readonly string[]
  /** The primary or unique key. */
  key: readonly string[]
  /** The update of an existing row: column → expression over `incoming(column)` and the table's columns. */
  update: Readonly<Record<string, string>>
}

/**
 * The type of a column of given rows: a UUID, a word of our own or an instant (24 characters), text that a
 * person wrote, a date, a whole number. Some databases reserve the maximum length in every row, so the
 * lengths are no larger than needed.
 */
export type GivenType = 'id' | 'word' | 'text' | 'date' | 'whole'
/** The columns of given rows, in the order of the values. */
export type Given = Readonly<Record<string, GivenType>>

/** Work that a database needs beside its connections while it is open. It is closed before they are. */
export interface Upkeep {
  /**
   * Resolves when everything that was committed before is durable, that is, survives a power cut.
   *
   * @throws Error when the disk refuses a write, and at every call after that
   */
  durable(): Promise<void>
  /** Why the disk can't be trusted any more; undefined while it can. */
  refusal(): Error | undefined
  /**
   * Finds out whether the disk can be trusted again after a refusal. Nobody writes meanwhile.
   *
   * @returns whether it can: then everything that was committed is on it
   */
  mend(): Promise<boolean>
  /** Free bytes on the database's disk; Infinity where it isn't this program's matter. */
  room(): Promise<number>
  close(): Promise<void>
}

/** Result of a statement: the rows of a SELECT, or the number of rows that another statement matched. */
export interface StatementResult {
  rows: unknown[]
  affected: number
}

/** Connections of a pool. */
export interface PoolFigures {
  open: number
  used: number
  /** Those who wait for a connection. */
  waiting: number
}

/** Everything that differs between the databases. Code outside of this folder must not depend on it. */
export interface Dialect {
  readonly name: 'sqlite' | 'mysql'
  /** Opens the connection for writing, and creates a missing database. The caller migrates it. */
  openWriter(): Promise<DataSource>
  /** Opens a connection to an existing database and leaves the database as it is. */
  openExisting(): Promise<DataSource>
  /** Opens the connection for reading: on SQLite a second one, read-only; on MySQL a separate pool. */
  openReader(writer: DataSource): Promise<DataSource>
  /**
   * Opens the connection for SELECTs outside of a transaction: on SQLite a third one, read-only and without entities, so
   * that they don't wait for a long read; on MySQL it is the reader's pool.
   */
  openSelects(reader: DataSource): Promise<DataSource>
  /** Brings the schema up to date; one process at a time. */
  migrate(writer: DataSource): Promise<unknown>
  /** True: one write at a time (SQLite). False: as many as the pool has connections. */
  readonly singleConnection: boolean
  /**
   * Begins a transaction that will write. On SQLite it waits for other writers without blocking the thread.
   */
  beginWrite(queryRunner: QueryRunner): Promise<void>
  /** Begins a transaction that reads one consistent state. */
  beginRead(queryRunner: QueryRunner): Promise<void>
  /**
   * Starts the upkeep of the service's database.
   *
   * @param program the built file of the upkeep thread; undefined: no thread
   */
  keepUp(writer: DataSource, program: string | undefined): Promise<Upkeep>
  /**
   * Breaks a transaction off in which the server doesn't answer: its statement fails, and the server rolls it back. Nothing
   * where there is no server.
   */
  breakOff(queryRunner: QueryRunner): void
  /** Leaves the upkeep to the service's connection; for a further connection that writes. */
  leaveUpkeep(writer: DataSource): Promise<void>
  /**
   * Runs a statement in a runner's transaction. It bypasses TypeORM's own `query`, whose events take as long
   * as a small statement.
   */
  query(
    queryRunner: QueryRunner,
    sql: string,
    parameters: (string | number | null)[],
  ): Promise<StatementResult>
  /** A condition, which an index can answer: the columns together come before (`<`) or after (`>`) a key. */
  beyond(
    columns: readonly string[],
    comparison: '<' | '>',
    key: readonly (string | number)[],
  ): { sql: string; values: (string | number)[] }
  /** Expression for the value of a column that an upsert would insert. */
  incoming(column: string): string
  upsertSql(upsert: Upsert, rowCount: number): string
  /**
   * An aggregate that returns a group's rows as the text of one JSON array in any order: `[date, …numbers,
   * date, …numbers, …]`. The expressions use the table's own columns; none of them may be NULL.
   */
  jsonDays(date: string, numbers: readonly string[]): string
  /** An aggregate that returns a group's rows as the text of one JSON array of arrays, in any order. */
  jsonRows(columns: readonly string[]): string
  /**
   * A table expression with an alias, over the rows of one JSON parameter (an array of arrays): a statement
   * can take thousands of rows and binds only one value.
   */
  given(columns: Given, alias: string): string
  /**
   * `UPDATE` of rows by key to given values, and of further columns to the same value in every row. The order
   * of the parameters is {@link updateGivenOrder}; the JSON has the rows `[key, …values]`, sorted by key.
   */
  updateGivenSql(table: string, columns: Given, same: readonly string[]): string
  /** `INSERT` of given rows that skips existing keys; `same` is as for {@link updateGivenSql}. */
  insertGivenSql(table: string, columns: Given, same: readonly string[]): string
  /** Which parameters come first in {@link updateGivenSql}: the values of `same`, or the JSON. */
  readonly updateGivenOrder: 'same-first' | 'json-first'
  /**
   * Appended to a SELECT inside a write to lock the rows that it reads; empty where writes run one at a time.
   */
  readonly forUpdate: string
  /** The same, but others may read the rows for such a lock too. */
  readonly forShare: string
  /**
   * One guarded UPDATE that moves many rows of unit inventory; its only parameter is a JSON array of
   * `[metaId, platform, date, held, sold]`, sorted by key; `held` and `sold` are signed changes. It updates
   * only rows that have enough left.
   */
  readonly moveSql: string
  /** Why what `isRetryable` is tried again. */
  reasonOf(error: unknown): RetryReason
  /** The figures of a data source's pool; undefined where there is one connection. */
  poolOf(dataSource: DataSource): PoolFigures | undefined
  /** Calls a listener when another host is used. */
  onHostChange(listener: (change: HostChange) => void): void
  /** Whether the whole transaction may be retried: deadlock, lock timeout, snapshot conflict, busy. */
  isRetryable(error: unknown): boolean
  /** A COMMIT that failed with this error has changed nothing; with any other it may have taken effect. */
  isRolledBack(error: unknown): boolean
  isDuplicateKey(error: unknown): boolean
  /** Lists what is wrong with the stored file itself, one row each; undefined where a server looks after its files. */
  readonly wholeSql: string | undefined
  /** What must be mended before the database works again; undefined for every other error. */
  faultOf(error: unknown): Fault | undefined
}
