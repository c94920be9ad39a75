import { posix } from 'node:path'
import { invalidFile } from './invalid-file'
import { readXml } from './xml-events'
import type { ZipArchive } from './zip-archive'

const MB = 1024 ** 2
const MAX_SMALL_PART = 16 * MB
/** Limit in bytes: shared strings stay in memory while the sheet is read. A forecast repeats few texts. */
const MAX_SHARED_STRINGS = 48 * MB

export interface Sheet {
  name: string
  /** Name of its part in the archive. */
  part: string
}

/** What is needed to read a sheet's cells. */
export interface SheetContext {
  sheet: Sheet
  sharedStrings: string[]
  /** Per cell style: whether its numbers are dates or times of day. */
  isTime: boolean[]
  /** Per cell style: the digits that its numbers have at least, such as 6 for the format 000000. */
  digits: number[]
  /** Serial dates count from 1904 instead of 1900. */
  date1904: boolean
}

interface WorkbookParts {
  /** In the order of the workbook, with hidden ones last. */
  sheets: Sheet[]
  sharedStrings: string | undefined
  styles: string | undefined
  date1904: boolean
}

/**
 * Finds a sheet: the named one, or the first that isn't hidden.
 *
 * @throws Problem FORECAST_FILE_INVALID when there is no such sheet; it names the existing ones
 */
export async function findSheet(archive: ZipArchive, name: string | undefined): Promise<Sheet> {
  return pickSheet((await workbookParts(archive)).sheets, name)
}

/** @throws Problem FORECAST_FILE_INVALID */
export async function openSheet(archive: ZipArchive, name: string): Promise<SheetContext> {
  const { sheets, sharedStrings, styles, date1904 } = await workbookParts(archive)
  return {
    sheet: pickSheet(sheets, name),
    sharedStrings: sharedStrings ? await readSharedStrings(archive, sharedStrings) : [],
    ...(styles ? await readStyles(archive, styles) : { isTime: [], digits: [] }),
    date1904,
  }
}

function pickSheet(sheets: readonly Sheet[], name: string | undefined): Sheet {
  const sheet = name === undefined ? sheets[0] : sheets.find((one) => one.name.trim() === name.trim())
  if (sheet) return sheet
  const found = sheets.map((one) => one.name).join(', ')
  throw invalidFile(
    name === undefined
      ? 'The workbook has no sheet.'
      : `The workbook has no sheet "${name}". Its sheets: ${found || 'none'}.`,
  )
}

async function workbookParts(archive: ZipArchive): Promise<WorkbookParts> {
  if (!archive.has('xl/workbook.xml')) {
    throw invalidFile('The file is a zip but not an Excel workbook. Send the csv inside of it, or a csv.gz.')
  }
  const found: { name: string; id: string; hidden: boolean }[] = []
  let date1904 = false
  await readXml(archive.part('xl/workbook.xml', MAX_SMALL_PART), {
    open(tag, attributes) {
      if (tag === 'workbookPr') date1904 = ['1', 'true'].includes(attributes.date1904 ?? '')
      if (tag !== 'sheet') return
      const id = Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1] ?? ''
      const hidden = (attributes.state ?? 'visible') !== 'visible'
      found.push({ name: attributes.name ?? '', id, hidden })
    },
  })
  const targets = new Map<string, { type: string; part: string }>()
  await readXml(archive.part('xl/_rels/workbook.xml.rels', MAX_SMALL_PART), {
    open(tag, { Id, Type, Target }) {
      if (tag !== 'Relationship' || !Id || !Target) return
      const part = Target.startsWith('/') ? Target.slice(1) : posix.join('xl', Target)
      targets.set(Id, { type: (Type ?? '').split('/').at(-1)!, part })
    },
  })
  const partOf = (type: string) => [...targets.values()].find((one) => one.type === type)?.part
  const sheets = found.flatMap(({ name, id, hidden }) => {
    const target = targets.get(id)
    return target?.type === 'worksheet' ? [{ name, part: target.part, hidden }] : []
  })
  return {
    sheets: sheets
      .sort((a, b) => Number(a.hidden) - Number(b.hidden))
      .map(({ name, part }) => ({ name, part })),
    sharedStrings: partOf('sharedStrings'),
    styles: partOf('styles'),
    date1904,
  }
}

async function readSharedStrings(archive: ZipArchive, part: string): Promise<string[]> {
  const strings: string[] = []
  let text = ''
  let inText = false
  // Phonetic text (how a text is read aloud) is stored beside it, and isn't part of it.
  let inPhonetic = false
  await readXml(archive.part(part, MAX_SHARED_STRINGS), {
    open(tag) {
      if (tag === 'si') text = ''
      else if (tag === 'rPh') inPhonetic = true
      else if (tag === 't') inText = !inPhonetic
    },
    text(piece) {
      if (inText) text += piece
    },
    close(tag) {
      if (tag === 't') inText = false
      else if (tag === 'rPh') inPhonetic = false
      else if (tag === 'si') strings.push(text)
    },
  })
  return strings
}

/** Built-in number formats that show a date or a time (ECMA-376, 18.8.30), Korean ones included. */
const TIME_FORMATS = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const

async function readStyles(
  archive: ZipArchive,
  part: string,
): Promise<Pick<SheetContext, 'isTime' | 'digits'>> {
  const formats = new Map<string, string>()
  const isTime: boolean[] = []
  const digits: number[] = []
  let inCells = false
  await readXml(archive.part(part, MAX_SMALL_PART), {
    open(tag, { numFmtId = '0', formatCode = '' }) {
      if (tag === 'numFmt') formats.set(numFmtId, formatCode)
      else if (tag === 'cellXfs') inCells = true
      else if (tag === 'xf' && inCells) {
        const format = formats.get(numFmtId)
        isTime.push(showsTime(Number(numFmtId), format))
        digits.push(/^0+(?=;|$)/.exec(format ?? '')?.[0].length ?? 0)
      }
    },
    close(tag) {
      if (tag === 'cellXfs') inCells = false
    },
  })
  return { isTime, digits }
}

function showsTime(id: number, code: string | undefined): boolean {
  if (code === undefined) return TIME_FORMATS.some(([from, to]) => id >= from && id <= to)
  // Remove literal text, escaped characters and bracketed parts, but keep the brackets of elapsed time, such
  // as [h].
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
  return /[ymdhs]/i.test(bare) && !/general/i.test(bare)
}
