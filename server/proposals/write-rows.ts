import { setImmediate as turn } from 'node:timers/promises'
import type { Style } from 'exceljs'
import { columnLetter, rangeAddress } from '../../shared/sheets/address'
import type { Cell, RowLayout, SheetLayout } from '../../shared/sheets/layout'
import { type Corners, roomForNotes } from '../../shared/sheets/notes-room'
import { pageBreaksOf } from '../../shared/sheets/print'
import { CELL_TYPES, RowsOfSheet, type SheetWriter, storedText, type WrittenCell } from '../workbook-writer'
import { workbookStyles } from './workbook-style'

/** After so many rows, the rows that were written are compressed and leave the memory. */
const ROWS_PER_TURN = 250
const UNLOCKED: Partial<Style> = { protection: { locked: false } }

/**
 * Writes the rows of a layout, and what a person may type into below them.
 *
 * @param onWritten hears now and then how many of the layout's rows are written
 */
export async function writeRows(
  sheet: SheetWriter,
  layout: SheetLayout,
  onWritten: (rows: number) => void,
): Promise<void> {
  const rows = new RowsOfSheet(sheet)
  const writer = new RowWriter(rows, layout)
  for (const row of layout.print ? pageBreaksOf(layout.print) : []) rows.breakPageAfter(row - 1)
  for (const row of layout.rows) {
    writer.write(row)
    if (writer.written % ROWS_PER_TURN > 0) continue
    rows.forget()
    onWritten(writer.written)
    await turn()
  }
  while (writer.written < writer.last) writer.write({ cells: [] })
}

class RowWriter {
  written = 0
  /** The last row in which a person may type. */
  readonly last: number
  private readonly styles: ReadonlyMap<string, Partial<Style>>
  private readonly letters: string[] = []
  /** From left to right. */
  private readonly notes: readonly Corners[]
  private readonly freeRows: { first: number; last: number }

  constructor(
    private readonly rows: RowsOfSheet,
    layout: SheetLayout,
  ) {
    this.styles = workbookStyles(layout.styles)
    this.notes = roomForNotes(layout).sort(([[left]], [[right]]) => left - right)
    this.freeRows = layout.protection?.freeRows ?? { first: 1, last: 0 }
    this.last = Math.max(this.freeRows.last, ...this.notes.map(([, [, row]]) => row))
  }

  write({ height, cells, merges = [] }: RowLayout): void {
    this.written += 1
    const number = this.written
    const written: WrittenCell[] = []
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]
      if (cell) written.push(this.cell(cell, i + 1))
    }
    for (const [[left, top], [right, bottom]] of this.notes) {
      if (number < top || number > bottom) continue
      for (let column = left; column <= right; column++)
        written.push({ address: this.address(column), type: CELL_TYPES.nothing, style: UNLOCKED })
    }
    const free = number >= this.freeRows.first && number <= this.freeRows.last
    this.rows.write(number, height, written, free ? UNLOCKED : undefined)
    for (const merge of merges) {
      const end: [number, number] = [merge.column + merge.columns - 1, number + merge.rows - 1]
      this.rows.merge(rangeAddress([merge.column, number], end))
    }
  }

  private cell(cell: Cell, column: number): WrittenCell {
    const address = this.address(column)
    const style = cell.style === undefined ? undefined : this.style(cell.style)
    switch (cell.kind) {
      case 'empty':
      case 'kept':
        return { address, type: CELL_TYPES.nothing, style }
      case 'text':
        return { address, type: CELL_TYPES.text, style, value: storedText(cell.text) }
      case 'number':
        return { address, type: CELL_TYPES.number, style, value: cell.value }
      case 'formula':
        return { address, type: CELL_TYPES.formula, style, formula: cell.formula, result: cell.result }
    }
  }

  private style(key: string): Partial<Style> {
    const style = this.styles.get(key)
    if (!style) throw new RangeError(`the layout has no style ${key}`)
    return style
  }

  private address(column: number): string {
    this.letters[column] ??= columnLetter(column)
    return `${this.letters[column]}${this.written}`
  }
}
