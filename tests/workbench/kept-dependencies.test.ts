// @vitest-environment happy-dom
import { ConditionalFormattingFormulaService } from '@univerjs/sheets-conditional-formatting'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Headless, openHeadless } from '../../workbench/headless'

/** Formulas of conditional formats, by the area that they dress. */
const FORMATS: [area: string, formula: string][] = [
  ['A2:C9', '=$A2>5'],
  ['B2:C9', '=B2>$A$1'],
  ['A1:C9', '=A$1>A2'],
  ['D2:D9', '=SUM($A2:A9)>20'],
  ['E1:E9', '=OFFSET(E1,0,-4)>3'],
  ['F2:F5', '=Factor*A2>10'],
]

const FORMULAS: [cell: string, formula: string][] = [
  ['B2', '=A2*2'],
  ['B3', '=A3*2'],
  ['B4', '=B3+B2'],
  ['C2', '=SUM(A2:A9)'],
  ['C3', '=C2*Factor'],
  ['C4', '=SUM(OFFSET(A2,0,0,A1,1))'],
  ['C5', '=INDIRECT("A"&A1)'],
  ['C6', "=SUM('Prices'!A1:A3)"],
  ['C7', '=COUNT(A:A)'],
]

let open: Headless
beforeAll(async () => {
  open = await openHeadless()
  await open.Excel.run(async (context) => {
    const { worksheets, names } = context.workbook
    const sheet = worksheets.getActiveWorksheet()
    sheet.getRange('A1:A9').values = [3, 1, 8, 4, 6, 2, 9, 5, 7].map((value) => [value])
    worksheets.add('Prices').getRange('A1:A3').values = [[10], [20], [30]]
    sheet.getRange('H1').values = [[2]]
    names.add('Factor', sheet.getRange('H1'))
    await context.sync()
    for (const [cell, formula] of FORMULAS) sheet.getRange(cell).formulas = [[formula]]
    for (const [area, formula] of FORMATS) {
      const { custom } = sheet.getRange(area).conditionalFormats.add('Custom')
      custom.rule.formula = formula
      custom.format.fill.color = '#FF0000'
    }
    await context.sync()
  })
  await open.host.calculation.settled()
})
afterAll(() => open.dispose())

/** What the first sheet shows, and where each conditional format applies. */
function shown(): unknown {
  const { workbook, injector } = open.host
  const sheet = workbook.getSheets()[0]!
  const formats = injector.get(ConditionalFormattingFormulaService)
  const map = formats.getSubUnitFormulaMap(workbook.getId(), sheet.getSheetId())
  const applies = (map?.getValues() ?? []).map(({ cfId, formulaText }) => {
    const { result } = formats.getFormulaMatrix(workbook.getId(), sheet.getSheetId(), cfId, formulaText)
    return [formulaText, structuredClone(result?.getMatrix())]
  })
  return { values: sheet.getRange('A1:J14').getRawValues(), applies }
}

const CHANGES: [what: string, change: (sheet: Excel.Worksheet, context: Excel.RequestContext) => void][] = [
  ['an amount', (sheet) => (sheet.getRange('A3').values = [[11]])],
  ['the cell that all cells of a format refer to', (sheet) => (sheet.getRange('A1').values = [[2]])],
  ['a text that no formula reads', (sheet) => (sheet.getRange('J5').values = [['seen']])],
  ['a formula', (sheet) => (sheet.getRange('B3').formulas = [['=A4+A5']])],
  ['an amount that another formula reads now', (sheet) => (sheet.getRange('A5').values = [[40]])],
  ['a formula for a value', (sheet) => (sheet.getRange('B3').values = [[9]])],
  ['the cell behind a name', (sheet) => (sheet.getRange('H1').values = [[5]])],
  [
    'another sheet',
    (_sheet, { workbook }) => (workbook.worksheets.getItem('Prices').getRange('A2').values = [[21]]),
  ],
  ['the name of a sheet', (_sheet, { workbook }) => (workbook.worksheets.getItem('Prices').name = 'Costs')],
  [
    'the renamed sheet',
    (_sheet, { workbook }) => (workbook.worksheets.getItem('Costs').getRange('A3').values = [[33]]),
  ],
  ['an inserted row', (sheet) => sheet.getRange('4:4').insert('Down')],
  ['an amount below it', (sheet) => (sheet.getRange('A6').values = [[1]])],
  ['a deleted row', (sheet) => sheet.getRange('3:3').delete('Up')],
  ['an amount below the deleted one', (sheet) => (sheet.getRange('A7').values = [[100]])],
  [
    'many amounts',
    (sheet) => (sheet.getRange('A2:A8').values = [1, 20, 3, 14, 5, 16, 7].map((value) => [value])),
  ],
  ['a format that is cleared', (sheet) => sheet.getRange('A2:C9').conditionalFormats.clearAll()],
  ['cleared cells', (sheet) => sheet.getRange('A3:B5').clear('Contents')],
]

describe('formulas and conditional formats show what a full calculation gives after', () => {
  it.each(CHANGES)('%s', async (_what, change) => {
    await open.Excel.run(async (context) => {
      change(context.workbook.worksheets.getFirst(), context)
      await context.sync()
    })
    await open.host.calculation.settled()
    const after = shown()
    await open.host.calculation.recalculate()
    expect(after).toEqual(shown())
  })
})
