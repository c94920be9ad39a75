import { AsyncLocalStorage } from 'node:async_hooks'
import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type {
  DataSource,
  EntityManager,
  EntityTarget,
  FindOptionsOrder,
  FindOptionsWhere,
  ObjectLiteral,
  QueryRunner,
} from 'typeorm'
import type { Dialect, Given, PoolFigures, StatementResult, Upkeep, Upsert } from './dialect/dialect'
import { mysqlDialect } from './dialect/mysql'
import { sqliteDialect } from './dialect/sqlite'
import { FAULT_AT_START, type Fault } from './faults'
import { FifoQueue, type Turns } from './fifo-queue'
import { LoopShare } from './loop-share'
import { type DatabaseObserver, observe, type RetryReason } from './observer'
import { placeholders } from './placeholders'
import type { Schema } from './schema'
import { fenceSql, NEWER, newestMigration, Outdated } from './schema-fence'
import { storedTables } from './stored-tables'

/** A transaction whose commit is under way at its deadline gets so much longer. */
const GRACE_MS = 2_000
/** Attempts of a write without a deadline; one with a deadline is retried until then. */
const MAX_ATTEMPTS = 8
const LONGEST_BACKOFF_MS = 1_000
/** SQLite binds at most 32,766 values per statement; larger statements are no faster on MySQL. */
const MAX_VALUES_PER_STATEMENT = 24_000

/** A disk that was full has room again with so much. */
const ROOM_BYTES = 8 * 1024 * 1024
/** How long a disk that has refused a write is left alone. */
const MEND_MS = 2_000

/**
 * SQLite's page cache of a writing connection, in MiB. Purchases read the same hot rows again; a job reads
 * each row once, so it needs less.
 */
const SERVICE_CACHE_MIB = 32
const JOB_CACHE_MIB = 8

export type { Given } from './dialect/dialect'

export type SqlValue = string | number | null

/** Thrown inside a write that must start again because another write came first. */
export class LostRace extends Error {
  override readonly name = 'LostRace'
}

/**
 * The commit was sent, and it isn't known whether it is there to stay: the connection was lost, or the disk refused
 * what was committed. It is never retried here; a caller finds out by sending the same idempotency key again.
 */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown'
}

/** The disk has refused a write, so nothing is begun any more until it is known that it keeps what is written. */
export class Unwritable extends Error {
  override readonly name = 'Unwritable'
}

/** Reads by SQL. Its statements see one consistent state only when it is a transaction. */
export type Reading = Pick<Transaction, 'rows' | 'manager' | 'dialect'>

/** An open transaction: `manager` for entities, SQL for bulk and guarded statements. */
export class Transaction {
  /** Topics that are signaled after the commit. */
  readonly signals = new Set<string>()

  constructor(
    private readonly queryRunner: QueryRunner,
    readonly dialect: Dialect,
    private readonly share: LoopShare | undefined,
  ) {}

  get manager(): EntityManager {
    return this.queryRunner.manager
  }

  /** One entity, locked against other writers until the transaction ends. */
  async findLocked<Thing extends ObjectLiteral>(
    entity: EntityTarget<Thing>,
    where: FindOptionsWhere<Thing>,
  ): Promise<Thing | null> {
    return this.manager.findOne(entity, { where, ...this.lock })
  }

  /** As {@link findLocked}, but null also while somebody else has it locked: it doesn't wait. */
  async findLockedUnlessTaken<Thing extends ObjectLiteral>(
    entity: EntityTarget<Thing>,
    where: FindOptionsWhere<Thing>,
  ): Promise<Thing | null> {
    if (this.dialect.singleConnection) return this.manager.findOne(entity, { where })
    const lock = { mode: 'pessimistic_write', onLocked: 'skip_locked' } as const
    return this.manager.findOne(entity, { where, lock })
  }

  /** Entities, locked in the given order; all callers must use the same one, to avoid deadlocks. */
  async findAllLocked<Thing extends ObjectLiteral>(
    entity: EntityTarget<Thing>,
    where: FindOptionsWhere<Thing>,
    order: FindOptionsOrder<Thing>,
  ): Promise<Thing[]> {
    return this.manager.find(entity, { where, order, ...this.lock })
  }

