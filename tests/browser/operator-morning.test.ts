import { readFileSync } from 'node:fs'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WORDS } from '../../addin/operator/words/all'
import type { Language } from '../../shared/language'
import { createCampaign, done } from '../http/plan'
import { members } from '../purchases/market'
import { accessibilityFaults } from '../support/accessibility'
import { findChromium } from '../support/chromium'
import { ADMIN } from '../support/service'
import { cutLabels } from './cut-labels'
import { numberIn, OperatorBrowser, PATIENCE } from './operator-browser'

const MONTH = '2026-12'

/** A morning: a vendor's file takes forecast away under a booking. */
interface Morning {
  language: Language
  width: number
  dark: boolean
  file: string
  /** What is booked, and its campaign. */
  booked: string
  campaign: string
  /** The days on which the booked content has nearly no forecast any more; all without them. */
  days?: readonly number[]
  /** A content whose forecast jumps: the booked one, or another. */
  jumps: string
  correction: string
  /** What the operator does about the booking. */
  step: 'reduce' | 'shift'
}

const MORNINGS: readonly Morning[] = [
  {
    language: 'ko',
    width: 1440,
    dark: false,
    file: 'SMR 예측 12월.csv',
    booked: 'PG1',
    campaign: '연말 특집: 아주아주 긴 이름의 겨울 캠페인 수정본',
    jumps: 'PG1',
    correction: '1,234,567',
    step: 'reduce',
  },
  {
    language: 'en',
    width: 360,
    dark: true,
    file: 'SMR December, again.csv',
    booked: 'PG4',
    campaign: 'Winter launch',
    days: [15, 16],
    jumps: 'PG3',
    correction: '2,345,678',
    step: 'shift',
  },
]

declare const DataTransfer: new () => { items: { add(file: unknown): void } }
declare const File: new (parts: string[], name: string) => unknown
declare const document: { documentElement: { scrollWidth: number } }

