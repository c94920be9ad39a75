// @vitest-environment happy-dom
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readNamedSheet, readSheet } from '../../addin/excel/read-sheet'
import { renderSheet, replaceRows } from '../../addin/excel/render-sheet'
import { selectedRows } from '../../addin/excel/selected-rows'
import { inventoryCalendarSheet } from '../../shared/sheets/inventory-calendar/sheet'
import { FIRST_ROW, STANDARD_NAME, standardColumn } from '../../shared/sheets/standard-inventory/columns'
import { STANDARD_LABELS } from '../../shared/sheets/standard-inventory/labels'
import { readStandardInventory } from '../../shared/sheets/standard-inventory/read-back'
import { standardInventorySheet, standardRow } from '../../shared/sheets/standard-inventory/sheet'
import { gridOf } from '../sheets/layout-grid'
import { standardContents, standardRowOf } from '../sheets/standard-rows'
import { type HeadlessExcel, headlessExcel } from './headless-excel'

let excel: HeadlessExcel

beforeAll(async () => {
  excel = await headlessExcel()
})

afterAll(() => excel.dispose())

const month = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    standardRowOf({
      id: i + 1,
      metaId: `PG${String(i).padStart(5, '0')}`,
      name: i % 10 === 0 ? `=프로그램 ${i}` : `프로그램 ${i}`,
      adjustedTotal: i % 3 === 0 ? 1000 + i : null,
      previousTotal: i % 4 === 0 ? 0 : 1000,
      monthOverMonth: i % 4 === 0 ? null : ((i % 3 === 0 ? 1000 + i : 120_000) - 1000) / 1000,
      status: i % 5 === 0 ? 'CONFIRMED' : 'OPEN',
    }),
  )

describe('a 표준인벤토리 in Excel', () => {
  it('comes back cell by cell as the layout says, calculated by the sheet itself', async () => {
    const layout = standardInventorySheet(standardContents(month(25)))
    await renderSheet(layout)
    const { grid } = (await readNamedSheet([STANDARD_NAME], 'nowhere'))!
    gridOf(layout).forEach((row, r) => {
      row.forEach((value, c) => {
        expect(grid[r]?.[c] ?? '', `row ${r + 1}, column ${c + 1}`).toEqual(value)
      })
    })
    expect(readStandardInventory(grid)).toMatchObject({ kind: 'read', corrections: [], errors: [] })
  })

  it('counts what was typed and not sent, and applies it, without the add-in', async () => {
    await excel.Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('표준인벤토리')
      // Row 8 had no correction; the correction of row 10 is removed.
      sheet.getRange('J8').values = [[5000]]
      sheet.getRange('J10').values = [['']]
      await context.sync()
    })
    const { grid } = (await readSheet('표준인벤토리'))!
    expect(grid[2]![standardColumn('previousTotal') - 1]).toBe(2)
    expect(grid[7]![standardColumn('total') - 1]).toBe(5000)
    expect(grid[9]![standardColumn('total') - 1]).toBe(120_000)
  })

  it('keeps a person out of confirmed rows', async () => {
    const locked = await excel.Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('표준인벤토리')
      const cells = ['J7', 'K7', 'J8', 'K8', 'E8'].map((address) => {
        const cell = sheet.getRange(address)
        cell.load('format/protection/locked')
        return cell
      })
      await context.sync()
      return cells.map((cell) => cell.format.protection.locked)
    })
    expect(locked).toEqual([true, true, false, false, true])
  })

  it('puts one row in place of another, and locks it once it is confirmed', async () => {
    const layout = standardInventorySheet(standardContents([]))
    const row = { ...month(2)[1]!, adjustedTotal: 42, status: 'CONFIRMED' as const, version: 9 }
    await replaceRows('표준인벤토리', layout, [
      { at: FIRST_ROW + 1, row: standardRow(row, FIRST_ROW + 1, STANDARD_LABELS.ko), repaint: true },
    ])
    const read = readStandardInventory((await readSheet('표준인벤토리'))!.grid)
    expect(read.kind === 'read' && read.rows.get(2)).toEqual({ row: 8, version: 9, confirmed: true })
    expect(read.kind === 'read' && read.drafts.has(2)).toBe(false)
    const locked = await excel.Excel.run(async (context) => {
      const cell = context.workbook.worksheets.getItem('표준인벤토리').getRange('J8')
      cell.load('format/protection/locked')
      await context.sync()
      return cell.format.protection.locked
    })
    expect(locked).toBe(true)
  })

  it('says which of its rows are selected', async () => {
    const sheetId = (await readSheet('표준인벤토리'))!.sheetId
    await excel.Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItem('표준인벤토리')
      sheet.activate()
      sheet.getRange('B9:C12').select()
      await context.sync()
    })
    expect(await selectedRows(sheetId)).toEqual({ first: 9, last: 12 })
    expect(await selectedRows('another sheet')).toBeNull()
  })
})

describe('an 인벤토리 in Excel', () => {
  it('comes back cell by cell as the layout says, calculated by the sheet itself', async () => {
    const day = (i: number) => ({ capacity: 1000 + i, held: i % 7, sold: i * 30 })
    const days = new Map(
      Array.from({ length: 28 }, (_, i) => [`2027-02-${String(i + 1).padStart(2, '0')}`, day(i)]),
    )
    const layout = inventoryCalendarSheet({
      subject: '=크로스',
      from: '2027-02-01',
      to: '2027-03-03',
      pulledAt: '지금',
      lines: [
        { content: '런닝맨', platform: '네이버', days },
        { content: '런닝맨', platform: '유튜브', days: new Map([...days].slice(3)) },
      ],
      language: 'ko',
    })
    await renderSheet(layout)
    const { grid } = (await readSheet('인벤토리'))!
    gridOf(layout).forEach((row, r) => {
      row.forEach((value, c) => {
        expect(grid[r]?.[c] ?? '', `row ${r + 1}, column ${c + 1}`).toEqual(value)
      })
    })
  })
})

// Comes last: with 3,000 rows in the workbook the grid recalculates all formulas after every write.
describe('a month of thousands of contents', () => {
  it('takes 3,000 rows in at most 8 round trips, each within what Excel on the web takes', async () => {
    const rows = month(3000)
    excel.roundTrips()
    await renderSheet(standardInventorySheet(standardContents(rows)))
    expect(excel.roundTrips()).toBeLessThanOrEqual(8)
    expect(excel.largestRequest()).toBeLessThan(5_000_000)
    const read = readStandardInventory((await readSheet('표준인벤토리'))!.grid)
    expect(read.kind === 'read' && read.rows.size).toBe(3000)
    expect(excel.roundTrips()).toBeLessThanOrEqual(4)
  }, 120_000)
})
