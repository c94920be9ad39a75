import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../support/chromium'
import { MovableClock } from '../support/movable-clock'
import type { Client, TestService } from '../support/service'
import { startWithSample, Workbench } from './workbench'

/** The cell with the first unit's 실노출. */
const DELIVERED = 'I7'

/** A campaign delivers too little, and its planner sees this in time. */
describe.skipIf(!findChromium())('delivery in the workbench', { timeout: 60_000 }, () => {
  let running: TestService
  let planner: Client
  let operator: Client
  let at: Workbench
  let campaignId: string
  let childAdIds: string[]
  const clock = new MovableClock('2026-12-01T03:00:00.000Z')

  beforeAll(async () => {
    running = await startWithSample({ SESSION_HOURS: '1000' }, clock)
    planner = await running.signInAs('planner')
    operator = await running.signInAs('operator')
    await planBought()
    clock.moveToDay('2026-12-04')
    await deliver('2026-12-02', 900)
    await deliver('2026-12-04', 300)
    await running.service.jobs.runToEnd('monitoring-refresh', {})
    at = await Workbench.open(running.origin, 2100)
  }, 120_000)
  afterAll(async () => {
    await at?.close()
    await running?.stop()
  })

  /** A campaign whose one row is bought. */
  async function planBought(): Promise<void> {
    const flight = { startDate: '2026-12-01', endDate: '2026-12-31' }
    const { body: campaign } = await planner.post('/campaigns', {
      ...flight,
      name: '겨울 런칭',
      advertiser: '한빛전자',
      budget: 100_000_000,
    })
    campaignId = campaign.id
    const unitId = crypto.randomUUID()
    const fields = { ...flight, productCode: 'YT_RON', amount: 2_000_000, device: 'PC' }
    await planner.post(`/campaigns/${campaignId}/media-mix/sync`, {
      baseRevision: 1,
      changes: [{ op: 'put', unitId, fields }],
    })
    const { body } = await planner.post(`/campaigns/${campaignId}/purchases`, {
      units: [{ unitId, version: 1 }],
      mode: 'all',
    })
    childAdIds = body.units[0].ads.flatMap(({ childAds }: { childAds: { childAdId: string }[] }) =>
      childAds.map(({ childAdId }) => childAdId),
    )
  }
  async function deliver(date: string, impressions: number): Promise<void> {
    const reports = childAdIds.map((childAdId) => ({ childAdId, date, impressions, clicks: 1, views: 2 }))
    const { body } = await operator.post('/delivery-reports', { reports })
    expect(body).toMatchObject({ rejected: 0 })
  }

  const shownIn = async (address: string) => [await at.sheetName(), ...(await at.cells(address))]

  it('begins with what is at risk, and today against plan', async () => {
    await at.signIn()
    await at.says('미달 예상 1건')
    await at.says('오늘 노출')
    await at.says(new RegExp(`^${(300 * childAdIds.length).toLocaleString('ko-KR')} / 계획`))
    await at.button(/겨울 런칭.*회 부족.*2026-12-31 종료/).click()
    await at.says(/^달성률 \d/)
    await at.says(/^이 속도로는 미달/)
  })

  it('adds a makegood as a service row on a click', async () => {
    await at.button('보상 노출 제안 (메이크굿)').click()
    await at.button('서비스 행 추가').click()
    await at.says('서비스 행을 추가했습니다')
    const { rows } = (await planner.get(`/campaigns/${campaignId}/media-mix`)).body
    expect(rows.map(({ kind }: { kind: string }) => kind)).toEqual(['PAID', 'SERVICE'])
    await at.button('추가한 행 보기').click()
    await at.says('구매하기 · 0원')
  })

  it('keeps 모니터링 current while deliveries are reported', async () => {
    await at.command('monitoring')
    const grouped = (each: number) => (each * childAdIds.length).toLocaleString('en-US')
    await expect.poll(() => shownIn(DELIVERED), { timeout: 20_000 }).toEqual(['모니터링', grouped(1200)])
    await deliver('2026-12-04', 5000)
    await expect.poll(() => shownIn(DELIVERED), { timeout: 20_000 }).toEqual(['모니터링', grouped(5900)])
    // The chart below the rows: the guaranteed and the delivered impressions of each day.
    const chart = at.page.locator('.charts svg')
    expect(await chart.locator('.chart-title').textContent()).toBe('일별 보장노출과 실노출')
    expect(await chart.locator('path').count()).toBe(2)
  })

  it('waits while a cell is being typed in', async () => {
    await at.beginTyping('G20', 'memo')
    await deliver('2026-12-04', 6000)
    expect(await at.isEditing()).toBe(true)
    await at.page.keyboard.press('Enter')
    await expect
      .poll(() => shownIn(DELIVERED), { timeout: 20_000 })
      .toEqual(['모니터링', (6900 * childAdIds.length).toLocaleString('en-US')])
    expect(at.errors).toEqual([])
  })
})
