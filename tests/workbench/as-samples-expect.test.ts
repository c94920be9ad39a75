// @vitest-environment happy-dom
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { type Headless, openHeadless } from '../../workbench/headless'

let open: Headless
beforeEach(async () => {
  open?.dispose()
  open = await openHeadless()
})
afterAll(() => open.dispose())

/** Runs a batch on the active sheet, and returns what it gives after its last sync. */
const run = <T>(batch: (sheet: Excel.Worksheet, context: Excel.RequestContext) => Promise<T> | T) =>
  open.Excel.run(async (context) => {
    const result = await batch(context.workbook.worksheets.getActiveWorksheet(), context)
    await context.sync()
    return result
  })

// What Microsoft's samples left otherwise than in Excel; these run without a copy of the samples.
describe('in the workbench as in Excel', () => {
  it('a copy has calculated values, leaves what is under blanks, and may be transposed', async () => {
    const values = await run(async (sheet, context) => {
      sheet.getRange('A1:D1').formulas = [[3, '', 5, '=A1+C1']]
      sheet.getRange('F1').copyFrom('D1', 'Values')
      sheet.getRange('A3:D3').values = [['old', 'old', 'old', 'old']]
      sheet.getRange('A3').copyFrom('A1:D1', 'Values', true)
      sheet.getRange('A5').copyFrom('A1:D1', 'Values', false, true)
      await context.sync()
      const ranges = ['F1', 'A3:D3', 'A5:A8'].map((address) => sheet.getRange(address).load('values'))
      await context.sync()
      return ranges.map((range) => range.values)
    })
    expect(values).toEqual([[[8]], [[3, 'old', 5, 8]], [[3], [''], [5], [8]]])
  })

  it('cells that a formula spills into have its values', async () => {
    const spilled = await run(async (sheet, context) => {
      sheet.getRange('A1:C1').values = [['a', 2, true]]
      sheet.getRange('A3').formulas = [['=A1:C1']]
      const first = sheet.getRange('A3').load('values')
      await context.sync()
      const all = sheet.getRange('A3:C3').load('values,text')
      await context.sync()
      return [first.values, all.values, all.text]
    })
    expect(spilled).toEqual([[['a']], [['a', 2, true]], [['a', '2', 'TRUE']]])
  })

  it('colours have their names, for cells and tabs', async () => {
    const colors = await run(async (sheet, context) => {
      sheet.getRange('A1').format.fill.color = 'LightBlue'
      sheet.tabColor = 'pink'
      const cell = sheet.getRange('A1').load('format/fill/color')
      sheet.load('tabColor')
      await context.sync()
      return [cell.format.fill.color, sheet.tabColor]
    })
    expect(colors).toEqual(['#ADD8E6', '#FFC0CB'])
  })

  it('a table’s totals are those of all its rows', async () => {
    const total = await run(async (sheet, context) => {
      const table = sheet.tables.add('A1:B1', true)
      table.showTotals = true
      table.rows.add(undefined, [
        ['x', 1],
        ['y', 2],
      ])
      table.rows.add(undefined, [['z', 4]])
      const range = table.getTotalRowRange().load('values,formulas')
      await context.sync()
      return range.formulas[0]![1]
    })
    expect(total).toMatch(/^=SUBTOTAL\(103,B2:B4\)$/)
  })

  it('a renamed sheet says what it was called', async () => {
    const heard: string[] = []
    await run((sheet) => {
      sheet.onNameChanged.add(
        async ({ nameBefore, nameAfter }) => void heard.push(`${nameBefore} → ${nameAfter}`),
      )
    })
    await run((sheet) => {
      sheet.name = 'Later'
    })
    await expect.poll(() => heard).toEqual(['Sheet1 → Later'])
  })

  it('a custom XML part is found by a namespace in any quotes', async () => {
    const count = await run(async (_sheet, context) => {
      const parts = context.workbook.customXmlParts
      parts.add("<a xmlns='http://one'/>")
      parts.add('<a xmlns="http://one"/>')
      const found = [parts.getByNamespace('http://one').getCount(), parts.getCount()]
      await context.sync()
      return found.map(({ value }) => value)
    })
    expect(count).toEqual([2, 2])
  })

  it('a style, the way of calculating and the page keep what they are told', async () => {
    const kept = await run(async (sheet, context) => {
      const { styles, application } = context.workbook
      styles.add('Slanted')
      styles.getItem('Slanted').textOrientation = 38
      application.calculationMode = 'Manual'
      sheet.pageLayout.blackAndWhite = true
      sheet.pageLayout.setPrintArea('A1:B2')
      const style = styles.getItem('Slanted').load('textOrientation')
      application.load('calculationMode')
      sheet.pageLayout.load('blackAndWhite')
      const area = sheet.pageLayout.getPrintArea().load('address')
      await context.sync()
      return [
        style.textOrientation,
        application.calculationMode,
        sheet.pageLayout.blackAndWhite,
        area.address,
      ]
    })
    expect(kept).toEqual([38, 'Manual', true, 'Sheet1!A1:B2'])
  })
})