describe.skipIf(!findChromium())('An operator’s morning', { timeout: 180_000 }, () => {
  let desk: OperatorBrowser

  beforeAll(async () => {
    desk = await OperatorBrowser.open(async (market) => {
      for (const { campaign, booked } of MORNINGS) {
        const flight = { productCode: 'DIRECT', startDate: '2026-12-10', endDate: '2026-12-20' } as const
        const groups = members(booked)
        const { maxAmount } = done(await market.planner.post('/availability', { ...flight, groups }))
        const row = { ...flight, amount: Math.floor(maxAmount * 0.2) }
        done(
          await market.buy(await market.place(row, groups, await createCampaign(market.planner, campaign))),
        )
      }
    }, /401/)
  }, 60_000)
  afterAll(() => desk?.stop())

  const signIn = async () => {
    await desk.page.locator('input[type=email]').fill('operator@example.com')
    await desk.page.locator('input[type=password]').fill(ADMIN.password)
    await desk.page.locator('input[type=password]').press('Enter')
  }
  const sums = async (sql: string, values: string[] = []) =>
    (await desk.rows<Record<string, number>>(sql, values))[0]!
  const shown = (value: number) => value.toLocaleString('en-US')

  it.each(MORNINGS)(
    'goes from a file to what is at risk and settled: $language, $width pixels',
    async ({ language, width, dark, file, booked, campaign, days, jumps, correction, step }) => {
      const words = WORDS[language]
      const { files, month, risk, inventory } = words
      const picture = (name: string) => desk.picture(`morning-${language}-${name}`)
      await desk.visit(`?month=${MONTH}`, { width, dark, locale: words.locale })
      await signIn()
      await desk.page.getByRole('heading', { name: files.send }).waitFor()
      /** Nothing is cut or hangs over the edge, and axe is content. */
      const looksRight = async (within = 'html') => {
        expect(await cutLabels(desk.page)).toEqual([])
        expect(await desk.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
          width,
        )
        expect(await accessibilityFaults(desk.page, within, 'axe')).toEqual([])
      }
      const view = (name: keyof typeof words.views) =>
        desk.page.getByRole('link', { name: words.views[name], exact: true }).click()
      const dialog = desk.page.getByRole('dialog')

      // December is confirmed; the vendor has a new forecast, so it is reopened first.
      const { all } = await sums('SELECT COUNT(*) AS `all` FROM standard_inventory WHERE month = ?', [MONTH])
      await view('month')
      const check = desk.panel(month.check)
      await check.getByText(month.state(all!, all!)).waitFor()
      await desk.button(month.reopenMonth).click()
      await dialog.getByLabel(inventory.reopenReason).fill('새 예측')
      await picture('reopen')
      await desk.button(inventory.reopen(all!)).click()
      await desk.page.getByText(month.reopened(all!)).waitFor()

      // The file is dropped onto the page.
      await view('files')
      const text = vendorFile({ booked, jumps, ...(days ? { days } : {}) })
      const dropped = await desk.page.evaluateHandle(
        ([name, content]) => {
          const transfer = new DataTransfer()
          transfer.items.add(new File([content!], name!))
          return transfer
        },
        [file, text],
      )
      await desk.page.dispatchEvent('.drop', 'drop', { dataTransfer: dropped })
      await desk.page.getByText(file).first().waitFor()
      await picture('file-chosen')
      await desk.button(files.submit).click()
      await desk.page.getByText(files.over(file)).waitFor(PATIENCE)
      const outcome = desk.panel(files.send)
      const taken = await sums(
        'SELECT accepted, rejected, new_contents AS added FROM forecast_file ORDER BY created_at DESC LIMIT 1',
      )
      expect(await figure(outcome, files.rejected)).toBe(2)
      expect(await figure(outcome, files.rejected)).toBe(taken.rejected)
      expect(await figure(outcome, files.accepted)).toBe(taken.accepted)
      expect(await figure(outcome, files.newContents)).toBe(taken.added)
      await outcome.getByText(files.warning.FEWER_HOURS('1')).waitFor()
      await outcome.getByText(/SMR_PROGRAM PG2 2026-12-07: .*6.*5|SMR_PROGRAM PG2 2026-12-07: 5/).waitFor()
      await outcome.getByText(files.warning.JUMPED(String(new Set([booked, jumps]).size))).waitFor()
      await outcome
        .getByText(language === 'ko' ? '등록된 파트가 아닙니다. 파일을 고치거나' : 'is not a known part')
        .waitFor()
      await picture('outcome')
      await looksRight()
      // The list goes back to the vendor, in Korean or in English, whatever the page speaks.
      for (const [vendors, head] of [
        ['ko', '행,열,값,이유,결과'],
        ['en', 'line,column,value,reason,outcome'],
      ] as const) {
        const coming = desk.page.waitForEvent('download')
        await desk.button(files.download[vendors]).click()
        expect(readFileSync(await (await coming).path(), 'utf8')).toContain(head)
      }
      await desk.panel(files.history).getByRole('rowheader').first().getByText(file).waitFor()

      // Its month is loaded, and looked at.
      await desk.button(files.toMonth(MONTH)).click()
      await desk.button(inventory.load['standard-inventory-load']).click()
      const ended = (job: 'standard-inventory-load' | 'unit-inventory-load') =>
        desk.page
          .getByText(`${inventory.loadOf(inventory.load[job], MONTH)}: ${inventory.loadStatuses.SUCCEEDED}`)
          .waitFor(PATIENCE)
      await ended('standard-inventory-load')
      const standard = await sums(
        'SELECT COUNT(*) AS n, SUM(COALESCE(adjusted_total, forecast_total)) AS total FROM standard_inventory WHERE month = ?',
        [MONTH],
      )
      await check.getByText(month.state(standard.n!, 0)).waitFor()
      const promised = await sums('SELECT SUM(held + sold) AS total FROM unit_inventory')
      const totals = async () => {
        const cells = await check.getByRole('row').last().getByRole('cell').allTextContents()
        return [1, 5, 6].map((at) => numberIn(cells[at]!))
      }
      await expect
        .poll(totals, PATIENCE)
        .toEqual([standard.total, promised.total, standard.total! - promised.total!])
      await picture('month-open')
      const rows = desk.page.getByRole('table', { name: month.table })
      const isShort = days === undefined
      const short = desk.button(new RegExp(`^${month.checks.short}`))
      await short.click()
      if (isShort) {
        await expect.poll(() => rows.getByRole('rowheader').allTextContents(), PATIENCE).toHaveLength(1)
        expect(await rows.getByRole('rowheader').textContent()).toContain(booked)
      } else await desk.page.getByText(month.none).waitFor()
      await short.click()

      // A correction without a reason can't be sent; with one it is saved.
      const before = await sums(
        "SELECT forecast_total AS forecast, COALESCE(adjusted_total, forecast_total) AS total FROM standard_inventory WHERE meta_id = 'PG2' AND month = ?",
        [MONTH],
      )
      const corrected = numberIn(correction)
      await desk.page.getByLabel(month.search).fill('PG2')
      const adjusted = desk.page.getByLabel(month.adjusted('PG2'), { exact: true })
      await adjusted.fill('많이')
      await desk.page.getByText(month.notWhole).waitFor()
      await adjusted.fill(correction)
      await desk.page.getByText(month.noReason).waitFor()
      expect(await desk.button(month.confirmMonth).isDisabled()).toBe(true)
      await desk.page.getByLabel(month.reason('PG2')).fill('연말 특집')
      await picture('correction')
      await desk.button(month.send(1)).click()
      await desk.page.getByText(month.sent(1)).waitFor()
      expect(await check.getByRole('row').last().getByRole('cell').nth(4).textContent()).toBe(
        month.corrected(
          1,
          `${corrected > before.forecast! ? '+' : ''}${shown(corrected - before.forecast!)}`,
        ),
      )
      expect(
        await sums(
          "SELECT adjusted_total AS total FROM standard_inventory WHERE meta_id = 'PG2' AND month = ?",
          [MONTH],
        ),
      ).toEqual({ total: corrected })

      // The confirmation says what it is; then the month goes on sale.
      await desk.button(month.confirmMonth).click()
      const confirmed = standard.total! - before.total! + corrected
      await dialog.getByText(month.confirmRows(standard.n!, shown(confirmed))).waitFor()
      expect(await dialog.getByText(month.confirmShort(1)).count()).toBe(isShort ? 1 : 0)
      await picture('confirm')
      await looksRight('[role=dialog]')
      await desk.button(month.confirm(standard.n!), dialog).click()
      await ended('unit-inventory-load')
      await check.getByText(month.state(standard.n!, standard.n!)).waitFor()
      const calendar = desk.page.getByRole('table', { name: month.calendar })
      const left = await sums(
        "SELECT SUM(capacity - held - sold) AS total FROM unit_inventory WHERE date = '2026-12-05'",
      )
      const ofDay = calendar.getByRole('row').last().getByRole('cell').nth(4)
      await expect
        .poll(async () => numberIn((await ofDay.innerText()).split('\n')[0]!), PATIENCE)
        .toBe(left.total)
      await picture('month-on-sale')

      // What was sold beyond the new forecast is at risk: the operator does what can be done, and the risk is gone.
      await view('risk')
      const beyond = () =>
        sums(
          'SELECT COUNT(*) AS `rows`, COALESCE(SUM(held + sold - forecast), 0) AS missing FROM unit_inventory WHERE held + sold > forecast',
        )
      const at = await beyond()
      expect(at.rows).toBeGreaterThan(0)
      await desk
        .panel(risk.days)
        .getByText(risk.daysLead(1, at.rows!, shown(at.missing!)))
        .waitFor()
      await picture('risk')
      await desk.button(risk.stepsOf(campaign)).first().click()
      const steps = desk.panel(risk.stepsTitle(campaign, '광고주'))
      await steps.getByRole('listitem').filter({ hasText: risk.stepNames[step] }).getByRole('button').click()
      if (step === 'reduce') await dialog.getByLabel(risk.consent).check()
      await dialog.getByLabel(risk.stepReason).fill('예측 감소')
      await picture('step')
      await looksRight('[role=dialog]')
      await desk.button(risk.stepButtons[step], dialog).click()
      await steps.getByText(risk.noRiskLeft).waitFor(PATIENCE)
      await desk.panel(risk.days).getByText(risk.daysEmpty).waitFor()
      expect(await beyond()).toEqual({ rows: 0, missing: 0 })
      await picture('settled')
      await looksRight()
      await desk.market.audit()
      expect(desk.errors).toEqual([])
    },
  )

  async function figure(within: Locator, name: string): Promise<number> {
    return numberIn((await within.locator('dl > div', { hasText: name }).locator('dd').textContent()) ?? '')
  }
})

