// @vitest-environment happy-dom
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Headless, openHeadless } from '../../workbench/headless'

let open: Headless
let heard: string[] = []
let refused: string[] = []
const settle = () => new Promise((resolve) => setTimeout(resolve, 30))

beforeAll(async () => {
  open = await openHeadless()
  open.host.instances.focusUnit(open.host.workbook.getId())
  open.host.onRefused = (address) => refused.push(address)
  await open.Excel.run(async (context) => {
    const { worksheets } = context.workbook
    worksheets.onChanged.add(async ({ changeType, address, triggerSource }) => {
      heard.push(`${changeType} ${address} ${triggerSource}`)
    })
    worksheets.onRowSorted.add(async ({ address }) => void heard.push(`sorted ${address}`))
    worksheets.onColumnSorted.add(async ({ address }) => void heard.push(`columns sorted ${address}`))
    await context.sync()
  })
})
afterAll(() => open.dispose())

/** Three rows of a name, a number and its double; the first two columns are unlocked. */
beforeEach(async () => {
  await onSheet((sheet) => {
    sheet.getRange('1:12').delete('Up')
    sheet.getRange('A1:C3').formulas = [
      ['다', 3, '=B1*2'],
      ['가', 1, '=B2*2'],
      ['나', 2, '=B3*2'],
    ]
    sheet.getRange('A1:B3').format.protection.locked = false
  })
  await settle()
  heard = []
  refused = []
})

async function onSheet<T>(work: (sheet: Excel.Worksheet, context: Excel.RequestContext) => T): Promise<T> {
  return open.Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getActiveWorksheet()
    sheet.protection.load('protected')
    await context.sync()
    if (sheet.protection.protected) sheet.protection.unprotect()
    const result = await work(sheet, context)
    await context.sync()
    return result
  })
}

const protect = (options: Excel.WorksheetProtectionOptions, unlocked?: string) =>
  onSheet((sheet) => {
    if (unlocked) sheet.getRange(unlocked).format.protection.locked = false
    sheet.protection.protect(options)
  })

async function formulas(address: string): Promise<unknown[][]> {
  return open.Excel.run(async (context) => {
    const range = context.workbook.worksheets.getActiveWorksheet().getRange(address).load('formulas')
    await context.sync()
    return range.formulas
  })
}

async function isLocked(address: string): Promise<boolean | null> {
  return open.Excel.run(async (context) => {
    const { protection } = context.workbook.worksheets.getActiveWorksheet().getRange(address).format
    protection.load('locked')
    await context.sync()
    return protection.locked
  })
}

const grid = () => open.univerAPI.getActiveWorkbook()!.getActiveSheet()

/** What a person does with the grid's menus; the grid throws when a command is refused. */
async function person(name: string, params: object): Promise<void> {
  const where = { unitId: open.host.workbook.getId(), subUnitId: grid().getSheetId() }
  await open.host.commands
    .executeCommand(`sheet.command.${name}`, { ...where, ...params })
    .catch(() => undefined)
  await settle()
}

const rows = (first: number, last = first) => ({
  startRow: first,
  endRow: last,
  startColumn: 0,
  endColumn: grid().getMaxColumns() - 1,
})
const columns = (first: number, last = first) => ({
  startRow: 0,
  endRow: grid().getMaxRows() - 1,
  startColumn: first,
  endColumn: last,
})
const insertRows = (at: number) => person('insert-row-by-range', { range: rows(at), direction: 0 })
const insertColumns = (at: number) => person('insert-col-by-range', { range: columns(at), direction: 3 })
const deleteRows = (at: number) => person('remove-row', { range: rows(at) })
const deleteColumns = (at: number) => person('remove-col', { range: columns(at) })
const sortRows = (ascending = true) =>
  person('sort-range', {
    range: { startRow: 0, endRow: 2, startColumn: 0, endColumn: 2 },
    orderRules: [{ colIndex: 0, type: ascending ? 'asc' : 'desc' }],
    hasTitle: false,
  })

const BEFORE = [
  ['다', 3, '=B1*2'],
  ['가', 1, '=B2*2'],
  ['나', 2, '=B3*2'],
]

