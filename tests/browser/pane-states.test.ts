import { existsSync } from 'node:fs'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../../server/setup/first-start'
import { loadSampleData } from '../../server/setup/sample-data'
import { findChromium, openChromium } from '../support/chromium'
import { databases } from '../support/databases'
import { type Client, client, startService, type TestService } from '../support/service'

const PAGES = 'dist/workbench/index.html'
const EMAIL = 'planner@flightsheet.local'
const FLIGHT = { startDate: '2026-12-01', endDate: '2026-12-31' }

/** What the page offers to tests. */
interface Workbench {
  ready: Promise<void>
  cellPoint(address: string): { x: number; y: number }
}
interface Canvas {
  width: number
  getBoundingClientRect(): { left: number; top: number; width: number }
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray }
  }
}
declare const window: { workbench: Workbench }
declare const document: {
  activeElement: { textContent: string | null } | null
  body: object
  querySelector(selector: string): Canvas | null
}
declare function getComputedStyle(element: object): { backgroundColor: string }

describe.skipIf(!findChromium())('the pane', { timeout: 60_000 }, () => {
  let running: TestService
  let planner: Client
  let browser: Browser
  let page: Page
  let pane: Frame
  let campaignId: string
  const errors: string[] = []

  beforeAll(async () => {
    if (!existsSync(PAGES)) throw new Error(`${PAGES} is missing: run npm run build first`)
    running = await startService(databases()[0]!)
    await loadSampleData(running.service)
    await running.service.accounts.create({
      email: EMAIL,
      name: '김플래너',
      role: 'planner',
      password: DEMO_PASSWORD,
    })
    const { token } = await running.service.accounts.signIn(EMAIL, DEMO_PASSWORD)
    planner = client(running.origin, token)
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
    browser = await openChromium()
    // Wide enough for every column of the MediaMix beside the pane.
    page = await browser.newPage({ viewport: { width: 2400, height: 900 } })
    page.on('pageerror', (error) => errors.push(String(error)))
    await page.goto(`${running.origin}/workbench/`)
    await ready()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await running?.stop()
  })

  const ready = async () => {
    await page.waitForFunction(() => window.workbench)
    await page.evaluate(() => window.workbench.ready)
    pane = (await (await page.waitForSelector('iframe')).contentFrame())!
  }
  const says = (text: string | RegExp) => pane.getByText(text).first().waitFor({ timeout: 20_000 })
  const button = (name: string | RegExp) => pane.getByRole('button', { name })
  const command = (id: string) => page.click(`[data-command="${id}"]`)
  const statuses = async () =>
    (await planner.get(`/campaigns/${campaignId}/media-mix`)).body.rows.map(
      ({ bookingStatus }: { bookingStatus: string }) => bookingStatus,
    )

  it('says what comes first when the ribbon is used before signing in, and before a campaign is open', async () => {
    await command('sync')
    await says('먼저 로그인하고 캠페인을 여세요')
    await pane.getByLabel('이메일').fill(EMAIL)
    await pane.getByLabel('비밀번호').fill(DEMO_PASSWORD)
    await pane.getByLabel('비밀번호').press('Enter')
    await button(/겨울 런칭/).waitFor()
    await command('writeMediaMix')
    await says('먼저 캠페인을 여세요')
  })

  it('goes on and back by keyboard, with the focus where one left off', async () => {
    await button(/겨울 런칭/).press('Enter')
    await says('크로스 논타겟팅')
    const focused = () => pane.evaluate(() => document.activeElement?.textContent)
    await button('상품 추가').press('Enter')
    await expect.poll(focused).toBe('상품 추가')
    await page.keyboard.press('Escape')
    await says('상품 3개')
    await expect.poll(focused).toBe('상품 추가')
    await button(/^크로스 논타겟팅/).press('Enter')
    await button(/구매하기 · 3,000,000원/).press('Enter')
    await expect.poll(focused).toBe('이대로 구매할까요?')
    await page.keyboard.press('Escape')
    await expect.poll(focused).toBe('구매하기 · 3,000,000원')
    await page.keyboard.press('Escape')
    await expect.poll(focused).toMatch(/^크로스 논타겟팅/)
  })

  it('buys several rows together or none, and says of each row why', async () => {
    await command('writeMediaMix')
    await says(/저장됨/)
    for (const name of ['크로스', 'SMR', '유튜브']) await pane.getByLabel(`${name} 논타겟팅 선택`).check()
    await button('3개 구매하기 · 905,000,000원').click()
    await says('이대로 구매할까요?')
    await button('905,000,000원 구매').click()
    await says('구매한 행이 없습니다')
    expect(await pane.getByText('함께 구매하지 않음').count()).toBe(2)
    expect(await statuses()).toEqual(['Draft', 'Draft', 'Draft'])
    await button('나머지 2개 구매하기 · 5,000,000원').click()
    await button('5,000,000원 구매').click()
    await says('2개 행을 구매했습니다')
    expect(await statuses()).toEqual(['Booked', 'Draft', 'Booked'])
    await button('확인').click()
  })

  it('buys the selected row and offers the proposal from the ribbon', async () => {
    const { x, y } = await page.evaluate(() => window.workbench.cellPoint('I8'))
    await page.mouse.click(x, y)
    await says(/구매하기 · 900,000,000원/)
    await command('buySelected')
    await button('900,000,000원 구매').waitFor()
    await command('proposal')
    await says('광고주용')
    await button('뒤로').click()
  })

  it('finds everything in order in this Excel', async () => {
    await button('캠페인 메뉴').click()
    await pane.getByRole('menuitem', { name: 'Excel 점검' }).click()
    await button('점검 시작').click()
    await says('직접 쓴 값과 사람이 고친 값 구별하기')
    const { x, y } = await page.evaluate(() => window.workbench.cellPoint('Q7'))
    await page.mouse.click(x, y)
    await says('15개 모두 정상입니다')
    await button('뒤로').click()
  })

  it('turns dark and English; the sheet keeps its colours', async () => {
    await page.getByText('어둡게').click()
    await page.getByText('English').click()
    await says(/^Total amount$/)
    const background = await pane.evaluate(
      () => getComputedStyle(document.querySelector('main')!).backgroundColor,
    )
    expect(background).not.toBe('rgb(255, 255, 255)')
    // The heading of the table is navy on a light sheet and stays it.
    const colours = await page.evaluate(() => {
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

  it('met no error on its way', () => {
    expect(errors).toEqual([])
  })
})
