import type { Reading, SqlValue } from './database'

/** The values of a list's key columns in one row. */
export type Key = readonly (string | number)[]

/** A stretch of a list: at most `limit` rows after the row with a key, or from the beginning. */
export interface Stretch {
  limit: number
  after?: Key | undefined
}

/**
 * The SQL of a stretch of a list: a condition, and the end of the statement. The database seeks the key in an
 * index and reads no row before it.
 *
 * @param columns together unique; the list is in their order, all of them up or all of them down
 */
export function seek(
  tx: Reading,
  columns: readonly string[],
  { limit, after }: Stretch,
  direction: 'ASC' | 'DESC' = 'ASC',
): { condition: string; values: SqlValue[]; end: string } {
  const end = `ORDER BY ${columns.map((column) => `${column} ${direction}`).join(', ')} LIMIT ${limit}`
  if (!after) return { condition: '1 = 1', values: [], end }
  const { sql, values } = tx.dialect.beyond(columns, direction === 'ASC' ? '>' : '<', after)
  return { condition: sql, values, end }
}

/**
 * A stretch of a list that is in memory, in order.
 *
 * @param compare orders keys; where the row with the key is gone, it finds its place
 */
export function stretchOf<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
  { limit, after }: Stretch,
  compare: (a: Key, b: Key) => number = inOrder,
): Row[] {
  if (!after) return rows.slice(0, limit)
  const same = rows.findIndex((row) => keyOf(row).every((value, i) => value === after[i]))
  const start = same < 0 ? rows.findIndex((row) => compare(keyOf(row), after) > 0) : same + 1
  return start < 0 ? [] : rows.slice(start, start + limit)
}

/** The first `limit` rows of a list that match, read stretch by stretch. */
export async function matching<Row>(
  matches: (row: Row) => boolean,
  keyOf: (row: Row) => Key,
  { limit, after }: Stretch,
  load: (stretch: Stretch) => Promise<Row[]>,
): Promise<Row[]> {
  const found: Row[] = []
  for (let from = after; ; ) {
    const rows = await load({ limit: READ_AT_ONCE, after: from })
    found.push(...rows.filter(matches))
    const last = rows.at(-1)
    if (!last || rows.length < READ_AT_ONCE || found.length >= limit) return found.slice(0, limit)
    from = keyOf(last)
  }
}

const READ_AT_ONCE = 2_000

/** Keys of the same columns, part by part. */
export function inOrder(a: Key, b: Key): number {
  const different = a.findIndex((value, i) => value !== b[i])
  return different < 0 ? 0 : a[different]! < b[different]! ? -1 : 1
}
