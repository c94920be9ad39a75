import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorkbook } from '../proposals/workbook-grid'
import { findChromium } from '../support/chromium'
import type { Client, TestService } from '../support/service'
import { startWithSample, Workbench } from './workbench'

const TIMEOUT = { timeout: 20_000 }

/** A planner makes B안 of a plan, changes it, compares both and takes it over, with real clicks and keys. */
describe.skipIf(!findChromium())('variants in the workbench', { timeout: 60_000 }, () => {
  let running: TestService
  let planner: Client
  let at: Workbench
  let campaignId: string

  beforeAll(async () => {
    running = await startWithSample()
    planner = await running.signInAs('planner')
    const { body } = await planner.post('/campaigns', {
      name: '겨울 런칭',
      advertiser: '한빛전자',
      startDate: '2026-12-01',
      endDate: '2026-12-31',
      budget: 100_000_000,
    })
    campaignId = body.id
    const changes = [2_000_000, 5_000_000].map((amount) => ({
      op: 'put',
      unitId: crypto.randomUUID(),
      fields: {
        productCode: 'YT_RON',
        startDate: '2026-12-02',
        endDate: '2026-12-20',
        amount,
        device: 'PC+Mobile',
      },
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

  const exact = (name: string) => at.pane.getByRole('button', { name, exact: true })
  const card = (name: string) => at.pane.getByRole('region', { name, exact: true })
  const shows = (range: string, values: string[]) =>
    expect.poll(() => at.cells(range), TIMEOUT).toEqual(values)
  const menu = async (item: string) => {
    await exact('캠페인 메뉴').click()
    await at.pane.getByRole('menuitem', { name: item }).click()
  }
  const rowsOf = async () => (await planner.get(`/campaigns/${campaignId}/media-mix`)).body.rows

  it('are made of the plan by one press, and stand below each other', async () => {
    await menu('안(대안)')
    await at.says('아직 나눈 안이 없습니다')
    await exact('복사해서 B안 만들기').click()
    await at.says('A안을 복사해 B안을 만들었습니다 (상품 2개)')
    await shows('A7:A10', ['집행 · A안', '집행 · A안', '집행 · B안', '집행 · B안'])
    await shows('T7:T10', ['A', 'A', 'B', 'B'])
    await shows('I12', ['7,000,000'])
  })

  it('are changed in the sheet, each for itself', async () => {
    await at.type('I9', '4000000')
    await expect.poll(() => card('B안').innerText(), TIMEOUT).toContain('9,000,000원')
    expect(await card('A안').innerText()).toContain('합계에 포함')
    expect(await card('A안').innerText()).toContain('7,000,000원')
    expect(await card('B안').innerText()).toContain('A안보다 2,000,000원 많음')
    await shows('I12', ['7,000,000'])
    expect(await rowsOf()).toMatchObject([
      { variant: 'A', amount: 2_000_000 },
      { variant: 'A', amount: 5_000_000 },
      { variant: 'B', amount: 4_000_000 },
      { variant: 'B', amount: 5_000_000 },
    ])
  })

  it('are compared in the proposal, which has a sheet for each', async () => {
    await exact('안 비교가 든 제안서 내려받기').click()
    const box = at.pane.getByRole('checkbox', { name: /안 비교/ })
    expect(await box.isChecked()).toBe(true)
    const [download] = await Promise.all([at.page.waitForEvent('download'), exact('내려받기').click()])
    const workbook = await openWorkbook(readFileSync(await download.path()))
    const names = workbook.worksheets.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['안 비교', 'MediaMix A안', 'MediaMix B안']))
    await exact('뒤로').click()
  })

  it('are taken over after reading what goes', async () => {
    await menu('안(대안)')
    await card('B안').getByRole('button', { name: '이 안으로 정하기' }).click()
    await at.says('A안의 상품 2개가 시트에서 사라집니다.')
    await exact('B안으로 정하기').click()
    await at.says('B안으로 정했습니다')
    await shows('A7:A8', ['집행', '집행'])
    await shows('I7:I8', ['4,000,000', '5,000,000'])
    await shows('I10', ['9,000,000'])
    await shows('T7:T8', ['', ''])
    expect(await rowsOf()).toMatchObject([
      { variant: null, amount: 4_000_000 },
      { variant: null, amount: 5_000_000 },
    ])
    expect(at.errors).toEqual([])
  })
})
