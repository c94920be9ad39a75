import type ExcelJS from 'exceljs'
import type { Style, Workbook, Worksheet } from 'exceljs'
import type { Cell, DataValidation, SheetLayout, WorkbookProperties } from '../../shared/sheets/layout'
import { roomForNotes } from '../../shared/sheets/notes-room'
import { pageLineCode } from '../../shared/sheets/print'
import { newWorkbook } from '../workbook-writer'
import { addDrawings, hasDrawings } from './drawings/add-drawings'
import { argb, workbookRule, workbookStyles } from './workbook-style'

/** Paper sizes by their number in the file format. */
const PAPER = { A4: 9 } as const

/**
 * Renders sheets into an .xlsx file.
 *
 * @param createdAt the creation time in the file's properties
 * @throws RangeError when a cell uses a style that its layout doesn't define
 */
export async function renderWorkbook(
  sheets: readonly SheetLayout[],
  properties: WorkbookProperties,
  createdAt: Date,
): Promise<Buffer> {
  const workbook = await newWorkbook()
  workbook.title = properties.title
  workbook.subject = properties.subject
  workbook.keywords = properties.keywords
  // Without an author, exceljs writes its own name.
  workbook.creator = properties.author
  workbook.lastModifiedBy = properties.author
  workbook.created = createdAt
  workbook.modified = createdAt
  for (const sheet of sheets) await renderSheet(workbook, sheet)
  const file = Buffer.from(await workbook.xlsx.writeBuffer())
  return sheets.some(hasDrawings) ? addDrawings(file, sheets) : file
}

async function renderSheet(workbook: Workbook, layout: SheetLayout): Promise<void> {
  const sheet = workbook.addWorksheet(layout.name, {
    ...(layout.tabColor ? { properties: { tabColor: { argb: argb(layout.tabColor) } } } : {}),
    views: [view(layout)],
  })
  layout.columns.forEach((column, i) => {
    if (!column) return
    const target = sheet.getColumn(i + 1)
    target.width = fileWidth(column.width)
    if (column.hidden) target.hidden = true
  })
  writeRows(sheet, layout)
  layout.conditionalFormats?.forEach((format, i) => {
    sheet.addConditionalFormatting({ ref: format.range, rules: [workbookRule(format, i + 1)] })
  })
  for (const validation of layout.validations ?? []) addValidation(sheet, validation)
  for (const { name, ref } of layout.names ?? []) workbook.definedNames.add(`'${layout.name}'!${ref}`, name)
  setUpPrint(sheet, layout)
  for (const [[left, top], [right, bottom]] of roomForNotes(layout))
    for (let row = top; row <= bottom; row++)
      for (let column = left; column <= right; column++)
        sheet.getCell(row, column).protection = { locked: false }
  const { freeRows } = layout.protection ?? {}
  for (let row = freeRows?.first ?? 1; row <= (freeRows?.last ?? 0); row++)
    sheet.getRow(row).protection = { locked: false }
  if (layout.protection) await sheet.protect('', { ...layout.protection.allow })
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

function writeRows(sheet: Worksheet, layout: SheetLayout): void {
  const styles = workbookStyles(layout.styles)
  const merges: [top: number, left: number, bottom: number, right: number][] = []
  let number = 0
  for (const row of layout.rows) {
    number += 1
    const target = sheet.getRow(number)
    if (row.height !== undefined) target.height = row.height
    row.cells.forEach((cell, i) => {
      if (cell) writeCell(target.getCell(i + 1), cell, styles)
    })
    for (const merge of row.merges ?? []) {
      merges.push([number, merge.column, number + merge.rows - 1, merge.column + merge.columns - 1])
    }
  }
  // Last, because a value written to a merged cell would go to the top left cell of the merge.
  for (const merge of merges) sheet.mergeCells(merge)
}

function writeCell(target: ExcelJS.Cell, cell: Cell, styles: Map<string, Partial<Style>>): void {
  if (cell.style !== undefined) {
    const style = styles.get(cell.style)
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

/**
 * The file format reads `_x0041_` inside a string as the character with that code; this escapes it to keep
 * the text as typed.
 */
function storedText(text: string): string {
  return text.replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')
}

function addValidation(sheet: Worksheet, validation: DataValidation): void {
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
function validationsOf(sheet: Worksheet): { add(range: string, model: ExcelJS.DataValidation): void } {
  return (
    sheet as Worksheet & { dataValidations: { add(range: string, model: ExcelJS.DataValidation): void } }
  ).dataValidations
}

function setUpPrint(sheet: Worksheet, layout: SheetLayout): void {
  const { print } = layout
  if (!print) return
  Object.assign(sheet.pageSetup, {
    orientation: print.orientation,
    paperSize: PAPER[print.paper],
    fitToPage: true,
    fitToWidth: print.pagesWide,
    // No limit for the number of pages downwards.
    fitToHeight: 0,
    // exceljs adds a $ before each corner, which fixes the column; this $ fixes the row.
    printArea: print.area.replaceAll(/(?<=[A-Z])(?=\d)/g, '$'),
    horizontalCentered: print.centerHorizontally ?? false,
    margins: print.margins,
    ...(print.repeatRows ? { printTitlesRow: `${print.repeatRows.first}:${print.repeatRows.last}` } : {}),
  })
  for (const row of print.breaksBefore ?? []) sheet.getRow(row - 1).addPageBreak()
  if (print.header) sheet.headerFooter.oddHeader = pageLineCode(print.header)
  if (print.footer) sheet.headerFooter.oddFooter = pageLineCode(print.footer)
}