describe('on a sheet without protection', () => {
  it('a person inserts and deletes rows and columns, and the formulas follow', async () => {
    await insertRows(1)
    expect(await formulas('A1:C4')).toEqual([
      ['다', 3, '=B1*2'],
      ['', '', ''],
      ['가', 1, '=B3*2'],
      ['나', 2, '=B4*2'],
    ])
    await insertColumns(1)
    expect(await formulas('D3')).toEqual([['=C3*2']])
    await deleteColumns(1)
    await deleteRows(1)
    expect(await formulas('A1:C3')).toEqual(BEFORE)
    expect(heard).toEqual([
      'RowInserted 2:2 Unknown',
      'ColumnInserted B:B Unknown',
      'ColumnDeleted B:B Unknown',
      'RowDeleted 2:2 Unknown',
    ])
  })

  it('the add-in does the same', async () => {
    await onSheet((sheet) => {
      sheet.getRange('2:2').insert('Down')
      sheet.getRange('B:B').insert('Right')
      sheet.getRange('B:B').delete('Left')
      sheet.getRange('2:2').delete('Up')
    })
    await settle()
    expect(await formulas('A1:C3')).toEqual(BEFORE)
    expect(heard).toEqual([
      'RowInserted 2:2 ThisLocalAddin',
      'ColumnInserted B:B ThisLocalAddin',
      'ColumnDeleted B:B ThisLocalAddin',
      'RowDeleted 2:2 ThisLocalAddin',
    ])
  })

  it('an inserted row or column is unlocked where the one before it is', async () => {
    await insertRows(1)
    await onSheet((sheet) => {
      sheet.getRange('4:4').insert('Down')
      sheet.getRange('B:B').insert('Right')
    })
    expect(await Promise.all(['A2:C2', 'D2', 'A4:C4', 'B1'].map(isLocked))).toEqual([
      false,
      true,
      false,
      false,
    ])
  })

  it.each([
    ['a person', () => sortRows()],
    [
      'the add-in',
      async () => {
        await onSheet((sheet) => sheet.getRange('A1:C3').sort.apply([{ key: 0, ascending: true }]))
        await settle()
      },
    ],
  ])('%s sorts rows, and references move with their row', async (who, sort) => {
    await sort()
    expect(await formulas('A1:C3')).toEqual([
      ['가', 1, '=B1*2'],
      ['나', 2, '=B2*2'],
      ['다', 3, '=B3*2'],
    ])
    const source = who === 'a person' ? 'Unknown' : 'ThisLocalAddin'
    expect(heard).toEqual([`RangeEdited A1:C3 ${source}`, 'sorted A1:C3'])
    await open.univerAPI.undo()
    expect(await formulas('A1:C3')).toEqual(BEFORE)
  })

  it('sorts in Excel’s order: numbers, text, logical values, errors, and empty cells last', async () => {
    const sorted = async (ascending: boolean) => {
      await onSheet((sheet) => {
        sheet.getRange('E1:E8').values = [['b'], [''], [true], ['10'], [9], ['#N/A'], ['A'], [false]]
        sheet.getRange('E4').numberFormat = [['@']]
        sheet.getRange('E4').values = [['10']]
        sheet.getRange('E1:E8').sort.apply([{ key: 0, ascending }])
      })
      return (await formulas('E1:E8')).flat()
    }
    expect(await sorted(true)).toEqual([9, '10', 'A', 'b', false, true, '#N/A', ''])
    expect(await sorted(false)).toEqual(['#N/A', true, false, 'b', 'A', '10', 9, ''])
  })

  it('sorts columns, below headers and by colour', async () => {
    await onSheet((sheet) => {
      sheet.getRange('E1:H2').values = [
        ['이름', 'c', 'a', 'b'],
        ['값', 1, 2, 3],
      ]
      sheet.getRange('G2').format.fill.color = '#FF0000'
      sheet.getRange('E1:H2').sort.apply([{ key: 0, ascending: true }], false, true, 'Columns')
    })
    await settle()
    expect(await formulas('E1:H2')).toEqual([
      ['이름', 'a', 'b', 'c'],
      ['값', 2, 3, 1],
    ])
    expect(heard.at(-1)).toBe('columns sorted F1:H2')
    await onSheet((sheet) => {
      sheet
        .getRange('E1:H2')
        .sort.apply(
          [{ key: 1, sortOn: 'CellColor', color: '#FF0000', ascending: false }],
          false,
          true,
          'Columns',
        )
    })
    expect(await formulas('E1:H1')).toEqual([['이름', 'b', 'c', 'a']])
  })
})

