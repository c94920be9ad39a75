import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../support/chromium'
import type { Client, TestService } from '../support/service'
import { type PageWorkbench, startWithSample, Workbench } from './workbench'

const FLIGHT = { startDate: '2026-12-02', endDate: '2026-12-31' }
const TIMEOUT = { timeout: 20_000 }

declare const window: { workbench: PageWorkbench }

/** What people do with any sheet, with real clicks and keys and the grid's own menus. */
describe.skipIf(!findChromium())('a MediaMix that is treated like a sheet', { timeout: 120_000 }, () => {
  let running: TestService
  let planner: Client
  let at: Workbench
  let campaignId: string

  beforeAll(async () => {
    running = await startWithSample()
    planner = await running.signInAs('planner')
    const { body } = await planner.post('/campaigns', {
      ...FLIGHT,
      name: '겨울 런칭',
      advertiser: '한빛전자',
      budget: 100_000_000,
    })
    campaignId = body.id
    const changes = [2, 3, 1].map((millions) => ({
      op: 'put',
      unitId: crypto.randomUUID(),
      fields: { ...FLIGHT, productCode: 'YT_RON', amount: millions * 1_000_000, device: 'PC' },
    }))
    await planner.post(`/campaigns/${campaignId}/media-mix/sync`, { baseRevision: 0, changes })
    at = await Workbench.open(running.origin, 2400)
    await at.signIn()
    await at.button(/겨울 런칭/).click()
    await at.button('미디어믹스 시트 쓰기').click()
    await at.says(/저장됨/)
  }, 120_000)
  afterAll(async () => {
    await at?.close()
    await running?.stop()
  })

  const rows = async () => (await planner.get(`/campaigns/${campaignId}/media-mix`)).body.rows
  const won = async () => {
    return (await rows()).map(({ amount }: { amount: number }) => amount / 1_000_000)
  }
  const column = async (range: string) => (await at.cells(range)).map((text) => text.replace(/,000,000$/, ''))

  const shows = (range: string, values: unknown[]) =>
    expect.poll(() => at.cells(range), TIMEOUT).toEqual(values)
  const formulas = (range: string) =>
    at.page.evaluate(
      (address) =>
        window.workbench.univerAPI
          .getActiveWorkbook()
          .getActiveSheet()
          .getRange(address)
          .getFormulas()
          .flat(),
      range,
    )
  const press = async (keys: string) => {
    await at.page.keyboard.press(keys)
    // The grid takes the clipboard a moment later, and nothing tells when.
    await at.page.waitForTimeout(1_000)
  }

  it('sorts rows for everybody, each with its own key', async () => {
    const before = await rows()
    await at.choose('I7:S9', '정렬', /^내림차순$/)
    await expect.poll(won, TIMEOUT).toEqual([3, 2, 1])
    const after = await rows()
    expect(after.map(({ unitId }: { unitId: string }) => unitId)).toEqual(
      [1, 0, 2].map((i) => before[i].unitId),
    )
    await at.says(/저장됨/)
  })

  it('saves values as people mean them, and names the cells that it can’t save', async () => {
    await at.type('F7', '16:9')
    await at.type('I7', '500만')
    await at.type('G8', '12월 5일')
    await at.type('F8', '가'.repeat(201))
    // The first half of a flight that is moved.
    await at.type('G9', '2027-01-05')
    await at.type('I9', '1e6')
    await expect.poll(rows, TIMEOUT).toMatchObject([
      { creative: '16:9', amount: 5_000_000 },
      { creative: '', startDate: '2026-12-05' },
      { startDate: '2026-12-02', amount: 1_000_000 },
    ])
    await shows('F7:I7', ['16:9', '2026-12-02', '2026-12-31', '5,000,000'])
    await at.says('저장되지 않은 셀이 2개 있습니다')
    await at.says(/저장됨/)
    expect(await at.pane.getByText('F8').count()).toBeGreaterThan(0)
    expect(await at.pane.getByText('H9').count()).toBeGreaterThan(0)
    await at.type('F8', '30초')
    await at.type('H9', '2027-01-20')
    await expect
      .poll(rows, TIMEOUT)
      .toMatchObject([{}, { creative: '30초' }, { startDate: '2027-01-05', endDate: '2027-01-20' }])
    await expect.poll(() => at.pane.getByText('저장되지 않은 셀이').count(), TIMEOUT).toBe(0)
  })

  it('refuses what can’t be an amount, and what is typed over a formula', async () => {
    const before = await formulas('O7:O8')
    await at.type('I9', '-1')
    await at.page.waitForSelector('#notice[data-shown]')
    await at.type('O7', '5')
    expect(await at.values('I9')).toEqual([[1_000_000]])
    expect(await formulas('O7:O8')).toEqual(before)
  })

  it('takes an undo after a sync for an edit', async () => {
    await at.type('I9', '4000000')
    await expect.poll(won, TIMEOUT).toEqual([5, 2, 4])
    await at.says(/저장됨/)
    await at.press('A9')
    await press('Control+Z')
    await expect.poll(won, TIMEOUT).toEqual([5, 2, 1])
    await at.says(/저장됨/)
    expect(await at.values('I9')).toEqual([[1_000_000]])
  })

  it('puts its formulas back after a cut, and TOTAL is the sum of the rows', async () => {
    const before = await formulas('O7:O11')
    await at.press('I7')
    await press('Control+X')
    await at.press('I8')
    await press('Control+V')
    await expect.poll(async () => (await won())[1], TIMEOUT).toBe(5)
    await expect.poll(() => formulas('O7:O11'), TIMEOUT).toEqual(before)
    await shows('I11', ['6,000,000'])
    await at.type('I8', '2000000')
    await at.type('I7', '3000000')
    await expect.poll(won, TIMEOUT).toEqual([3, 2, 1])
  })

  it('saves what is typed while it is being written', async () => {
    await at.command('writeMediaMix')
    await at.type('F9', '쓰는 동안')
    await expect.poll(async () => (await rows())[2].creative, TIMEOUT).toBe('쓰는 동안')
    await shows('F9', ['쓰는 동안'])
    await at.says(/저장됨/)
  })

  it('says of a copied sheet that it is not saved', async () => {
    await at.page.getByText('MediaMix', { exact: true }).last().click({ button: 'right' })
    await at.page.getByText('복사', { exact: true }).locator('visible=true').last().click()
    await at.says('이 시트는 사본이며 저장되지 않습니다')
    await at.page.getByText('MediaMix', { exact: true }).last().click()
    await expect.poll(() => at.sheetName(), TIMEOUT).toBe('MediaMix')
    await expect.poll(() => at.pane.getByText('이 시트는 사본이며').count(), TIMEOUT).toBe(0)
  })

  it('keeps a row and a column that were inserted, and writes around them', async () => {
    await at.choose('A8', '삽입', '위에 행 삽입')
    await at.choose('D7', '삽입', '왼쪽에 열 삽입')
    await expect.poll(() => column('J7:J10'), TIMEOUT).toEqual(['3', '', '2', '1'])
    await at.says(/저장됨/)
    await at.type('D7', '메모')
    await at.type('J10', '5000000')
    await expect.poll(won, TIMEOUT).toEqual([3, 2, 5])
    expect(await at.cells('D7:D9')).toEqual(['메모', '', ''])
    await expect.poll(() => column('J12:J12'), TIMEOUT).toEqual(['10'])
  })

  it('asks before a deleted row is deleted in the campaign', async () => {
    await at.choose('A10', '삭제', '선택한 행 삭제')
    await at.says('시트에서 1개 행이 사라졌습니다')
    expect(await won()).toEqual([3, 2, 5])
    expect(at.errors).toEqual([])
  })
})
