import { cellAddress } from '../../../shared/sheets/address'
import { findKeyColumn, type PlainGrid } from '../../../shared/sheets/identity'
import { columnOfField, MEDIA_MIX_FIELDS } from '../../../shared/sheets/media-mix/columns'
import { findTable, findTotal } from '../../../shared/sheets/media-mix/table'
import { NOT_CALCULATED, type SheetGrid } from '../../excel/read-sheet'

/** The fields that are read back; Excel calculates the others. */
const READ_FIELDS = MEDIA_MIX_FIELDS.filter((field) => columnOfField(field).read !== undefined)

/**
 * The cells of a MediaMix that are read back and have a formula: addresses of all of them, and of those whose result
 * wasn't asked for.
 */
export function typedFormulas({ grid, formulas }: Pick<SheetGrid, 'grid' | 'formulas'>): {
  all: string[]
  missing: string[]
} {
  const columns = readColumns(grid)
  const table = findTable(grid)
  const all: string[] = []
  const missing: string[] = []
  if (!table) return { all, missing }
  const end = findTotal(grid, table) ?? grid.length
  for (let row = table.headerRow + 1; row < end; row++) {
    for (const column of columns) {
      const formula = formulas[row]?.[column]
      if (typeof formula !== 'string' || !formula.startsWith('=')) continue
      const address = cellAddress(column + 1, row + 1)
      all.push(address)
      if (grid[row]![column] === NOT_CALCULATED) missing.push(address)
    }
  }
  return { all, missing }
}

function readColumns(grid: PlainGrid): number[] {
  const table = findTable(grid)
  const keys = findKeyColumn(grid)
  const fields = READ_FIELDS.flatMap((field) => table?.columns.get(field) ?? [])
  return keys ? [...fields, keys.column] : fields
}
