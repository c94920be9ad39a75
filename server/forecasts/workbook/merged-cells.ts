import { invalidFile } from '../invalid-file'
import { columnOf } from './cell-address'
import type { Sheet, Workbook } from './workbook'
import { readXml } from './xml-events'

/** Cells of one column that are merged over several rows. */
export interface MergedCells {
  column: number
  /** The last row of the sheet that they cover. */
  last: number
}

/** The merged cells of a sheet, by the row in which they begin. */
export type MergedRows = ReadonlyMap<number, readonly MergedCells[]>

/** Limit: the list stays in memory while the sheet is read. */
const MAX_MERGED = 500_000
const RANGE = /^\$?([A-Z]+)\$?(\d+):\$?[A-Z]+\$?(\d+)$/i

/**
 * Reads the merged cells of a sheet, which lists them behind its rows.
 *
 * @param max limit on the unpacked size of the sheet, in bytes
 */
export async function mergedCellsOf({ archive }: Workbook, sheet: Sheet, max?: number): Promise<MergedRows> {
  const found = new Map<number, MergedCells[]>()
  let count = 0
  await readXml(archive.part(sheet.part, max), {
    open(tag, { ref = '' }) {
      const range = tag === 'mergeCell' ? RANGE.exec(ref) : null
      if (!range) return
      const [, letters = '', first, last] = range
      if (first === last) return
      if (++count > MAX_MERGED)
        throw invalidFile('The sheet has too many merged cells. Unmerge them and fill in each row.')
      const begin = Number(first)
      found.set(begin, [...(found.get(begin) ?? []), { column: columnOf(letters), last: Number(last) }])
    },
  })
  return found
}

const MARK = 'mergeCell'
const MARKS = [Buffer.from(MARK), Buffer.from(MARK, 'utf16le')]

/** Looks for merged cells in the bytes of a sheet. It may find some where there are none, never the reverse. */
export class MergeFinder {
  found = false
  private end = Buffer.alloc(0)

  push(chunk: Buffer): void {
    if (this.found) return
    const border = Buffer.concat([this.end, chunk.subarray(0, MARK.length * 2)])
    this.found = MARKS.some((mark) => border.includes(mark) || chunk.includes(mark))
    this.end = Buffer.from(chunk.subarray(-MARK.length * 2))
  }
}
