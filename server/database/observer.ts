import type { DataSource } from 'typeorm'

/** Whoever wants to know what a database does: logs, metrics, traces. */
export interface DatabaseObserver {
  /** Runs a statement. */
  statement<T>(sql: string, run: () => Promise<T>): Promise<T>
  /** A transaction, or a read, begins again. */
  retried(reason: RetryReason): void
  /** Another host of the cluster is used from now on, or the only one is given up for the moment. */
  hostChanged(change: HostChange): void
}

export type RetryReason =
  | 'deadlock'
  | 'lock_timeout'
  | 'conflict'
  | 'not_ready'
  | 'disconnected'
  | 'busy'
  | 'race'

export interface HostChange {
  from: string
  /** The same as `from` where there is only one. */
  to: string
  /** It doesn't answer; otherwise it refused. */
  silent: boolean
}

const observed = new WeakSet<object>()

/** Has an observer see what TypeORM sends too. */
export function observe(dataSource: DataSource, observer: DatabaseObserver): DataSource {
  const create = dataSource.createQueryRunner.bind(dataSource)
  dataSource.createQueryRunner = (...mode) => {
    const runner = create(...mode)
    // SQLite has one runner for all.
    if (!observed.has(runner)) {
      observed.add(runner)
      const query = runner.query.bind(runner) as (...statement: unknown[]) => Promise<unknown>
      runner.query = ((sql: string, ...rest: unknown[]) =>
        observer.statement(sql, () => query(sql, ...rest))) as typeof runner.query
    }
    return runner
  }
  return dataSource
}
