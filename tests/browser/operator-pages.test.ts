import { existsSync, mkdirSync } from 'node:fs'
import ExcelJS from 'exceljs'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { done } from '../http/plan'
import { Market, members } from '../purchases/market'
import { accessibilityFaults } from '../support/accessibility'
import { findChromium, openChromium } from '../support/chromium'
import { databases } from '../support/databases'
import { cutLabels } from './cut-labels'

const PAGE = 'dist/addin/operator.html'
const LONG_NAME = '아주아주 긴 이름의 새로운 주말 저녁 예능 프로그램 특별판 시즌 12 스페셜 감독판'
/** However slow the machine is. */
const PATIENCE = { timeout: 20_000 }
/** A folder for pictures of every step; none are taken without it. */
const PICTURES = process.env.OPERATOR_PICTURES

declare const document: { documentElement: { scrollWidth: number } }
declare const localStorage: { setItem(key: string, value: string): void }
declare const ClipboardEvent: new (
  type: string,
  init: { clipboardData: unknown; bubbles: boolean; cancelable: boolean },
) => unknown
declare const DataTransfer: new () => { setData(type: string, text: string): void }

describe.skipIf(!findChromium())('The operator’s page', { timeout: 180_000 }, () => {
  let market: Market
  let browser: Browser
  let context: BrowserContext
  let page: Page
  const errors: string[] = []

  beforeAll(async () => {
    if (!existsSync(PAGE)) throw new Error(`${PAGE} is missing: run npm run build first`)
    if (PICTURES) mkdirSync(PICTURES, { recursive: true })
    market = await Market.open(databases()[0]!)
    const { operator } = market
    const placed = await market.place(
      { productCode: 'DIRECT', startDate: '2026-12-03', endDate: '2026-12-05', amount: 300_000 },
      members('PG1'),
    )
    done(await market.buy(placed))
    // The vendor takes the forecast of PG1 back, and brings a content with a long name.
    const rows = Array.from({ length: 31 }, (_, i) => `2026-12-${String(i + 1).padStart(2, '0')}`).flatMap(
      (date) => [
        ...[0, 5, 7, 20, 23].map((hour) => `SMR_PROGRAM,PG1,${date},${hour},3,,`),
        `SMR_PROGRAM,PG9,${date},20,7000,,${LONG_NAME}`,
      ],
    )
    const file = ['part,metaId,date,hour,forecast,actual,name', ...rows, 'NOBODY,PG1,2026-12-01,1,3,,'].join(
      '\n',
    )
    await operator.runEnd(done(await operator.upload(file, `${LONG_NAME} 예측.csv`)).runId)
    const standard = done(await operator.get('/standard-inventory?month=2026-12')).items as { id: number }[]
    done(
      await operator.post('/standard-inventory/reopenings', {
        ids: standard.map(({ id }) => id),
        reason: '새 예측',
      }),
    )
    await operator.job('standard-inventory-load', '2026-12')
    done(
      await operator.post('/standard-inventory/confirmations', { month: '2026-12', ids: [standard[0]!.id] }),
    )
    await operator.job('unit-inventory-load', '2026-12')
    await market.job('calendar-statuses')
    market.clock.moveToDay('2026-12-06')
    await market.job('monitoring-refresh')
    await market.test.service.database.write((tx) =>
      tx.run(
        "UPDATE publish_request SET status = 'DEAD', attempts = 9, answer = 503, error = 'Service Unavailable', webhook = 'ADS'",
      ),
    )
    browser = await openChromium()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await market?.stop()
  })
  afterEach(async () => {
    await context?.close()
  })

  const open = async (
    search: string,
    look: { width?: number; dark?: boolean; locale?: string; as?: string } = {},
  ) => {
    context = await browser.newContext({
      locale: look.locale ?? 'ko-KR',
      viewport: { width: look.width ?? 1440, height: 900 },
      colorScheme: look.dark ? 'dark' : 'light',
      // For the engines that look at accessibility; another test sees that the policy is sent.
      bypassCSP: true,
      reducedMotion: 'reduce',
    })
    page = await context.newPage()
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error' && !/40[19]|422/.test(message.text())) errors.push(message.text())
    })
    const token = (look.as === 'planner' ? market.planner : market.operator).token
    await context.addInitScript((kept) => localStorage.setItem('flightsheet.token', kept), token)
    return page.goto(`${market.test.origin}/operator${search}`)
  }
  const picture = async (name: string) => {
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true })
  }
  const button = (name: string | RegExp, within: Page | Locator = page) =>
    within.getByRole('button', { name, exact: typeof name === 'string' })
  /** Waits until every panel has what it shows. */
  const settled = () => expect.poll(() => page.locator('[aria-busy=true]').count(), PATIENCE).toBe(0)

  it('tells a planner calmly that it is for operators, and is linked from the dashboard for those', async () => {
    const response = await open('', { as: 'planner' })
    expect(response!.headers()['content-security-policy']).toContain("default-src 'self'")
    await page.getByRole('heading', { name: '운영 담당자의 화면입니다' }).waitFor()
    await picture('planner')
    await page.getByRole('link', { name: '모니터링으로 가기' }).click()
    await page.getByRole('heading', { name: '상태별 캠페인' }).waitFor()
    expect(await page.getByRole('link', { name: '인벤토리 관리' }).count()).toBe(0)
    await context.close()
    await open('')
    await page.getByRole('link', { name: '모니터링' }).click()
    await page.getByRole('link', { name: '인벤토리 관리' }).click()
    await page.getByRole('heading', { name: '예측 파일 보내기' }).waitFor()
    expect(errors).toEqual([])
  })

  it.each([
    { locale: 'ko-KR', width: 1440, dark: false, engines: 'both' as const },
    { locale: 'en-US', width: 360, dark: true, engines: 'axe' as const },
  ])('is readable and reachable everywhere: %o', async (look) => {
    const faults: string[] = []
    await open('?month=2026-12', look)
    const details = { name: look.locale === 'ko-KR' ? /^자세히:/ : /^Details:/ }
    for (const [view, table] of [
      ['files', ''],
      ['month', ''],
      ['risk', ''],
      ['catalog', 'contents'],
      ['catalog', 'products'],
    ] as const) {
      await page.goto(`${market.test.origin}/operator?month=2026-12&view=${view}&table=${table}`)
      await page.locator('.panel').first().waitFor()
      await settled()
      if (view === 'files') {
        await page.getByRole('button', details).first().click()
        await page.locator('.details .counts').waitFor()
      }
      await picture(
        `${view}${table}-${look.locale.slice(0, 2)}-${look.width}-${look.dark ? 'dark' : 'light'}`,
      )
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      if (wide > look.width) faults.push(`${view} ${table}: ${wide} pixels wide`)
      for (const label of await cutLabels(page)) faults.push(`${view} ${table}: cut: ${label}`)
      // IBM's engine takes many seconds for the catalogue's tables.
      const engines = table === '' ? look.engines : 'axe'
      for (const fault of await accessibilityFaults(page, 'html', engines))
        faults.push(`${view} ${table}: ${fault}`)
    }
    expect(faults).toEqual([])
    expect(errors).toEqual([])
  })

  it('sends the sheet that is chosen, and the others from their warning; a file is sent again with what is known', async () => {
    const workbook = new ExcelJS.Workbook()
    for (const [sheet, metaId] of [
      ['네이버', 'PG3'],
      ['유튜브', 'PG4'],
    ] as const) {
      const rows = workbook.addWorksheet(sheet)
      rows.addRow(['part', 'metaId', 'date', 'hour', 'forecast', 'actual'])
      rows.addRow(['SMR_PROGRAM', metaId, '2026-12-20', 7, 5000, null])
    }
    const buffer = Buffer.from(await workbook.xlsx.writeBuffer())
    const file = { name: '두 시트.xlsx', mimeType: 'application/octet-stream', buffer }
    await open('?view=files')
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByLabel('시트', { exact: true }).selectOption('유튜브')
    await button('보내기').click()
    await page.getByText('받았습니다: 두 시트.xlsx').waitFor({ timeout: 20_000 })
    const outcome = page.getByRole('region', { name: '예측 파일 보내기' })
    await outcome.locator('dl > div', { hasText: '읽은 시트' }).getByText('유튜브').waitFor()
    await button('다른 파일 보내기').click()
    await page.locator('input[type=file]').setInputFiles(file)
    await button('보내기').click()
    await button('유튜브 시트 보내기').click({ timeout: 20_000 })
    await expect
      .poll(() => outcome.locator('dl > div', { hasText: '읽은 시트' }).textContent(), PATIENCE)
      .toContain('유튜브')
    await button('다른 파일 보내기').click()
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByLabel('시트', { exact: true }).selectOption('유튜브')
    await button('보내기').click()
    await outcome.getByText(/받은 파일과 같아서 바뀐 것이 없습니다/).waitFor({ timeout: 20_000 })
    const chooser = page.waitForEvent('filechooser')
    await button('다시 보내기: 두 시트.xlsx').first().click()
    await (await chooser).setFiles({ name: '고친 시트.xlsx', mimeType: file.mimeType, buffer })
    await page.getByText(/처음 보낸 파일\(두 시트.xlsx, .*\)과 다릅니다/).waitFor()
    expect(await page.getByLabel('시트', { exact: true }).inputValue()).toBe('유튜브')
    expect(await page.getByLabel('전에 받은 파일이어도 다시 읽기').isChecked()).toBe(true)
    await picture('send-again')
    await button('다른 파일 고르기').click()
    await page.locator('input[type=file]').setInputFiles({ ...file, name: '그림.png' })
    await page.getByText('보낼 수 없는 파일입니다: 그림.png.', { exact: false }).waitFor()
    await page
      .locator('input[type=file]')
      .setInputFiles({ ...file, name: 'x.csv', buffer: Buffer.from('a,b\n1,2\n') })
    await button('보내기').click()
    await page.getByText('예측 파일이 아닙니다.').waitFor()
    await page.getByText(/빠진 것: part/).waitFor()
    await picture('refused-file')
    expect(errors).toEqual([])
  })

  it('sends dead letters again', async () => {
    await open('?view=risk&month=2026-12')
    const letters = page.getByRole('region', { name: '광고 서버가 받지 못한 요청', exact: true })
    const count = await market.test.service.database.rows<{ dead: number }>(
      "SELECT COUNT(*) AS dead FROM publish_request WHERE status = 'DEAD'",
    )
    await expect.poll(() => letters.getByRole('rowheader').count(), PATIENCE).toBe(count[0]!.dead)
    await button(`보이는 ${count[0]!.dead}건 다시 보내기`).click()
    await page.getByText(`${count[0]!.dead}건을 다시 보냅니다.`).waitFor()
    await letters.getByText('받지 못한 요청이 없습니다.').waitFor()
  })

  it('saves a block from Excel row by row, names what is refused, and loses nothing that was typed', async () => {
    await open('?view=catalog&table=contents')
    const table = page.getByRole('table', { name: '콘텐츠', exact: true })
    await page.getByLabel('PG2 이름').waitFor()
    const paste = (text: string, label: string) =>
      page.getByLabel(label).evaluate((cell, given) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/plain', given)
        ;(cell as unknown as { dispatchEvent(event: unknown): void }).dispatchEvent(
          new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
        )
      }, text)
    await paste(
      [
        '메타ID\t이름\t오너\t매체 가중치',
        'PG2\t둘째 프로그램\tSBS\tYOUTUBE 5, NAVER 2',
        'PG3\t셋째\tNOBODY\t',
        'PG4\t넷째\tCJ\tNAVER zero',
        'PG77\t일곱째\tCJ\tNAVER 1',
      ].join('\n'),
      'PG2 이름',
    )
    await page.getByText('4행을 붙여 넣었습니다.').waitFor()
    await page.getByText('코드와 1~1,000,000의 가중치를 적어 주세요.').waitFor()
    await page.getByText('고쳐야 할 행 2개').waitFor()
    // The new row has no type yet.
    await table.getByRole('combobox', { name: '새 행 유형' }).selectOption('프로그램')
    await picture('catalog-pasted')
    expect(await accessibilityFaults(page, 'html', 'axe')).toEqual([])
    // Meanwhile somebody else changes PG2.
    const { items } = done(await market.operator.post('/contents/lookups', { metaIds: ['PG2'] }))
    const { version, needsReview: _r, metaId: _m, ...body } = items[0]
    done(await market.operator.put('/contents/PG2', { ...body, version, name: '다른 이름' }))
    await button('3행 저장').click()
    await page.getByText('1행을 저장했습니다.').waitFor()
    await page.getByText('2행은 저장하지 못했습니다.', { exact: false }).waitFor()
    await page.getByText('그사이 다른 사람이 바꿨습니다.', { exact: false }).waitFor()
    await page.getByText('카탈로그에 없는 코드입니다: NOBODY').waitFor()
    await table.getByText('지금 값: 다른 이름').waitFor()
    await picture('catalog-refused')
    expect(await page.getByLabel('PG2 이름').inputValue()).toBe('둘째 프로그램')
    await page.getByLabel('PG3 오너').fill('JTBC')
    await page.getByLabel('PG4 매체 가중치').fill('NAVER 4')
    await button('3행 저장').click()
    await page.getByText('3행을 저장했습니다.').waitFor()
    const saved = await market.test.service.database.rows<{ name: string }>(
      "SELECT name FROM content WHERE meta_id IN ('PG2', 'PG3', 'PG4', 'PG77') ORDER BY meta_id",
    )
    expect(saved.map(({ name }) => name)).toEqual(['둘째 프로그램', '셋째', '넷째', '일곱째'])
    // What the file brought is accepted as it is.
    await page.getByRole('button', { name: '검토할 콘텐츠' }).click()
    await button('보이는 1개를 이대로 승인').click()
    await page.getByText('검토할 콘텐츠가 없습니다.').waitFor()
    // A rate is its digits.
    await page.getByRole('button', { name: '상품과 단가' }).click()
    await page.getByLabel('DIRECT CTR').fill('1.2345%')
    await page.getByLabel('DIRECT eCPM').fill('12,000')
    await button('1행 저장').click()
    await page.getByText('1행을 저장했습니다.').waitFor()
    const product = done(await market.operator.get('/products')).items.find(
      ({ code }: { code: string }) => code === 'DIRECT',
    )
    expect([product.ctr, product.ecpm]).toEqual([0.012345, 12_000])
    expect(errors).toEqual([])
  })
})
