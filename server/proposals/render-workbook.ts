import type { Writable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import type ExcelJS from 'exceljs'
import type { Style } from 'exceljs'
import type {
  Cell,
  DataValidation,
  RowLayout,
  SheetLayout,
  WorkbookProperties,
} from '../../shared/sheets/layout'
import { type Corners, roomForNotes } from '../../shared/sheets/notes-room'
import { pageBreaksOf, pageLineCode } from '../../shared/sheets/print'
import {
  centerOnPage,
  keepRow,
  newWorkbookWriter,
  type SheetWriter,
  storedText,
  WrittenRows,
  wholeFile,
} from '../workbook-writer'
import { addDrawings, hasDrawings } from './drawings/add-drawings'
import { argb, workbookRule, workbookStyles } from './workbook-style'

/** Paper sizes by their number in the file format. */
const PAPER = { A4: 9 } as const
/** After so many rows, the rows that were written are compressed and leave the memory. */
const ROWS_PER_TURN = 250
const UNLOCKED: Partial<Style> = { protection: { locked: false } }

/**
 * Renders sheets into an .xlsx file, row by row: rows are never all in memory. A file with charts or pictures is,
 * because they are added to the finished file.
 *
 * @param createdAt the creation time in the file's properties
 * @param target receives the file, and is ended with it
 * @throws RangeError when a cell uses a style that its layout doesn't define
 */
export async function writeWorkbook(
  sheets: readonly SheetLayout[],
  properties: WorkbookProperties,
  createdAt: Date,
  target: Writable,
): Promise<void> {
  const write = (to: Writable) => writeCells(sheets, properties, createdAt, to)
  if (sheets.some(hasDrawings)) target.end(await addDrawings(await wholeFile(write), sheets))
  else await write(target)
}

async function writeCells(
  sheets: readonly SheetLayout[],
  properties: WorkbookProperties,
  createdAt: Date,
  target: Writable,
): Promise<void> {
  const workbook = await newWorkbookWriter(target, createdAt, properties.author)
  Object.assign(workbook, {
    title: properties.title,
    subject: properties.subject,
    keywords: properties.keywords,
  })
  for (const layout of sheets) {
    for (const { name, ref } of layout.names ?? []) workbook.definedNames.add(`'${layout.name}'!${ref}`, name)
    await writeSheet(workbook, layout)
  }
  await workbook.commit()
}

/** The file of {@link writeWorkbook} as a whole. */
export async function renderWorkbook(
  sheets: readonly SheetLayout[],
  properties: WorkbookProperties,
  createdAt: Date,
): Promise<Buffer> {
  return wholeFile((target) => writeWorkbook(sheets, properties, createdAt, target))
}

async function writeSheet(workbook: ExcelJS.stream.xlsx.WorkbookWriter, layout: SheetLayout): Promise<void> {
  const sheet = workbook.addWorksheet(layout.name, {
    ...(layout.tabColor ? { properties: { tabColor: { argb: argb(layout.tabColor) } } } : {}),
    views: [view(layout)],
    ...printSetup(layout),
  })
  layout.columns.forEach((column, i) => {
    if (!column) return
    const target = sheet.getColumn(i + 1)
    target.width = fileWidth(column.width)
    if (column.hidden) target.hidden = true
  })
  layout.conditionalFormats?.forEach((format, i) => {
    sheet.addConditionalFormatting({ ref: format.range, rules: [workbookRule(format, i + 1)] })
  })
  for (const validation of layout.validations ?? []) addValidation(sheet, validation)
  if (layout.protection) await sheet.protect('', { ...layout.protection.allow })
  if (layout.print?.centerHorizontally) centerOnPage(sheet)
  const rows = new RowWriter(sheet, layout)
  const written = new WrittenRows(sheet)
  let number = 0
  for (const row of layout.rows) {
    number += 1
    rows.write(number, row)
    if (number % ROWS_PER_TURN > 0) continue
    written.forget()
    await turn()
  }
  rows.end(number)
  written.end()
  sheet.commit()
}

/**
 * Layouts count characters of the default font (7 pixels each); the file format adds 5 pixels of padding.
 * exceljs omits a width of exactly 9, which is its default; no whole number of characters results in 9.
 */
function fileWidth(characters: number): number {
  return (characters * 7 + 5) / 7
}

/** A frozen pane needs the position at which the scrolling part begins. */
function view(layout: SheetLayout): Partial<ExcelJS.WorksheetView> {
  const showGridLines = layout.showGridlines ?? true
  const { rows = 0, columns = 0 } = layout.freeze ?? {}
  if (rows === 0 && columns === 0) return { state: 'normal', showGridLines }
  return { state: 'frozen', xSplit: columns, ySplit: rows, showGridLines }
}

/** Writes rows in order. A row leaves the memory as soon as no merged cell reaches beyond it. */
class RowWriter {
  private readonly styles: Map<string, Partial<Style>>
  private readonly breaksBefore: ReadonlySet<number>
  private readonly notes: readonly Corners[]
  private readonly freeRows: { first: number; last: number }
  private merges: [top: number, left: number, bottom: number, right: number][] = []
  /** The last row of the merged cells so far. */
  private merged = 0

  constructor(
    private readonly sheet: SheetWriter,
    layout: SheetLayout,
  ) {
    this.styles = workbookStyles(layout.styles)
    this.breaksBefore = new Set(layout.print ? pageBreaksOf(layout.print) : [])
    this.notes = roomForNotes(layout)
    this.freeRows = layout.protection?.freeRows ?? { first: 1, last: 0 }
  }

  write(number: number, row: RowLayout): void {
    const target = this.sheet.getRow(number)
    if (row.height !== undefined) target.height = row.height
    else if (row.cells.length > 0) keepRow(target)
    for (let i = 0; i < row.cells.length; i++) {
      const cell = row.cells[i]
      if (cell) this.writeCell(target.getCell(i + 1), cell)
    }
    for (const merge of row.merges ?? []) {
      const bottom = number + merge.rows - 1
      this.merges.push([number, merge.column, bottom, merge.column + merge.columns - 1])
      this.merged = Math.max(this.merged, bottom)
    }
    this.unlock(target, number)
    if (this.breaksBefore.has(number + 1)) target.addPageBreak()
    if (number >= this.merged) this.release(target)
  }

  /** @param last the last row of the layout */
  end(last: number): void {
    const below = Math.max(this.freeRows.last, this.merged, ...this.notes.map(([, [, row]]) => row))
    for (let number = last + 1; number <= below; number++) {
      const target = this.sheet.getRow(number)
      keepRow(target)
      this.unlock(target, number)
    }
    this.release()
  }

  private release(row?: ExcelJS.Row): void {
    // Last, because a value written to a merged cell would go to the top left cell of the merge.
    for (const merge of this.merges) this.sheet.mergeCells(...merge)
    this.merges = []
    row?.commit()
  }

  /** Unlocks what a person may type into although the sheet is protected. */
  private unlock(target: ExcelJS.Row, number: number): void {
    for (const [[left, top], [right, bottom]] of this.notes) {
      if (number < top || number > bottom) continue
      for (let column = left; column <= right; column++) target.getCell(column).style = UNLOCKED
    }
    if (number >= this.freeRows.first && number <= this.freeRows.last) {
      // The style of a row is the style of the cells that it doesn't have; exceljs' types don't declare it.
      Object.assign(target, { style: UNLOCKED })
    }
  }

  private writeCell(target: ExcelJS.Cell, cell: Cell): void {
    if (cell.style !== undefined) {
      const style = this.styles.get(cell.style)
      if (!style) throw new RangeError(`the layout has no style ${cell.style}`)
      target.style = style
    }
    switch (cell.kind) {
      case 'empty':
      case 'kept':
        return
      case 'text':
        target.value = storedText(cell.text)
        return
      case 'number':
        target.value = cell.value
        return
      case 'formula':
        target.value = { formula: cell.formula, result: cell.result }
    }
  }
}

function addValidation(sheet: SheetWriter, validation: DataValidation): void {
  const { rule, alert } = validation
  const common = {
    allowBlank: validation.allowBlank,
    showErrorMessage: true,
    errorStyle: alert.style,
    errorTitle: alert.title,
    error: alert.message,
  }
  const model = (): ExcelJS.DataValidation => {
    switch (rule.type) {
      case 'list':
        return { ...common, type: 'list', formulae: [`"${rule.values.join(',')}"`] }
      case 'wholeNumber':
        return { ...common, type: 'whole', operator: 'between', formulae: [rule.min, rule.max] }
      case 'date':
        return { ...common, type: 'date', operator: 'between', formulae: [rule.min, rule.max].map(midnight) }
      case 'custom':
        return { ...common, type: 'custom', formulae: [rule.formula] }
    }
  }
  validationsOf(sheet).add(validation.range, model())
}

function midnight(date: string): Date {
  return new Date(`${date}T00:00:00Z`)
}

/** exceljs supports validations by range, but its types declare only those by cell. */
function validationsOf(sheet: SheetWriter): { add(range: string, model: ExcelJS.DataValidation): void } {
  return (
    sheet as SheetWriter & { dataValidations: { add(range: string, model: ExcelJS.DataValidation): void } }
  ).dataValidations
}

function printSetup({ print }: SheetLayout): Partial<ExcelJS.AddWorksheetOptions> {
  if (!print) return {}
  return {
    pageSetup: {
      orientation: print.orientation,
      paperSize: PAPER[print.paper],
      fitToPage: true,
      fitToWidth: print.pagesWide,
      // 0 is no limit for the number of pages downwards.
      fitToHeight: print.pagesHigh ?? 0,
      // exceljs adds a $ before each corner, which fixes the column; this $ fixes the row.
      printArea: print.area.replaceAll(/(?<=[A-Z])(?=\d)/g, '$'),
      margins: print.margins,
      ...(print.repeatRows ? { printTitlesRow: `${print.repeatRows.first}:${print.repeatRows.last}` } : {}),
    },
    headerFooter: {
      ...(print.header ? { oddHeader: pageLineCode(print.header) } : {}),
      ...(print.footer ? { oddFooter: pageLineCode(print.footer) } : {}),
    },
  }
}
