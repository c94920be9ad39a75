import type { Writable } from 'node:stream'
import type ExcelJS from 'exceljs'
import { ofSheet } from '../../shared/sheets/address'
import type { DataValidation, SheetLayout, WorkbookProperties } from '../../shared/sheets/layout'
import { pageLineCode } from '../../shared/sheets/print'
import { centerOnPage, newWorkbookWriter, type SheetWriter, wholeFile } from '../workbook-writer'
import { addDrawings, hasDrawings } from './drawings/add-drawings'
import { argb, workbookRule } from './workbook-style'
import { writeRows } from './write-rows'

/** Hears how many rows are written so far, of how many. */
export type OnRows = (done: number, total: number) => void

/** Paper sizes by their number in the file format. */
const PAPER = { A4: 9 } as const

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
  onRows: OnRows = () => undefined,
): Promise<void> {
  const write = (to: Writable) => writeCells(sheets, properties, createdAt, to, onRows)
  if (sheets.some(hasDrawings)) target.end(await addDrawings(await wholeFile(write), sheets))
  else await write(target)
}

async function writeCells(
  sheets: readonly SheetLayout[],
  properties: WorkbookProperties,
  createdAt: Date,
  target: Writable,
  onRows: OnRows,
): Promise<void> {
  const workbook = await newWorkbookWriter(target, createdAt, properties.author)
  Object.assign(workbook, {
    title: properties.title,
    subject: properties.subject,
    keywords: properties.keywords,
  })
  const total = sheets.reduce((sum, layout) => sum + lengthOf(layout), 0)
  let done = 0
  onRows(done, total)
  for (const layout of sheets) {
    for (const { name, ref } of layout.names ?? [])
      workbook.definedNames.add(`${ofSheet(layout.name)}${ref}`, name)
    await writeSheet(workbook, layout, (rows) => onRows(done + rows, total))
    done += lengthOf(layout)
    onRows(done, total)
  }
  await workbook.commit()
}

/** How many rows a layout has: rows are drawn as they are written, but what is printed has them all. */
function lengthOf({ print }: SheetLayout): number {
  return Number(/\d+$/.exec(print?.area ?? '')?.[0] ?? 0)
}

/** The file of {@link writeWorkbook} as a whole. */
export async function renderWorkbook(
  sheets: readonly SheetLayout[],
  properties: WorkbookProperties,
  createdAt: Date,
  onRows?: OnRows,
): Promise<Buffer> {
  return wholeFile((target) => writeWorkbook(sheets, properties, createdAt, target, onRows))
}

async function writeSheet(
  workbook: ExcelJS.stream.xlsx.WorkbookWriter,
  layout: SheetLayout,
  onWritten: (rows: number) => void,
): Promise<void> {
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
  await writeRows(sheet, layout, onWritten)
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
