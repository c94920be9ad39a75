import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFaults } from '../support/accessibility'
import { findChromium } from '../support/chromium'
import type { Client, TestService } from '../support/service'
import { startWithSample, Workbench } from './workbench'

const FLIGHT = { startDate: '2026-12-01', endDate: '2026-12-31' }
/** The pane makes a plan of more rows as a job. */
const MOST_ROWS_AT_ONCE = 300

describe.skipIf(!findChromium())('the stored proposals of the pane', { timeout: 120_000 }, () => {
  let running: TestService
  let planner: Client
  let at: Workbench
  let id: string
  let largeId: string

  const campaign = async (name: string, rows: number): Promise<string> => {
    const fields = { ...FLIGHT, name, advertiser: '한빛전자', budget: 100_000_000 }
    const { body } = await planner.post('/campaigns', fields)
    const row = {
      kind: 'PAID',
      productCode: 'CROSS_RON',
      ...FLIGHT,
      amount: 1_000_000,
      device: 'PC',
      creative: '',
    }
    const changes = Array.from({ length: rows }, () => ({
      op: 'put',
      unitId: crypto.randomUUID(),
      fields: row,
    }))
    await planner.post(`/campaigns/${body.id}/media-mix/sync`, { baseRevision: body.revision, changes })
    return body.id
  }
  const openProposals = async (name: RegExp) => {
    await at.button(name).click()
    await at.button('캠페인 메뉴').click()
    await at.pane.getByRole('menuitem', { name: '제안서 내려받기' }).click()
    await at.pane.getByRole('heading', { name: '보관한 제안서' }).waitFor()
  }
  const downloadNow = () => at.pane.getByRole('button', { name: '내려받기', exact: true }).click()

  beforeAll(async () => {
    running = await startWithSample()
    planner = await running.signInAs('planner')
    id = await campaign('겨울 런칭', 2)
    largeId = await campaign('여름 런칭', MOST_ROWS_AT_ONCE + 1)
    at = await Workbench.open(running.origin, 1600, { bypassCSP: true })
    await at.signIn()
  }, 120_000)
  afterAll(async () => {
    await at?.close()
    await running?.stop()
  })

  it('are made, downloaded and deleted, and say whether the plan has changed since', async () => {
    await openProposals(/겨울 런칭/)
    await at.says('아직 보관한 제안서가 없습니다.')
    await at.pane.getByLabel('보관본으로 남기기').check()
    const first = at.page.waitForEvent('download')
    await downloadNow()
    expect((await first).suggestedFilename()).toBe('한빛전자_겨울 런칭_2026-12-01_v1.xlsx')
    await at.says('지금 계획과 같음')
    expect((await planner.get(`/campaigns/${id}/proposals`)).body.items).toMatchObject([
      { number: 1, status: 'READY', author: 'planner@example.com' },
    ])
    // Of somebody else, while the list is shown.
    await running.admin.post(`/campaigns/${id}/proposals`, { audience: 'internal', sheets: ['purchases'] })
    await at.says('만들지 못했습니다')
    await at.says('구매하거나 가선점한 상품이 없어')
    const { body } = await planner.get(`/campaigns/${id}`)
    await planner.patch(`/campaigns/${id}`, { version: body.version, budget: 90_000_000 })
    await at.says('이후 바뀜')
    const again = at.page.waitForEvent('download')
    await at.button('1번 제안서 내려받기').click()
    expect((await again).suggestedFilename()).toContain('_v1.xlsx')
    await at.button('1번 제안서 삭제').click()
    await at.says('파일도 함께 지워지며 되돌릴 수 없습니다.')
    expect(await accessibilityFaults(at.pane, 'html', 'axe')).toEqual([])
    await at.button('그대로 두기').click()
    await at.button('1번 제안서 삭제').click()
    await at.pane.getByRole('button', { name: '삭제', exact: true }).click()
    await at.says('1번 제안서를 삭제했습니다.')
    const left = async () =>
      (await planner.get(`/campaigns/${id}/proposals`)).body.items.map(
        (one: { number: number }) => one.number,
      )
    expect(await left()).toEqual([2])
    expect(await at.button('1번 제안서 삭제').count()).toBe(0)
    await at.button('뒤로').click()
    await at.button('캠페인 메뉴').waitFor()
    await at.button('뒤로').click()
  })

  it('are how a plan of many rows is downloaded', async () => {
    await openProposals(/여름 런칭/)
    const keep = at.pane.getByLabel('보관본으로 남기기')
    expect([await keep.isChecked(), await keep.isDisabled()]).toEqual([true, true])
    const download = at.page.waitForEvent('download')
    await downloadNow()
    expect((await download).suggestedFilename()).toContain('여름 런칭_2026-12-01_v1.xlsx')
    expect((await planner.get(`/campaigns/${largeId}/proposals`)).body.items).toHaveLength(1)
  })
})
