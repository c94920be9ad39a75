import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../support/chromium'
import type { Client, TestService } from '../support/service'
import { startWithSample, Workbench } from './workbench'

const TIMEOUT = { timeout: 20_000 }

/** The life of a booking from hold to cancellation, with real clicks and keys in the grid and in the pane. */
describe.skipIf(!findChromium())('a booking in the workbench', { timeout: 60_000 }, () => {
  let running: TestService
  let planner: Client
  let at: Workbench
  let campaignId: string

  beforeAll(async () => {
    running = await startWithSample()
    planner = await running.signInAs('planner')
    campaignId = await campaignOf('겨울 런칭', {
      YT_RON: ['2026-12-02', 2_000_000],
      SMR_RON: ['2026-12-02', 2_000_000],
    })
    await sellOut('SMR_RON')
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

  /** A campaign with a row of two days for each product. */
  async function campaignOf(name: string, products: Record<string, [string, number]>): Promise<string> {
    const { body } = await planner.post('/campaigns', {
      name,
      advertiser: '한빛전자',
      startDate: '2026-12-01',
      endDate: '2026-12-31',
      budget: 100_000_000,
    })
    const changes = Object.entries(products).map(([productCode, [startDate, amount]]) => ({
      op: 'put',
      unitId: crypto.randomUUID(),
      fields: { productCode, startDate, endDate: '2026-12-03', amount, device: 'PC+Mobile' },
    }))
    await planner.post(`/campaigns/${body.id}/media-mix/sync`, { baseRevision: 0, changes })
    return body.id
  }
  /** Another campaign buys all inventory that fits on the days of the test. */
  async function sellOut(productCode: string): Promise<void> {
    const flight = { startDate: '2026-12-02', endDate: '2026-12-03' }
    const { body } = await planner.post('/availability', { productCode, ...flight })
    const id = await campaignOf('먼저 산 캠페인', { [productCode]: ['2026-12-02', body.maxAmount] })
    const { unitId, version } = (await rowsOf(id))[0]
    const bought = await planner.post(`/campaigns/${id}/purchases`, { units: [{ unitId, version }] })
    expect(bought.status).toBe(201)
  }
  const rowsOf = async (id: string) => (await planner.get(`/campaigns/${id}/media-mix`)).body.rows
  const exact = (name: string) => at.pane.getByRole('button', { name, exact: true })
  const shows = (range: string, values: (string | RegExp)[]) =>
    expect
      .poll(() => at.cells(range), TIMEOUT)
      .toEqual(values.map((value) => (value instanceof RegExp ? expect.stringMatching(value) : value)))
  const ledger = async (type: string): Promise<number> => {
    const { unitId } = (await rowsOf(campaignId))[0]
    const { items } = (await planner.get(`/campaign-units/${unitId}/ledger`)).body
    const [take, give] = type === 'held' ? ['HOLD', 'UNHOLD'] : ['PURCHASE', 'RELEASE']
    return items
      .filter((one: { type: string }) => one.type === take || one.type === give)
      .reduce((sum: number, { quantity }: { quantity: number }) => sum + quantity, 0)
  }

  it('is held until a time, as a variant', async () => {
    await shows('K7:K8', ['작성중', '작성중'])
    await at.press('I7')
    await exact('가선점').click()
    await at.pane.getByLabel('기한').fill('2026-12-01T18:30')
    await at.pane.getByLabel('안', { exact: true }).selectOption('A')
    await at.button('가선점하기').click()
    await at.says('1개 행을 가선점했습니다')
    await shows('K7:L7', ['가선점', '가선점 ~2026-12-01 18:30 (A안)'])
    // 2,000,000 won at an eCPM of 8,000 won.
    expect(await ledger('held')).toBe(250_000)
    await exact('확인').click()
  })

  it('is extended', async () => {
    // A notice of holds that end soon has such a button too.
    const actions = at.pane.getByRole('region', { name: '예약 작업' })
    await actions.getByRole('button', { name: '연장', exact: true }).click()
    await at.pane.getByLabel('기한').fill('2026-12-02T12:00')
    await at.button('연장하기').click()
    await at.says('가선점을 연장했습니다')
    await shows('L7', ['가선점 ~2026-12-02 12:00 (A안)'])
    await exact('확인').click()
  })

  it('is bought from the hold', async () => {
    await at.button(/구매하기 · 2,000,000원/).click()
    await at.button('2,000,000원 구매').click()
    await at.says('1개 행을 구매했습니다')
    await shows('K7:L7', ['구매완료', ''])
    expect(await ledger('held')).toBe(0)
    expect(await ledger('sold')).toBe(250_000)
    await exact('확인').click()
  })

  it('is amended by what is typed into its row, once that is confirmed, or put back', async () => {
    await at.type('I7', '1000000')
    await at.says('1개 행에 입력한 변경이 있습니다')
    await shows('L7', [/변경 대기/])
    await at.button('되돌리기').click()
    await shows('I7', ['2,000,000'])
    await at.type('I7', '1500000')
    await at.button('변경 확인').click()
    await at.says('재고 −62,500회')
    expect(await ledger('sold')).toBe(250_000)
    await at.button('이대로 수정').click()
    await at.says('1개 행을 수정했습니다')
    expect(await ledger('sold')).toBe(187_500)
    await shows('I7', ['1,500,000'])
    await shows('K7:L7', ['구매완료', ''])
    await exact('확인').click()
  })

  it('is cancelled with a reason, which its history keeps', async () => {
    await at.press('G7')
    await exact('취소').click()
    await at.pane.getByLabel('사유').fill('광고주 일정 변경')
    await at.button('구매 취소하기').click()
    await at.says('구매를 취소했습니다')
    await shows('K7', ['취소'])
    expect(await ledger('sold')).toBe(0)
    await exact('확인').click()
    await exact('이력').click()
    await at.says('사유: 광고주 일정 변경')
    expect(await at.pane.locator('ol > li').count()).toBe(5)
    await exact('뒤로').click()
  })

  it('finds other days where there is no room, and holds the row on them', async () => {
    await at.press('I8')
    await at.says('SMR 논타겟팅')
    await exact('가선점').click()
    await at.pane.getByLabel('기한').fill('2026-12-01T18:30')
    await at.button('가선점하기').click()
    await at.says('전부 들어가는 가까운 기간')
    await at.button('2026-12-04 ~ 2026-12-05 기간을 행에 넣기').click()
    await at.says('2026-12-04 ~ 2026-12-05')
    await at.button('가선점하기').click()
    await at.says('1개 행을 가선점했습니다')
    await shows('G8:H8', ['2026-12-04', '2026-12-05'])
    await shows('K8', ['가선점'])
  })

  it('met no error on its way', () => {
    expect(at.errors).toEqual([])
  })
})
