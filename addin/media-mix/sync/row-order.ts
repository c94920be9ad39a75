import type { RowOrder } from '../../../shared/contract/campaigns'
import type { ReadRow } from '../../../shared/sheets/media-mix/read-back'
import type { Base, BaseRow } from './base-rows'

/**
 * The order of a sheet's rows, if a planner moved rows or inserted a new one between others.
 *
 * @param rows in the order of the sheet; rows without a key aren't sent yet
 * @param shown its rows are in the order that the sheet showed last
 */
export function changedOrder(rows: readonly Pick<ReadRow, 'unitId'>[], shown: Base): RowOrder | undefined {
  const local = rows.flatMap(({ unitId }) => unitId ?? [])
  const present = new Set(local)
  const base = [...shown.rows.keys()]
  const unchanged = [
    ...base.filter((unitId) => present.has(unitId)),
    ...local.filter((unitId) => !shown.rows.has(unitId)),
  ]
  return local.every((unitId, i) => unitId === unchanged[i]) ? undefined : { base, local }
}

/** A base whose rows are in this order; rows that aren't named follow. */
export function inOrder(base: Base, unitIds: readonly string[]): Base {
  const named = unitIds.flatMap((unitId): [string, BaseRow][] => {
    const row = base.rows.get(unitId)
    return row ? [[unitId, row]] : []
  })
  return { ...base, rows: new Map([...named, ...base.rows]) }
}
