import type { RowFields } from '../../../shared/contract/campaigns'
import type { ReadRow } from '../../../shared/sheets/media-mix/read-back'
import type { Base } from './base-rows'

/** A row that has the key of another one; the key in the sheet must be put right. */
export type OwnedRow = ReadRow & { rekeyed?: true }

/** What a planner types into a row, and so sorts it by. */
const TYPED = [
  'productCode',
  'device',
  'creative',
  'startDate',
  'endDate',
  'amount',
] as const satisfies readonly (keyof RowFields)[]

/**
 * Gives rows their own keys back after a planner has sorted only the visible columns: then the contents of rows stand
 * at other rows' keys, and would be saved as changes of those. A row that has exactly what another one had, which now has
 * something else, gets its key; the rows that are left get the keys that are left. One such row alone counts only if
 * each of the others is more like the row whose key it gets than like its own, so that a copy of a row's contents is no
 * sort.
 *
 * @param shown what the sheet showed last
 * @param targeting the targeting that the sheet showed last, by row key
 */
export function withOwnKeys(
  rows: readonly ReadRow[],
  shown: Base,
  targeting: ReadonlyMap<string, string>,
): OwnedRow[] {
  const had = (unitId: string) => {
    const fields = shown.rows.get(unitId)!.fields
    return [...TYPED.map((field) => fields[field]), targeting.get(unitId)]
  }
  const has = (row: ReadRow) => [
    ...TYPED.map((field) => row[field] ?? (field === 'device' || field === 'creative' ? '' : row[field])),
    targeting.size === 0 ? undefined : (row.targeting ?? ''),
  ]
  const displaced = rows.filter(
    (row): row is ReadRow & { unitId: string } =>
      row.unitId !== null && shown.rows.has(row.unitId) && !isSame(has(row), had(row.unitId)),
  )
  const free = new Set(displaced.map(({ unitId }) => unitId))
  const owner = new Map<ReadRow, string>()
  const own = (row: ReadRow, unitId: string | undefined) => {
    if (unitId === undefined) return
    owner.set(row, unitId)
    free.delete(unitId)
  }
  const byContents = new Map([...free].toReversed().map((unitId) => [JSON.stringify(had(unitId)), unitId]))
  for (const row of displaced) {
    const unitId = byContents.get(JSON.stringify(has(row)))
    if (unitId !== undefined && free.has(unitId)) own(row, unitId)
  }
  const exact = owner.size
  if (exact === 0) return [...rows]
  const likeness = (row: ReadRow, unitId: string) =>
    had(unitId).filter((value, i) => value === has(row)[i]).length
  const left = displaced.filter((row) => !owner.has(row))
  for (const row of left) if (free.has(row.unitId)) own(row, row.unitId)
  for (const row of left) {
    if (owner.has(row)) continue
    const most = [...free].toSorted((a, b) => likeness(row, b) - likeness(row, a))[0]!
    if (exact === 1 && likeness(row, most) <= likeness(row, row.unitId)) return [...rows]
    own(row, most)
  }
  return rows.map((row) => {
    const unitId = owner.get(row)
    if (unitId === undefined || unitId === row.unitId) return row
    // What isn't typed may have stayed where it was: the service's values are written there.
    const { kind: _, ecpm: __, ctr: ___, vtr: ____, ...typed } = row
    return { ...typed, unitId, rekeyed: true }
  })
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.every((value, i) => value === other[i])
}