/**
 * A vendor's new forecast: the booked content has become little, on all days or on some, one jumps, an hour of PG2 is missing,
 * PG9 is new, two rows are wrong.
 */
function vendorFile({
  booked,
  jumps,
  days,
}: {
  booked: string
  jumps: string
  days?: readonly number[]
}): string {
  const lines = ['part,metaId,date,hour,forecast,actual,name']
  for (let day = 1; day <= 31; day++) {
    const date = `${MONTH}-${String(day).padStart(2, '0')}`
    for (const hour of [0, 5, 7, 20, 23, 12]) {
      for (const metaId of new Set([booked, jumps])) {
        const isLittle = metaId === jumps || days?.includes(day)
        if (hour !== 12 && isLittle)
          lines.push(`SMR_PROGRAM,${metaId},${date},${hour},${metaId === jumps ? 3 : 0},,`)
      }
      if (!(day === 7 && hour === 20)) lines.push(`SMR_PROGRAM,PG2,${date},${hour},20000,,`)
      lines.push(`SMR_PROGRAM,PG9,${date},${hour},700,,아주 긴 이름의 새로운 주말 저녁 예능 프로그램 특별판`)
    }
  }
  lines.push(`NOBODY,PG1,${MONTH}-01,1,3,,`, `SMR_PROGRAM,PG1,${MONTH}-01,1,세 번,,`)
  return `${lines.join('\n')}\n`
}
