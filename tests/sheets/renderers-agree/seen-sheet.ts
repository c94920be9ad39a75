import { isDeepStrictEqual } from 'node:util'
import { cellAddress } from '../../../shared/sheets/address'
import type { SheetLayout } from '../../../shared/sheets/layout'

/** Cells around a layout that are compared too: nothing may be drawn there. */
const MARGIN = 2

/** The area to compare in a drawn sheet, 1-based and inclusive. */
export interface Extent {
  rows: number
  columns: number
  /**
   * Whether the layout defines the style of a cell. The font and alignment of other cells aren't compared:
   * they are the workbook's defaults, which differ between a new workbook of Excel and a new file of exceljs.
   */
  isStyled(row: number, column: number): boolean
}

export function extentOf(layout: SheetLayout): Extent {
  const rows = [...layout.rows]
  return {
    rows: rows.length + MARGIN,
    columns: layout.columns.length + MARGIN,
    isStyled: (row, column) => rows[row - 1]?.cells[column - 1]?.style !== undefined,
  }
}

/** The facts found in a sheet, each with its place and name: `L7 fill`, `column C width`. */
export class SeenSheet {
  private readonly facts = new Map<string, unknown>()

  /** In both renderers `undefined` means that there is nothing. */
  note(place: string, facts: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(facts)) {
      if (value !== undefined) this.facts.set(`${place} ${name}`, value)
    }
  }

  get(fact: string): unknown {
    return this.facts.get(fact)
  }

  /** The places with a fact of this name: `formula` returns the cells with a formula. */
  places(name: string): string[] {
    return [...this.facts.keys()].flatMap((fact) =>
      fact.endsWith(` ${name}`) ? fact.slice(0, -name.length - 1) : [],
    )
  }

  get size(): number {
    return this.facts.size
  }

  /** One line for each difference; `this` was drawn by exceljs. */
  differences(sheet: string, other: SeenSheet): string[] {
    return [...new Set([...this.facts.keys(), ...other.facts.keys()])]
      .filter((fact) => !isDeepStrictEqual(this.get(fact), other.get(fact)))
      .map(
        (fact) => `${sheet}!${fact}: exceljs ${shown(this.get(fact))}, Office.js ${shown(other.get(fact))}`,
      )
  }
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}

/** `medium 1E3A5F`; undefined: no line. */
export type Line = string | undefined

export interface Sides {
  top: Line
  right: Line
  bottom: Line
  left: Line
}

const STRENGTH = ['hair', 'thin', 'medium', 'thick']

/**
 * Notes the lines between cells. A file stores a line in one of the two cells or in both, Excel in both; a
 * reader sees the stronger one.
 */
export function noteLines(
  seen: SeenSheet,
  extent: Extent,
  sides: (row: number, column: number) => Sides,
): void {
  for (let row = 1; row < extent.rows; row++) {
    for (let column = 1; column < extent.columns; column++) {
      const here = sides(row, column)
      seen.note(cellAddress(column, row), {
        ...(row === 1 ? { 'line above': here.top } : {}),
        ...(column === 1 ? { 'line on the left': here.left } : {}),
        'line on the right': stronger(here.right, sides(row, column + 1).left),
        'line below': stronger(here.bottom, sides(row + 1, column).top),
      })
    }
  }
}

function stronger(one: Line, other: Line): Line {
  const strength = (line: Line) => STRENGTH.indexOf(line?.split(' ')[0] ?? '')
  return strength(other) > strength(one) ? other : one
}
