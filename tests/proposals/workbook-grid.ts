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

/** The plain values of a sheet, as Office.js' `range.values` has them: dates are serial numbers. */
export function gridOfSheet(sheet: Worksheet): PlainGrid {
  return Array.from({ length: sheet.rowCount }, (_, row) =>
    Array.from({ length: sheet.columnCount }, (_, column) => {
      const cell = sheet.getCell(row + 1, column + 1)
      // A merged cell shows nothing itself; exceljs hands out the value of the one it is merged with.
      return cell.isMerged && cell.master !== cell ? '' : plainCell(cell)
    }),
  )
}

/** Of a formula its result. `cell.value` wouldn't do: it leaves out a result of 0. */
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
