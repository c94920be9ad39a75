import { mkdirSync } from 'node:fs'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MY_ACCOUNT_WORDS } from '../../addin/my-account/words'
import { WORDS as DESK_WORDS } from '../../addin/operator/words/all'
import { WORDS } from '../../addin/words/all'
import { CAMPAIGN_SETTINGS_EN } from '../../addin/words/en/campaign-settings'
import { PROPOSAL_EN } from '../../addin/words/en/proposal'
import { CAMPAIGN_SETTINGS_KO } from '../../addin/words/ko/campaign-settings'
import { PROPOSAL_KO } from '../../addin/words/ko/proposal'
import type { Language } from '../../shared/language'
import { accessibilityFaults } from '../support/accessibility'
import { findChromium, openChromium } from '../support/chromium'
import { ADMIN, type Client, type TestService } from '../support/service'
import { cutLabels } from './cut-labels'
import { drawn } from './drawn'
import { startWithSample, Workbench } from './workbench'

const FLIGHT = { startDate: '2026-12-02', endDate: '2026-12-20' }
const PANE_WIDTHS = [320, 450]
const PAGE_WIDTHS = [360, 1280]
/** A folder for pictures of every view, to look at; none are taken without it. */
const SHOTS = process.env.TEST_SHOTS
const SETTINGS = { ko: CAMPAIGN_SETTINGS_KO, en: CAMPAIGN_SETTINGS_EN }
const PROPOSAL = { ko: PROPOSAL_KO, en: PROPOSAL_EN }

declare const document: {
  documentElement: { scrollWidth: number; clientWidth: number }
  getElementById(id: string): { style: { setProperty(name: string, value: string): void } }
}

