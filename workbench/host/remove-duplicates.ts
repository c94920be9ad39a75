import type { RangeTarget } from './addresses'
import { clearContents, readFormulas, readValues, writeEntries } from './cell-contents'
import type { Host } from './host'
import { type HostObject, HostType } from './host-type'

interface Removed {
  removed: number
  uniqueRemaining: number
}

const removeDuplicatesResultType = new HostType<Removed>('RemoveDuplicatesResult', {
  referenced: true,
  properties: {
    removed: { get: ({ removed }) => removed },
    uniqueRemaining: { get: ({ uniqueRemaining }) => uniqueRemaining },
  },
})

/**
 * Keeps the first of the rows that are equal in some columns, moves the kept ones up and empties the rest.
 *
 * @param columns counted from the first of the range
 */
export async function removeDuplicates(
  host: Host,
  target: RangeTarget,
  columns: readonly number[],
  includesHeader: boolean,
): Promise<HostObject> {
  host.mustBeWritable(target)
  const body = { ...target, top: target.top + (includesHeader ? 1 : 0) }
  const values = await readValues(host, body)
  const formulas = readFormulas(host, body)
  const seen = new Set<string>()
  const kept = formulas.filter((_, row) => {
    const key = JSON.stringify(columns.map((column) => String(values[row]![column]).toLowerCase()))
    return !seen.has(key) && seen.add(key)
  })
  const removed = values.length - kept.length
  if (removed > 0) {
    host.asAddin(() => {
      writeEntries(host, { ...body, bottom: body.top + kept.length - 1 }, kept)
      clearContents(host, { ...body, top: body.top + kept.length })
    })
  }
  return removeDuplicatesResultType.of({ removed, uniqueRemaining: kept.length })
}
