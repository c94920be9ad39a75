// @vitest-environment happy-dom
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Headless, openHeadless } from '../../workbench/headless'
import { parseArea } from '../../workbench/host/addresses'
import { saveXlsx } from '../../workbench/xlsx/save'

let open: Headless
let refused: string[] = []

beforeAll(async () => {
  open = await openHeadless()
  // The grid undoes changes of the workbook that has the focus.
  open.host.instances.focusUnit(open.host.workbook.getId())
  open.host.onRefused = (address) => refused.push(address)
})
afterAll(() => open.dispose())

/** Two rows with inputs, a sum for each, and a total; only the inputs are unlocked. */
beforeEach(async () => {
  await open.Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getActiveWorksheet()
    sheet.protection.load('protected')
    await context.sync()
    if (sheet.protection.protected) sheet.protection.unprotect()
    const all = sheet.getRange('A1:D5')
    all.clear()
    sheet.getRange('A1:C3').formulas = [
      [1, 10, '=A1+B1'],
      [2, 20, '=A2+B2'],
      ['=SUM(A1:A2)', '=SUM(B1:B2)', '=SUM(C1:C2)'],
    ]
    sheet.getRange('A1:B2').format.protection.locked = false
    sheet.getRange('A1:B2').format.fill.color = '#FFFF00'
    sheet.protection.protect({ allowInsertRows: true, allowDeleteRows: true })
    await context.sync()
  })
  refused = []
})

/** A command of the grid, as keys and mouse run it. */
async function command(name: string, params: object): Promise<void> {
  await open.host.commands.executeCommand(`sheet.command.${name}`, params)
}

function range(address: string) {
  const { top, left, bottom, right } = parseArea(address)
  return { startRow: top, startColumn: left, endRow: bottom, endColumn: right }
}

const remove = (address: string) => command('clear-selection-content', { ranges: [range(address)] })
const move = (from: string, to: string) =>
  command('move-range', { fromRange: range(from), toRange: range(to) })
const fill = (from: string, to: string) =>
  command('auto-fill', { sourceRange: range(from), targetRange: range(to), applyType: 'COPY' })

function look(address = 'A1:C3') {
  const { top, left, bottom, right } = parseArea(address)
  const at = Array.from({ length: (bottom - top + 1) * (right - left + 1) }, (_, i) => ({
    row: top + Math.floor(i / (right - left + 1)),
    column: left + (i % (right - left + 1)),
  }))
  return open.Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getActiveWorksheet()
    const cells = sheet.getRange(address)
    cells.load(['formulas', 'values'])
    const formats = at.map(({ row, column }) => {
      const { format } = sheet.getCell(row, column)
      format.load(['fill/color', 'protection/locked'])
      return format
    })
    await context.sync()
    return {
      formulas: cells.formulas,
      values: cells.values,
      formats: formats.map(({ fill, protection }) => [fill.color, protection.locked]),
    }
  })
}

async function isLocked(address: string): Promise<unknown> {
  return (await look(address)).formats[0]![1]
}

describe('an unlocked cell', () => {
  it('keeps its lock and format when it is emptied, and when that is undone', async () => {
    await remove('A1')
    expect(await look('A1')).toEqual({ formulas: [['']], values: [['']], formats: [['#FFFF00', false]] })
    await open.univerAPI.undo()
    expect(await look('A1')).toEqual({ formulas: [[1]], values: [[1]], formats: [['#FFFF00', false]] })
    expect(refused).toEqual([])
  })

  it('keeps its lock when it is cut and when another is put over it', async () => {
    await move('A1', 'B2')
    expect((await look('A1:B2')).values).toEqual([
      ['', 10],
      [2, 1],
    ])
    expect([await isLocked('A1'), await isLocked('B2')]).toEqual([false, false])
    expect((await look('C1')).formulas).toEqual([['=B2+B1']])
    expect(refused).toEqual([])
  })

  it('keeps its lock when it is filled', async () => {
    await fill('A1', 'A1:A2')
    expect((await look('A3')).values).toEqual([[2]])
    expect(await isLocked('A2')).toBe(false)
  })

  it('keeps its lock and value when its row is deleted and comes back', async () => {
    await open.Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet()
      sheet.protection.unprotect()
      sheet.getRange('1:1').format.protection.locked = false
      sheet.protection.protect({ allowDeleteRows: true })
      await context.sync()
    })
    open.univerAPI.getActiveWorkbook()!.getActiveSheet().deleteRows(0, 1)
    expect((await look('A1:C1')).values).toEqual([[2, 20, 22]])
    await open.univerAPI.undo()
    expect((await look('A1:C1')).values).toEqual([[1, 10, 11]])
    expect(await isLocked('A1')).toBe(false)
    expect(refused).toEqual([])
  })
})

describe('a refused change', () => {
  it.each([
    ['Delete over a formula', () => remove('B1:C3')],
    [
      'Delete of several areas',
      () => command('clear-selection-content', { ranges: [range('A1'), range('C1')] }),
    ],
    ['cut of a formula', () => move('C1', 'B1')],
    ['cut over a formula', () => move('A1:B1', 'B2:C2')],
    ['fill over a formula', () => fill('A2', 'A2:A3')],
    [
      'fill with formulas removed',
      () => command('auto-clear-content', { clearRange: range('C2:C3'), selectionRange: range('C1') }),
    ],
    ['clear of everything', () => command('clear-selection-all', { ranges: [range('A1:C3')] })],
    [
      'value in a formula',
      () => command('set-range-values', { range: range('C3'), value: { v: 5, f: null } }),
    ],
  ])('changes nothing at all: %s', async (_name, attempt) => {
    const before = await look()
    await attempt()
    expect(refused).toHaveLength(1)
    expect(await look()).toEqual(before)
    await command('set-range-values', { range: range('A1'), value: { v: 100 } })
    expect((await look('A3:C3')).values).toEqual([[102, 30, 132]])
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(await saveXlsx(open.host))
    expect(book.worksheets[0]!.getCell('C3').value).toEqual({ formula: 'SUM(C1:C2)', result: 132 })
    expect(book.worksheets[0]!.getCell('A2').protection).toMatchObject({ locked: false })
  })
})
