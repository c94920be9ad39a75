/** SQLite binds at most 32,766 values a statement; other values of the statement come on top. */
const BATCH = 10_000

/** Looks many keys up in statements of bounded size. */
export async function inBatches<Key, Row>(
  keys: readonly Key[],
  load: (batch: Key[]) => Promise<Row[]>,
): Promise<Row[]> {
  const wanted = [...new Set(keys)]
  const rows: Row[] = []
  for (let at = 0; at < wanted.length; at += BATCH) rows.push(...(await load(wanted.slice(at, at + BATCH))))
  return rows
}
