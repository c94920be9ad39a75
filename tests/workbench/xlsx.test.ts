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

  describe('as sheets for an add-in to insert', () => {
    const fileOf = async (fill: (book: ExcelJS.Workbook) => void) => {
      const book = new ExcelJS.Workbook()
      fill(book)
      return (await book.xlsx.writeBuffer()) as ArrayBuffer
    }
    const two = () =>
      fileOf((book) => {
        const prices = book.addWorksheet('Prices')
        prices.getCell('A1').value = 7
        prices.getCell('A2').value = { formula: 'A1*2', result: 14 }
        prices.getColumn(1).hidden = true
        book.addWorksheet('Sheet1').getCell('A1').value = 'second'
        book.definedNames.add('Prices!$A$1', 'Unit_Price')
        book.definedNames.add('Sheet1!$A$1', 'Another_Sheet')
      })
    const insert = async (options?: Excel.InsertWorksheetOptions) => {
      await openXlsx(open.host, await fileOf((book) => book.addWorksheet('Sheet1')))
      const base64 = Buffer.from(await two()).toString('base64')
      return open.Excel.run(async (context) => {
        const { workbook } = context
        const ids = workbook.insertWorksheetsFromBase64(base64, options)
        await context.sync()
        const sheets = workbook.worksheets.load('items/name,items/id')
        const cells = workbook.worksheets.getItem('Prices').getRange('A1:A2').load('values,columnHidden')
        const names = workbook.names.load('items/name,items/formula')
        await context.sync()
        return { ids: ids.value, sheets: sheets.items, cells, names: names.items }
      })
    }
    const order = ({ sheets }: Awaited<ReturnType<typeof insert>>) => sheets.map(({ name }) => name)

    it('has cells, names, and another name where the sheet’s is taken', async () => {
      const inserted = await insert()
      expect(order(inserted)).toEqual(['Sheet1', 'Prices', 'Sheet1 (2)'])
      expect(inserted.ids).toEqual(inserted.sheets.slice(1).map(({ id }) => id))
      expect([inserted.cells.values, inserted.cells.columnHidden]).toEqual([[[7], [14]], true])
      expect(inserted.names.map(({ name, formula }) => [name, formula])).toEqual([
        ['Unit_Price', '=Prices!$A$1'],
      ])
    })

    it('goes where it is wanted, in the file’s order', async () => {
      expect(order(await insert({ positionType: 'Before', relativeTo: 'Sheet1' }))).toEqual([
        'Prices',
        'Sheet1 (2)',
        'Sheet1',
      ])
      expect(order(await insert({ positionType: 'Beginning', sheetNamesToInsert: ['Prices'] }))).toEqual([
        'Prices',
        'Sheet1',
      ])
    })

    it('refuses a sheet that isn’t there, and what isn’t a workbook', async () => {
      const refusal = (base64: string, options: Excel.InsertWorksheetOptions) =>
        open.Excel.run(async (context) => {
          context.workbook.insertWorksheetsFromBase64(base64, options)
          await context.sync()
        }).catch(({ code }) => code)
      const base64 = Buffer.from(await two()).toString('base64')
      expect(await refusal(base64, { sheetNamesToInsert: ['None'] })).toBe('ItemNotFound')
      expect(await refusal(base64, { positionType: 'After', relativeTo: 'None' })).toBe('ItemNotFound')
      expect(await refusal(btoa('nothing'), {})).toBe('InvalidArgument')
    })

    it('is copied to where it is wanted', async () => {
      await insert()
      const names = await open.Excel.run(async (context) => {
        const { worksheets } = context.workbook
        worksheets.getItem('Prices').copy('Beginning')
        worksheets.getItem('Prices').copy('After', worksheets.getItem('Sheet1'))
        worksheets.load('items/name')
        await context.sync()
        return worksheets.items.map(({ name }) => name)
      })
      expect(names).toEqual(['Prices (2)', 'Sheet1', 'Prices (3)', 'Prices', 'Sheet1 (2)'])
    })
  })

  it('tells an add-in when it counts its days from 1904, and shows the same dates', async () => {
    const book = new ExcelJS.Workbook()
    book.properties.date1904 = true
    book.addWorksheet('Sheet1').getCell('A1').value = new Date('2026-12-01T00:00:00Z')
    await openXlsx(open.host, (await book.xlsx.writeBuffer()) as ArrayBuffer)
    const seen = await open.Excel.run(async (context) => {
      const cell = context.workbook.worksheets.getFirst().getRange('A1').load('text')
      const day = context.workbook.functions.date(2000, 1, 1).load('value')
      await context.sync()
      return [cell.text[0]![0], day.value]
    })
    expect(seen).toEqual([expect.stringMatching(/26/), 35_064])
  })
})
