/** A value of a field; fields are compared by value. */
export type FieldValue = string | number | boolean | null

export interface FieldConflict {
  field: string
  base: FieldValue | undefined
  local: FieldValue
  remote: FieldValue
}

export interface Merged<F extends string> {
  /** What must be written on the remote side. */
  take: Partial<Record<F, FieldValue>>
  conflicts: FieldConflict[]
}

/**
 * Three-way merge of one row, field by field: changed on one side → taken; on both sides to the same value →
 * taken; on both sides to different values → a conflict. Without a base value a difference counts as changed
 * on both sides, so nothing is overwritten silently.
 *
 * @param local the fields the sheet sends (only these are merged)
 */
export function mergeFields<F extends string>(
  base: Partial<Record<F, FieldValue>>,
  local: Partial<Record<F, FieldValue>>,
  remote: Record<F, FieldValue>,
): Merged<F> {
  const result: Merged<F> = { take: {}, conflicts: [] }
  for (const field of Object.keys(local) as F[]) {
    const mine = local[field]!
    const theirs = remote[field]
    const before: FieldValue | undefined = base[field]
    if (mine === theirs || mine === before) continue
    if (before === theirs) result.take[field] = mine
    else result.conflicts.push({ field, base: before, local: mine, remote: theirs })
  }
  return result
}
