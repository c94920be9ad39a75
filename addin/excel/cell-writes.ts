import type { Cell } from '../../shared/sheets/layout'
import type { Area } from './areas'
import { formulaOf } from './cell-values'

/** A cell to write; row and column are 1-based. */
export interface CellWrite {
  row: number
  column: number
  cell: Cell
}

/** Values for one rectangle of a sheet. */
export interface FormulaBlock {
  area: Area
  formulas: (string | number | null)[][]
}

/** Groups cells into few rectangles: runs along a row, which grow downwards while the next row has the same run. */
export function formulaBlocks(writes: readonly CellWrite[]): FormulaBlock[] {
  const blocks: FormulaBlock[] = []
  let open = new Map<string, FormulaBlock>()
  let above = -1
  for (const [row, run] of runs(writes)) {
    const top = row - 1
    if (top !== above && top !== above + 1) open = new Map()
    above = top
    const left = run[0]!.column - 1
    const right = left + run.length - 1
    const key = `${left}:${right}`
    const formulas = run.map(({ cell }) => formulaOf(cell))
    const block = open.get(key)
    if (block && block.area.bottom === top - 1) {
      block.area.bottom = top
      block.formulas.push(formulas)
      continue
    }
    const added = { area: { top, left, bottom: top, right }, formulas: [formulas] }
    open.set(key, added)
    blocks.push(added)
  }
  return blocks
}

/** Neighbouring cells of a row, from top to bottom; of two writes into one cell the later counts. */
function runs(writes: readonly CellWrite[]): [row: number, run: CellWrite[]][] {
  const rows = new Map<number, Map<number, CellWrite>>()
  for (const write of writes) {
    const cells = rows.get(write.row) ?? new Map<number, CellWrite>()
    rows.set(write.row, cells.set(write.column, write))
  }
  return [...rows]
    .toSorted(([one], [other]) => one - other)
    .flatMap(([row, cells]) => {
      const found: [number, CellWrite[]][] = []
      for (const write of [...cells.values()].toSorted((one, other) => one.column - other.column)) {
        const last = found.at(-1)?.[1]
        if (last && last.at(-1)!.column === write.column - 1) last.push(write)
        else found.push([row, [write]])
      }
      return found
    })
}
