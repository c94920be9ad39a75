import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { done } from '../http/plan'
import { Market, members } from '../purchases/market'
import { accessibilityFaults } from '../support/accessibility'
import { findChromium, openChromium } from '../support/chromium'
import { databases } from '../support/databases'
import { ADMIN } from '../support/service'

const PAGE = 'dist/addin/operator.html'
const MONTH = '2026-12'
/** However slow the machine is. */
const PATIENCE = { timeout: 20_000 }
/** A folder for pictures of every step; none are taken without it. */
const PICTURES = process.env.OPERATOR_PICTURES

declare const document: { documentElement: { scrollWidth: number } }
declare const DataTransfer: new () => { items: { add(file: unknown): void } }
declare const File: new (parts: string[], name: string) => unknown

describe.skipIf(!findChromium())('An operator’s morning', { timeout: 180_000 }, () => {
  let market: Market
  let browser: Browser
  let context: BrowserContext
  let page: Page
  const errors: string[] = []

  beforeAll(async () => {
    if (!existsSync(PAGE)) throw new Error(`${PAGE} is missing: run npm run build first`)
    if (PICTURES) mkdirSync(PICTURES, { recursive: true })
    market = await Market.open(databases()[0]!)
    const placed = await market.place(
      { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-14', amount: 2_500_000 },
      members('PG1'),
    )
    done(await market.buy(placed))
    browser = await openChromium()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await market?.stop()
  })
  afterEach(async () => {
    await context?.close()
  })

  const open = async (search: string, look: { width?: number; dark?: boolean; locale?: string } = {}) => {
    context = await browser.newContext({
      locale: look.locale ?? 'ko-KR',
      viewport: { width: look.width ?? 1440, height: 900 },
      colorScheme: look.dark ? 'dark' : 'light',
      // For the engines that look at accessibility; the dashboard's own test sees that the policy is sent.
      bypassCSP: true,
      reducedMotion: 'reduce',
    })
    page = await context.newPage()
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401')) errors.push(message.text())
    })
    await page.goto(`${market.test.origin}/operator${search}`)
  }
  const signIn = async (email = 'operator@example.com') => {
    await page.locator('input[type=email]').fill(email)
    await page.locator('input[type=password]').fill(ADMIN.password)
    await page.locator('input[type=password]').press('Enter')
  }
  const picture = async (name: string) => {
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true })
  }
  const panel = (name: string) => page.getByRole('region', { name, exact: true })
  const button = (name: string | RegExp, within: Page | Locator = page) =>
    within.getByRole('button', { name, exact: typeof name === 'string' })
  const number = (text: string | null) => Number((text ?? '').replace(/[^\d−-]/g, '').replace('−', '-'))
  const sums = async (sql: string, values: string[] = []) =>
    (await market.test.service.database.rows<Record<string, number>>(sql, values))[0]!

  it('takes a file, looks, corrects, confirms, puts on sale, and sees what is at risk', async () => {
    await open(`?month=${MONTH}`)
    await signIn()
    await page.getByRole('heading', { name: '예측 파일 보내기' }).waitFor()

    // December is confirmed; the vendor has a new forecast, so it is reopened first.
    await page.getByRole('link', { name: '표준인벤토리' }).click()
    await panel('확정 전 확인').getByText('6행 가운데 6행 확정').waitFor()
    await picture('month-confirmed')
    await button('달 전체 확정 풀기').click()
    await page.getByRole('dialog').getByLabel('푸는 이유').fill('새 예측')
    await picture('reopen')
    await button(/개 행 확정 풀기$/).click()
    await page.getByText('6행의 확정을 풀었습니다.').waitFor()

    // The file is dropped onto the page.
    await page.getByRole('link', { name: '예측 파일' }).click()
    const dropped = await page.evaluateHandle(
      ([name, text]) => {
        const transfer = new DataTransfer()
        transfer.items.add(new File([text!], name!))
        return transfer
      },
      ['SMR 예측 12월.csv', vendorFile()],
    )
    await page.dispatchEvent('.drop', 'drop', { dataTransfer: dropped })
    await page.getByText('SMR 예측 12월.csv').waitFor()
    await picture('file-chosen')
    await button('보내기').click()
    await page.getByText('받았습니다: SMR 예측 12월.csv').waitFor({ timeout: 20_000 })
    const outcome = panel('예측 파일 보내기')
    await outcome.getByText('새 콘텐츠 1개 검토').waitFor()
    await picture('outcome')
    expect(await figure(outcome, '거절된 행')).toBe(2)
    const taken = await sums(
      'SELECT accepted, rejected, new_contents AS added FROM forecast_file ORDER BY created_at DESC LIMIT 1',
    )
    expect(await figure(outcome, '받아들인 행')).toBe(taken.accepted)
    expect(await figure(outcome, '새 콘텐츠')).toBe(taken.added)
    await outcome.getByText('1일에 빠진 시간이 있습니다.').waitFor()
    await outcome.getByText('SMR_PROGRAM PG2 2026-12-07: 6시간 중 5시간').waitFor()
    await outcome.getByText('콘텐츠 1개의 예측이 크게 늘거나 줄었습니다.').waitFor()
    await outcome.getByText('등록된 파트가 아닙니다. 파일을 고치거나').waitFor()
    await outcome.getByText('0부터 2^53 - 1까지의 정수여야 합니다').waitFor()
    const coming = page.waitForEvent('download')
    await button('모두 내려받기 (CSV)').click()
    const rejections = readFileSync(await (await coming).path(), 'utf8')
    expect(rejections).toContain('행,열,값,이유,결과')
    expect(rejections).toContain('"파트","NOBODY","등록된 파트가 아닙니다. ')
    await panel('받은 파일').getByRole('rowheader').first().getByText('SMR 예측 12월.csv').waitFor()

    // Its month is loaded, and looked at.
    await button(`${MONTH} 확정하러 가기`).click()
    await button('예측 집계').click()
    await page.getByText(/예측 집계 · 2026-12: 끝났습니다/).waitFor({ timeout: 20_000 })
    const check = panel('확정 전 확인')
    await check.getByText('7행 가운데 0행 확정').waitFor()
    const all = check.getByRole('row').last()
    const standard = await sums(
      'SELECT SUM(COALESCE(adjusted_total, forecast_total)) AS total FROM standard_inventory WHERE month = ?',
      [MONTH],
    )
    const promised = await sums('SELECT SUM(held + sold) AS total FROM unit_inventory')
    expect(number(await all.getByRole('cell').nth(1).textContent())).toBe(standard.total)
    expect(number(await all.getByRole('cell').nth(5).textContent())).toBe(promised.total)
    expect(number(await all.getByRole('cell').nth(6).textContent())).toBe(standard.total! - promised.total!)
    await picture('month-open')
    await button(/^판매량보다 적은 콘텐츠/).click()
    const rows = page.getByRole('table', { name: '표준인벤토리' })
    await expect.poll(() => rows.getByRole('rowheader').count(), PATIENCE).toBe(1)
    expect(await rows.getByRole('rowheader').textContent()).toContain('PG1')

    // A correction without a reason can't be sent; with one it is saved.
    const before = await sums(
      "SELECT forecast_total AS total FROM standard_inventory WHERE meta_id = 'PG2' AND month = ?",
      [MONTH],
    )
    await button(/^판매량보다 적은 콘텐츠/).click()
    await page.getByLabel('콘텐츠 찾기').fill('PG2')
    await page.getByLabel('PG2 보정값').fill('많이')
    await page.getByText('0 이상의 정수를 입력해 주세요.').waitFor()
    await page.getByLabel('PG2 보정값').fill('1,234,567')
    await page.getByText('보정사유를 입력해 주세요.').waitFor()
    expect(await button('달 전체 확정').isDisabled()).toBe(true)
    await page.getByLabel('PG2 보정사유').fill('연말 특집')
    await picture('correction')
    await button('보정 1건 보내기').click()
    await page.getByText('보정 1건을 저장했습니다.').waitFor()
    expect(await check.getByRole('row').last().getByRole('cell').nth(4).textContent()).toBe(
      `1행 (${(1_234_567 - before.total!).toLocaleString('en-US')})`,
    )
    const corrected = await sums(
      "SELECT adjusted_total AS total FROM standard_inventory WHERE meta_id = 'PG2' AND month = ?",
      [MONTH],
    )
    expect(corrected.total).toBe(1_234_567)

    // The confirmation says what it is; then the month goes on sale.
    await button('달 전체 확정').click()
    const dialog = page.getByRole('dialog')
    const confirmed = standard.total! - before.total! + 1_234_567
    await dialog
      .getByText(`열려 있는 7행, 적용합계 ${confirmed.toLocaleString('en-US')}회를 확정합니다.`)
      .waitFor()
    await dialog.getByText('콘텐츠 1개는 이미 판매하거나 가선점한 양보다 적습니다.').waitFor()
    await picture('confirm')
    expect(await accessibilityFaults(page, '[role=dialog]')).toEqual([])
    await button('7행 확정', dialog).click()
    await page.getByText(/판매 인벤토리 반영 · 2026-12: 끝났습니다/).waitFor({ timeout: 20_000 })
    await check.getByText('7행 가운데 7행 확정').waitFor()
    await page.getByText('7행을 확정했습니다.').waitFor()
    const calendar = page.getByRole('table', { name: '판매 인벤토리 달력' })
    const left = await sums(
      "SELECT SUM(capacity - held - sold) AS total FROM unit_inventory WHERE date = '2026-12-05'",
    )
    await expect
      .poll(async () =>
        number(
          await calendar
            .getByRole('row')
            .last()
            .getByRole('cell')
            .nth(4)
            .evaluate(
              (cell) => (cell as unknown as { firstChild: { textContent: string } }).firstChild.textContent,
            ),
        ),
      )
      .toBe(left.total)
    await picture('month-on-sale')

    // What was sold beyond the new forecast is at risk, with the booking that it is for.
    await page.getByRole('link', { name: '위험', exact: true }).click()
    const risk = await sums(
      'SELECT COUNT(*) AS days, SUM(held + sold - forecast) AS missing FROM unit_inventory WHERE held + sold > forecast',
    )
    expect(risk.days).toBeGreaterThan(0)
    await panel('예측보다 많이 판 날')
      .getByText(new RegExp(`${risk.days}일 · 모자란 노출 ${risk.missing!.toLocaleString('en-US')}회`))
      .first()
      .waitFor()
    await panel('예측보다 많이 판 날')
      .getByText(/구매완료/)
      .first()
      .waitFor()
    await picture('risk')
    expect(errors).toEqual([])
  })

  async function figure(within: Locator, name: string): Promise<number> {
    return number(await within.locator('dl > div', { hasText: name }).locator('dd').textContent())
  }
})

/** A vendor's new forecast: PG1 has become little, an hour of PG2 is missing, PG9 is new, two rows are wrong. */
function vendorFile(): string {
  const lines = ['part,metaId,date,hour,forecast,actual,name']
  for (let day = 1; day <= 31; day++) {
    const date = `2026-12-${String(day).padStart(2, '0')}`
    for (const hour of [0, 5, 7, 20, 23, 12]) {
      if (hour !== 12) lines.push(`SMR_PROGRAM,PG1,${date},${hour},3,,`)
      if (!(day === 7 && hour === 20)) lines.push(`SMR_PROGRAM,PG2,${date},${hour},20000,,`)
      lines.push(`SMR_PROGRAM,PG9,${date},${hour},700,,아주 긴 이름의 새로운 주말 저녁 예능 프로그램 특별판`)
    }
  }
  lines.push('NOBODY,PG1,2026-12-01,1,3,,', 'SMR_PROGRAM,PG1,2026-12-01,1,세 번,,')
  return `${lines.join('\n')}\n`
}
