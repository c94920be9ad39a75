import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../support/chromium'
import { CLOCK, type Client, type TestService } from '../support/service'
import { startWithSample, Workbench } from './workbench'

/** Ad servers report while the planner has the sheet open. */
describe.skipIf(!findChromium())('the status in the sheet', { timeout: 120_000 }, () => {
  let running: TestService
  let planner: Client
  let operator: Client
  let at: Workbench
  let campaignId: string
  let unitId: string
  let childAdIds: string[]
  let reported = Date.parse(CLOCK) - 60_000

  beforeAll(async () => {
    running = await startWithSample()
    planner = await running.signInAs('planner')
    operator = await running.signInAs('operator')
    await planBought()
    at = await Workbench.open(running.origin, 2100)
    await at.signIn()
    await at.button(/겨울 런칭/).click()
    await at.button('미디어믹스 시트 쓰기').click()
    await at.says(/저장됨/)
  }, 120_000)
  afterAll(async () => {
    await at?.close()
    await running?.stop()
  })

  /** A campaign of three rows, the first of them bought. */
  async function planBought(): Promise<void> {
    const { body: campaign } = await planner.post('/campaigns', {
      name: '겨울 런칭',
      advertiser: '한빛전자',
      startDate: '2026-12-01',
      endDate: '2026-12-31',
      budget: 100_000_000,
    })
    campaignId = campaign.id
    const changes = ['YT_RON', 'YT_RON', 'YT_RON'].map((productCode, i) => ({
      op: 'put',
      unitId: crypto.randomUUID(),
      fields: {
        productCode,
        startDate: '2026-12-02',
        endDate: '2026-12-31',
        amount: 2_000_000 * (i + 1),
        device: 'PC',
      },
    }))
    unitId = changes[0]!.unitId
    const synced = await planner.post(`/campaigns/${campaignId}/media-mix/sync`, { baseRevision: 1, changes })
    expect(synced.status).toBe(200)
    const bought = await planner.post(`/campaigns/${campaignId}/purchases`, {
      units: [{ unitId, version: 1 }],
      mode: 'all',
    })
    expect(bought.status).toBe(201)
    childAdIds = bought.body.units[0].ads.flatMap(({ childAds }: { childAds: { childAdId: string }[] }) =>
      childAds.map(({ childAdId }) => childAdId),
    )
  }

  const shows = (status: string) =>
    expect.poll(() => at.cells('K7'), { timeout: 20_000, interval: 20 }).toEqual([status])

  /** @returns milliseconds until the sheet shows it */
  const report = async (status: string, shown: string): Promise<number> => {
    reported += 1_000
    const reportedAt = new Date(reported).toISOString()
    const begun = Date.now()
    const { body } = await operator.post('/ads/status-reports', {
      reports: childAdIds.map((childAdId) => ({ childAdId, status, reportedAt })),
    })
    expect(body).toMatchObject({ accepted: childAdIds.length, rejected: 0 })
    await shows(shown)
    return Date.now() - begun
  }

  it('follows reports within a second, cell, format and pane', async () => {
    await shows('구매완료')
    const took = [
      await report('APPROVED', '구매완료 · 승인'),
      await report('LIVE', '구매완료 · 게재중'),
      await report('PAUSED', '구매완료 · 일시중지'),
      await report('LIVE', '구매완료 · 게재중'),
    ]
    // The shortest time: a busy machine may delay the others.
    expect(Math.min(...took)).toBeLessThan(1_000)
    await report('FAILED', '구매완료 · 실패')
    await at.pane.getByText('방금 바뀐 것').waitFor()
    await at.pane.getByText('광고 서버: 실패').waitFor()
  })

  it('waits while a cell is being typed in, and loses nothing of it', async () => {
    await at.beginTyping('I8', '7000000')
    reported += 1_000
    const reportedAt = new Date(reported).toISOString()
    await operator.post('/ads/status-reports', {
      reports: childAdIds.map((childAdId) => ({ childAdId, status: 'LIVE', reportedAt })),
    })
    await at.pane.getByText('광고 서버: 게재중').first().waitFor()
    expect(await at.isEditing()).toBe(true)
    await at.page.keyboard.press('Enter')
    await shows('구매완료 · 게재중')
    const amounts = async () =>
      (await planner.get(`/campaigns/${campaignId}/media-mix`)).body.rows.map(
        ({ amount }: { amount: number }) => amount,
      )
    await expect.poll(amounts, { timeout: 20_000 }).toEqual([2_000_000, 7_000_000, 6_000_000])
    expect(at.errors).toEqual([])
  })
})
