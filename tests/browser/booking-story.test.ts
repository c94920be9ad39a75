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
const TIMEOUT = { timeout: 20_000 }

/** What the page offers to tests. */
interface Workbench {
  ready: Promise<void>
  cellPoint(address: string): { x: number; y: number }
  univerAPI: {
    getActiveWorkbook(): {
      isCellEditing(): boolean
      getActiveSheet(): { getRange(address: string): { getDisplayValues(): string[][] } }
    }
  }
}
declare const window: { workbench: Workbench }

/** A booking's life from hold to cancellation, with real clicks and keys on the grid and in the pane. */
describe.skipIf(!findChromium())('a booking in the workbench', { timeout: 60_000 }, () => {
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
    const name = '김플래너'
    await running.service.accounts.create({ email: EMAIL, name, role: 'planner', password: DEMO_PASSWORD })
    const { token } = await running.service.accounts.signIn(EMAIL, DEMO_PASSWORD)
    planner = client(running.origin, token)
    campaignId = await campaignOf('겨울 런칭', {
      YT_RON: ['2026-12-02', 2_000_000],
      SMR_RON: ['2026-12-02', 2_000_000],
    })
    await sellOut('SMR_RON')
    browser = await openChromium()
    // Wide enough for every column of the MediaMix beside the pane.
    page = await browser.newPage({ viewport: { width: 2400, height: 900 } })
    page.on('pageerror', (error) => errors.push(String(error)))
    await page.goto(`${running.origin}/workbench/`)
    await page.waitForFunction(() => window.workbench)
    await page.evaluate(() => window.workbench.ready)
    pane = (await (await page.waitForSelector('iframe')).contentFrame())!
    await pane.getByLabel('이메일').fill(EMAIL)
    await pane.getByLabel('비밀번호').fill(DEMO_PASSWORD)
    await pane.getByLabel('비밀번호').press('Enter')
    await button(/겨울 런칭/).click()
    await button('미디어믹스 시트 쓰기').click()
    await says(/저장됨/)
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
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
  /** Another campaign buys all that fits on the days of the story. */
  async function sellOut(productCode: string): Promise<void> {
    const flight = { startDate: '2026-12-02', endDate: '2026-12-03' }
    const { body } = await planner.post('/availability', { productCode, ...flight })
    const id = await campaignOf('먼저 산 캠페인', { [productCode]: ['2026-12-02', body.maxAmount] })
    const { unitId, version } = (await rowsOf(id))[0]
    const bought = await planner.post(`/campaigns/${id}/purchases`, { units: [{ unitId, version }] })
    expect(bought.status).toBe(201)
  }
  const rowsOf = async (id: string) => (await planner.get(`/campaigns/${id}/media-mix`)).body.rows
  const button = (name: string | RegExp) => pane.getByRole('button', { name })
  const exact = (name: string) => pane.getByRole('button', { name, exact: true })
  const says = (text: string | RegExp) => pane.getByText(text).first().waitFor(TIMEOUT)
  const cells = (range: string) =>
    page.evaluate(
      (address) =>
        window.workbench.univerAPI
          .getActiveWorkbook()
          .getActiveSheet()
          .getRange(address)
          .getDisplayValues()
          .flat()
          .map((text) => text.trim()),
      range,
    )
  const shows = (range: string, values: (string | RegExp)[]) =>
    expect
      .poll(() => cells(range), TIMEOUT)
      .toEqual(values.map((value) => (value instanceof RegExp ? expect.stringMatching(value) : value)))
  const point = (address: string) => page.evaluate((cell) => window.workbench.cellPoint(cell), address)
  const press = async (address: string) => {
    const { x, y } = await point(address)
    await page.mouse.click(x, y)
  }
  const type = async (address: string, text: string) => {
    const { x, y } = await point(address)
    await page.mouse.dblclick(x, y)
    await page.waitForFunction(() => window.workbench.univerAPI.getActiveWorkbook().isCellEditing())
    await page.keyboard.press('Control+A')
    await page.keyboard.type(text)
    await page.keyboard.press('Enter')
  }
  const ledger = async (type: string): Promise<number> => {
    const { unitId } = (await rowsOf(campaignId))[0]
    const { items } = (await planner.get(`/campaign-units/${unitId}/ledger`)).body
    const [take, give] = type === 'held' ? ['HOLD', 'UNHOLD'] : ['PURCHASE', 'RELEASE']
    return items
      .filter((one: { type: string }) => one.type === take || one.type === give)
      .reduce((sum: number, { quantity }: { quantity: number }) => sum + quantity, 0)
  }

  it('is held until a time, as a variant', async () => {
    await shows('R7:R8', ['작성중', '작성중'])
    await press('I7')
    await exact('가선점').click()
    await pane.getByLabel('기한').fill('2026-12-01T18:30')
    await pane.getByLabel('안', { exact: true }).selectOption('A')
    await button('가선점하기').click()
    await says('1개 행을 가선점했습니다')
    await shows('R7:S7', ['가선점', '가선점 ~2026-12-01 18:30 (A안)'])
    // 2,000,000 won at an eCPM of 8,000 won.
    expect(await ledger('held')).toBe(250_000)
    await exact('확인').click()
  })

  it('is extended', async () => {
    await exact('연장').click()
    await pane.getByLabel('기한').fill('2026-12-02T12:00')
    await button('연장하기').click()
    await says('가선점을 연장했습니다')
    await shows('S7', ['가선점 ~2026-12-02 12:00 (A안)'])
    await exact('확인').click()
  })

  it('is bought from the hold', async () => {
    await button(/구매하기 · 2,000,000원/).click()
    await button('2,000,000원 구매').click()
    await says('1개 행을 구매했습니다')
    await shows('R7:S7', ['구매완료', ''])
    expect(await ledger('held')).toBe(0)
    expect(await ledger('sold')).toBe(250_000)
    await exact('확인').click()
  })

  it('is amended by what is typed into its row, once that is confirmed, or put back', async () => {
    await type('I7', '1000000')
    await says('1개 행에 입력한 변경이 있습니다')
    await shows('S7', [/변경 대기/])
    await button('되돌리기').click()
    await shows('I7', ['2,000,000'])
    await type('I7', '1500000')
    await button('변경 확인').click()
    await says('재고 −62,500회')
    expect(await ledger('sold')).toBe(250_000)
    await button('이대로 수정').click()
    await says('1개 행을 수정했습니다')
    expect(await ledger('sold')).toBe(187_500)
    await shows('I7', ['1,500,000'])
    await shows('R7:S7', ['구매완료', ''])
    await exact('확인').click()
  })

  it('is cancelled with a reason, which its history keeps', async () => {
    await press('G7')
    await exact('취소').click()
    await pane.getByLabel('사유').fill('광고주 일정 변경')
    await button('구매 취소하기').click()
    await says('구매를 취소했습니다')
    await shows('R7', ['취소'])
    expect(await ledger('sold')).toBe(0)
    await exact('확인').click()
    await exact('이력').click()
    await says('사유: 광고주 일정 변경')
    expect(await pane.locator('ol > li').count()).toBe(5)
    await exact('뒤로').click()
  })

  it('finds other days where there is no room, and holds the row on them', async () => {
    await press('I8')
    await says('SMR 논타겟팅')
    await exact('가선점').click()
    await pane.getByLabel('기한').fill('2026-12-01T18:30')
    await button('가선점하기').click()
    await says('전부 들어가는 가까운 기간')
    await button('2026-12-04 ~ 2026-12-05 기간을 행에 넣기').click()
    await says('2026-12-04 ~ 2026-12-05')
    await button('가선점하기').click()
    await says('1개 행을 가선점했습니다')
    await shows('G8:H8', ['2026-12-04', '2026-12-05'])
    await shows('R8', ['가선점'])
  })

  it('met no error on its way', () => {
    expect(errors).toEqual([])
  })
})
