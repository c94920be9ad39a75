import { longestIncreasing } from './longest-increasing'

export interface MergedOrder {
  /** All rows of the remote side. */
  order: string[]
  /** Rows that the sheet moved, and that the remote side had elsewhere. */
  moved: string[]
  /** Rows that both sides moved, to different places: they are where the remote side has them. */
  conflicts: string[]
}

/**
 * Three-way merge of the order of rows: a row that one side moved goes where it was moved; a row that both sides moved
 * to different places is a conflict and stays where the remote side has it. A row that the base doesn't have is new in
 * the sheet, so it goes where the sheet has it. Rows that the remote side doesn't have are left out.
 *
 * @param base the order that the sheet last had
 * @param local the order of the sheet
 * @param remote the order of the service, with all rows that exist
 */
export function mergeOrder(
  base: readonly string[],
  local: readonly string[],
  remote: readonly string[],
): MergedOrder {
  const exists = new Set(remote)
  const mine = [...new Set(local)].filter((id) => exists.has(id))
  const known = new Set(mine)
  const movedHere = moved(base, mine)
  const shown = new Set(base)
  const movedThere = moved(
    base,
    remote.filter((id) => shown.has(id)),
  )
  const conflicts = mine.filter((id) => movedHere.has(id) && movedThere.has(id))
  const contested = new Set(conflicts)
  const alone = (ids: readonly string[]) =>
    ids.filter((id) => known.has(id) && (contested.has(id) || !movedThere.has(id)))
  // Both may have moved the same rows to the same places.
  const [here, there] = [alone(mine), alone(remote)]
  if (here.every((id, i) => id === there[i])) return { order: [...remote], moved: [], conflicts: [] }
  const placed = new Set([...movedHere].filter((id) => !contested.has(id)))
  return { order: place(mine, placed, remote), moved: [...placed], conflicts }
}

/** Rows that aren't where they were in relation to most of the others, or that the base doesn't have. */
function moved(base: readonly string[], now: readonly string[]): Set<string> {
  const positions = new Map(base.map((id, position) => [id, position]))
  const known = now.filter((id) => positions.has(id))
  const kept = longestIncreasing(known.map((id) => positions.get(id)!))
  const still = new Set(kept.map((at) => known[at]))
  return new Set(now.filter((id) => !still.has(id)))
}

/** Puts rows behind their neighbour above in `mine`; the first ones before their neighbour below. */
function place(mine: readonly string[], placed: ReadonlySet<string>, remote: readonly string[]): string[] {
  const result = remote.filter((id) => !placed.has(id))
  mine.forEach((id, at) => {
    if (!placed.has(id)) return
    const above = mine[at - 1]
    const below = above === undefined ? mine.find((other) => !placed.has(other)) : undefined
    const place =
      above === undefined ? (below === undefined ? 0 : result.indexOf(below)) : result.indexOf(above) + 1
    result.splice(place, 0, id)
  })
  return result
}
