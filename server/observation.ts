import type { Logger } from 'pino'
import { Counter, type Registry } from 'prom-client'
import type { DatabaseObserver } from './database/observer'
import { inSpan, isTraced } from './tracing'

/** Characters of a statement in logs and traces. */
const LONGEST_SQL = 2_000

/** What the database does, for logs, metrics and traces; without the values of any statement. */
export class Observation implements DatabaseObserver {
  private readonly retries = new Counter({
    name: 'flightsheet_database_retries_total',
    help: 'Transactions and reads that began again, by why (deadlock, lock_timeout, conflict, not_ready, disconnected, busy, race)',
    labelNames: ['reason'],
    registers: [],
  })
  private readonly slow = new Counter({
    name: 'flightsheet_database_slow_statements_total',
    help: 'Statements that took longer than SLOW_QUERY_MS',
    registers: [],
  })
  private readonly hostChanges = new Counter({
    name: 'flightsheet_database_host_changes_total',
    help: 'How often another host of the database was taken, or the only one was given up for the moment',
    labelNames: ['from', 'to'],
    registers: [],
  })

  /** @param slowMs a statement that takes longer is logged; 0: none */
  constructor(
    private readonly log: Logger,
    private readonly slowMs: number,
  ) {}

  measure(registry: Registry): void {
    for (const counter of [this.retries, this.slow, this.hostChanges])
      registry.registerMetric(counter as Counter)
  }

  readonly statement = async <T>(sql: string, run: () => Promise<T>): Promise<T> => {
    const since = performance.now()
    try {
      if (!isTraced()) return await run()
      const name = /^\s*(\w+)/.exec(sql)?.[1]?.toUpperCase() ?? 'SQL'
      return await inSpan({ name, kind: 'client', attributes: { 'db.query.text': shown(sql) } }, run)
    } finally {
      const ms = performance.now() - since
      if (this.slowMs > 0 && ms >= this.slowMs) {
        this.slow.inc()
        this.log.warn({ ms: Math.round(ms), sql: shown(sql) }, 'a statement was slow')
      }
    }
  }

  readonly retried: DatabaseObserver['retried'] = (reason) => {
    this.retries.inc({ reason })
    this.log.debug({ reason }, 'a transaction begins again')
  }

  readonly hostChanged: DatabaseObserver['hostChanged'] = ({ from, to, silent }) => {
    this.hostChanges.inc({ from, to })
    this.log.warn(
      { from, to, silent },
      from === to
        ? 'the database does not answer: its connections are given up'
        : 'another host of the database is used from now on',
    )
  }
}

/** On one line, with lists of values cut short. */
function shown(sql: string): string {
  return sql
    .replace(/\s+/g, ' ')
    .replace(/(\?, ){3,}\?/g, '?, …')
    .replace(/(\((\?|\?, …)\), ){2,}/g, '(…), ')
    .trim()
    .slice(0, LONGEST_SQL)
}