describe('on a protected sheet', () => {
  const attempts = [insertRows, insertColumns, deleteRows, deleteColumns, () => sortRows()]

  it('nothing is inserted, deleted or sorted without the option', async () => {
    await protect({})
    for (const attempt of attempts) await attempt(1)
    expect(await formulas('A1:C3')).toEqual(BEFORE)
    expect(refused).toHaveLength(5)
    for (const write of [
      (sheet: Excel.Worksheet) => sheet.getRange('2:2').insert('Down'),
      (sheet: Excel.Worksheet) => sheet.getRange('B:B').insert('Right'),
      (sheet: Excel.Worksheet) => sheet.getRange('2:2').delete('Up'),
      (sheet: Excel.Worksheet) => sheet.getRange('B:B').delete('Left'),
      (sheet: Excel.Worksheet) => sheet.getRange('A1:B3').sort.apply([{ key: 0 }]),
    ]) {
      const code = await open.Excel.run(async (context) => {
        write(context.workbook.worksheets.getActiveWorksheet())
        await context.sync()
      }).catch((error: OfficeExtension.Error) => error.code)
      expect(code).toBe('AccessDenied')
    }
    expect(heard).toEqual([])
  })

  it('rows and columns are inserted with the option, and undone', async () => {
    await protect({ allowInsertRows: true, allowInsertColumns: true })
    await insertRows(1)
    await insertColumns(1)
    expect(await formulas('D3')).toEqual([['=C3*2']])
    expect([await isLocked('A2:C2'), await isLocked('D2')]).toEqual([false, true])
    await open.univerAPI.undo()
    await open.univerAPI.undo()
    expect(await formulas('A1:C3')).toEqual(BEFORE)
    expect(refused).toEqual([])
  })

  it('only rows and columns without a locked cell are deleted, as in Excel', async () => {
    await protect({ allowDeleteRows: true, allowDeleteColumns: true }, '2:2')
    await deleteRows(0)
    await deleteColumns(0)
    expect(refused).toEqual(['1:1', 'A:A'])
    await deleteRows(1)
    expect(await formulas('A1:C2')).toEqual([
      ['다', 3, '=B1*2'],
      ['나', 2, '=B2*2'],
    ])
    await open.univerAPI.undo()
    expect(await formulas('A1:C3')).toEqual(BEFORE)
    expect(await isLocked('2:2')).toBe(false)
  })

  it('a row that is unlocked as a whole can be deleted also after the sheet became wider', async () => {
    const width = grid().getMaxColumns()
    await protect({ allowInsertRows: true, allowDeleteRows: true }, '2:4')
    await open.Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet()
      sheet.getRange('4:4').copyFrom('2:2')
      await context.sync()
    })
    expect(grid().getMaxColumns()).toBe(width)
    await onSheet((sheet) => {
      sheet.getCell(0, width + 1).values = [['far']]
      sheet.protection.protect({ allowDeleteRows: true })
    })
    expect(grid().getMaxColumns()).toBeGreaterThan(width)
    await open.Excel.run(async (context) => {
      context.workbook.worksheets.getActiveWorksheet().getRange('2:3').delete('Up')
      await context.sync()
    })
    expect(await formulas('A1:C2')).toEqual([
      ['다', 3, '=B1*2'],
      ['가', 1, '=B2*2'],
    ])
  })

  it('only ranges without a locked cell are sorted, as in Excel', async () => {
    await protect({ allowSort: true })
    await sortRows()
    expect(refused).toEqual(['A1:C3'])
    expect(await formulas('A1:C3')).toEqual(BEFORE)
    await protect({ allowSort: true }, 'C1:C3')
    await sortRows()
    expect((await formulas('A1:C3'))[0]).toEqual(['가', 1, '=B1*2'])
  })
})
