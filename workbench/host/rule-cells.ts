import { type IRange, type IUnitRange, moveRangeByOffset } from '@univerjs/core'
import {
  type FormulaDependencyTree,
  FormulaDependencyTreeVirtual,
  type IFormulaDependencyTree,
} from '@univerjs/engine-formula'

type Excluded = Parameters<IFormulaDependencyTree['isExcludeRange']>[0]
/** How far a cell is from the first one of its rule, from … to. */
type Span = readonly [from: number, to: number]

/**
 * The cells that the formula of one rule (of a conditional format, of a validation) is calculated for. Which of them refer
 * to a changed cell follows from the areas of the rule: only these become objects of the engine.
 */
export class RuleCells {
  readonly #cells = new Map<number, IFormulaDependencyTree>()

  /**
   * @param first the formula in the upper left cell, with what it refers to from there
   * @param areas of the rule; the first one begins at that cell
   */
  constructor(
    readonly first: FormulaDependencyTree,
    private readonly areas: readonly IRange[],
  ) {}

  /** The cells to be calculated. */
  get found(): Iterable<IFormulaDependencyTree> {
    return this.#cells.values()
  }

  addAll(): void {
    this.#add([-Infinity, Infinity], [-Infinity, Infinity])
  }

  /** Adds the cells whose formula refers to a changed area, unless it refers to an excluded cell. */
  addThoseReferringTo({ unitId, sheetId, range }: IUnitRange, excluded?: Excluded): void {
    for (const reference of this.first.rangeList) {
      if (reference.unitId !== unitId || reference.sheetId !== sheetId) continue
      const { range: at } = reference
      const moved = moveRangeByOffset(at, 1, 1)
      const rows = offsetsBetween(
        [range.startRow, range.endRow],
        [at.startRow, at.endRow],
        [moved.startRow, moved.endRow],
      )
      const columns = offsetsBetween(
        [range.startColumn, range.endColumn],
        [at.startColumn, at.endColumn],
        [moved.startColumn, moved.endColumn],
      )
      this.#add(rows, columns, excluded)
    }
  }

  #add(rows: Span, columns: Span, excluded?: Excluded): void {
    const { startRow, startColumn } = this.areas[0]!
    for (const area of this.areas) {
      const [top, bottom] = overlap(rows, [area.startRow - startRow, area.endRow - startRow])
      const [left, right] = overlap(columns, [area.startColumn - startColumn, area.endColumn - startColumn])
      for (let y = top; y <= bottom; y++) {
        for (let x = left; x <= right; x++) this.#addCell(x, y, excluded)
      }
    }
  }

  #addCell(x: number, y: number, excluded?: Excluded): void {
    const key = y * KEYS_A_ROW + x
    if (this.#cells.has(key)) return
    const cell = this.#cellAt(x, y)
    if (!excluded || !cell.isExcludeRange(excluded)) this.#cells.set(key, cell)
  }

  #cellAt(x: number, y: number): IFormulaDependencyTree {
    if (x === 0 && y === 0) return this.first
    const cell = new FormulaDependencyTreeVirtual()
    cell.treeId = this.first.treeId
    cell.refTree = this.first
    cell.refOffsetX = x
    cell.refOffsetY = y
    cell.type = this.first.type
    return cell
  }
}

/** A sheet has at most 16,384 columns, and a second area of a rule may be left of the first. */
const KEYS_A_ROW = 2 * 16_384

/**
 * The offsets at which a moving reference meets a changed area, in one direction.
 *
 * @param moved the reference at offset 1: its ends move with the offset unless they are absolute
 */
function offsetsBetween(changed: Span, at: Span, moved: Span): Span {
  const from = moved[1] === at[1] ? always(at[1] >= changed[0], -Infinity) : changed[0] - at[1]
  const to = moved[0] === at[0] ? always(at[0] <= changed[1], Infinity) : changed[1] - at[0]
  return [from, to]
}

function always(isMet: boolean, bound: number): number {
  return isMet ? bound : -bound
}

function overlap(a: Span, b: Span): Span {
  return [Math.max(a[0], b[0]), Math.min(a[1], b[1])]
}
