import { Writable } from 'node:stream'
import type ExcelJS from 'exceljs'

/**
 * Writes a workbook row by row. exceljs is loaded with the first one: it takes some 20 MiB, and not every process writes
 * workbooks.
 *
 * @param author is named in the file's properties; without one, exceljs writes its own name
 */
export async function newWorkbookWriter(
  stream: Writable,
  created: Date,
  author: string,
): Promise<ExcelJS.stream.xlsx.WorkbookWriter> {
  const { default: exceljs } = await import('exceljs')
  const options: Partial<ExcelJS.stream.xlsx.WorkbookStreamWriterOptions> & Partial<ExcelJS.Workbook> = {
    stream,
    useStyles: true,
    // Only a shared string keeps spaces at its ends, and a text that repeats is in the file once.
    useSharedStrings: true,
    creator: author,
    lastModifiedBy: author,
    created,
    modified: created,
  }
  return new exceljs.stream.xlsx.WorkbookWriter(options)
}

export type SheetWriter = ReturnType<ExcelJS.stream.xlsx.WorkbookWriter['addWorksheet']>

/** Prints a sheet in the middle of the page: exceljs' writer of rows leaves out these settings of a sheet. */
export function centerOnPage(sheet: SheetWriter): void {
  const writer = sheet as unknown as { _write(xml: string): void; _writePageMargins(): void }
  const writeMargins = writer._writePageMargins.bind(sheet)
  writer._writePageMargins = () => {
    writer._write('<printOptions horizontalCentered="1"/>')
    writeMargins()
  }
}

/** Writes a row although it has neither a height nor a value: its cells have a style. */
export function keepRow(row: ExcelJS.Row): void {
  Object.defineProperty(row, 'hasValues', { value: true })
}

/**
 * Keeps exceljs from remembering rows that are written: every formula, in case a later one shares it, and every merged
 * area, which it compares with each later one.
 */
export class WrittenRows {
  private readonly merges: unknown[] = []
  private readonly sheet: { _formulae: object; _merges: unknown[] }

  constructor(sheet: SheetWriter) {
    this.sheet = sheet as unknown as WrittenRows['sheet']
  }

  forget(): void {
    this.sheet._formulae = {}
    for (const merge of this.sheet._merges.splice(0)) this.merges.push(merge)
  }

  /** Before the sheet is finished, because it ends with its merged areas. */
  end(): void {
    this.forget()
    for (const merge of this.merges) this.sheet._merges.push(merge)
  }
}

/**
 * The file format reads `_x0041_` inside a string as the character with that code; this escapes it to keep
 * the text as typed.
 */
export function storedText(text: string): string {
  return text.replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')
}

/** Collects what is written to its target. */
export async function wholeFile(write: (target: Writable) => Promise<void>): Promise<Buffer> {
  const chunks: Buffer[] = []
  const target = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  await write(target)
  return Buffer.concat(chunks)
}
