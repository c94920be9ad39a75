// @vitest-environment happy-dom
import { CommandType } from '@univerjs/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { listenToSheet, selectedUnitIds } from '../../addin/excel/buttons'
import { renderSheet } from '../../addin/excel/render-sheet'
import type { Language } from '../../shared/language'
import { mediaMixSheet } from '../../shared/sheets/media-mix/sheet'
import { rangeType } from '../../workbench/host/range'
import { planRow, samplePlan } from '../sheets/sample-plan'
import { type HeadlessExcel, headlessExcel } from './headless-excel'

const ROWS = 200
const TYPING = 'sheet.operation.set-cell-edit-visible'

let excel: HeadlessExcel
let sheetId: string
let cellsRead = 0
const heard = { buyPressed: vi.fn(), rowSelected: vi.fn(), edited: vi.fn() }

beforeAll(async () => {
  excel = await headlessExcel()
  const { values } = rangeType.members.properties!
  const { get } = values!
  values!.get = (target, host) => {
    cellsRead += (target.bottom - target.top + 1) * (target.right - target.left + 1)
    return get!(target, host)
  }
  excel.host.commands.registerCommand({ id: TYPING, type: CommandType.OPERATION, handler: () => true })
})
afterAll(() => excel.dispose())
beforeEach(() => vi.clearAllMocks())

async function draw(language: Language): Promise<void> {
  const rows = Array.from({ length: ROWS }, (_, i) => planRow({ unitId: `row-${i}` }))
  const layout = mediaMixSheet({ ...samplePlan(), rows, targeting: [] }, { audience: 'planner', language })
  ;({ sheetId } = await renderSheet(layout))
}

function select(address: string): Promise<void> {
  return excel.Excel.run(async (context) => {
    context.workbook.worksheets.getItem(sheetId).getRange(address).select()
    await context.sync()
  })
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 50))

/** Waits until no request is on its way any more. @returns the requests meanwhile */
async function settled(): Promise<number> {
  let requests = 0
  for (let latest = 1; latest > 0; requests += latest) {
    await pause()
    latest = excel.roundTrips()
  }
  return requests
}

const SOON = { timeout: 10_000 }

const sheet = () => excel.univerAPI.getActiveWorkbook()!.getSheetBySheetId(sheetId)!

describe.each(['ko', 'en'] as const)('a MediaMix in %s', (language) => {
  it('tells of the selected row and of its buy cell, and reads little for that', async () => {
    await draw(language)
    await select('A1')
    const unlisten = await listenToSheet(sheetId, heard)
    await settled()
    cellsRead = 0
    await select('C9')
    await vi.waitFor(() => expect(heard.rowSelected).toHaveBeenLastCalledWith('row-2'), SOON)
    // The selection itself, with the client's release of its objects afterwards, and the answer to it.
    expect(await settled()).toBe(3)
    expect(cellsRead).toBeLessThan(3 * ROWS)
    await select('J10')
    await vi.waitFor(() => expect(heard.buyPressed).toHaveBeenLastCalledWith('row-3'), SOON)
    await select('C3')
    await vi.waitFor(() => expect(heard.rowSelected).toHaveBeenLastCalledWith(null), SOON)
    await unlisten()
  })

  it('does so beside inserted columns and rows, and without its defined name', async () => {
    await excel.Excel.run(async (context) => {
      const active = context.workbook.worksheets.getItem(sheetId)
      active.protection.unprotect()
      await context.sync()
      sheet().insertColumns(2, 1)
      sheet().insertRows(6, 1)
      await context.sync()
    })
    const unlisten = await listenToSheet(sheetId, heard)
    await select('K9')
    await vi.waitFor(() => expect(heard.buyPressed).toHaveBeenLastCalledWith('row-1'), SOON)
    await excel.Excel.run(async (context) => {
      context.workbook.names.getItem('Flightsheet_RowKeys').delete()
      await context.sync()
    })
    await select('K10')
    await vi.waitFor(() => expect(heard.buyPressed).toHaveBeenLastCalledWith('row-2'), SOON)
    await select('A7:C9')
    expect(await selectedUnitIds()).toEqual(['row-0', 'row-1'])
    await unlisten()
  })
})

describe('rows that are selected', () => {
  it('are named in one round trip, whole columns too', async () => {
    await draw('ko')
    await select('B4:C8')
    await settled()
    cellsRead = 0
    expect(await selectedUnitIds()).toEqual(['row-0', 'row-1'])
    expect(await settled()).toBe(1)
    expect(cellsRead).toBeLessThan(2 * ROWS)
    await select('C:C')
    expect(await selectedUnitIds()).toHaveLength(ROWS)
    await select('A1:C3')
    expect(await selectedUnitIds()).toEqual([])
  })
})

describe('a sheet that is left while a person types in a cell', () => {
  it('is not listened to from then on, and loses its handlers when the typing ends', async () => {
    await select('F9')
    await settled()
    const unlisten = await listenToSheet(sheetId, heard)
    const typing = (visible: boolean) => excel.host.commands.executeCommand(TYPING, { visible })
    await typing(true)
    let removed = false
    const leaving = unlisten().then(() => {
      removed = true
    })
    sheet().getRange('F9').setValue('30초')
    excel.host.clicked(sheetId, 9, 16)
    await pause()
    expect(removed).toBe(false)
    await typing(false)
    await leaving
    await pause()
    for (const listener of Object.values(heard)) expect(listener).not.toHaveBeenCalled()
  })
})
