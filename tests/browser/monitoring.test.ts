import { existsSync } from 'node:fs'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '../../server/setup/first-start'
import { loadSampleData } from '../../server/setup/sample-data'
import { findChromium, openChromium } from '../support/chromium'
import { databases } from '../support/databases'
import { MovableClock } from '../support/movable-clock'
import { type Client, client, startService, type TestService } from '../support/service'

const PAGES = 'dist/workbench/index.html'
const EMAIL = 'planner@flightsheet.local'
/** Where the first unit's 실노출 stands. */
const DELIVERED = 'I7'

/** What the page offers to tests. */
interface Workbench {
  ready: Promise<void>
  cellPoint(address: string): { x: number; y: number }
  univerAPI: {
    getActiveWorkbook(): {
      isCellEditing(): boolean
      getActiveSheet(): { getSheetName(): string; getRange(address: string): { getDisplayValue(): string } }
    }
  }
}
declare const window: { workbench: Workbench }

/** A campaign delivers too little, and its planner sees it in time. */
describe.skipIf(!findChromium())('delivery in the workbench', { timeout: 60_000 }, () => {
  let running: TestService
  let planner: Client
  let operator: Client
  let browser: Browser
  let page: Page
  let pane: Frame
  let campaignId: string
  let childAdIds: string[]
  const errors: string[] = []
  const clock = new MovableClock('2026-12-01T03:00:00.000Z')

  beforeAll(async () => {
    if (!existsSync(PAGES)) throw new Error(`${PAGES} is missing: run npm run build first`)
    running = await startService(databases()[0]!, { SESSION_HOURS: '1000' }, clock)
    await loadSampleData(running.service)
    await running.service.accounts.create({
      email: EMAIL,
      name: '김플래너',
      role: 'planner',
      password: DEMO_PASSWORD,
    })
    planner = client(running.origin, (await running.service.accounts.signIn(EMAIL, DEMO_PASSWORD)).token)
    operator = await running.signInAs('operator')
    await planBought()
    clock.moveToDay('2026-12-04')
    await deliver('2026-12-02', 900)
    await deliver('2026-12-04', 300)
    await running.service.jobs.runToEnd('monitoring-refresh', {})
    browser = await openChromium()
    page = await browser.newPage({ viewport: { width: 2100, height: 900 } })
    page.on('pageerror', (error) => errors.push(String(error)))
    await page.goto(`${running.origin}/workbench/`)
    await page.waitForFunction(() => window.workbench)
    await page.evaluate(() => window.workbench.ready)
    pane = (await (await page.waitForSelector('iframe')).contentFrame())!
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
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

  const says = (text: string | RegExp) => pane.getByText(text).first().waitFor({ timeout: 20_000 })
  const button = (name: string | RegExp) => pane.getByRole('button', { name }).first()
  const shownIn = (address: string) =>
    page.evaluate((cell) => {
      const sheet = window.workbench.univerAPI.getActiveWorkbook().getActiveSheet()
      return [sheet.getSheetName(), sheet.getRange(cell).getDisplayValue().trim()]
    }, address)

  it('begins with what is at risk, and today against plan', async () => {
    await pane.getByLabel('이메일').fill(EMAIL)
    await pane.getByLabel('비밀번호').fill(DEMO_PASSWORD)
    await button('로그인').click()
    await says('미달 예상 1건')
    await says('오늘 노출')
    await says(new RegExp(`^${(300 * childAdIds.length).toLocaleString('ko-KR')} / 계획`))
    await button(/겨울 런칭.*회 부족.*2026-12-31 종료/).click()
    await says(/^달성률 \d/)
    await says(/^이 속도로는 미달/)
  })

  it('adds a makegood as a service row on a click', async () => {
    await button('보상 노출 제안 (메이크굿)').click()
    await button('서비스 행 추가').click()
    await says('서비스 행을 추가했습니다')
    const { rows } = (await planner.get(`/campaigns/${campaignId}/media-mix`)).body
    expect(rows.map(({ kind }: { kind: string }) => kind)).toEqual(['PAID', 'SERVICE'])
    await button('추가한 행 보기').click()
    await says('구매하기 · 0원')
  })

  it('keeps 모니터링 current while deliveries are reported', async () => {
    await page.click('[data-command="monitoring"]')
    const grouped = (each: number) => (each * childAdIds.length).toLocaleString('en-US')
    await expect.poll(() => shownIn(DELIVERED), { timeout: 20_000 }).toEqual(['모니터링', grouped(1200)])
    await deliver('2026-12-04', 5000)
    await expect.poll(() => shownIn(DELIVERED), { timeout: 20_000 }).toEqual(['모니터링', grouped(5900)])
  })

  it('waits while a cell is being typed in', async () => {
    const { x, y } = await page.evaluate(() => window.workbench.cellPoint('G20'))
    await page.mouse.dblclick(x, y)
    const isEditing = () =>
      page.evaluate(() => window.workbench.univerAPI.getActiveWorkbook().isCellEditing())
    await expect.poll(isEditing).toBe(true)
    await page.keyboard.type('memo')
    await deliver('2026-12-04', 6000)
    expect(await isEditing()).toBe(true)
    await page.keyboard.press('Enter')
    await expect
      .poll(() => shownIn(DELIVERED), { timeout: 20_000 })
      .toEqual(['모니터링', (6900 * childAdIds.length).toLocaleString('en-US')])
    expect(errors).toEqual([])
  })
})
