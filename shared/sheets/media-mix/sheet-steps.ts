import { typedCell } from '../cells'
import type { PlainGrid } from '../identity'
import type { Cell } from '../layout'

/** A step by which whole rows of a sheet move; positions are 1-based, as they are when the step begins. */
export type SheetStep =
  | { kind: 'insert'; at: number }
  | { kind: 'delete'; at: number }
  /** The row becomes the row above the one that is at `to`. */
  | { kind: 'move'; from: number; to: number }
  /** Cells are written from `column` on: the key of a row that is drawn next. */
  | { kind: 'write'; row: number; column: number; cells: Cell[] }
  | { kind: 'insert-column'; at: number }
  | { kind: 'delete-column'; at: number }

/**
 * The steps that take others back. A deleted row returns with what was in it; it looks like the row above it until it
 * is drawn.
 *
 * @param formulas of the sheet before the first step: the formula of each cell that has one, otherwise its value
 */
export function stepsBack(steps: readonly SheetStep[], formulas: PlainGrid): SheetStep[] {
  // The row of `formulas` that each row is, also below the last one; rows that were inserted are none of them.
  const lines: (number | null)[] = Array.from({ length: formulas.length + steps.length + 2 }, (_, i) => i)
  return steps
    .map((step) => stepBack(step, lines, formulas))
    .toReversed()
    .flat()
}

function stepBack(step: SheetStep, lines: (number | null)[], formulas: PlainGrid): SheetStep[] {
  const valuesIn = (row: number) => formulas[lines[row - 1] ?? -1] ?? []
  switch (step.kind) {
    case 'insert':
      lines.splice(step.at - 1, 0, null)
      return [{ kind: 'delete', at: step.at }]
    case 'delete': {
      const cells = valuesIn(step.at).map(typedCell)
      lines.splice(step.at - 1, 1)
      return [
        { kind: 'insert', at: step.at },
        { kind: 'write', row: step.at, column: 1, cells },
      ]
    }
    case 'move': {
      const { from, to } = step
      const place = from < to ? to - 1 : to
      lines.splice(place - 1, 0, ...lines.splice(from - 1, 1))
      return [{ kind: 'move', from: place, to: place < from ? from + 1 : from }]
    }
    case 'write': {
      const { row, column } = step
      const values = valuesIn(row)
      return [{ ...step, cells: step.cells.map((_, i) => typedCell(values[column - 1 + i])) }]
    }
    case 'insert-column':
      return [{ kind: 'delete-column', at: step.at }]
    case 'delete-column':
      throw new RangeError('a deleted column can’t be put back')
  }
}
