import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../support/chromium'
import type { TestService } from '../support/service'
import { startWithSample, Workbench } from './workbench'

/** The pane while the planner types faster than the service answers. */
describe.skipIf(!findChromium())('typing in the pane', { timeout: 60_000 }, () => {
  let running: TestService
  let at: Workbench

  beforeAll(async () => {
    running = await startWithSample()
    const planner = await running.signInAs('planner')
    const flight = { startDate: '2026-12-02', endDate: '2026-12-10' }
    const { body } = await planner.post('/campaigns', {
      ...flight,
      name: '겨울 런칭',
      advertiser: '한빛전자',
      budget: 100_000_000,
    })
    const fields = { ...flight, productCode: 'YT_RON', amount: 2_000_000, device: 'PC+Mobile' }
    const changes = [{ op: 'put', unitId: crypto.randomUUID(), fields }]
    await planner.post(`/campaigns/${body.id}/media-mix/sync`, { baseRevision: 0, changes })
    at = await Workbench.open(running.origin, 2400)
    await at.signIn()
    await at.button(/겨울 런칭/).waitFor()
  }, 120_000)
  afterAll(async () => {
    await at?.close()
    await running?.stop()
  })

  it('asks for campaigns when the typing pauses, not at each key', async () => {
    const asked: string[] = []
    at.page.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url())
      if (pathname.endsWith('/api/v1/campaigns')) asked.push(searchParams.get('q') ?? '')
    })
    await at.pane.getByRole('searchbox').pressSequentially('없는 이름', { delay: 30 })
    await at.says('검색 결과가 없습니다')
    expect(asked).toEqual(['없는 이름'])
    await at.pane.getByRole('searchbox').fill('')
    await at.button(/겨울 런칭/).waitFor()
  })

  it('drops the answer to a goal that is no longer the one typed', async () => {
    await at.button(/겨울 런칭/).click()
    await at.button('미디어믹스 시트 쓰기').click()
    await at.says(/저장됨/)
    await at.press('I7')
    await at.button('목표·대안').click()
    let answer = () => {}
    const held = new Promise<void>((resolve) => {
      answer = resolve
    })
    await at.page.route('**/api/v1/campaign-units/*/availability', async (route) => {
      await held
      await route.continue()
    })
    const goal = at.pane.getByLabel('목표 노출수 (회)')
    await goal.fill('250000')
    await at.button('계산하기').click()
    await goal.fill('500000')
    const answered = at.page.waitForResponse('**/api/v1/campaign-units/*/availability')
    answer()
    await (await answered).finished()
    await at.page.waitForTimeout(200)
    expect(await at.pane.getByText('필요한 금액 1,').count()).toBe(0)
    await at.button('계산하기').click()
    await at.says('필요한 금액 3,999,')
    expect(at.errors).toEqual([])
  })
})
