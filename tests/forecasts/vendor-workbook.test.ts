import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { putCatalogue } from '../http/plan'
import { databases } from '../support/databases'
import { type Client, startService, type TestService } from '../support/service'

/** A workbook as a vendor's planner keeps it: a cover, and a sheet for each month. */
async function vendorWorkbook(): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  book.addWorksheet('표지').addRow(['예측 인벤토리 제출', '작성자 홍길동'])
  for (const month of [3, 4]) {
    const sheet = book.addWorksheet(`${month}월`)
    sheet.addRow([`2027년 ${month}월 예측 인벤토리`])
    sheet.addRow([
      '파트 (part)',
      '메타ID\n(metaId)',
      '날짜 Date',
      '시간대',
      '예측(Forecast)',
      '실적 / actual',
      '비고',
    ])
    const date = new Date(Date.UTC(2027, month - 1, 1))
    sheet.addRow(['SMR_PROGRAM', `BOOK${month}`, date, '07~08시', 1000, 900, ''])
    sheet.addRow([
      '',
      `BOOK${month}`,
      null,
      '오전 8:00',
      { formula: '1200', result: 1199.9999999999998 },
      'NULL',
      '',
    ])
    sheet.addRow(['', `BOOK${month}`, null, '25시', '1 300', '', '심야'])
    sheet.addRow(['', `BOOK${month}`, null, '9', { formula: 'E3*2' }, '', ''])
    sheet.mergeCells('A1:G1')
    sheet.mergeCells('A3:A6')
    sheet.mergeCells('C3:C6')
    sheet.getRow(5).hidden = true
  }
  return Buffer.from(await book.xlsx.writeBuffer())
}

describe.each(databases())("A vendor's workbook ($name)", (kind) => {
  let test: TestService
  let operator: Client
  let book: Buffer

  beforeAll(async () => {
    test = await startService(kind)
    operator = await test.signInAs('operator')
    await putCatalogue(operator)
    book = await vendorWorkbook()
  })
  afterAll(() => test.stop())

  const upload = (sheet?: string) => {
    const form = new FormData()
    if (sheet !== undefined) form.append('sheet', sheet)
    form.append('file', new Blob([new Uint8Array(book)]), 'forecast.xlsx')
    return fetch(`${test.origin}/api/v1/forecasts`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${operator.token}` },
    })
  }
  const take = async (sheet?: string) => {
    const { runId } = (await (await upload(sheet)).json()) as { runId: string }
    return (await operator.runEnd(runId)).result
  }
  const stored = (metaId: string) =>
    test.service.database.read((tx) =>
      tx.rows(
        'SELECT date, hour, forecast, actual FROM forecast_inventory WHERE meta_id = ? ORDER BY date, hour',
        [metaId],
      ),
    )

  it('is taken from its first sheet with a forecast, and says what was not read', async () => {
    const outcome = await take()
    expect(outcome).toMatchObject({
      accepted: 3,
      rejected: 1,
      rejections: [
        {
          line: 6,
          column: 'forecast',
          value: '=E3*2',
          reason: expect.stringContaining('formula without a result'),
        },
      ],
      file: { sheet: '3월', ignoredColumns: ['비고'] },
    })
    expect(outcome.warnings).toMatchObject([
      { code: 'SHEETS_NOT_READ', count: 1, first: ['4월'] },
      { code: 'HIDDEN_ROWS', count: 1, first: ['line 5'] },
      { code: 'PART_OF_DAY', count: 1 },
    ])
    expect(await stored('BOOK3')).toEqual([
      { date: '2027-03-01', hour: 7, forecast: 1000, actual: 900 },
      { date: '2027-03-01', hour: 8, forecast: 1200, actual: null },
      { date: '2027-03-02', hour: 1, forecast: 1300, actual: null },
    ])
    expect(await stored('BOOK4')).toEqual([])
  })

  it('gives another sheet by its name', async () => {
    expect(await take('4월')).toMatchObject({ accepted: 3, file: { sheet: '4월' } })
    expect(await stored('BOOK4')).toHaveLength(3)
  })

  it.each([
    ['5월', /no sheet "5월"\. Its sheets: 표지, 3월, 4월\. Name the sheet in the form field `sheet`/],
    ['표지', /The sheet "표지" has no forecast that can be read\..*missing: part.*표지, 3월, 4월/],
  ])('is refused for the sheet %s, and says which there are', async (sheet, words) => {
    const answer = await upload(sheet)
    expect(answer.status).toBe(422)
    const problem = (await answer.json()) as { code: string; detail: string }
    expect(problem).toMatchObject({ code: 'FORECAST_FILE_INVALID', detail: expect.stringMatching(words) })
  })
})
