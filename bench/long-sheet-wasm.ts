import { createRequire } from 'node:module'
import type * as Xlsx from 'wasm-xlsxwriter'
import type { BorderEdge, CellStyle, SheetLayout } from '../shared/sheets/layout'
import { pageLineCode } from '../shared/sheets/print'

/** The file with WebAssembly for Node is CommonJS. */
const xlsx = createRequire(import.meta.url)('wasm-xlsxwriter') as typeof Xlsx

/** Draws a layout with wasm-xlsxwriter, which knows neither conditional formats nor colours of tabs. */
export function writeWithWasm(layout: SheetLayout): Uint8Array {
  const workbook = new xlsx.Workbook()
  const sheet = workbook.addWorksheet()
  sheet.setName(layout.name)
  const formats = new Map(Object.entries(layout.styles).map(([key, style]) => [key, formatOf(style)]))
  layout.columns.forEach((column, i) => {
    if (column) sheet.setColumnWidth(i, column.width)
  })
  let row = 0
  for (const { cells, height, merges = [] } of layout.rows) {
    if (height !== undefined) sheet.setRowHeight(row, height)
    for (let column = 0; column < cells.length; column++) {
      const cell = cells[column]!
      const format = formats.get(cell.style!)!
      if (cell.kind === 'text') sheet.writeStringWithFormat(row, column, cell.text, format)
      else if (cell.kind === 'number') sheet.writeNumberWithFormat(row, column, cell.value, format)
      else if (cell.kind === 'formula') {
        const formula = new xlsx.Formula(cell.formula).setResult(String(cell.result))
        sheet.writeFormulaWithFormat(row, column, formula, format)
      } else sheet.writeBlank(row, column, format)
    }
    for (const { column, columns } of merges) {
      const cell = cells[column - 1]!
      const text = cell.kind === 'text' ? cell.text : ''
      sheet.mergeRange(row, column - 1, row, column + columns - 2, text, formats.get(cell.style!)!)
    }
    row += 1
  }
  const { freeze, print } = layout
  if (freeze) sheet.setFreezePanes(freeze.rows, freeze.columns)
  sheet.setScreenGridlines(layout.showGridlines ?? true)
  if (print) {
    sheet.setLandscape()
    sheet.setPaperSize(9)
    sheet.setPrintFitToPages(1, 0)
    sheet.setPrintArea(0, 0, row - 1, layout.columns.length - 1)
    if (print.repeatRows) sheet.setRepeatRows(print.repeatRows.first - 1, print.repeatRows.last - 1)
    if (print.footer) sheet.setFooter(pageLineCode(print.footer))
  }
  return workbook.saveToBufferSync()
}

const color = (hex: string) => xlsx.Color.rgb(Number.parseInt(hex, 16))

function formatOf({ font, fill, border, alignment, numberFormat }: CellStyle): Xlsx.Format {
  const { FormatAlign, FormatBorder } = xlsx
  let format = new xlsx.Format()
  if (font) {
    format = format.setFontName(font.name).setFontSize(font.size)
    if (font.color) format = format.setFontColor(color(font.color))
    if (font.bold) format = format.setBold()
  }
  if (fill) format = format.setBackgroundColor(color(fill))
  const weight = ({ weight }: BorderEdge) => (weight === 'medium' ? FormatBorder.Medium : FormatBorder.Thin)
  if (border?.top) format = format.setBorderTop(weight(border.top)).setBorderTopColor(color(border.top.color))
  if (border?.bottom)
    format = format.setBorderBottom(weight(border.bottom)).setBorderBottomColor(color(border.bottom.color))
  const { horizontal, vertical, wrap } = alignment ?? {}
  if (horizontal === 'left') format = format.setAlign(FormatAlign.Left)
  if (horizontal === 'center') format = format.setAlign(FormatAlign.Center)
  if (horizontal === 'right') format = format.setAlign(FormatAlign.Right)
  if (vertical === 'middle') format = format.setAlign(FormatAlign.VerticalCenter)
  if (wrap) format = format.setTextWrap()
  return numberFormat ? format.setNumFormat(numberFormat) : format
}
