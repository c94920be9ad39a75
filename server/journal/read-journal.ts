import type { Database } from '../database/database'

/** A row of the table; `data` is JSON. */
export interface JournalRow {
  id: number
  /** Empty for events of accounts and jobs. */
  campaignId: string
  unitId: string | null
  accountId: string | null
  kind: string
  data: string
  at: string
}

const COLUMNS = 'id, campaign_id AS campaignId, unit_id AS unitId, account_id AS accountId, kind, data, at'

/** Entries in order of id: those after `after`, and those within the given ranges before it. */
export function readJournal(
  database: Database,
  after: number,
  limit: number,
  stretches: readonly { from: number; to: number }[] = [],
): Promise<JournalRow[]> {
  return database.rows(
    `SELECT ${COLUMNS} FROM journal WHERE id > ?${' OR id BETWEEN ? AND ?'.repeat(stretches.length)}
     ORDER BY id LIMIT ${limit}`,
    [after, ...stretches.flatMap(({ from, to }) => [from, to])],
  )
}

/** The newest ids, ascending. */
export async function newestIds(database: Database, limit: number): Promise<number[]> {
  const rows = await database.rows<{ id: number }>(`SELECT id FROM journal ORDER BY id DESC LIMIT ${limit}`)
  return rows.map(({ id }) => id).reverse()
}

/** The ids of the oldest and the newest stored entry; 0 and 0 if the journal is empty. */
export async function journalBounds(database: Database): Promise<{ oldest: number; newest: number }> {
  const [row] = await database.rows<{ oldest: number | null; newest: number | null }>(
    'SELECT (SELECT MIN(id) FROM journal) AS oldest, (SELECT MAX(id) FROM journal) AS newest',
  )
  return { oldest: row?.oldest ?? 0, newest: row?.newest ?? 0 }
}
