import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { expect, it } from 'vitest'
import { amountEntry, endEntry, startEntry } from '../../shared/sheets/media-mix/entry-rules'
import { findLibreOffice, recalculate } from '../support/libreoffice'

const DAY = 46_361

/** The grid of the workbench lets an error pass where a spreadsheet doesn't: `OR(TRUE,INT("500만"))` is an error there. */
it.skipIf(!findLibreOffice())(
  'lets values through in a spreadsheet, text among them, without an error',
  async () => {
    const cases: [formula: (cell: string) => string, entry: string | number, passes: boolean][] = [
      [amountEntry, '500만', true],
      [amountEntry, 1_000_000, true],
      [amountEntry, 0.5, false],
      [startEntry, '12월 5일', true],
      [startEntry, DAY, true],
      [startEntry, 12.5, false],
      [(cell) => endEntry(cell, '"12월 1일"'), '12/5', true],
      [(cell) => endEntry(cell, String(DAY)), DAY - 1, false],
    ]
    const folder = await mkdtemp(join(tmpdir(), 'flightsheet-entries-'))
    try {
      const workbook = new ExcelJS.Workbook()
      const sheet = workbook.addWorksheet('entries')
      cases.forEach(([formula, entry], i) => {
        sheet.getCell(`A${i + 1}`).value = entry
        sheet.getCell(`B${i + 1}`).value = { formula: formula(`A${i + 1}`) }
      })
      const path = join(folder, 'entries.xlsx')
      await workbook.xlsx.writeFile(path)
      const results = (await recalculate(path)).getWorksheet('entries')!
      expect(cases.map((_, i) => results.getCell(`B${i + 1}`).result)).toEqual(
        cases.map(([, , passes]) => passes),
      )
    } finally {
      await rm(folder, { recursive: true })
    }
  },
)
