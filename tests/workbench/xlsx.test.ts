// @vitest-environment happy-dom
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderWorkbook } from '../../server/proposals/render-workbook'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import { type Headless, openHeadless } from '../../workbench/headless'
import { openXlsx } from '../../workbench/xlsx/open'
import { saveXlsx } from '../../workbench/xlsx/save'
import { samplePlan } from '../sheets/sample-plan'

const PROPERTIES = { title: '제안서', subject: '', author: 'Flightsheet', keywords: 'flightsheet:c_1:7' }

/** What a reader of the file finds in it. */
async function seen(file: ArrayBuffer | Buffer) {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(file as ArrayBuffer)
  const sheet = book.worksheets[0]!
  const cells: Record<string, unknown> = {}
  sheet.eachRow((row) => {
    row.eachCell((cell) => {
      const { font, fill, border, numFmt, protection } = cell.style
      cells[cell.address] = {
        value: cell.isMerged && cell.master !== cell ? undefined : cell.formula || cell.value,
        result: cell.result,
        font: [font?.name, font?.size, font?.bold ?? false, font?.italic ?? false, font?.color?.argb],
        fill: fill?.type === 'pattern' && fill.pattern === 'solid' ? fill.fgColor?.argb : undefined,
        border: [border?.top?.style, border?.right?.style, border?.bottom?.style, border?.left?.style],
        numFmt: numFmt ?? 'General',
        locked: protection?.locked !== false,
      }
    })
  })
  const { orientation, fitToWidth, printArea, horizontalCentered } = sheet.pageSetup
  return {
    cells,
    name: sheet.name,
    keywords: book.keywords,
    names: book.definedNames.model
      .filter(({ name }) => !name.startsWith('_xlnm'))
      .map(({ name, ranges }) => [name, ranges]),
    merges: [...sheet.model.merges].sort(),
    widths: Array.from({ length: sheet.columnCount }, (_, i) =>
      Math.round(sheet.getColumn(i + 1).width ?? 0),
    ),
    hidden: Array.from({ length: sheet.columnCount }, (_, i) => sheet.getColumn(i + 1).hidden === true),
    heights: Array.from({ length: sheet.rowCount }, (_, i) => sheet.getRow(i + 1).height),
    view: [
      sheet.views[0]?.state,
      (sheet.views[0] as { ySplit?: number }).ySplit,
      sheet.views[0]?.showGridLines,
    ],
    print: { orientation, fitToWidth, printArea, horizontalCentered },
    rules: (
      sheet as unknown as {
        conditionalFormattings: { ref: string; rules: { type: string; formulae: unknown[] }[] }[]
      }
    ).conditionalFormattings
      .flatMap(({ ref, rules }) => rules.map((rule) => `${ref} ${rule.type} ${rule.formulae}`))
      .sort(),
    validations: Object.keys(
      (sheet as unknown as { dataValidations: { model: Record<string, unknown> } }).dataValidations.model,
    ).length,
  }
}

describe('a file', () => {
  let open: Headless
  beforeAll(async () => {
    open = await openHeadless()
  })
  afterAll(() => open.dispose())

  it('takes what a planner entered for valid', async () => {
    const layout = mediaMixSheet(samplePlan(), { audience: 'planner', language: 'ko' })
    const file = await renderWorkbook([layout], PROPERTIES, new Date(0))
    await openXlsx(
      open.host,
      file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer,
    )
    await open.Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem(layout.name)
      const cells = ['E7', 'G7', 'H7', 'I7'].map((address) =>
        sheet.getRange(address).dataValidation.load('valid'),
      )
      await context.sync()
      expect(cells.map(({ valid }) => valid)).toEqual([true, true, true, true])
    })
  })

  for (const audience of ['client', 'planner'] as const) {
    it(`looks the same after it was opened and saved: ${audience}`, async () => {
      const layout = mediaMixSheet(samplePlan(), { audience, language: 'ko' })
      const file = await renderWorkbook([layout], PROPERTIES, new Date(0))
      await openXlsx(
        open.host,
        file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer,
      )
      const saved = await saveXlsx(open.host)
      expect(await seen(saved)).toEqual(await seen(file))
    })
  }
})
