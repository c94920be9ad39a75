import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../support/chromium'
import type { Client, TestService } from '../support/service'
import { startWithSample, Workbench } from './workbench'

const FLIGHT = { startDate: '2026-12-02', endDate: '2026-12-31' }
const TIMEOUT = { timeout: 20_000 }

/** Rows and columns of the protected MediaMix, by the grid's own menus. */
describe.skipIf(!findChromium())('a MediaMix that is treated like a sheet', { timeout: 60_000 }, () => {
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

  const won = async () => {
    const { rows } = (await planner.get(`/campaigns/${campaignId}/media-mix`)).body
    return rows.map(({ amount }: { amount: number }) => amount / 1_000_000)
  }
  const column = async (range: string) => (await at.cells(range)).map((text) => text.replace(/,000,000$/, ''))

  it('sorts rows for everybody, each with its own key', async () => {
    const before = (await planner.get(`/campaigns/${campaignId}/media-mix`)).body.rows
    await at.choose('I7:S9', '정렬', /^내림차순$/)
    await expect.poll(won, TIMEOUT).toEqual([3, 2, 1])
    const after = (await planner.get(`/campaigns/${campaignId}/media-mix`)).body.rows
    expect(after.map(({ unitId }: { unitId: string }) => unitId)).toEqual(
      [1, 0, 2].map((i) => before[i].unitId),
    )
    await at.says(/저장됨/)
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
