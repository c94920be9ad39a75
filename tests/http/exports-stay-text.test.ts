import { parse } from 'csv-parse/sync'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeTsv } from '../../addin/operator/catalog/tsv'
import { rejectionsCsv } from '../../server/forecasts/rejections-csv'
import { withdrawnCsv } from '../../server/forecasts/withdrawn-csv'
import type { ExportReport } from '../../server/monitoring/export-columns'
import { csvOf, xlsxOf } from '../../server/monitoring/export-file'
import { csvField } from '../../shared/csv'
import { inertText, originalText } from '../../shared/inert-text'

const FORMULAS = [
  '=HYPERLINK("http://x","y")',
  '+1',
  '@x',
  '-1+1',
  '=1+1',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1',
  '\u00a0=1',
  '\ufeff=1',
  '＝1+1',
  '＋1',
  '－1',
  '＠x',
  "=cmd|'/c calc'!A1",
  '";=1+1',
]
/** What spreadsheets read as the beginning of a formula. */
const BEGINS_FORMULA = /^\s*[=+\-@＝＋－＠\t\r\n]/

async function* pageOf<T>(...rows: T[]) {
  yield rows
}

async function wholeText(parts: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const part of parts) text += part
  return text
}

const fieldsOf = (csv: string) => (parse(csv, { bom: true }) as string[][]).slice(1)

const REPORT: ExportReport<string> = {
  name: { ko: '보고서', en: 'Report' },
  columns: [
    { title: { ko: '글', en: 'Text' }, kind: 'text', value: (text) => text },
    { title: { ko: '수', en: 'Number' }, kind: 'whole', value: () => -5 },
  ],
}

describe('text that looks like a formula', () => {
  it('stays text in every csv file', async () => {
    const rejected = FORMULAS.map((value) => ({ line: 1, column: value, value, reason: value, taken: false }))
    const withdrawn = FORMULAS.map((value) => ({
      part: value,
      metaId: value,
      date: '2026-12-01',
      hour: 1,
      forecast: 1,
      actual: null,
    }))
    const rows = [
      ...fieldsOf(await wholeText(rejectionsCsv(pageOf(...rejected), 'en', 'ko'))),
      ...fieldsOf(await wholeText(withdrawnCsv(pageOf(...withdrawn), 'ko'))),
      ...fieldsOf(csvOf(REPORT, FORMULAS, 'ko')).map(([text]) => [text!]),
    ]
    expect(rows).toHaveLength(3 * FORMULAS.length)
    expect(rows.flat().filter((field) => BEGINS_FORMULA.test(field))).toEqual([])
  })

  it('stays text in what is copied to a spreadsheet', () => {
    const cells = writeTsv([FORMULAS.slice(0, 5)]).split('\t')
    expect(cells.map((cell) => cell.replace(/^"/, '')).filter((cell) => BEGINS_FORMULA.test(cell))).toEqual(
      [],
    )
  })

  it('stays text in an exported workbook, with characters that no workbook can hold left out', async () => {
    const texts = [...FORMULAS, '_x0041_', 'a\u0000b\u0007', 'half \ud83d', '😀 שלום', '가'.repeat(40_000)]
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load((await xlsxOf(REPORT, texts, null, 'ko')) as never)
    const sheet = workbook.worksheets[0]!
    const cells = texts.map((_, i) => sheet.getCell(i + 2, 1))
    expect(cells.every(({ type }) => type === ExcelJS.ValueType.String)).toBe(true)
    expect(cells.slice(0, 5).map(({ value }) => value)).toEqual(FORMULAS.slice(0, 5))
    expect(cells.slice(FORMULAS.length, -1).map(({ value }) => value)).toEqual([
      '_x0041_',
      'ab',
      'half \ufffd',
      '😀 שלום',
    ])
    expect(String(cells.at(-1)!.value)).toHaveLength(32_767)
    expect(sheet.getCell('B2').value).toBe(-5)
  })

  it('stays text whatever a person writes, and comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(csvField(text).slice(1)).not.toMatch(BEGINS_FORMULA)
        if (!text.startsWith("'")) expect(originalText(inertText(text))).toBe(text)
      }),
    )
  })
})
