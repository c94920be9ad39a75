import { BooleanNumber, type IStyleData } from '@univerjs/core'
import type { FWorksheet } from '@univerjs/sheets/facade'
import ExcelJS, { type CellValue, type Style, type Worksheet } from 'exceljs'
import { cellAt, contentOf, formulaOf } from '../host/cell-contents'
import { hexColor } from '../host/cell-styles'
import type { Host } from '../host/host'
import { isUnlocked } from '../host/locked-cells'
import { isVisible, namesIn } from '../host/names'
import { POINTS_TO_PIXELS } from '../host/sheet-state'
import { usedArea } from '../host/used-range'
import { writeFileFormats } from './file-formats'
import { writeFileValidations } from './file-validations'
import { functionsInFile } from './function-names'
import { setUpPage } from './page'
import { fileStyle } from './styles'

/** The workbook as a file; formulas are saved with their results, for readers that don't calculate. */
export async function saveXlsx(host: Host): Promise<ArrayBuffer> {
  await host.calculation.settled()
  const book = new ExcelJS.Workbook()
  const { title = '', subject = '', author = '', keywords = '' } = host.state.properties
  Object.assign(book, { title, subject, creator: author, keywords })
  for (const sheet of host.workbook.getSheets()) await writeSheet(host, book, sheet)
  for (const name of namesIn(host, null)) {
    const reference = name.getFormulaOrRefString().replace(/^=/, '')
    // exceljs writes only names of ranges, and always as visible ones.
    if (reference.includes('!') && isVisible(host, name)) book.definedNames.add(reference, name.getName())
  }
  return book.xlsx.writeBuffer() as Promise<ArrayBuffer>
}

async function writeSheet(host: Host, book: ExcelJS.Workbook, sheet: FWorksheet): Promise<void> {
  const id = sheet.getSheetId()
  const state = host.sheetState(id)
  const config = sheet.getSheet().getConfig()
  const { xSplit, ySplit } = sheet.getFreeze()
  const showGridLines = config.showGridlines !== BooleanNumber.FALSE
  const tab = hexColor(sheet.getTabColor())
  const made = book.addWorksheet(sheet.getSheetName(), {
    ...(tab ? { properties: { tabColor: { argb: `FF${tab.slice(1)}` } } } : {}),
    views: [
      xSplit > 0 || ySplit > 0
        ? { state: 'frozen', xSplit: Math.max(0, xSplit), ySplit: Math.max(0, ySplit), showGridLines }
        : { state: 'normal', showGridLines },
    ],
    ...(sheet.isSheetHidden() ? { state: state.veryHidden ? 'veryHidden' : 'hidden' } : {}),
  })
  writeSizes(sheet, made)
  writeCells(host, sheet, made)
  for (const merge of sheet.getSheet().getMergeData()) {
    made.mergeCells(merge.startRow + 1, merge.startColumn + 1, merge.endRow + 1, merge.endColumn + 1)
  }
  writeFileFormats(host, id, made)
  writeFileValidations(host, id, made)
  setUpPage(made, state.pageLayout)
  if (state.protection) {
    const options = Object.entries(state.protection)
      .filter(([name, value]) => name.startsWith('allow') && value === true)
      .map(([name]) => [name.charAt(5).toLowerCase() + name.slice(6), true])
    await made.protect('', Object.fromEntries(options))
  }
}

function writeSizes(sheet: FWorksheet, made: Worksheet): void {
  const { columnData, rowData } = sheet.getSheet().getConfig()
  for (const [index, column] of Object.entries(columnData)) {
    const target = made.getColumn(Number(index) + 1)
    if (column?.w) target.width = column.w / 7
    if (column?.hd === BooleanNumber.TRUE) target.hidden = true
  }
  for (const [index, row] of Object.entries(rowData)) {
    const target = made.getRow(Number(index) + 1)
    if (row?.h && row.ia !== BooleanNumber.TRUE) target.height = row.h / POINTS_TO_PIXELS
    if (row?.hd === BooleanNumber.TRUE) target.hidden = true
  }
}

function writeCells(host: Host, sheet: FWorksheet, made: Worksheet): void {
  const used = usedArea(host, host.wholeSheet(sheet.getSheetId()), false)
  if (!used) return
  const gridStyles = sheet.getWorkbook().getStyles()
  // Cells that look the same share one style object, which halves the time exceljs needs.
  const styles = new Map<string, Partial<Style>>()
  const styleOf = (style: IStyleData, locked: boolean) => {
    const key = `${locked}${JSON.stringify(style)}`
    const known = styles.get(key) ?? fileStyle(style, locked)
    styles.set(key, known)
    return known
  }
  for (let row = used.top; row <= used.bottom; row++) {
    for (let column = used.left; column <= used.right; column++) {
      const cell = cellAt(sheet, row, column)
      if (!cell) continue
      const target = made.getCell(row + 1, column + 1)
      target.style = styleOf(gridStyles.getStyleByCell(cell) ?? {}, !isUnlocked(cell))
      const formula = formulaOf(sheet, cell, row, column)
      const value = contentOf(cell)
      if (formula)
        target.value = {
          formula: functionsInFile(formula.replace(/^=/, ''), host.customFunctions.namespace),
          result: value,
        } as CellValue
      else if (value !== '') target.value = typeof value === 'string' ? storedText(value) : value
    }
  }
}

/** The file format reads `_x0041_` inside a string as the character with that number. */
function storedText(text: string): string {
  return text.replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')
}
