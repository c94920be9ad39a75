import type { Workbook } from 'exceljs'

/** An empty workbook. The writer is loaded with the first one: it takes some 20 MiB, and not every process writes one. */
export async function newWorkbook(): Promise<Workbook> {
  const { default: ExcelJS } = await import('exceljs')
  return new ExcelJS.Workbook()
}