  private get lock() {
    // SQLite has one writer at a time and no row locks.
    return this.dialect.singleConnection ? {} : { lock: { mode: 'pessimistic_write' as const } }
  }

  /** Rows of a SELECT. */
  async rows<Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    const { rows } = await this.query(sql, [...parameters])
    return rows as Row[]
  }

  /** Runs a statement and returns how many rows it matched. */
  async run(sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
    const { affected } = await this.query(sql, [...parameters])
    return affected
  }

  /** Multi-row upsert in statements of bounded size. */
  async upsert(upsert: Upsert, rows: readonly (readonly SqlValue[])[]): Promise<void> {
    const perStatement = Math.floor(MAX_VALUES_PER_STATEMENT / upsert.columns.length)
    for (let at = 0; at < rows.length; at += perStatement) {
      const chunk = rows.slice(at, at + perStatement)
      await this.query(this.dialect.upsertSql(upsert, chunk.length), valuesOf(chunk))
    }
  }

  /** Multi-row insert in statements of bounded size. */
  async insert(
    table: string,
    columns: readonly string[],
    rows: readonly (readonly SqlValue[])[],
  ): Promise<void> {
    const perStatement = Math.floor(MAX_VALUES_PER_STATEMENT / columns.length)
    const row = `(${placeholders(columns)})`
    for (let at = 0; at < rows.length; at += perStatement) {
      const chunk = rows.slice(at, at + perStatement)
      const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${row}${`, ${row}`.repeat(chunk.length - 1)}`
      await this.query(sql, valuesOf(chunk))
    }
  }

  /** @returns false when a row with its key is there already; it waits for a transaction that inserts it now */
  async insertIfAbsent(
    table: string,
    columns: readonly string[],
    row: readonly SqlValue[],
  ): Promise<boolean> {
    try {
      await this.insert(table, columns, [row])
      return true
    } catch (error) {
      if (this.dialect.isDuplicateKey(error)) return false
      throw error
    }
  }

  /** Notifies the listeners ({@link Database.listen}) of a topic after this transaction is committed. */
  signal(topic: string): void {
    this.signals.add(topic)
  }

  /**
   * Updates rows, found by the first column, to given values: one statement for thousands of rows.
   *
   * @param rows sorted by key, so that all transactions lock them in the same order
   * @param same columns that get the same value in every row
   */
  async updateGiven(
    table: string,
    columns: Given,
    rows: readonly (readonly SqlValue[])[],
    same: Readonly<Record<string, SqlValue>> = {},
  ): Promise<void> {
    if (rows.length === 0) return
    const sql = this.dialect.updateGivenSql(table, columns, Object.keys(same))
    const json = JSON.stringify(rows)
    const others = Object.values(same)
    await this.run(
      sql,
      this.dialect.updateGivenOrder === 'json-first' ? [json, ...others] : [...others, json],
    )
  }

  /**
   * Inserts given rows and skips existing keys, as one statement for thousands. `same`: see `updateGiven`.
   */
  async insertGiven(
    table: string,
    columns: Given,
    rows: readonly (readonly SqlValue[])[],
    same: Readonly<Record<string, SqlValue>> = {},
  ): Promise<void> {
    if (rows.length === 0) return
    const sql = this.dialect.insertGivenSql(table, columns, Object.keys(same))
    await this.run(sql, [...Object.values(same), JSON.stringify(rows)])
  }

  /** Runs a statement; other work in this thread may get its share of the event loop before it. */
  private async query(sql: string, parameters: SqlValue[]): Promise<StatementResult> {
    await this.share?.letOthersIn()
    if (this.queryRunner.isReleased) throw new Error('the transaction has ended: await everything within it')
    return this.dialect.query(this.queryRunner, sql, parameters)
  }

  /** Runs work in a savepoint: if it fails, only that work is rolled back and the transaction continues. */
  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    await this.queryRunner.startTransaction()
    try {
      const result = await work()
      await this.queryRunner.commitTransaction()
      return result
    } catch (error) {
      // A deadlock has already rolled back the whole transaction: it can only be retried as a whole.
      if (!this.dialect.isRetryable(error)) await this.queryRunner.rollbackTransaction()
      throw error
    }
  }
}

/** The same as `flat()`, but much faster. */
function valuesOf(rows: readonly (readonly SqlValue[])[]): SqlValue[] {
  return ([] as SqlValue[]).concat(...rows)
}

/** The topic that is signaled once when a newer version of this program has migrated the database. */
export const OUTDATED = 'outdated'

interface Fence {
  newest: number | string
}

interface Scope {
  kind: 'write' | 'read'
  transaction: Transaction
}

export interface OpenOptions {
  poolSize?: number
  /** How long reads wait for a connection, and are tried again, in milliseconds. */
  readLimitMs?: number | undefined
  upkeepThread?: string | undefined
  waiting?: Waiting
  observer?: DatabaseObserver | undefined
}

export interface Waiting {
  forMs: number
  /** Called once, with why the server can't be reached. */
  begin(reason: unknown): void
}

/**
 * The unit of work. Everything that touches the database goes through `write` or `read`.
 *
 * SQLite has one connection for writing. Transactions that interleave on it would become savepoints of each
 * other and lose data silently. So writes wait in a FIFO queue, and nested calls join the open transaction.
 * Reads have a second connection and their own queue; single SELECTs have a third and wait for nobody. On MySQL reads and
 * writes have a pool each.
 */
export class Database {
  private readonly scopes = new AsyncLocalStorage<Scope>()
  private readonly reads: Turns = new FifoQueue()
  private readonly shares = { write: new LoopShare(), read: new LoopShare() }
  private readonly signals = new EventEmitter()
  private outdated = false
  private mendAgainAt = 0
  private readonly readLimitMs: number
  private readonly observer: DatabaseObserver | undefined
  /** What the last statement met that couldn't do its work; until a write succeeds. */
  private fault: Fault | undefined

  private constructor(
    readonly dialect: Dialect,
    /** The newest migration that this program knows. */
    private readonly newest: number,
    private readonly writer: DataSource,
    private readonly reader: DataSource,
    /** For SELECTs outside of a transaction. */
    private readonly selects: DataSource,
    private readonly writes: Turns,
    private readonly upkeep?: Upkeep,
    { readLimitMs = Number.POSITIVE_INFINITY, observer }: Pick<OpenOptions, 'readLimitMs' | 'observer'> = {},
  ) {
    this.readLimitMs = readLimitMs
    this.observer = observer
    if (!observer) return
    const query = dialect.query
    dialect.query = (runner, sql, parameters) => observer.statement(sql, () => query(runner, sql, parameters))
    for (const dataSource of new Set([writer, reader, selects])) observe(dataSource, observer)
    dialect.onHostChange((change) => observer.hostChanged(change))
  }

  /**
   * Opens the database and migrates it.
   *
   * @throws Error when a newer version of this program has migrated it
   * @param url `sqlite:./path/to/file` or `mysql://user:password@host:port/name`
   * @param options.upkeepThread the built program of a thread that does the database's upkeep; without it,
   *   commits wait for that work
   * @param options.waiting how long a server that doesn't answer yet is waited for; without it, not at all
   */
  static async open(
    url: string,
    schema: Schema,
    { poolSize = 10, upkeepThread, waiting, readLimitMs, observer }: OpenOptions = {},
  ): Promise<Database> {
    const dialect = dialectOf(url, schema, { poolSize, cacheMib: SERVICE_CACHE_MIB })
    const writer = await openWriter(dialect, waiting).catch((error) => {
      throw inWords(dialect, error)
    })
    try {
      await dialect.migrate(writer)
      await requireSchema(writer, schema, dialect)
      const reader = await dialect.openReader(writer)
      const selects = await dialect.openSelects(reader)
      const upkeep = await dialect.keepUp(writer, upkeepThread)
      return new Database(
        dialect,
        newestMigration(schema),
        writer,
        reader,
        selects,
        new FifoQueue(),
        upkeep,
        {
          readLimitMs,
          observer,
        },
      )
    } catch (error) {
      await writer.destroy().catch(() => undefined)
      throw inWords(dialect, error)
    }
  }

  /**
   * Opens an existing database for a program beside the service, which alone migrates it.
   *
   * @throws Error when there is no database, or its schema is not the one of this program
   */
  static async openAsItIs(url: string, schema: Schema): Promise<Database> {
    await (await Database.openToRead(url, schema)).close()
    return Database.open(url, schema, { poolSize: 2 })
  }

  /**
   * Opens and migrates a database that must be empty: it has no table yet.
   *
   * @throws Error when it isn't
   */
  static async createEmpty(url: string, schema: Schema): Promise<Database> {
    const dialect = dialectOf(url, schema, { poolSize: 2, cacheMib: SERVICE_CACHE_MIB })
    const writer = await dialect.openWriter()
    const queryRunner = writer.createQueryRunner()
    const tables = await storedTables(new Transaction(queryRunner, dialect, undefined)).finally(async () => {
      if (!dialect.singleConnection) await queryRunner.release()
      await writer.destroy()
    })
    if (tables.length > 0) throw new Error('the database is not empty: name one that is, or drop its tables')
    return Database.open(url, schema, { poolSize: 2 })
  }

  /**
   * Opens separate connections for another thread of a process that has the database open already.
   *
   * @param turns requests turns to write from that process's first thread, which gives them by `lendTurn`
   */
  static async openBeside(
    url: string,
    schema: Schema,
    turns: Turns,
    options: { poolSize: number; observer?: DatabaseObserver | undefined },
  ): Promise<Database> {
    const dialect = dialectOf(url, schema, { poolSize: options.poolSize, cacheMib: JOB_CACHE_MIB })
    const writer = await dialect.openWriter()
    await dialect.leaveUpkeep(writer)
    const reader = await dialect.openReader(writer)
    const selects = await dialect.openSelects(reader)
    return new Database(dialect, newestMigration(schema), writer, reader, selects, turns, undefined, options)
  }

  /**
   * Opens an existing database read-only. It neither creates nor migrates it.
   *
   * @throws Error when there is no database, or its schema is not the one of this program
   */
  static async openToRead(url: string, schema: Schema): Promise<Database> {
    const dialect = dialectOf(url, schema, { poolSize: 1, cacheMib: JOB_CACHE_MIB })
    const reader = await dialect.openExisting().catch((error) => {
      throw inWords(dialect, error)
    })
    const database = new Database(dialect, newestMigration(schema), reader, reader, reader, new FifoQueue())
    try {
      await requireSchema(reader, schema, dialect)
      return database
    } catch (error) {
      await database.close()
      throw error
    }
  }

  /** Another thread of this process has tried again. */
  noteRetry(reason: RetryReason): void {
    this.observer?.retried(reason)
  }

  /** The connections of this thread, and who waits for one. */
  get figures(): { write: PoolFigures; read: PoolFigures } {
    const { dialect, writer, reader, writes, reads } = this
    const of = (dataSource: DataSource, turns: Turns) =>
      dialect.poolOf(dataSource) ?? {
        open: 1,
        used: turns.length > 0 ? 1 : 0,
        waiting: Math.max(0, turns.length - 1),
      }
    return { write: of(writer, writes), read: of(reader, reads) }
  }

  /** How many writes of one job are worth running at the same time. */
  get writersAtOnce(): number {
    return this.dialect.singleConnection ? 1 : 2
  }

  get dataSource(): DataSource {
    return this.writer
  }

  /**
   * Runs `work` in one transaction: all of it or nothing. When the transaction loses a race (a deadlock, for
   * example), the whole of `work` is retried, with backoff and jitter; so `work` must not do anything outside
   * of the database that can't be done twice. A nested call joins the open transaction.
   *
   * @param deadline milliseconds since 1970; after it `work` is neither started nor retried
   * @throws LostRace when the deadline passed before its turn came
   * @throws OutcomeUnknown when the commit got no answer or isn't on the disk
   * @throws Unwritable when the disk has refused a write before
   * @throws Outdated when a newer version of this program has migrated the database
   */
  async write<T>(
    work: (transaction: Transaction) => Promise<T>,
    { deadline = Number.POSITIVE_INFINITY }: { deadline?: number } = {},
  ): Promise<T> {
    const open = this.scopes.getStore()
    if (open?.kind === 'write') return work(open.transaction)
    if (open) throw new Error('a read must not write: call write() around it')
    const { result, signals } = await this.retried(deadline, async () => {
      await this.requireWritable()
      const written = await this.queued(this.writes, () =>
        this.transaction(
          'write',
          this.writer,
          this.dialect.beginWrite,
          async (tx) => {
            // Checked here, after the wait for a turn and for a connection.
            if (Date.now() > deadline) throw new LostRace()
            const [fence] = await tx.rows<Fence>(fenceSql(this.dialect.forShare))
            this.requireCurrent(fence)
            return work(tx)
          },
          { begin: deadline, end: deadline },
        ),
      )
      // The next write may already run, but nobody is notified of this one before it is durable.
      await this.upkeep?.durable().catch(async (cause: Error) => {
        // A disk that refused once may take the same again.
        await this.requireWritable().catch(() => {
          throw new OutcomeUnknown(cause.message, { cause })
        })
      })
      // Damage elsewhere in the file stays, and what fits on a full disk may be the last that does.
      if (this.fault !== 'damaged' && this.fault !== 'full') this.fault = undefined
      return written
    })
    for (const topic of signals) this.signals.emit(topic)
    return result
  }

  /** Reads one consistent state. Inside `write` it sees the changes of that transaction. */
  async read<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const open = this.scopes.getStore()
    if (open) return work(open.transaction)
    const begin = Date.now() + this.readLimitMs
    const { result } = await this.retried(begin, () =>
      this.queued(this.reads, () =>
        this.transaction('read', this.reader, this.dialect.beginRead, work, { begin }),
      ),
    )
    return result
  }

  /**
   * Reads for an answer that may be stale when it arrives: each statement sees the state at its own moment.
   * On MySQL that saves two round trips, and statements that don't depend on each other run at the same time.
   */
  async glance<T>(work: (reading: Reading) => Promise<T>): Promise<T> {
    if (this.dialect.singleConnection) return this.read(work)
    const { dialect, reader } = this
    return work({ dialect, manager: reader.manager, rows: (sql, parameters) => this.rows(sql, parameters) })
  }

  /** Rows of one SELECT, which is consistent without a transaction: three round trips fewer than `read`. */
  async rows<Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    const open = this.scopes.getStore()
    if (open) return open.transaction.rows(sql, parameters)
    const begin = Date.now() + this.readLimitMs
    return this.retried(begin, async () => {
      await this.shareOf('read')?.letOthersIn()
      const queryRunner = await this.inTime(this.selects, begin, (one) => one.connect())
      try {
        const { rows } = await this.dialect.query(queryRunner, sql, [...parameters])
        return rows as Row[]
      } finally {
        await queryRunner.release()
      }
    })
  }

  /**
   * Whether the database answers and has the schema of this program.
   *
   * @throws Outdated when a newer version of this program has migrated the database
   */
  async check(): Promise<void> {
    const [fence] = await this.rows<Fence>(fenceSql(''))
    this.requireCurrent(fence)
    // A reader doesn't notice whether what hindered writers is over.
    if (!this.faultNow) return
    await this.write((tx) => tx.run('UPDATE schema_fence SET newest = newest WHERE id = 1'))
    if (this.fault === 'full' && (await this.freeBytes()) >= ROOM_BYTES) this.fault = undefined
  }

  /** Free bytes on the database's disk; Infinity where a server looks after it. */
  async freeBytes(): Promise<number> {
    return (await this.upkeep?.room()) ?? Number.POSITIVE_INFINITY
  }

  /** What must be mended; undefined as far as is known. */
  get faultNow(): Fault | undefined {
    return this.upkeep?.refusal() ? 'failing' : this.fault
  }

  /**
   * What an error says must be mended; undefined for every other error.
   *
   * @param error from `write`, `read` or `rows`
   */
  faultOf(error: unknown): Fault | undefined {
    return error instanceof Unwritable ? 'failing' : this.dialect.faultOf(error)
  }

  /** @throws Unwritable while the disk can't be trusted; it is tried again at most every few seconds */
  private async requireWritable(): Promise<void> {
    const refusal = this.upkeep?.refusal()
    if (!this.upkeep || !refusal) return
    const { upkeep } = this
    if (Date.now() > this.mendAgainAt) {
      this.mendAgainAt = Date.now() + MEND_MS
      if (await this.queued(this.writes, () => upkeep.mend())) return
    }
    throw new Unwritable(refusal.message, { cause: refusal })
  }

  /** @throws Outdated, and tells the listeners of it once */
  private requireCurrent(fence: Fence | undefined): void {
    if (!fence || Number(fence.newest) <= this.newest) return
    if (!this.outdated) this.signals.emit(OUTDATED)
    this.outdated = true
    throw new Outdated()
  }

  /**
   * Lends the turn to write to another thread: where there is one writer, nothing else in this process writes
   * while `work` runs.
   */
  async lendTurn(work: () => Promise<void>): Promise<void> {
    return this.queued(this.writes, work)
  }

  /**
   * Calls a listener after each commit that signaled a topic. It gets only commits of this thread, not those
   * of other threads or processes.
   *
   * @returns a function that removes the listener
   */
  listen(topic: string, listener: () => void): () => void {
    this.signals.on(topic, listener)
    return () => this.signals.off(topic, listener)
  }

  async close(): Promise<void> {
    await Promise.all([this.writes.idle(), this.reads.idle()])
    await this.upkeep?.close()
    for (const one of new Set([this.selects, this.reader])) if (one !== this.writer) await one.destroy()
    await this.writer.destroy()
  }

  /** Tries again, with backoff and jitter, what lost a race or its connection. */
  private async retried<T>(deadline: number, attempt: () => Promise<T>): Promise<T> {
    for (let attempts = 1; ; attempts++) {
      try {
        return await attempt()
      } catch (error) {
        const again =
          Date.now() <= deadline &&
          (error instanceof LostRace || this.dialect.isRetryable(error)) &&
          (attempts < MAX_ATTEMPTS || deadline !== Number.POSITIVE_INFINITY)
        if (!again) {
          this.fault = this.dialect.faultOf(error) ?? this.fault
          throw error
        }
        this.observer?.retried(error instanceof LostRace ? 'race' : this.dialect.reasonOf(error))
        await sleep(Math.random() * Math.min(LONGEST_BACKOFF_MS, 10 * 2 ** attempts))
      }
    }
  }

  private async queued<T>(queue: Turns, work: () => Promise<T>): Promise<T> {
    return this.dialect.singleConnection ? queue.run(work) : work()
  }

  /**
   * A purchase, or a proposal of a thousand rows, takes longer than its share of the event loop, so other requests are
   * answered between its statements; they don't see its writes.
   */
  private shareOf(kind: Scope['kind']): LoopShare | undefined {
    return this.dialect.singleConnection ? this.shares[kind] : undefined
  }

  /**
   * @param limits.begin the transaction begins until then, or not at all
   * @param limits.end a server that doesn't answer until then is not waited for any longer
   */
  private async transaction<T>(
    kind: Scope['kind'],
    dataSource: DataSource,
    begin: (queryRunner: QueryRunner) => Promise<void>,
    work: (transaction: Transaction) => Promise<T>,
    limits: { begin: number; end?: number },
  ): Promise<{ result: T; signals: ReadonlySet<string> }> {
    const queryRunner = await this.inTime(dataSource, limits.begin, begin)
    const end = atDeadline(limits.end, () => this.dialect.breakOff(queryRunner))
    try {
      const transaction = new Transaction(queryRunner, this.dialect, this.shareOf(kind))
      let committing = false
      try {
        const result = await this.scopes.run({ kind, transaction }, () => work(transaction))
        committing = true
        // What was read was read, however the transaction ends.
        if (kind === 'read') await queryRunner.commitTransaction().catch(() => abandon(queryRunner))
        else await queryRunner.commitTransaction()
        return { result, signals: transaction.signals }
      } catch (error) {
        await abandon(queryRunner)
        if (committing && kind === 'write' && !this.dialect.isRolledBack(error))
          throw new OutcomeUnknown('the commit got no answer', { cause: error })
        throw error
      }
    } finally {
      end()
      await this.giveBack(queryRunner)
    }
  }

  /**
   * A connection on which work can begin, in time: a frozen server, or a pool of connections to one, is not waited for any
   * longer.
   *
   * @throws LostRace
   */
  private async inTime(
    dataSource: DataSource,
    deadline: number,
    begin: (queryRunner: QueryRunner) => Promise<unknown>,
  ): Promise<QueryRunner> {
    const queryRunner = dataSource.createQueryRunner()
    const begun = begin(queryRunner)
    let end = () => {}
    const late = new Promise<never>((_resolve, reject) => {
      end = atDeadline(deadline, () => {
        reject(new LostRace())
        this.dialect.breakOff(queryRunner)
      })
    })
    try {
      await Promise.race([begun, late])
      return queryRunner
    } catch (error) {
      // A connection that comes only now would otherwise be lost to its pool.
      const back = () => this.giveBack(queryRunner)
      void begun.then(() => abandon(queryRunner)).then(back, back)
      throw error
    } finally {
      end()
    }
  }

  private async giveBack(queryRunner: QueryRunner): Promise<void> {
    // SQLite's only query runner is kept for the next transaction.
    if (!this.dialect.singleConnection) await queryRunner.release()
  }
}

