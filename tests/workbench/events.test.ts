// @vitest-environment happy-dom
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Headless, openHeadless } from '../../workbench/headless'

let open: Headless
let heard: string[] = []
const settle = () => new Promise((resolve) => setTimeout(resolve, 30))

beforeAll(async () => {
  open = await openHeadless()
  await open.Excel.run(async (context) => {
    const { worksheets } = context.workbook
    worksheets.onChanged.add(async (event) => {
      const { address, changeType, source, triggerSource, details } = event
      const both = details ? ` ${details.valueBefore}>${details.valueAfter}` : ''
      heard.push(`${changeType} ${address} ${source} ${triggerSource}${both}`)
    })
    worksheets.onSelectionChanged.add(async ({ address }) => void heard.push(`selected ${address}`))
    worksheets.onSingleClicked.add(async ({ address }) => void heard.push(`clicked ${address}`))
    worksheets.onActivated.add(async ({ worksheetId }) => void heard.push(`activated ${worksheetId}`))
    worksheets.onAdded.add(async () => void heard.push('added'))
    worksheets.onDeleted.add(async () => void heard.push('deleted'))
    await context.sync()
  })
})
afterAll(() => open.dispose())
beforeEach(() => {
  heard = []
})

function sheet() {
  return open.univerAPI.getActiveWorkbook()!.getActiveSheet()
}

describe('onChanged', () => {
  it('tells the add-in’s own writes from a person’s', async () => {
    await open.Excel.run(async (context) => {
      context.workbook.worksheets.getActiveWorksheet().getRange('A1:B1').values = [[1, 2]]
      await context.sync()
    })
    sheet().getRange('A1').setValue(5)
    await settle()
    expect(heard).toEqual(['RangeEdited A1:B1 Local ThisLocalAddin', 'RangeEdited A1 Local Unknown 1>5'])
  })

  it('is silent about looks and about recalculated cells', async () => {
    await open.Excel.run(async (context) => {
      const range = context.workbook.worksheets.getActiveWorksheet().getRange('C1')
      range.formulas = [['=A1*2']]
      range.format.fill.color = '#FFFF00'
      range.numberFormat = [['#,##0']]
      context.workbook.worksheets.getActiveWorksheet().getRange('D1:E1').merge()
      range.load('values')
      await context.sync()
    })
    sheet().getRange('A1').setValue(7)
    await open.host.calculation.settled()
    await settle()
    expect(Number(sheet().getRange('C1').getValue())).toBe(14)
    expect(heard.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'RangeEdited C1',
      'RangeEdited A1',
    ])
  })

  it('tells of inserted and deleted rows', async () => {
    sheet().insertRows(1, 2)
    sheet().deleteRows(1, 2)
    await settle()
    const changes = heard.filter((line) => !line.startsWith('selected'))
    expect(changes).toEqual(['RowInserted 2:3 Local Unknown', 'RowDeleted 2:3 Local Unknown'])
  })

  it('is silent while events are off', async () => {
    await open.Excel.run(async (context) => {
      context.runtime.enableEvents = false
      context.workbook.worksheets.getActiveWorksheet().getRange('F1').values = [[1]]
      await context.sync()
      context.runtime.enableEvents = true
      await context.sync()
    })
    await settle()
    expect(heard).toEqual([])
  })
})

describe('other events', () => {
  it('tells of a selection once, and of clicks', async () => {
    sheet().getRange('B2').activate()
    sheet().getRange('B2').activate()
    open.host.clicked(sheet().getSheetId(), 1, 1)
    await settle()
    expect(heard).toEqual(['selected B2', 'clicked B2'])
  })

  it('tells of sheets that are added, shown and deleted', async () => {
    const workbook = open.univerAPI.getActiveWorkbook()!
    const first = sheet()
    const second = workbook.insertSheet('둘째')
    workbook.setActiveSheet(first)
    workbook.deleteSheet(second)
    await settle()
    expect(heard.filter((line) => line === 'added' || line === 'deleted')).toEqual(['added', 'deleted'])
    expect(heard).toContain(`activated ${first.getSheetId()}`)
  })
})

describe('onNameChanged and onVisibilityChanged', () => {
  it('tell of a sheet that the add-in or a person names, hides and shows', async () => {
    const workbook = open.univerAPI.getActiveWorkbook()!
    const second = workbook.insertSheet('숨김')
    workbook.setActiveSheet(workbook.getSheets()[0]!)
    const changes: string[] = []
    await open.Excel.run(async (context) => {
      const { worksheets } = context.workbook
      worksheets.onNameChanged.add(async ({ nameAfter }) => void changes.push(nameAfter))
      worksheets.onVisibilityChanged.add(async ({ worksheetId, visibilityBefore, visibilityAfter }) => {
        expect(worksheetId).toBe(second.getSheetId())
        changes.push(`${visibilityBefore} > ${visibilityAfter}`)
      })
      await context.sync()
      for (const visibility of ['Hidden', 'VeryHidden', 'VeryHidden', 'Visible', 'VeryHidden'] as const) {
        worksheets.getItem('숨김').visibility = visibility
        await context.sync()
      }
    })
    second.showSheet()
    second.setName('보임')
    await settle()
    expect(changes).toEqual([
      'Visible > Hidden',
      'Hidden > VeryHidden',
      'VeryHidden > Visible',
      'Visible > VeryHidden',
      'VeryHidden > Visible',
      '보임',
    ])
    workbook.deleteSheet(second)
  })
})

describe('a protected sheet', () => {
  it('refuses a person the locked cells, and lets them have the others', async () => {
    await open.Excel.run(async (context) => {
      const active = context.workbook.worksheets.getActiveWorksheet()
      active.getRange('A1:A2').values = [['locked'], ['open']]
      active.getRange('A2').format.protection.locked = false
      active.protection.protect()
      await context.sync()
    })
    const refused: string[] = []
    open.host.onRefused = (address) => refused.push(address)
    const attempt = (work: () => unknown) => {
      try {
        work()
      } catch {
        // A command of the grid throws when it is cancelled.
      }
    }
    attempt(() => sheet().getRange('A1').setValue('x'))
    attempt(() => sheet().getRange('A2').setValue('y'))
    attempt(() => sheet().insertRows(0, 1))
    attempt(() => sheet().getRange('A1:A2').clearContent())
    expect(sheet().getRange('A1').getValue()).toBe('locked')
    expect(sheet().getRange('A2').getValue()).toBe('y')
    expect(refused).toContain('A1')
    await open.Excel.run(async (context) => {
      context.workbook.worksheets.getActiveWorksheet().protection.unprotect()
      await context.sync()
    })
  })
})
