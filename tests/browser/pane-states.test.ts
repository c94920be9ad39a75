import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../support/chromium'
import type { Client, TestService } from '../support/service'
import { startWithSample, Workbench } from './workbench'

const FLIGHT = { startDate: '2026-12-01', endDate: '2026-12-31' }

interface Canvas {
  width: number
  getBoundingClientRect(): { left: number; top: number; width: number }
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray }
  }
}
declare const window: { workbench: { cellPoint(address: string): { x: number; y: number } } }
declare const document: {
  activeElement: { textContent: string | null } | null
  body: object
  querySelector(selector: string): Canvas | null
}
declare function getComputedStyle(element: object): { backgroundColor: string }

describe.skipIf(!findChromium())('the pane', { timeout: 60_000 }, () => {
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
    const amounts = { CROSS_RON: 3_000_000, SMR_RON: 900_000_000, YT_RON: 2_000_000 }
    const changes = Object.entries(amounts).map(([productCode, amount]) => ({
      op: 'put',
      unitId: crypto.randomUUID(),
      fields: { ...FLIGHT, kind: 'PAID', productCode, amount, device: 'PC+Mobile', creative: '' },
    }))
    await planner.post(`/campaigns/${campaignId}/media-mix/sync`, { baseRevision: body.revision, changes })
    at = await Workbench.open(running.origin, 2400)
  }, 120_000)
  afterAll(async () => {
    await at?.close()
    await running?.stop()
  })

  const statuses = async () =>
    (await planner.get(`/campaigns/${campaignId}/media-mix`)).body.rows.map(
      ({ bookingStatus }: { bookingStatus: string }) => bookingStatus,
    )

  it('says what comes first when the ribbon is used before signing in, and before a campaign is open', async () => {
    await at.command('sync')
    await at.says('먼저 로그인하고 캠페인을 여세요')
    await at.signIn()
    await at.button(/겨울 런칭/).waitFor()
    await at.command('writeMediaMix')
    await at.says('먼저 캠페인을 여세요')
  })

  it('has the settings of notifications in the bell’s panel, without those of operators', async () => {
    await at.button(/^알림/).click()
    await at.button('설정').click()
    const table = at.pane.getByRole('table', { name: '알림 설정' })
    const told = table.getByLabel('보장노출 미달 위험: 받기')
    await told.waitFor()
    expect(await table.getByRole('rowheader').count()).toBe(5)
    expect(await table.getByText('구매 승인 요청').count()).toBe(0)
    expect(await table.getByLabel('가선점 마감: 메일').isDisabled()).toBe(true)
    await at.says('이 서버는 메일을 보내지 않습니다.')
    await told.uncheck()
    await at.says('저장했습니다.')
    await told.check()
    const muted = async () => (await planner.get('/notifications/preferences')).body.muted
    await expect.poll(muted).toEqual([])
    const panel = at.pane.getByRole('dialog', { name: '알림' })
    const isWide = (element: unknown) => {
      const { scrollWidth, clientWidth } = element as { scrollWidth: number; clientWidth: number }
      return scrollWidth > clientWidth
    }
    expect(await panel.evaluate(isWide)).toBe(false)
    await told.press('Escape')
    await expect.poll(() => panel.count()).toBe(0)
  })

  it('goes on and back by keyboard, with the focus where one left off', async () => {
    await at.button(/겨울 런칭/).press('Enter')
    await at.says('크로스 논타겟팅')
    const focused = () => at.pane.evaluate(() => document.activeElement?.textContent)
    await at.button('상품 추가').press('Enter')
    await expect.poll(focused).toBe('상품 추가')
    await at.page.keyboard.press('Escape')
    await at.says('상품 3개')
    await expect.poll(focused).toBe('상품 추가')
    await at.button(/^크로스 논타겟팅/).press('Enter')
    await at.button(/구매하기 · 3,000,000원/).press('Enter')
    await expect.poll(focused).toBe('이대로 구매할까요?')
    await at.page.keyboard.press('Escape')
    await expect.poll(focused).toBe('구매하기 · 3,000,000원')
    await at.page.keyboard.press('Escape')
    await expect.poll(focused).toMatch(/^크로스 논타겟팅/)
  })

  it('buys several rows together or none, and says of each row why', async () => {
    await at.command('writeMediaMix')
    await at.says(/저장됨/)
    for (const name of ['크로스', 'SMR', '유튜브']) await at.pane.getByLabel(`${name} 논타겟팅 선택`).check()
    await at.button('3개 구매하기 · 905,000,000원').click()
    await at.says('이대로 구매할까요?')
    await at.button('905,000,000원 구매').click()
    await at.says('구매한 행이 없습니다')
    expect(await at.pane.getByText('함께 구매하지 않음').count()).toBe(2)
    expect(await statuses()).toEqual(['Draft', 'Draft', 'Draft'])
    await at.button('나머지 2개 구매하기 · 5,000,000원').click()
    await at.button('5,000,000원 구매').click()
    await at.says('2개 행을 구매했습니다')
    expect(await statuses()).toEqual(['Booked', 'Draft', 'Booked'])
    await at.button('확인').click()
  })

  it('buys the selected row and offers the proposal from the ribbon', async () => {
    await at.press('I8')
    await at.says(/구매하기 · 900,000,000원/)
    await at.command('buySelected')
    await at.button('900,000,000원 구매').waitFor()
    await at.command('proposal')
    await at.says('광고주용')
    await at.button('뒤로').click()
  })

  it('finds everything in order in this Excel', async () => {
    await at.button('캠페인 메뉴').click()
    await at.pane.getByRole('menuitem', { name: 'Excel 점검' }).click()
    await at.button('점검 시작').click()
    await at.says('직접 쓴 값과 사람이 고친 값 구별하기')
    await at.press('J7')
    await at.says(/^\d+개 모두 정상입니다$/)
    await at.button('뒤로').click()
  })

  it('turns dark and English; the sheet keeps its colours', async () => {
    await at.page.getByText('어둡게').click()
    await at.page.getByText('English').click()
    await at.says(/^Total amount$/)
    const background = await at.pane.evaluate(
      () => getComputedStyle(document.querySelector('main')!).backgroundColor,
    )
    expect(background).not.toBe('rgb(255, 255, 255)')
    // The heading of the table is navy on a light sheet and stays navy.
    const colours = await at.page.evaluate(() => {
      const { x, y } = window.workbench.cellPoint('A6')
      const canvas = document.querySelector('canvas[id^="univer-sheet-main-canvas"]')!
      const { left, top, width } = canvas.getBoundingClientRect()
      const scale = canvas.width / width
      const at = (value: number) => Math.round(value * scale)
      return {
        navy: [...canvas.getContext('2d').getImageData(at(x - left), at(y - top - 12), 1, 1).data],
        paper: getComputedStyle(canvas).backgroundColor,
      }
    })
    expect(colours.navy.map((value) => value < 128)).toEqual([true, true, true, false])
    expect(colours.paper).toBe('rgb(255, 255, 255)')
  })

  it('lists a hundred rows at a time', async () => {
    const { body } = await planner.post('/campaigns', {
      ...FLIGHT,
      name: 'Many rows',
      advertiser: '한빛전자',
      budget: 100_000_000,
    })
    const changes = Array.from({ length: 120 }, () => ({
      op: 'put',
      unitId: crypto.randomUUID(),
      fields: { ...FLIGHT, productCode: 'YT_RON', amount: 100_000, device: 'PC' },
    }))
    await planner.post(`/campaigns/${body.id}/media-mix/sync`, { baseRevision: body.revision, changes })
    await at.button('Back').first().click()
    await at.button(/Many rows/).click()
    const listed = at.pane.locator('main li:has(button[data-return])')
    await expect.poll(() => listed.count()).toBe(100)
    await at.button('Show more').click()
    await expect.poll(() => listed.count()).toBe(120)
    expect(await at.button('Show more').count()).toBe(0)
  })

  it('met no error on its way', () => {
    expect(at.errors).toEqual([])
  })
})