/**
 * Does something soon after a deadline: what is nearly done gets a little longer.
 *
 * @returns a function that prevents it
 */
function atDeadline(deadline: number | undefined, act: () => void): () => void {
  if (deadline === undefined || deadline === Number.POSITIVE_INFINITY) return () => {}
  const timer = setTimeout(act, deadline + GRACE_MS - Date.now())
  return () => clearTimeout(timer)
}

/**
 * Rolls a transaction back at any depth. TypeORM rolls back one savepoint at a time, and fails when the
 * database has already rolled back on its own (a deadlock, a full disk); the connection would then stay in a
 * transaction, and the next one would become part of it. So this sends ROLLBACK itself and resets the
 * runner's state, as SQLite's only runner is reused.
 */
async function abandon(queryRunner: QueryRunner): Promise<void> {
  // It fails when no transaction is open, or when the connection is lost and the pool has dropped it.
  await queryRunner.query('ROLLBACK').catch(() => undefined)
  Object.assign(queryRunner, { isTransactionActive: false, transactionDepth: 0 })
}

async function requireSchema(
  dataSource: DataSource,
  { migrations }: Schema,
  dialect: Dialect,
): Promise<void> {
  const run: { name: string }[] = await dataSource
    .query('SELECT name FROM migrations')
    .catch((error: unknown) => {
      if (dialect.faultOf(error)) throw inWords(dialect, error)
      return []
    })
  const names = new Set(run.map(({ name }) => name))
  const wanted = migrations.map(({ name }) => name)
  if (names.size === wanted.length && wanted.every((name) => names.has(name))) return
  throw new Error(
    wanted.some((name) => !names.has(name))
      ? 'the database’s schema is older than this program: start the service once, it brings it up to date'
      : NEWER,
  )
}

