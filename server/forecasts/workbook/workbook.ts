import { invalidFile } from '../invalid-file'
import { type CellStyle, readCellStyles } from './cell-styles'
import { relationshipsOf } from './relationships'
import { readSharedStrings, unescaped } from './shared-strings'
import { readXml } from './xml-events'
import { ZipArchive } from './zip-archive'

const MAX_PART = 16 * 1024 ** 2
/** Where the main part of most workbooks is, for those that don't say it. */
const USUAL_MAIN_PART = 'xl/workbook.xml'

export interface Sheet {
  name: string
  /** Name of its part in the archive. */
  part: string
  hidden: boolean
}

/** An open workbook: all that is needed to read the cells of its sheets. */
export interface Workbook {
  archive: ZipArchive
  /** In the order of the workbook, with hidden ones last. */
  sheets: Sheet[]
  /** Names of sheets without cells, such as charts. */
  otherSheets: string[]
  sharedStrings: string[]
  styles: CellStyle[]
  /** Serial dates count from 1904 instead of 1900. */
  date1904: boolean
}

/** @throws Problem FORECAST_FILE_INVALID for a file that isn't a readable workbook */
export async function openWorkbook(path: string): Promise<Workbook> {
  const archive = await ZipArchive.open(path)
  const main = await mainPart(archive)
  const found: { name: string; id: string; hidden: boolean }[] = []
  let date1904 = false
  let isWorkbook = false
  await readXml(archive.part(main, MAX_PART), {
    open(tag, attributes) {
      if (tag === 'workbook') isWorkbook = true
      if (tag === 'workbookPr') date1904 = ['1', 'true', 'on'].includes(attributes.date1904 ?? '')
      if (tag !== 'sheet') return
      const id = Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1] ?? ''
      const hidden = (attributes.state ?? 'visible') !== 'visible'
      found.push({ name: unescaped(attributes.name ?? ''), id, hidden })
    },
  })
  if (!isWorkbook)
    throw invalidFile('The file is an Office document, but not a workbook. Send an .xlsx or a .csv.')
  const relationships = await relationshipsOf(archive, main)
  const targetOf = new Map(relationships.map((one) => [one.id, one]))
  const partOf = (type: string) => relationships.find((one) => one.type === type)?.part
  const sharedStrings = partOf('sharedStrings')
  const styles = partOf('styles')
  const withCells = found.filter(({ id }) => targetOf.get(id)?.type === 'worksheet')
  return {
    archive,
    sheets: withCells
      .map(({ name, id, hidden }) => ({ name, hidden, part: targetOf.get(id)!.part }))
      .sort((a, b) => Number(a.hidden) - Number(b.hidden)),
    otherSheets: found.filter((one) => !withCells.includes(one)).map(({ name }) => name),
    sharedStrings: sharedStrings ? await readSharedStrings(archive, sharedStrings) : [],
    styles: styles ? await readCellStyles(archive, styles) : [],
    date1904,
  }
}

/** @returns undefined when the workbook has no such sheet with cells */
export function sheetNamed(workbook: Workbook, name: string): Sheet | undefined {
  const plain = (text: string) => text.normalize('NFC').trim()
  return workbook.sheets.find((one) => plain(one.name) === plain(name))
}

async function mainPart(archive: ZipArchive): Promise<string> {
  const declared = (await relationshipsOf(archive, '')).find(({ type }) => type === 'officeDocument')?.part
  const main = declared ?? USUAL_MAIN_PART
  if (main.toLowerCase().endsWith('.bin'))
    throw invalidFile(
      'The file is a binary workbook (.xlsb), which cannot be read. Open it in Excel and save it as .xlsx or .csv.',
    )
  if (archive.has(main)) return main
  throw invalidFile(await wordsForOther(archive))
}

/** What a zip is that is no workbook, and what to do. */
async function wordsForOther(archive: ZipArchive): Promise<string> {
  if (archive.has('mimetype')) {
    let type = ''
    for await (const chunk of archive.part('mimetype', 1024)) type += chunk.toString('latin1')
    if (type.includes('opendocument.spreadsheet'))
      return 'The file is an OpenDocument spreadsheet (.ods), which cannot be read. Open it and save it as .xlsx or .csv.'
  }
  if (archive.has('Index/Document.iwa'))
    return 'The file is a document of Apple Numbers or Pages, which cannot be read. Export it as .xlsx or .csv.'
  return 'The file is a zip but not an Excel workbook. Send the csv inside of it, or a csv.gz.'
}
