// @vitest-environment happy-dom
import { SheetInterceptorService } from '@univerjs/sheets'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Headless, openHeadless } from '../../workbench/headless'

let open: Headless
const alerts: string[] = []
beforeAll(async () => {
  open = await openHeadless()
  open.host.onInvalid = (alert) => alerts.push(alert)
})
afterAll(() => open.dispose())

/** What the grid asks when a person has typed into a cell: whether the entry stays. */
async function stays(address: string, entry: string | number): Promise<unknown> {
  const { workbook, injector } = open.host
  const range = workbook.getActiveSheet().getRange(address)
  range.setValue(entry)
  const sheet = workbook.getWorkbook().getActiveSheet()
  return injector
    .get(SheetInterceptorService)
    .onValidateCell(workbook.getWorkbook(), sheet, range.getRow(), range.getColumn())
}

function validate(address: string, formula: string, more: Partial<Excel.DataValidation> = {}): Promise<void> {
  return open.Excel.run(async (context) => {
    const { dataValidation } = context.workbook.worksheets.getActiveWorksheet().getRange(address)
    dataValidation.rule = { custom: { formula } }
    dataValidation.errorAlert = {
      showAlert: true,
      style: 'Stop',
      title: '금액',
      message: '정수로 넣어 주세요',
    }
    dataValidation.set(more)
    await context.sync()
  })
}

describe('a validation with a formula', () => {
  it('judges what was typed, by the value and by the place of the cell, and gives its reason', async () => {
    await validate('B2:B9', '=IF(ISTEXT(B2),TRUE,AND(B2>=0,B2=INT(B2)))')
    expect(await stays('B2', 5)).toBe(true)
    expect(await stays('B7', 5.5)).toBe(false)
    expect(await stays('B7', '500만')).toBe(true)
    expect(alerts.splice(0)).toEqual(['정수로 넣어 주세요'])
  })

  it('refuses everything where it is FALSE, but for an empty entry', async () => {
    await validate('D2:F4', '=FALSE')
    expect(await stays('E3', 1)).toBe(false)
    expect(await stays('E3', '')).toBe(true)
    alerts.length = 0
  })

  it('looks at other cells, and lets everything pass while one of them is blank', async () => {
    await validate('H2:H9', '=H2>=$G2')
    expect(await stays('H3', 1)).toBe(true)
    open.host.workbook.getActiveSheet().getRange('G3').setValue(7)
    expect(await stays('H3', 6)).toBe(false)
    expect(await stays('H3', 8)).toBe(true)
    alerts.length = 0
  })

  it('calculates over ranges of cells', async () => {
    await validate('J2:J9', '=COUNTIF($J$2:$J$9,J2)=1')
    expect(await stays('J2', 'A')).toBe(true)
    expect(await stays('J3', 'A')).toBe(false)
    alerts.length = 0
  })

  it('only warns, or says nothing, where the alert is not one of refusal', async () => {
    await validate('L2', '=FALSE', {
      errorAlert: { showAlert: true, style: 'Warning', title: '', message: '' },
    })
    await validate('L3', '=FALSE', {
      errorAlert: { showAlert: false, style: 'Stop', title: '', message: '' },
    })
    expect([await stays('L2', 1), await stays('L3', 1), alerts]).toEqual([true, true, []])
  })

  it('tells an add-in which values are valid', async () => {
    const valid = await open.Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet()
      sheet.getRange('B7').values = [[1.5]]
      const [B2, B7, J] = ['B2', 'B7', 'J2:J3'].map((address) =>
        sheet.getRange(address).dataValidation.load('valid'),
      )
      await context.sync()
      return [B2!.valid, B7!.valid, J!.valid]
    })
    expect(valid).toEqual([true, false, false])
  })
})
