import type { RowFields } from '../../../shared/contract/campaigns'
import { typedCell } from '../../../shared/sheets/cells'
import type { PlainGrid } from '../../../shared/sheets/identity'
import type { MediaMixField } from '../../../shared/sheets/media-mix/columns'
import { findTable } from '../../../shared/sheets/media-mix/table'
import type { CellWrite } from '../../excel/cell-writes'
import { rowsByKey } from '../../excel/write-cells'

/** A row of a sheet in which something was typed. */
export interface TypedRow {
  /** 1-based row of the sheet. */
  row: number
  unitId: string
  /** What is to be sent. */
  fields: RowFields
  /** The cells, also those with something that can't be sent. */
  cells: readonly MediaMixField[]
}

/** The writes that put typed values back into a sheet that was drawn over them, where its rows are now. */
export function drawnOver(typed: readonly TypedRow[], before: PlainGrid, now: PlainGrid): CellWrite[] {
  const places = rowsByKey(now)
  const from = findTable(before)?.columns
  const to = findTable(now)?.columns
  return typed.flatMap(({ row: old, unitId, cells }) =>
    cells.flatMap((field): CellWrite[] => {
      const row = places.get(unitId)
      const column = to?.get(field)
      const value = before[old - 1]?.[from?.get(field) ?? -1]
      if (row === undefined || column === undefined || value === undefined) return []
      return [{ row, column: column + 1, cell: typedCell(value) }]
    }),
  )
}
