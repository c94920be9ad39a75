import type { SqlValue, Transaction } from '../database/database'

/** A range of metaIds, as a condition on `meta_id`. */
export interface ContentRange {
  sql: string
  values: readonly SqlValue[]
}

/**
 * Cuts the metaIds of some rows into ranges with about the same number of rows, in order. The first range has
 * no lower and the last no upper bound, so together they include every metaId, also those that appear later.
 * Only the bounds are kept in memory.
 *
 * @param size rows of the source in one range
 * @param source the rows to count: a table with `meta_id`, with its WHERE
 */
export async function contentRanges(
  tx: Transaction,
  size: number,
  source: string,
  values: readonly SqlValue[] = [],
): Promise<ContentRange[]> {
  const cuts = await tx.rows<{ metaId: string }>(
    `SELECT DISTINCT meta_id AS metaId
     FROM (SELECT meta_id, ROW_NUMBER() OVER (ORDER BY meta_id) AS place FROM ${source}) numbered
     WHERE place % ${size} = 0 ORDER BY metaId`,
    values,
  )
  const bounds = cuts.map(({ metaId }) => metaId)
  return [...bounds, undefined].map((upTo, at) => between(bounds[at - 1], upTo))
}

function between(after: string | undefined, upTo: string | undefined): ContentRange {
  const sql = [
    ...(after === undefined ? [] : ['meta_id > ?']),
    ...(upTo === undefined ? [] : ['meta_id <= ?']),
  ]
  return {
    sql: sql.length > 0 ? sql.join(' AND ') : '1 = 1',
    values: [after, upTo].filter((bound) => bound !== undefined),
  }
}
