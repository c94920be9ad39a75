import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../support/chromium'
import type { Client, TestService } from '../support/service'
import { startWithSample, Workbench } from './workbench'

const FLIGHT = { startDate: '2026-12-02', endDate: '2026-12-31' }
const TIMEOUT = { timeout: 20_000 }
const GROUPS = [
  { code: 'TG_DRAMA', weight: 3 },
  { code: 'TG_SPORTS', weight: 2 },
]
const OTHER_GROUPS = [
  { code: 'TG_FAMILY', weight: 1 },
  { code: 'TG_DRAMA', weight: 4 },
]

/** One planner at the sheet, with real clicks and keys, while another one works on the same rows. */
describe.skipIf(!findChromium())('two planners on one campaign', { timeout: 60_000 }, () => {
  let running: TestService
  let colleague: Client
  let at: Workbench
  let campaignId: string
  const unitIds = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]

  beforeAll(async () => {
    running = await startWithSample()
    colleague = await running.signInAs('planner', 'colleague@example.com')
    const planner = await running.signInAs('planner')
    const { body } = await planner.post('/campaigns', {
      ...FLIGHT,
      name: '겨울 런칭',
      advertiser: '한빛전자',
      budget: 100_000_000,
      sharedWith: ['colleague@example.com'],
    })
    campaignId = body.id
    const codes = ['SMR_GROUP', 'SMR_GROUP', 'YT_RON']
    const changes = codes.map((productCode, i) => ({
      op: 'put',
      unitId: unitIds[i],
      fields: { ...FLIGHT, productCode, amount: 1_000_000 * (i + 1), device: 'PC' },
    }))
    await planner.post(`/campaigns/${campaignId}/media-mix/sync`, { baseRevision: 0, changes })
    const units = [
      { unitId: unitIds[0], version: 1, groups: GROUPS },
      { unitId: unitIds[1], version: 1, groups: OTHER_GROUPS },
    ]
    await planner.put(`/campaigns/${campaignId}/targeting`, { units })
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

  const rows = async () => (await colleague.get(`/campaigns/${campaignId}/media-mix`)).body.rows
  const change = async (row: number, fields: object) => {
    const { unitId, version } = (await rows())[row]
    const changes = [{ op: 'put', unitId, version, fields }]
    const { status } = await colleague.post(`/campaigns/${campaignId}/media-mix/sync`, {
      baseRevision: 0,
      changes,
    })
    expect(status).toBe(200)
  }
  const groups = async (row: number) => {
    const { units } = (await colleague.get(`/campaigns/${campaignId}/targeting`)).body
    const { groups: of } = units.find(({ unitId }: { unitId: string }) => unitId === unitIds[row])
    return of.map(({ code, weight }: { code: string; weight: number }) => ({ code, weight }))
  }
  const shows = (range: string, values: unknown[]) =>
    expect.poll(() => at.cells(range), TIMEOUT).toEqual(values)

  it('takes targeting that is copied from another cell, and what the cell had before', async () => {
    const [copied, before] = await at.cells('D7:D8')
    expect(copied).toBe('드라마 프로그램 외 1')
    await at.press('D7')
    await at.page.keyboard.press('Control+C')
    // The grid takes the clipboard a moment later, and nothing tells when.
    await at.page.waitForTimeout(300)
    await at.press('D8')
    await at.page.keyboard.press('Control+V')
    await expect.poll(() => groups(1), TIMEOUT).toEqual(GROUPS)
    await shows('D7:D8', [copied, copied])
    await at.says(/저장됨/)
    await at.type('D8', before!)
    await expect.poll(() => groups(1), TIMEOUT).toEqual(OTHER_GROUPS)
    await shows('D7:D8', [copied, before])
    expect(await at.pane.getByText('저장되지 않은 셀').count()).toBe(0)
  })

  it('decides about the field in conflict alone: the colleague’s amount stays', async () => {
    // While a cell is edited the colleague's change can't be shown, so that both change the same.
    await at.beginTyping('F7', 'B안')
    await change(0, { creative: 'A안', amount: 9_000_000 })
    await at.page.keyboard.press('Enter')
    await at.says('1개 행이 다른 곳에서도 바뀌었습니다')
    await at.says('colleague@example.com님이 바꾼 값과 다릅니다. 어느 값을 쓸지 골라 주세요.')
    await at.button('내 값으로').click()
    await shows('F7:I7', ['B안', '2026-12-02', '2026-12-31', '9,000,000'])
    await expect
      .poll(async () => (await rows())[0], TIMEOUT)
      .toMatchObject({ creative: 'B안', amount: 9_000_000 })
    expect(await at.pane.getByText('다른 곳에서도 바뀌었습니다').count()).toBe(0)
  })

  it('keeps an amount for a row that the colleague buys at this moment, as an amendment', async () => {
    await at.beginTyping('I9', '4000000')
    const { unitId, version } = (await rows())[2]
    const bought = await colleague.post(`/campaigns/${campaignId}/purchases`, {
      units: [{ unitId, version }],
    })
    expect(bought.status).toBe(201)
    await at.page.keyboard.press('Enter')
    await at.says('구매·가선점한 1개 행에 입력한 변경이 있습니다')
    await shows('I9', ['4,000,000'])
    expect(await at.pane.getByText('바꿀 수 없는 값은 되돌렸습니다').count()).toBe(0)
    await at.button('되돌리기').click()
    await shows('I9', ['3,000,000'])
    expect(at.errors).toEqual([])
  })
})
