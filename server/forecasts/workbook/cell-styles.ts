import { readXml } from './xml-events'
import type { ZipArchive } from './zip-archive'

/** How the number format of a cell shows its number, as far as that changes what the number means. */
export interface CellStyle {
  /** A date or a time of day; ELAPSED: hours that go on after 24, such as 25:00. */
  shows: 'NUMBER' | 'TIME' | 'ELAPSED'
  /** For a format such as "PG"0000 or 000-0000: its pieces in order, each a text or a place for a digit. */
  mask?: readonly (string | typeof DIGIT)[] | undefined
}

export const DIGIT = Symbol('digit')

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
        styles.push({ shows: shownBy(Number(numFmtId), code), mask: maskOf(code ?? '') })
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

/** Pieces of a format: a language, a color or a space, a quoted or escaped text, a sign that is shown as it is, a digit. */
const PIECE = /\[(?![<>=])[^\]]*\]|[_*].|"([^"]*)"|\\(.)|([- :])|(0)/suy
/** In front of a single digit, other signs tell what is counted, such as a currency. */
const IN_FRONT = /^[\p{L}\p{N}_-]+$/u

/**
 * Formats such as 000000, "PG"0000 and 000-0000, by which a number is shown as an id. Others leave it a number: one with
 * a single place for a digit, such as 0"회", counts something.
 */
function maskOf(code: string): CellStyle['mask'] {
  const positive = /^(?:"[^"]*"|\\.|[^;])*/su.exec(code)![0]
  const mask: (string | typeof DIGIT)[] = []
  PIECE.lastIndex = 0
  while (PIECE.lastIndex < positive.length) {
    const piece = PIECE.exec(positive)
    if (!piece) return undefined
    const [, quoted, escaped, shown, digit] = piece
    mask.push(digit ? DIGIT : (quoted ?? escaped ?? shown ?? ''))
  }
  const [first = '', ...rest] = mask.filter((piece) => piece !== '')
  const isId = first === DIGIT ? rest.includes(DIGIT) : rest.includes(DIGIT) && IN_FRONT.test(first as string)
  return isId ? mask : undefined
}
