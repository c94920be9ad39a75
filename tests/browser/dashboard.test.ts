import { existsSync, readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addRows, done, target } from '../http/plan'
import { Market, members } from '../purchases/market'
import { findChromium, openChromium } from '../support/chromium'
import { databases } from '../support/databases'
import { ADMIN } from '../support/service'
import { cutLabels } from './cut-labels'

const PAGE = 'dist/addin/dashboard.html'
const FLIGHT = { startDate: '2026-12-01', endDate: '2026-12-10' }

declare const document: { documentElement: { scrollWidth: number; lang: string } }
declare const localStorage: { getItem(key: string): string | null; clear(): void }

describe.skipIf(!findChromium())('The dashboard', { timeout: 60_000 }, () => {
  let market: Market
  let browser: Browser
  let context: BrowserContext
  let page: Page
  // biome-ignore lint/suspicious/noExplicitAny: an answer from outside has the shape that a test asserts
  let tree: any
  const errors: string[] = []

  beforeAll(async () => {
    if (!existsSync(PAGE)) throw new Error(`${PAGE} is missing: run npm run build first`)
    market = await Market.open(databases()[0]!)
    for (const [name, buys] of [
      ['겨울 런칭', true],
      ['봄 준비', false],
    ] as const) {
      const { id } = done(
        await market.planner.post('/campaigns', {
          ...FLIGHT,
          name,
          advertiser: '한빛전자',
          budget: 90_000_000,
        }),
      )
      const [unitId] = await addRows(market.planner, id, [
        { ...FLIGHT, productCode: 'DIRECT', amount: 50_000 },
      ])
      done(await target(market.planner, id, unitId!, members('PG1', 'PG2')))
      if (buys) tree = done(await market.buy({ campaignId: id, unitId: unitId! }))
    }
    await market.job('calendar-statuses')
    market.clock.moveToDay('2026-12-05')
    await market.job('monitoring-refresh')
    browser = await openChromium()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await market?.stop()
  })
  beforeEach(async () => {
    await context?.close()
    context = await browser.newContext({ locale: 'ko-KR', viewport: { width: 1280, height: 900 } })
    page = await context.newPage()
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('console', (message) => {
      // The browser's own message about a 401 answer that a test provokes.
      if (message.type() === 'error' && !message.text().includes('401')) errors.push(message.text())
    })
  })

  const open = (search = '') => page.goto(`${market.test.origin}/dashboard${search}`)
  const signIn = async (email = 'planner@example.com') => {
    await page.getByLabel('이메일').fill(email)
    await page.getByLabel('비밀번호').fill(ADMIN.password)
    await page.getByRole('button', { name: '로그인' }).click()
    await page.getByRole('heading', { name: '상태별 캠페인' }).waitFor()
  }
  /** For a look at it: SCREENSHOTS names a folder. */
  const picture = async (name: string) => {
    const folder = process.env.SCREENSHOTS
    if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
  }
  const search = () => new URL(page.url()).search
  const panel = (name: string) => page.getByRole('region', { name, exact: true })

  it('asks who is there, and shows what the address says', async () => {
    const response = await open('?status=Draft')
    expect(response!.headers()['content-security-policy']).toContain("default-src 'self'")
    await page.getByRole('button', { name: '로그인' }).click()
    await page.getByText('입력해 주세요.').first().waitFor()
    await signIn()
    expect(search()).toBe('?status=Draft')
    await panel('캠페인')
      .getByRole('rowheader', { name: /봄 준비/ })
      .waitFor()
    expect(await panel('캠페인').getByRole('rowheader').count()).toBe(1)
    await page.getByText('12. 5. 오후 12:00 기준').waitFor()
    // Only operators see jobs.
    expect(await panel('작업').count()).toBe(0)
    // After a reload the planner is still signed in and sees the same.
    await page.reload()
    await panel('캠페인')
      .getByRole('rowheader', { name: /봄 준비/ })
      .waitFor()
    expect(errors).toEqual([])
  })

  it('keeps its filters in the address, and goes back and forward through them', async () => {
    await open()
    await signIn()
    const rows = panel('캠페인').getByRole('rowheader')
    await page.getByRole('button', { name: '집행중 캠페인 1개만 보기' }).click()
    await expect.poll(() => rows.allTextContents()).toEqual(['겨울 런칭한빛전자'])
    await page.getByLabel('매체', { exact: true }).selectOption('KAKAO')
    await expect.poll(search).toBe('?status=InFlight&platform=KAKAO')
    await expect.poll(() => panel('계획 대비 집행').getByRole('listitem').count()).toBe(2)
    await page.getByRole('searchbox').pressSequentially('없는 이름')
    await panel('캠페인').getByText('조건에 맞는 캠페인이 없습니다.').waitFor()
    await page.goBack()
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('')
    await page.goBack()
    expect(search()).toBe('?status=InFlight')
    await expect.poll(() => panel('계획 대비 집행').getByRole('listitem').count()).toBe(6)
    await page.goForward()
    expect(search()).toBe('?status=InFlight&platform=KAKAO')
    await page.getByRole('button', { name: '조건 지우기' }).click()
    await expect.poll(() => rows.count()).toBe(2)
    expect(search()).toBe('')
    // A row at risk links to its campaign.
    await panel('미달 위험').getByRole('link', { name: '겨울 런칭만 보기' }).click()
    await expect.poll(() => rows.allTextContents()).toEqual(['겨울 런칭한빛전자'])
    expect(new URLSearchParams(search()).get('q')).toBe('겨울 런칭')
    expect(errors).toEqual([])
  })

  it('says where delivery is over or under its plan, and which filters do not apply', async () => {
    const { units } = tree
    const deliver = async (ad: number, times: number) => {
      const [child] = units[0].ads[ad].childAds
      const planned = child.owners
        .flatMap(({ cells }: { cells: object[] }) => cells)
        .filter(({ date }: { date: string }) => date === '2026-12-04')
        .reduce((sum: number, { impressions }: { impressions: number }) => sum + impressions, 0)
      done(
        await market.operator.post('/delivery-reports', {
          reports: [
            {
              childAdId: child.childAdId,
              date: '2026-12-04',
              impressions: Math.round(planned * times),
              clicks: 0,
              views: 0,
            },
          ],
        }),
      )
    }
    await deliver(0, 4.97)
    await deliver(1, 0.9)
    await deliver(2, 1)
    await market.job('monitoring-refresh')
    await open('?status=InFlight')
    await signIn()
    const yesterday = panel('계획 대비 집행').getByRole('listitem')
    await expect.poll(() => yesterday.filter({ hasText: '크게 초과' }).count()).toBe(1)
    expect(await yesterday.filter({ hasText: '크게 초과' }).textContent()).toMatch(/49\d/)
    expect(await yesterday.filter({ hasText: /(?<!크게 )부족/ }).count()).toBe(1)
    await panel('캠페인').getByText('2026. 12. 1. ~ 2026. 12. 10.').first().waitFor()
    await panel('주별 인벤토리 판매율').getByText('여기에는 적용되지 않는 조건: 상태').waitFor()
    await page.getByLabel('매체', { exact: true }).selectOption('YOUTUBE')
    await panel('캠페인').getByText('조건에 맞는 캠페인이 없습니다.').waitFor()
    await page.getByLabel('매체', { exact: true }).selectOption('KAKAO')
    await panel('캠페인').getByText('보장노출·실노출·달성률은 고른 매체만').waitFor()
    await picture('dashboard-ko-wide')
    await page.setViewportSize({ width: 360, height: 740 })
    await picture('dashboard-ko-360')
    await page.getByRole('button', { name: 'English' }).click()
    await panel('Inventory sold, by week').getByText('Does not apply here: Status').waitFor()
    await picture('dashboard-en-360')
    expect(errors).toEqual([])
  })

  it('tells people in time by a bell, and stays quiet until it is pressed', async () => {
    await market.job('notify')
    await open()
    await signIn()
    await page.getByRole('button', { name: '알림, 읽지 않음 1' }).click()
    const bell = page.getByRole('dialog', { name: '알림' })
    await bell.getByText('보장노출 미달이 예상됩니다: 겨울 런칭').waitFor()
    await picture('bell-ko-wide')
    expect(await cutLabels(page)).toEqual([])
    await bell.getByRole('button', { name: '모두 읽음' }).click()
    await expect.poll(() => bell.getByRole('button', { name: '모두 읽음' }).isDisabled()).toBe(true)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '알림', exact: true }).waitFor()
    await page.setViewportSize({ width: 360, height: 740 })
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name: 'Notifications', exact: true }).click()
    await page.getByText('A row will miss its guarantee: 겨울 런칭').waitFor()
    await picture('bell-en-360')
    expect(await cutLabels(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    expect(errors).toEqual([])
  })

  it('hands out what it shows as files', async () => {
    await open('?status=InFlight')
    await signIn()
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: '캠페인 CSV 내려받기' }).click()
    const download = await coming
    expect(download.suggestedFilename()).toBe('캠페인 2026-12-05.csv')
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\r\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain('겨울 런칭')
    const workbook = page.waitForEvent('download')
    await page.getByRole('button', { name: '주별 인벤토리 판매율 Excel 내려받기' }).click()
    expect((await workbook).suggestedFilename()).toBe('판매율 2026-12-05.xlsx')
    expect(errors).toEqual([])
  })

  it('fits a phone, speaks English, and shows operators the jobs', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    await open()
    await signIn('operator@example.com')
    await panel('작업').getByText('monitoring-refresh').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Campaigns by status' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    expect(errors).toEqual([])
  })

  it('shows every label to its end, in both languages, after a switch too', async () => {
    await open()
    const cut: string[] = []
    const look = async (language: string) => {
      for (const width of [320, 350, 450, 700, 1000, 1280]) {
        await page.setViewportSize({ width, height: 900 })
        for (const label of await cutLabels(page)) cut.push(`${language}, ${width} pixels: ${label}`)
      }
    }
    await page.getByLabel('이메일').waitFor()
    await look('signing in, ko')
    await signIn('operator@example.com')
    await panel('작업').getByText('monitoring-refresh').waitFor()
    await page.getByLabel('상태', { exact: true }).selectOption('InFlight')
    await panel('캠페인').getByRole('rowheader').first().waitFor()
    await look('ko')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Campaigns by status' }).waitFor()
    await look('en')
    await page.getByRole('button', { name: '한국어' }).click()
    await page.getByRole('heading', { name: '상태별 캠페인' }).waitFor()
    await look('ko again')
    expect(cut).toEqual([])
  })

  it('says what is wrong and keeps the last figures; a sign-in that ended is begun anew where one was', async () => {
    await open('?q=%EA%B2%A8%EC%9A%B8')
    await signIn()
    await panel('캠페인')
      .getByRole('rowheader', { name: /겨울 런칭/ })
      .waitFor()
    await page.route('**/monitoring/deliveries*', (route) => route.abort())
    errors.length = 0
    await page.getByLabel('내 캠페인만').check()
    await panel('계획 대비 집행').getByText('서버에 연결하지 못했습니다.').waitFor()
    await page.unroute('**/monitoring/deliveries*')
    await panel('계획 대비 집행').getByRole('button', { name: '다시 시도' }).click()
    await panel('계획 대비 집행').getByRole('listitem').first().waitFor()
    await market.test.service.database.write((tx) => tx.run('DELETE FROM session'))
    await page.getByLabel('내 캠페인만').click()
    await page.getByText('로그인이 만료되었습니다.').waitFor()
    await signIn()
    expect(new URLSearchParams(search()).get('q')).toBe('겨울')
    await panel('캠페인')
      .getByRole('rowheader', { name: /겨울 런칭/ })
      .waitFor()
    await page.getByRole('button', { name: '로그아웃' }).click()
    await page.getByLabel('이메일').waitFor()
    expect(await page.evaluate(() => localStorage.getItem('flightsheet.token'))).toBeNull()
  })
})
