import { groupBy } from '../../shared/group-by'
import { Problem } from '../../shared/problem'
import type { SqlValue, Transaction } from '../database/database'

/** The largest weight or ratio. */
const MOST = 1_000_000

/** A table of lists in which contents or owners stand with a number. */
export interface WeightedLists {
  table: string
  /** The columns that name a list. */
  list: readonly string[]
  /** The column of the content or owner, and that of its weight or ratio. */
  name: string
  weight: string
}

/** A list in which the duplicate stands, with the weight that the kept one has there, and that it will have. */
export interface MovedWeight {
  list: readonly (string | number)[]
  before: number | null
  after: number
}

interface Entry {
  list: (string | number)[]
  name: string
  weight: number
}

/**
 * The lists in which a duplicate stands, and the weight of the kept one after the merge: the sum of both.
 *
 * @throws Problem VALIDATION_FAILED for a sum that is larger than a weight may be
 */
export async function weightsToMove(
  tx: Transaction,
  { table, list, name, weight }: WeightedLists,
  from: string,
  into: string,
): Promise<MovedWeight[]> {
  const columns = list.map((column, i) => `${column} AS list${i}`)
  const rows = await tx.rows<Record<string, string | number>>(
    `SELECT ${columns.join(', ')}, ${name} AS name, ${weight} AS weight FROM ${table}
     WHERE ${name} IN (?, ?) ORDER BY ${list.join(', ')}`,
    [from, into],
  )
  const entries = rows.map(
    (row): Entry => ({
      list: list.map((_column, i) => row[`list${i}`]!),
      name: String(row.name),
      weight: Number(row.weight),
    }),
  )
  const moved = [...groupBy(entries, (entry) => JSON.stringify(entry.list)).values()].flatMap((both) => {
    const own = both.find((entry) => entry.name === from)
    const kept = both.find((entry) => entry.name === into)
    if (!own) return []
    return [{ list: own.list, before: kept?.weight ?? null, after: (kept?.weight ?? 0) + own.weight }]
  })
  const tooLarge = moved.find(({ after }) => after > MOST)
  if (tooLarge) {
    throw new Problem(
      'VALIDATION_FAILED',
      `In ${tooLarge.list.join(', ')} the weights of ${from} and ${into} add up to ${tooLarge.after}, more than ${MOST}. Lower the weights of that list first. Nothing was changed.`,
      { errors: [{ path: 'into', message: `weights would add up to ${tooLarge.after}` }] },
    )
  }
  return moved
}

/** Gives the kept one the weights, in the duplicate's place where it had none of its own. */
export async function moveWeights(
  tx: Transaction,
  { table, list, name, weight }: WeightedLists,
  moved: readonly MovedWeight[],
  from: string,
  into: string,
): Promise<void> {
  const where = `${list.map((column) => `${column} = ?`).join(' AND ')} AND ${name} = ?`
  for (const { list: values, before, after } of moved) {
    const at = (who: string): SqlValue[] => [...values, who]
    if (before === null) await tx.run(`UPDATE ${table} SET ${name} = ? WHERE ${where}`, [into, ...at(from)])
    else {
      await tx.run(`DELETE FROM ${table} WHERE ${where}`, at(from))
      await tx.run(`UPDATE ${table} SET ${weight} = ? WHERE ${where}`, [after, ...at(into)])
    }
  }
}