function dialectOf(
  url: string,
  schema: Schema,
  { poolSize, cacheMib }: { poolSize: number; cacheMib: number },
): Dialect {
  if (url.startsWith('sqlite:'))
    return sqliteDialect(url.slice('sqlite:'.length).replace(/^\/\//, ''), schema, cacheMib)
  if (/^(mysql|mariadb):\/\//.test(url)) return mysqlDialect(url, schema, poolSize)
  throw new Error(
    `DATABASE_URL must be sqlite:./path/to/file or mysql://user:password@host:port/name, not "${url.split('@').at(-1)}"`,
  )
}

/** For who starts a program: what must be mended, where it is known. */
function inWords(dialect: Dialect, error: unknown): unknown {
  const fault = dialect.singleConnection ? dialect.faultOf(error) : undefined
  return fault ? new Error(`${FAULT_AT_START[fault]} (${(error as Error).message})`, { cause: error }) : error
}

const ASK_AGAIN_MS = 500

/** A database server may start later than this program: then it is asked again until the time is over. */
async function openWriter(dialect: Dialect, waiting: Waiting | undefined): Promise<DataSource> {
  const until = Date.now() + (waiting?.forMs ?? 0)
  for (let attempts = 1; ; attempts++) {
    try {
      return await dialect.openWriter()
    } catch (error) {
      if (!waiting || Date.now() > until || !dialect.isRetryable(error)) throw error
      if (attempts === 1) waiting.begin(error)
      await sleep(ASK_AGAIN_MS)
    }
  }
}
