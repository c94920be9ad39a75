import type { IBorderData, ICellData, IStyleData } from '@univerjs/core'
import type { FWorksheet } from '@univerjs/sheets/facade'
import { type Cells, writeCells } from './writes'

export type StylePart = Partial<Record<keyof IStyleData, unknown>>

/**
 * An add-in formats a cell in many statements: fill, font, each edge's style, weight and colour. This class
 * collects them and writes them in one batch before anything else happens in the sheet.
 */
export class PendingStyles {
  #sheets = new Map<string, Map<number, Map<number, StylePart>>>()

  add(sheetId: string, row: number, column: number, part: StylePart): void {
    const rows = this.#sheets.get(sheetId) ?? new Map<number, Map<number, StylePart>>()
    this.#sheets.set(sheetId, rows)
    const line = rows.get(row) ?? new Map<number, StylePart>()
    rows.set(row, line)
    line.set(column, merged(line.get(column), part))
  }

  /** The style that a cell will have after the flush. */
  over(sheetId: string, row: number, column: number, style: IStyleData | undefined): IStyleData | undefined {
    const pending = this.#sheets.get(sheetId)?.get(row)?.get(column)
    return pending ? (merged(style as StylePart | undefined, pending) as IStyleData) : style
  }

  flush(sheetOf: (id: string) => FWorksheet): void {
    if (this.#sheets.size === 0) return
    const sheets = [...this.#sheets]
    this.#sheets.clear()
    for (const [id, rows] of sheets) {
      const cells: Cells = {}
      for (const [row, line] of rows) {
        const written: Record<number, ICellData> = {}
        for (const [column, style] of line) written[column] = { s: style as IStyleData }
        cells[row] = written
      }
      writeCells(sheetOf(id), cells, false)
    }
  }
}

function merged(old: StylePart | undefined, part: StylePart): StylePart {
  if (!old) return part
  const bd =
    part.bd && old.bd ? { ...(old.bd as IBorderData), ...(part.bd as IBorderData) } : (part.bd ?? old.bd)
  return { ...old, ...part, ...(bd === undefined ? {} : { bd }) }
}
