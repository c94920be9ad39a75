import { readXml } from './xml-events'
import type { ZipArchive } from './zip-archive'

/** How the number format of a cell shows its number, as far as that changes what the number means. */
export interface CellStyle {
  /** A date or a time of day; ELAPSED: hours that go on after 24, such as 25:00. */
  shows: 'NUMBER' | 'TIME' | 'ELAPSED'
  /** The text in front of the digits, such as PG for the format "PG"0000. */
  prefix: string
  /** The digits that its numbers have at least, such as 6 for the format 000000. */
  digits: number
}

const MAX_PART = 16 * 1024 ** 2
const ELAPSED_FORMAT = 46
/** Built-in number formats that show a date or a time (ECMA-376, 18.8.30), Korean ones included. */
const TIME_FORMATS = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const

/** The styles of a workbook's cells, by their number. */
export async function readCellStyles(archive: ZipArchive, part: string): Promise<CellStyle[]> {
  const formats = new Map<string, string>()
  const styles: CellStyle[] = []
  let inCells = false
  await readXml(archive.part(part, MAX_PART), {
    open(tag, { numFmtId = '0', formatCode = '' }) {
      if (tag === 'numFmt') formats.set(numFmtId, formatCode)
      else if (tag === 'cellXfs') inCells = true
      else if (tag === 'xf' && inCells) {
        const code = formats.get(numFmtId)
        styles.push({ shows: shownBy(Number(numFmtId), code), ...digitsOf(code ?? '') })
      }
    },
    close(tag) {
      if (tag === 'cellXfs') inCells = false
    },
  })
  return styles
}

function shownBy(id: number, code: string | undefined): CellStyle['shows'] {
  if (code === undefined) {
    if (id === ELAPSED_FORMAT) return 'ELAPSED'
    return TIME_FORMATS.some(([from, to]) => id >= from && id <= to) ? 'TIME' : 'NUMBER'
  }
  // Remove literal text, escaped characters and bracketed parts, but keep the brackets of elapsed time, such
  // as [h].
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
  if (!/[ymdhs]/i.test(bare) || /general/i.test(bare)) return 'NUMBER'
  return bare.includes('[') ? 'ELAPSED' : 'TIME'
}

/** Formats such as 000000 and "PG"0000, by which a number is shown as an id. */
function digitsOf(code: string): Pick<CellStyle, 'prefix' | 'digits'> {
  const [, literal = '', zeros = ''] =
    /^((?:"[\p{L}\p{N}_-]*"|\\[\p{L}\p{N}_-])*)(0+)(?=;|$)/u.exec(code) ?? []
  return { prefix: literal.replace(/["\\]/g, ''), digits: zeros.length }
}
