import type ExcelJS from 'exceljs'
import { BOM, csvField } from '../../shared/csv'
import type { Language } from '../../shared/language'
import { cleanText } from '../../shared/sheets/text'
import { newWorkbookWriter, storedText, wholeFile } from '../workbook-writer'
import type { ColumnKind, ExportReport } from './export-columns'

const FORMATS: Record<ColumnKind, Partial<ExcelJS.Style>> = {
  text: {},
  date: { numFmt: 'yyyy-mm-dd', alignment: { horizontal: 'center' } },
  whole: { numFmt: '#,##0' },
  percent: { numFmt: '0.0%' },
}
const WIDTHS: Record<ColumnKind, number> = { text: 22, date: 12, whole: 15, percent: 10 }
const HEADER: Partial<ExcelJS.Style> = {
  font: { bold: true, color: { argb: 'FFFFFFFF' } },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FF1F3A5F' } },
  alignment: { horizontal: 'center', vertical: 'middle' },
}

/**
 * A report as CSV: UTF-8 with a BOM, numbers unformatted, quotients as decimals. No text becomes a formula.
 */
export function csvOf<Row>({ columns }: ExportReport<Row>, rows: readonly Row[], language: Language): string {
  const lines = rows.map((row) =>
    columns
      .map(({ value }) => {
        const shown = value(row, language)
        return shown === null ? '' : typeof shown === 'number' ? String(shown) : csvField(shown)
      })
      .join(','),
  )
  return `${BOM}${[columns.map(({ title }) => csvField(title[language])).join(','), ...lines].join('\r\n')}\r\n`
}

/**
 * A report as a workbook with one sheet: a table with a filter and a frozen header. No text becomes a
 * formula.
 */
export async function xlsxOf<Row>(
  { name, columns }: ExportReport<Row>,
  rows: readonly Row[],
  asOf: string | null,
  language: Language,
): Promise<Buffer> {
  return wholeFile(async (target) => {
    const created = asOf === null ? new Date() : new Date(asOf)
    const workbook = await newWorkbookWriter(target, created, 'Flightsheet')
    const sheet = workbook.addWorksheet(name[language], {
      views: [{ state: 'frozen', ySplit: 1 }],
      pageSetup: {
        orientation: 'landscape',
        fitToPage: true,
        fitToWidth: 1,
        fitToHeight: 0,
        paperSize: 9,
        printTitlesRow: '1:1',
      },
    })
    sheet.columns = columns.map(({ kind }) => ({ width: WIDTHS[kind] }))
    const header = sheet.addRow(columns.map(({ title }) => title[language]))
    header.height = 22
    header.eachCell((cell) => {
      cell.style = HEADER
    })
    header.commit()
    for (const row of rows) {
      const line = sheet.addRow(columns.map(({ kind, value }) => cellValue(kind, value(row, language))))
      columns.forEach(({ kind }, at) => {
        line.getCell(at + 1).style = FORMATS[kind]
      })
      line.commit()
    }
    sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: rows.length + 1, column: columns.length } }
    await workbook.commit()
  })
}

function cellValue(kind: ColumnKind, value: string | number | null): ExcelJS.CellValue {
  if (typeof value !== 'string') return value
  return kind === 'date' ? new Date(`${value}T00:00:00Z`) : storedText(cleanText(value))
}
