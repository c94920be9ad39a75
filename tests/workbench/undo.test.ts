// @vitest-environment happy-dom
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { type Headless, openHeadless } from '../../workbench/headless'

let open: Headless
beforeEach(async () => {
  open?.dispose()
  open = await openHeadless()
  // The grid undoes changes of the workbook that has the focus.
  open.host.instances.focusUnit(open.host.workbook.getId())
})
afterAll(() => open.dispose())

const run = (batch: (sheet: Excel.Worksheet, context: Excel.RequestContext) => void) =>
  open.Excel.run(async (context) => {
    batch(context.workbook.worksheets.getActiveWorksheet(), context)
    await context.sync()
  })

const formulas = (address: string) =>
  open.Excel.run(async (context) => {
    const range = context.workbook.worksheets.getActiveWorksheet().getRange(address).load('formulas,values')
    await context.sync()
    return { formulas: range.formulas, values: range.values }
  })

function type(address: string, value: string | number): void {
  open.univerAPI.getActiveWorkbook()!.getActiveSheet().getRange(address).setValue(value)
}

const undo = () => open.univerAPI.undo()

describe('undo of what an add-in wrote', () => {
  it('takes back all of one sync at a time, and redo brings it again', async () => {
    await open.Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet()
      sheet.getRange('A1:B1').values = [[1, 2]]
      sheet.getRange('C1').formulas = [['=A1+B1']]
      await context.sync()
      sheet.getRange('A1').values = [[10]]
      sheet.getRange('D1').values = [['later']]
      await context.sync()
    })
    expect((await formulas('A1:D1')).values).toEqual([[10, 2, 12, 'later']])
    await undo()
    expect((await formulas('A1:D1')).values).toEqual([[1, 2, 3, '']])
    await undo()
    expect((await formulas('A1:D1')).formulas).toEqual([['', '', '', '']])
    await open.univerAPI.redo()
    expect((await formulas('A1:D1')).values).toEqual([[1, 2, 3, '']])
  })

  it('takes back formats, sizes, merges, and inserted rows', async () => {
    const look = () =>
      open.Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getActiveWorksheet()
        const cell = sheet.getRange('A1')
        cell.load(
          'format/fill/color,format/columnWidth,format/rowHeight,numberFormat,columnHidden,format/protection/locked',
        )
        const merged = cell.getMergedAreasOrNullObject().load('address')
        const below = sheet.getRange('A5:A6').load('values,rowHidden')
        await context.sync()
        return [
          cell.format.fill.color,
          cell.format.columnWidth,
          cell.format.rowHeight,
          cell.numberFormat,
          cell.format.protection.locked,
          merged.isNullObject ? null : merged.address,
          below.values,
          below.rowHidden,
        ]
      })
    await run((sheet) => {
      sheet.getRange('A5').values = [['below']]
    })
    const before = await look()
    await run((sheet) => {
      const cell = sheet.getRange('A1')
      cell.format.fill.color = '#FF0000'
      cell.format.columnWidth = 200
      cell.format.rowHeight = 60
      cell.format.protection.locked = false
      cell.numberFormat = [['0.00']]
      sheet.getRange('A1:B2').merge()
      sheet.getRange('5:5').insert('Down')
      sheet.getRange('6:6').rowHidden = true
    })
    expect(await look()).toEqual([
      '#FF0000',
      200,
      60,
      [['0.00']],
      false,
      'Sheet1!A1:B2',
      [[''], ['below']],
      null,
    ])
    await undo()
    expect(await look()).toEqual(before)
  })

  it('has no step for what is only read, or calculated in passing', async () => {
    await run((sheet) => {
      sheet.getRange('A1').values = [[5]]
    })
    await open.Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet()
      sheet.getUsedRange().load('values')
      context.workbook.functions.sum(sheet.getRange('A1')).load('value')
      await context.sync()
    })
    await undo()
    expect((await formulas('A1')).values).toEqual([['']])
  })

  it('tells of itself as a change of the cells', async () => {
    const heard: string[] = []
    await open.Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet()
      sheet.getRange('A1').values = [['x']]
      sheet.onChanged.add(async ({ address, source }) => void heard.push(`${address} ${source}`))
      await context.sync()
    })
    await undo()
    await expect.poll(() => heard).toEqual(['A1 Local'])
  })

  it('comes after what a person did later', async () => {
    await run((sheet) => {
      sheet.getRange('A1').values = [['add-in']]
    })
    type('A1', 'person')
    await undo()
    expect((await formulas('A1')).values).toEqual([['add-in']])
    await undo()
    expect((await formulas('A1')).values).toEqual([['']])
  })

  it('ends where it protected the sheet: then only the person’s own steps are taken back', async () => {
    await run((sheet) => {
      sheet.getRange('A1:B1').format.protection.locked = false
    })
    type('A1', 'typed')
    await run((sheet) => {
      sheet.getRange('C1').values = [['saved']]
      sheet.protection.protect({})
    })
    await run((sheet) => {
      sheet.protection.unprotect()
      sheet.getRange('C1').values = [['saved again']]
      sheet.protection.protect({})
    })
    await undo()
    expect((await formulas('A1:C1')).values).toEqual([['', '', 'saved again']])
    await undo()
    expect((await formulas('A1:C1')).values).toEqual([['', '', 'saved again']])
  })

  it('ends where it deleted a sheet', async () => {
    await run((sheet, context) => {
      sheet.getRange('A1').values = [['kept']]
      context.workbook.worksheets.add('Passing').getRange('A1').values = [['gone']]
    })
    await run((_sheet, context) => context.workbook.worksheets.getItem('Passing').delete())
    await undo()
    expect((await formulas('A1')).values).toEqual([['kept']])
  })
})
