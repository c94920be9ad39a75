import { readFileSync } from 'node:fs'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { done } from '../http/plan'
import { members } from '../purchases/market'
import { accessibilityFaults } from '../support/accessibility'
import { findChromium } from '../support/chromium'
import { ADMIN } from '../support/service'
import { OperatorBrowser, PATIENCE } from './operator-browser'

const MONTH = '2026-12'

declare const DataTransfer: new () => { items: { add(file: unknown): void } }
declare const File: new (parts: string[], name: string) => unknown

describe.skipIf(!findChromium())('An operator’s morning', { timeout: 180_000 }, () => {
  let desk: OperatorBrowser

  beforeAll(async () => {
    desk = await OperatorBrowser.open(async (market) => {
      const placed = await market.place(
        { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-14', amount: 2_500_000 },
        members('PG1'),
      )
      done(await market.buy(placed))
    }, /401/)
  }, 60_000)
  afterAll(() => desk?.stop())

  const signIn = async (email = 'operator@example.com') => {
    await desk.page.locator('input[type=email]').fill(email)
    await desk.page.locator('input[type=password]').fill(ADMIN.password)
    await desk.page.locator('input[type=password]').press('Enter')
  }
  const number = (text: string | null) => Number((text ?? '').replace(/[^\d−-]/g, '').replace('−', '-'))
  const sums = async (sql: string, values: string[] = []) =>
    (await desk.rows<Record<string, number>>(sql, values))[0]!

  it('takes a file, looks, corrects, confirms, puts on sale, and sees what is at risk', async () => {
    await desk.visit(`?month=${MONTH}`)
    await signIn()
    await desk.page.getByRole('heading', { name: '예측 파일 보내기' }).waitFor()

    // December is confirmed; the vendor has a new forecast, so it is reopened first.
    await desk.page.getByRole('link', { name: '표준인벤토리' }).click()
    await desk.panel('확정 전 확인').getByText('6행 가운데 6행 확정').waitFor()
    await desk.picture('month-confirmed')
    await desk.button('달 전체 확정 풀기').click()
    await desk.page.getByRole('dialog').getByLabel('푸는 이유').fill('새 예측')
    await desk.picture('reopen')
    await desk.button(/개 행 확정 풀기$/).click()
    await desk.page.getByText('6행의 확정을 풀었습니다.').waitFor()

    // The file is dropped onto the desk.page.
    await desk.page.getByRole('link', { name: '예측 파일' }).click()
    const dropped = await desk.page.evaluateHandle(
      ([name, text]) => {
        const transfer = new DataTransfer()
        transfer.items.add(new File([text!], name!))
        return transfer
      },
      ['SMR 예측 12월.csv', vendorFile()],
    )
    await desk.page.dispatchEvent('.drop', 'drop', { dataTransfer: dropped })
    await desk.page.getByText('SMR 예측 12월.csv').waitFor()
    await desk.picture('file-chosen')
    await desk.button('보내기').click()
    await desk.page.getByText('받았습니다: SMR 예측 12월.csv').waitFor({ timeout: 20_000 })
    const outcome = desk.panel('예측 파일 보내기')
    await outcome.getByText('새 콘텐츠 1개 검토').waitFor()
    await desk.picture('outcome')
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
    const coming = desk.page.waitForEvent('download')
    await desk.button('모두 내려받기 (CSV)').click()
    const rejections = readFileSync(await (await coming).path(), 'utf8')
    expect(rejections).toContain('행,열,값,이유,결과')
    expect(rejections).toContain('"파트","NOBODY","등록된 파트가 아닙니다. ')
    await desk.panel('받은 파일').getByRole('rowheader').first().getByText('SMR 예측 12월.csv').waitFor()

    // Its month is loaded, and looked at.
    await desk.button(`${MONTH} 확정하러 가기`).click()
    await desk.button('예측 집계').click()
    await desk.page.getByText(/예측 집계 · 2026-12: 끝났습니다/).waitFor({ timeout: 20_000 })
    const check = desk.panel('확정 전 확인')
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
    await desk.picture('month-open')
    await desk.button(/^판매량보다 적은 콘텐츠/).click()
    const rows = desk.page.getByRole('table', { name: '표준인벤토리' })
    await expect.poll(() => rows.getByRole('rowheader').count(), PATIENCE).toBe(1)
    expect(await rows.getByRole('rowheader').textContent()).toContain('PG1')

    // A correction without a reason can't be sent; with one it is saved.
    const before = await sums(
      "SELECT forecast_total AS total FROM standard_inventory WHERE meta_id = 'PG2' AND month = ?",
      [MONTH],
    )
    await desk.button(/^판매량보다 적은 콘텐츠/).click()
    await desk.page.getByLabel('콘텐츠 찾기').fill('PG2')
    await desk.page.getByLabel('PG2 보정값').fill('많이')
    await desk.page.getByText('0 이상의 정수를 입력해 주세요.').waitFor()
    await desk.page.getByLabel('PG2 보정값').fill('1,234,567')
    await desk.page.getByText('보정사유를 입력해 주세요.').waitFor()
    expect(await desk.button('달 전체 확정').isDisabled()).toBe(true)
    await desk.page.getByLabel('PG2 보정사유').fill('연말 특집')
    await desk.picture('correction')
    await desk.button('보정 1건 보내기').click()
    await desk.page.getByText('보정 1건을 저장했습니다.').waitFor()
    expect(await check.getByRole('row').last().getByRole('cell').nth(4).textContent()).toBe(
      `1행 (${(1_234_567 - before.total!).toLocaleString('en-US')})`,
    )
    const corrected = await sums(
      "SELECT adjusted_total AS total FROM standard_inventory WHERE meta_id = 'PG2' AND month = ?",
      [MONTH],
    )
    expect(corrected.total).toBe(1_234_567)

    // The confirmation says what it is; then the month goes on sale.
    await desk.button('달 전체 확정').click()
    const dialog = desk.page.getByRole('dialog')
    const confirmed = standard.total! - before.total! + 1_234_567
    await dialog
      .getByText(`열려 있는 7행, 적용합계 ${confirmed.toLocaleString('en-US')}회를 확정합니다.`)
      .waitFor()
    await dialog.getByText('콘텐츠 1개는 이미 판매하거나 가선점한 양보다 적습니다.').waitFor()
    await desk.picture('confirm')
    expect(await accessibilityFaults(desk.page, '[role=dialog]')).toEqual([])
    await desk.button('7행 확정', dialog).click()
    await desk.page.getByText(/판매 인벤토리 반영 · 2026-12: 끝났습니다/).waitFor({ timeout: 20_000 })
    await check.getByText('7행 가운데 7행 확정').waitFor()
    await desk.page.getByText('7행을 확정했습니다.').waitFor()
    const calendar = desk.page.getByRole('table', { name: '판매 인벤토리 달력' })
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
    await desk.picture('month-on-sale')

    // What was sold beyond the new forecast is at risk, with the booking that it is for.
    await desk.page.getByRole('link', { name: '위험', exact: true }).click()
    const risk = await sums(
      'SELECT COUNT(*) AS days, SUM(held + sold - forecast) AS missing FROM unit_inventory WHERE held + sold > forecast',
    )
    expect(risk.days).toBeGreaterThan(0)
    await desk
      .panel('예측보다 많이 판 날')
      .getByText(new RegExp(`${risk.days}일 · 모자란 노출 ${risk.missing!.toLocaleString('en-US')}회`))
      .first()
      .waitFor()
    await desk
      .panel('예측보다 많이 판 날')
      .getByText(/구매완료/)
      .first()
      .waitFor()
    await desk.picture('risk')
    expect(desk.errors).toEqual([])
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