/** Views that open on demand: nothing in them is cut or too wide, and axe has nothing to say, in both languages, light and dark. */
describe.skipIf(!findChromium())('views that open on demand', { timeout: 120_000 }, () => {
  let running: TestService
  let planner: Client
  let at: Workbench
  let browser: Browser
  const unitIds = Array.from({ length: 4 }, () => crypto.randomUUID())

  beforeAll(async () => {
    if (SHOTS) mkdirSync(SHOTS, { recursive: true })
    running = await startWithSample()
    planner = await running.signInAs('planner')
    await running.signInAs('operator', 'a.colleague.with.a.long.address@advertising.example.com')
    const { maxAmount } = (await planner.post('/availability', { productCode: 'YT_RON', ...FLIGHT })).body
    await campaignOf('다른 캠페인', 9_000_000_000_000, [['YT_RON', Math.floor(maxAmount * 0.8)]])
    const id = await campaignOf('겨울 신제품 런칭 캠페인', 10_000_000, [
      ['YT_RON', Math.floor(maxAmount * 0.9)],
      ['YT_RON', Math.floor(maxAmount * 0.9)],
      ['SMR_CONTENTS', 1_000_000],
      ['CROSS_RON', 3_000_000],
    ])
    const { version } = (await planner.get(`/campaigns/${id}`)).body
    await planner.patch(`/campaigns/${id}`, {
      version,
      endDate: '2026-12-15',
      sharedWith: ['a.colleague.with.a.long.address@advertising.example.com'],
    })
    const bought = await planner.post(`/campaigns/${id}/purchases`, {
      units: [{ unitId: unitIds[3], version: 1 }],
    })
    expect(bought.status).toBe(201)
    browser = await openChromium()
    at = await Workbench.open(running.origin, 1500, { bypassCSP: true })
    await at.signIn()
    await at.button(/겨울 신제품/).click()
    await at.button(WORDS.ko.campaign.writeSheet).click()
    await at.says(/저장됨/)
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await at?.close()
    await running?.stop()
  })

  async function campaignOf(
    name: string,
    budget: number,
    rows: readonly [string, number][],
  ): Promise<string> {
    const { body } = await planner.post('/campaigns', {
      name,
      advertiser: '한빛전자',
      startDate: '2026-12-01',
      endDate: '2026-12-31',
      budget,
    })
    const changes = rows.map(([productCode, amount], i) => ({
      op: 'put',
      unitId: rows.length === unitIds.length ? unitIds[i] : crypto.randomUUID(),
      fields: { productCode, ...FLIGHT, amount, device: 'PC+Mobile' },
    }))
    await planner.post(`/campaigns/${body.id}/media-mix/sync`, { baseRevision: 0, changes })
    return body.id
  }

  /** What is wrong with the view that is open, one sentence each. */
  async function faultsOf(within: Page | Frame, view: string): Promise<string[]> {
    const isWide = await within.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement
      return scrollWidth > clientWidth
    })
    const cut = await cutLabels(within)
    return [
      ...(isWide ? [`${view} is wider than its window`] : []),
      ...cut.map((label) => `${view} cuts ${label}`),
    ]
  }

  it.each<[Language, boolean]>([
    ['ko', false],
    ['en', true],
  ])('of the pane (%s, dark: %s)', async (language, dark) => {
    const words = WORDS[language]
    const faults: string[] = []
    const button = (name: string | RegExp) =>
      at.pane.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).first()
    const menu = async (item: string) => {
      await button(words.campaign.menu).click()
      await at.pane.getByRole('menuitem', { name: item }).click()
    }
    const look = async (view: string) => {
      for (const width of PANE_WIDTHS) {
        await at.page.evaluate(
          (pixels) => document.getElementById('desk').style.setProperty('--pane-width', `${pixels}px`),
          width,
        )
        await at.pane.evaluate(drawn)
        const name = `${view} ${width} ${language}`
        faults.push(...(await faultsOf(at.pane, name)))
        if (SHOTS)
          await (await at.pane.frameElement()).screenshot({
            path: `${SHOTS}/${name.replaceAll(' ', '-')}.png`,
          })
      }
      faults.push(...(await accessibilityFaults(at.pane, 'html', 'axe')).map((fault) => `${view}: ${fault}`))
    }
    if (dark) {
      await at.page.getByText('어둡게').click()
      await at.page.getByRole('button', { name: 'English' }).click()
      at.pane = (await (await at.page.waitForSelector('iframe')).contentFrame())!
      await at.says(words.campaign.sum)
    }

    await menu(words.campaign.settings)
    await at.pane.getByLabel(SETTINGS[language].copyStart).waitFor()
    await look('settings')
    await button(words.back).click()

    await menu(words.campaign.variants)
    await button(words.back).waitFor()
    await look('variants')
    await button(words.back).click()

    await menu(words.campaign.proposal)
    const check = at.pane.getByRole('region', { name: PROPOSAL[language].check.title })
    await check.getByRole('button', { name: PROPOSAL[language].check.show }).first().waitFor()
    await look('proposal-check')
    await button(words.back).click()

    const rows = at.pane.locator('li button')
    await rows.filter({ hasText: '유튜브 논타겟팅' }).nth(1).click()
    await at.says(words.row.sharedWith('', 0).split(':')[0]!)
    await look('pressure')
    await button(words.booking.actions.hold).click()
    await button(words.booking.confirm.hold).waitFor()
    await look('hold')
    await button(words.back).click()
    await button(words.back).click()

    await rows.filter({ hasText: words.statuses.Booked }).first().click()
    await button(words.booking.actions.amend).click()
    await at.pane.getByLabel('유튜브').uncheck()
    await at.says(words.booking.preview.released)
    // What it runs on now stands before what it would run on.
    await at.pane.getByRole('cell', { name: '네이버 TV, 카카오, 다음, 유튜브', exact: true }).waitFor()
    await look('amend')
    await button(words.back).click()
    await button(words.booking.actions.cancel).click()
    await button(words.booking.confirm.cancel).waitFor()
    await look('cancel')
    await button(words.back).click()
    await button(words.back).click()
    expect(faults).toEqual([])
    expect(at.errors).toEqual([])
  })

  it.each<[Language, boolean]>([
    ['ko', true],
    ['en', false],
  ])('of the desk: accounts, sessions and the security log (%s, dark: %s)', async (language, dark) => {
    const context = await browser.newContext({
      locale: language === 'ko' ? 'ko-KR' : 'en-US',
      colorScheme: dark ? 'dark' : 'light',
      bypassCSP: true,
      viewport: { width: 1280, height: 900 },
    })
    const page = await context.newPage()
    const faults: string[] = []
    const words = DESK_WORDS[language]
    const look = async (view: string) => {
      for (const width of PAGE_WIDTHS) {
        await page.setViewportSize({ width, height: 900 })
        await page.evaluate(drawn)
        const name = `${view} ${width} ${language}`
        faults.push(...(await faultsOf(page, name)))
        if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name.replaceAll(' ', '-')}.png` })
      }
      faults.push(...(await accessibilityFaults(page, 'html', 'axe')).map((fault) => `${view}: ${fault}`))
    }
    await page.goto(`${running.origin}/operator?view=security`)
    await page.getByLabel(words.signIn.email).fill(ADMIN.email)
    await page.getByLabel(words.signIn.password).fill(ADMIN.password)
    await page.getByLabel(words.signIn.password).press('Enter')
    await page.getByText('planner@example.com').first().waitFor()
    await look('security')
    await page.getByRole('button', { name: /내 계정|my account/ }).click()
    await page.getByRole('dialog').getByText(MY_ACCOUNT_WORDS[language].sessions.here).first().waitFor()
    await look('sessions')
    await context.close()
    expect(faults).toEqual([])
  })
})
