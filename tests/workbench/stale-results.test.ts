// @vitest-environment happy-dom
import { SetRangeValuesMutation } from '@univerjs/sheets'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Headless, openHeadless } from '../../workbench/headless'

let open: Headless
beforeAll(async () => {
  open = await openHeadless()
})
afterAll(() => open.dispose())

it('writes no result of a formula into a cell that stands in its place since rows were inserted', () => {
  const workbook = open.univerAPI.getActiveWorkbook()!
  const sheet = workbook.getActiveSheet()
  sheet.getRange('B2').setValue('=1+1')
  // A calculation that began before a row was inserted above writes its results, as the grid does.
  const cellValue = { 0: { 1: { v: 5 } }, 1: { 1: { v: 7 } } }
  const params = { unitId: workbook.getId(), subUnitId: sheet.getSheetId(), cellValue }
  open.host.commands.syncExecuteCommand(SetRangeValuesMutation.id, params, {
    applyFormulaCalculationResult: true,
  })
  expect(sheet.getRange('B1:B2').getRawValues().flat()).toEqual([null, 7])
})
