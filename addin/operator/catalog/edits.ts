import { readChoice } from './cell-values'
import type { CatalogField, CatalogRow, CatalogTable, Cells } from './tables'

/** A row as somebody changed it, not saved yet. */
export interface Edit {
  /** The whole row, changed cells included. */
  cells: Cells
  /** The version that it was changed from; undefined for a new row. */
  version: number | undefined
  /** Why it was not saved. */
  refusal?: string
}

/** Edits by the key of their row; a new row without a key yet has a made-up one. */
export type Edits = ReadonlyMap<string, Edit>

/** An edit with changed cells, or undefined when the row says what it said before. */
export function edited(
  table: CatalogTable,
  row: CatalogRow | undefined,
  before: Edit | undefined,
  changed: Cells,
): Edit | undefined {
  const cells = { ...row?.cells, ...before?.cells, ...changed }
  if (row && JSON.stringify(table.read(cells)) === JSON.stringify(table.read(row.cells))) return undefined
  return { cells, version: before ? before.version : row?.version }
}

export interface Pasted {
  edits: Edits
  /** Rows that were changed or added. */
  rows: number
  /** Rows of the block that have no place below the last row. */
  left: number
}

/** Where a block is pasted: at a cell, or by its own headings. */
export interface PastePlace {
  row: string
  field: string
}

/**
 * Puts a block of cells over a table. A block with headings, or one that begins in the key of a new row, goes to the rows with
 * its keys, and adds those that are missing. Any other goes over the rows as they are shown, from a cell on.
 *
 * @param shown keys in the order of the table
 */
export function paste(
  block: readonly (readonly string[])[],
  at: PastePlace | null,
  given: { table: CatalogTable; rows: readonly CatalogRow[]; shown: readonly string[]; edits: Edits },
  headingsOf: (field: CatalogField) => readonly string[],
): Pasted | undefined {
  const { table, rows, shown } = given
  const byKey = new Map(rows.map((row) => [row.key, row]))
  const edits = new Map(given.edits)
  const changed = new Set<string>()
  const change = (key: string, cells: Cells) => {
    const after = edited(table, byKey.get(key), edits.get(key), cells)
    changed.add(key)
    if (after) edits.set(key, after)
    else edits.delete(key)
  }
  const [keyField] = table.fields
  const named = (block[0] ?? []).map((cell) =>
    table.fields.find((field) => headingsOf(field).some((name) => name.toLowerCase() === cell.toLowerCase())),
  )
  const hasHeadings = named.includes(keyField)
  const startsAtKey = at?.field === keyField!.name
  if (hasHeadings || startsAtKey) {
    const fields = hasHeadings ? named : table.fields
    if (startsAtKey && at) edits.delete(at.row)
    for (const line of hasHeadings ? block.slice(1) : block) {
      const cells = cellsOf(fields, line)
      const key = cells[keyField!.name] ?? ''
      if (key !== '') change(key, cells)
    }
    return { edits, rows: changed.size, left: 0 }
  }
  if (!at) return undefined
  const from = table.fields.findIndex(({ name }) => name === at.field)
  const first = shown.indexOf(at.row)
  block.forEach((line, i) => {
    const key = shown[first + i]
    if (key !== undefined) change(key, cellsOf(table.fields.slice(from), line))
  })
  return { edits, rows: changed.size, left: Math.max(0, first + block.length - shown.length) }
}

function cellsOf(fields: readonly (CatalogField | undefined)[], line: readonly string[]): Cells {
  return Object.fromEntries(
    line.flatMap((cell, i) => {
      const field = fields[i]
      return field ? [[field.name, choiceOf(field, cell)] as const] : []
    }),
  )
}

/** The value of a choice that was pasted as the word that is shown for it. */
function choiceOf({ choices }: CatalogField, cell: string): string {
  const found = choices ? readChoice(cell, choices) : undefined
  return found && 'value' in found ? found.value : cell
}
