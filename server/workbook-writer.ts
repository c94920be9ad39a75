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

/** A cell as exceljs writes it. */
export interface WrittenCell {
  address: string
  type: (typeof CELL_TYPES)[keyof typeof CELL_TYPES]
  style?: Partial<ExcelJS.Style> | undefined
  value?: string | number
  formula?: string
  result?: string | number
}

/** exceljs' numbers for what is in a cell. */
export const CELL_TYPES = { nothing: 0, number: 2, text: 3, formula: 6 } as const

interface RowSink {
  _writeRow(row: { hasValues: true; model: object }): void
  _formulae: object
  _merges: string[]
  rowBreaks: { id: number; max: number; man: 1 }[]
}

const NO_STYLE = {}
/** As exceljs writes the end of a page break: the last column. */
const LAST_COLUMN = 16_838

/**
 * Writes rows as plain data, in order. exceljs makes an object of each cell otherwise and compares each merged area with
 * all others, which takes a third of the time.
 */
export class RowsOfSheet {
  private readonly sink: RowSink

  constructor(sheet: SheetWriter) {
    this.sink = sheet as unknown as RowSink
  }

  /**
   * @param cells in the order of their columns
   * @param style of the cells that the row doesn't have
   */
  write(
    number: number,
    height: number | undefined,
    cells: readonly WrittenCell[],
    style: Partial<ExcelJS.Style> = NO_STYLE,
  ): void {
    this.sink._writeRow({ hasValues: true, model: { number, height, cells, style } })
  }

  /** @param area `A1:B2`; only its first cell has a value */
  merge(area: string): void {
    this.sink._merges.push(area)
  }

  breakPageAfter(row: number): void {
    this.sink.rowBreaks.push({ id: row, max: LAST_COLUMN, man: 1 })
  }

  /** exceljs remembers every formula, in case a later one shares it; none does. */
  forget(): void {
    this.sink._formulae = {}
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
