import type { SqlValue, Transaction } from '../database/database'

/** Failing rows that a verdict shows; it counts all of them. */
export const SHOWN_FAILURES = 20
/** Units that one statement compares, so that it sorts few rows however large the database is. */
const WINDOW_UNITS = 50

/** The rows that break a promise: how many there are, and the first of them in words. */
export interface Findings {
  count: number
  rows: string[]
}

export interface AuditedState {
  /** One consistent snapshot, read-only. */
  tx: Transaction
  /** ISO 8601 in UTC. */
  now: string
}

/** A promise that holds after every commit, and the search for rows that break it. */
export interface Check {
  name: string
  promise: string
  find(state: AuditedState): Promise<Findings>
}

/** A row of an audit's SELECT. */
type Row = Record<string, string | number | null>
type Words = (row: Row) => string

/** A check by one SELECT, which returns the rows that break the promise in a stable order. */
export function selecting(
  name: string,
  promise: string,
  sql: string,
  words: Words,
  parameters: (state: AuditedState) => SqlValue[] = () => [],
): Check {
  return {
    name,
    promise,
    async find(state) {
      const values = parameters(state)
      const rows = await state.tx.rows<Row>(`${sql} LIMIT ${SHOWN_FAILURES + 1}`, values)
      if (rows.length <= SHOWN_FAILURES) return { count: rows.length, rows: rows.map(words) }
      const [all] = await state.tx.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM (${sql}) failing`, values)
      return { count: Number(all!.n), rows: rows.slice(0, SHOWN_FAILURES).map(words) }
    },
  }
}

/** The units with ids above `after` and up to `upTo`. */
export interface UnitWindow {
  after: string
  upTo: string
}

/** A check that compares the units window by window, and yields each failure in words. */
export function comparing(
  name: string,
  promise: string,
  compare: (state: AuditedState, window: UnitWindow) => AsyncIterable<string>,
): Check {
  return {
    name,
    promise,
    async find(state) {
      const findings: Findings = { count: 0, rows: [] }
      for await (const window of unitWindows(state.tx)) {
        for await (const failure of compare(state, window)) {
          findings.count++
          if (findings.rows.length < SHOWN_FAILURES) findings.rows.push(failure)
        }
      }
      return findings
    },
  }
}

/** Windows over all units that have, or had, a hold, booking, ads or ledger rows, in order of their ids. */
async function* unitWindows(tx: Transaction): AsyncGenerator<UnitWindow> {
  const next = (table: string) =>
    `SELECT id FROM (SELECT unit_id AS id FROM ${table} WHERE unit_id > ? GROUP BY unit_id
     ORDER BY unit_id LIMIT ${WINDOW_UNITS}) of_${table}`
  const tables = ['deduction', 'booking', 'ad', 'unit_hold', 'unit_hold_row']
  const sql = `SELECT id FROM (${tables.map(next).join(' UNION ')}) units ORDER BY id LIMIT ${WINDOW_UNITS}`
  for (let after = ''; ; ) {
    const ids = await tx.rows<{ id: string }>(sql, new Array(tables.length).fill(after))
    const last = ids.at(-1)
    if (!last) return
    yield { after, upTo: last.id }
    after = last.id
  }
}
