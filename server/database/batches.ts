/** SQLite binds at most 32,766 values per statement; the statement's other values need room too. */
const BATCH = 10_000

/** Reads rows by many keys, in batches of bounded size. */
export async function inBatches<Key, Row>(
  keys: readonly Key[],
  load: (batch: Key[]) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = []
  await eachBatch(keys, async (batch) => {
    rows.push(...(await load(batch)))
  })
  return rows
}

/** Changes rows by many keys, in batches of bounded size. */
export async function eachBatch<Key>(
  keys: readonly Key[],
  change: (batch: Key[]) => Promise<unknown>,
): Promise<void> {
  const wanted = [...new Set(keys)]
  for (let at = 0; at < wanted.length; at += BATCH) await change(wanted.slice(at, at + BATCH))
}
