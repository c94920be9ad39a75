// @vitest-environment happy-dom
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Headless, openHeadless } from '../../workbench/headless'

let open: Headless
let sheets = 0
beforeAll(async () => {
  open = await openHeadless()
})
afterAll(() => open.dispose())

const ROWS = [
  ['NAVER', 3],
  ['KAKAO', 1],
  ['DAUM', 2],
]

/** Each test gets a sheet of its own, with a table of media and amounts in B2:C5. */
function onTable<T>(
  work: (table: Excel.Table, context: Excel.RequestContext, sheet: Excel.Worksheet) => Promise<T>,
): Promise<T> {
  return open.Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.add(`T${++sheets}`)
    const table = sheet.tables.add('B2:C2', true)
    table.name = `Media${sheets}`
    table.getHeaderRowRange().values = [['매체', '금액']]
    table.rows.add(undefined, ROWS)
    await context.sync()
    return work(table, context, sheet)
  })
}

describe('a table', () => {
  it('has headings, rows and columns, and answers by name, case and scope', () =>
    onTable(async (table, context, sheet) => {
      const areas = [table.getRange(), table.getHeaderRowRange(), table.getDataBodyRange()]
      const amounts = table.columns.getItem('금액').getDataBodyRange()
      for (const range of [...areas, amounts]) range.load('address,values')
      const named = context.workbook.tables.getItem(`media${sheets}`).load('name,style,showTotals')
      const missing = sheet.tables.getItemOrNullObject('Nothing')
      table.rows.load('count')
      table.columns.load('items/name')
      await context.sync()
      expect(areas.map(({ address }) => address.split('!')[1])).toEqual(['B2:C5', 'B2:C2', 'B3:C5'])
      expect(amounts.values).toEqual([[3], [1], [2]])
      expect([named.name, named.style, named.showTotals]).toEqual([
        `Media${sheets}`,
        'TableStyleMedium2',
        false,
      ])
      expect(missing.isNullObject).toBe(true)
      expect(table.rows.count).toBe(3)
      expect(table.columns.items.map(({ name }) => name)).toEqual(['매체', '금액'])
    }))

  it('makes room for rows and columns, and keeps what is below and beside it', () =>
    onTable(async (table, context, sheet) => {
      sheet.getRange('B6:D6').values = [['아래', 'x', '옆']]
      table.rows.add(1, [['YOUTUBE', 9]])
      table.columns.add(1, [['CPM'], [1], [2], [3], [4]])
      const all = sheet.getUsedRange().load('values')
      await context.sync()
      expect(all.values).toEqual([
        ['매체', 'CPM', '금액', ''],
        ['NAVER', 1, 3, ''],
        ['YOUTUBE', 2, 9, ''],
        ['KAKAO', 3, 1, ''],
        ['DAUM', 4, 2, '옆'],
        ['아래', 'x', '', ''],
      ])
      table.rows.getItemAt(0).delete()
      table.columns.getItem('CPM').delete()
      const rest = table.getRange().load('values,address')
      await context.sync()
      expect(rest.address.split('!')[1]).toBe('B2:C5')
      expect(rest.values[1]).toEqual(['YOUTUBE', 9])
    }))

  it('sorts, filters and shows totals', () =>
    onTable(async (table, context, sheet) => {
      table.sort.apply([{ key: 1, ascending: false }])
      table.columns.getItem('금액').filter.applyCustomFilter('>1')
      table.showTotals = true
      const body = table.getDataBodyRange().load('values')
      const total = table.getTotalRowRange().load('values,address')
      const hidden = ['3:3', '5:5'].map((row) => sheet.getRange(row).load('rowHidden'))
      await context.sync()
      expect(body.values).toEqual([
        ['NAVER', 3],
        ['DAUM', 2],
        ['KAKAO', 1],
      ])
      expect(hidden.map(({ rowHidden }) => rowHidden)).toEqual([false, true])
      expect(total.address.split('!')[1]).toBe('B6:C6')
      expect(total.values).toEqual([['Total', 5]])
      table.clearFilters()
      const shown = sheet.getRange('5:5').load('rowHidden')
      await context.sync()
      expect(shown.rowHidden).toBe(false)
    }))

  it('moves with rows and columns that a person inserts and deletes, and tells of changes', () =>
    onTable(async (table, context, sheet) => {
      const heard: string[] = []
      table.onChanged.add(async ({ address }) => void heard.push(address))
      await context.sync()
      const grid = open.univerAPI.getActiveWorkbook()!.getSheetByName(`T${sheets}`)!
      grid.insertRows(0, 2)
      grid.deleteColumns(0, 1)
      grid.getRange('B6').setValue(7)
      const moved = table.getRange().load('address,values')
      await context.sync()
      expect(moved.address.split('!')[1]).toBe('A4:B7')
      expect(moved.values[2]).toEqual(['KAKAO', 7])
      await new Promise((resolve) => setTimeout(resolve, 30))
      expect(heard).toEqual(['B6'])
      sheet.delete()
      await context.sync()
    }))

  it('is another one on a copy of its sheet', () =>
    onTable(async (table, context, sheet) => {
      const copy = sheet.copy()
      copy.tables.load('items/name')
      await context.sync()
      const [twin] = copy.tables.items
      twin!.rows.add(undefined, [['YOUTUBE', 9]])
      table.rows.load('count')
      twin!.rows.load('count')
      await context.sync()
      expect(twin!.name).not.toBe(`Media${sheets}`)
      expect([table.rows.count, twin!.rows.count]).toEqual([3, 4])
    }))

  it('refuses a name that is taken, another table’s cells and rows of another width', async () => {
    for (const wrong of [
      (table: Excel.Table) => void table.worksheet.tables.add('C4:D8', true),
      (table: Excel.Table) => void table.rows.add(undefined, [[1]]),
      (table: Excel.Table) => {
        table.worksheet.tables.add('H2:I3', true).name = `Media${sheets}`
      },
    ]) {
      const failed = await onTable(async (table, context) => {
        wrong(table)
        await context.sync()
      }).catch((error: OfficeExtension.Error) => error.code)
      expect(['GeneralException', 'InvalidArgument']).toContain(failed)
    }
  })
})
