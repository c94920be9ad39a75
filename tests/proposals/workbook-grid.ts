import ExcelJS, { type Cell, type CellValue, type Workbook, type Worksheet } from 'exceljs'
import type { PlainGrid, PlainValue } from '../../shared/sheets/identity'
import { serialOf } from '../../shared/sheets/serial-date'

export async function openWorkbook(file: Buffer): Promise<Workbook> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(
    file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer,
  )
  return workbook
}

/** The plain values of a sheet, as `range.values` of Office.js returns them: dates are serial numbers. */
export function gridOfSheet(sheet: Worksheet): PlainGrid {
  return Array.from({ length: sheet.rowCount }, (_, row) =>
    Array.from({ length: sheet.columnCount }, (_, column) => {
      const cell = sheet.getCell(row + 1, column + 1)
      // A covered cell of a merged area shows nothing; exceljs returns the value of the cell that covers it.
      return cell.isMerged && cell.master !== cell ? '' : plainCell(cell)
    }),
  )
}

/** For a formula its result. `cell.value` leaves out a result of 0. */
export function plainCell(cell: Cell): PlainValue {
  return plainValue(cell.type === ExcelJS.ValueType.Formula ? cell.result : cell.value)
}

function plainValue(value: CellValue): PlainValue {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return serialOf(value.toISOString().slice(0, 10))
  if (typeof value !== 'object') return value
  if ('richText' in value) return value.richText.map(({ text }) => text).join('')
  if ('error' in value) return value.error
  return ''
}
