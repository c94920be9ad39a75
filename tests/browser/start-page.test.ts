import { mkdirSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../server/setup/demo-accounts'
import { accessibilityFaults } from '../support/accessibility'
import { findChromium, openChromium } from '../support/chromium'
import { databases } from '../support/databases'
import { startService, type TestService } from '../support/service'

/** A folder for pictures; none are taken without it. */
const PICTURES = process.env.START_PICTURES
const [planner, operator] = DEMO_ACCOUNTS

declare const document: { documentElement: { scrollWidth: number; clientWidth: number } }

describe.skipIf(!findChromium())('the start page', { timeout: 90_000 }, () => {
  let running: TestService
  let browser: Browser

  beforeAll(async () => {
    if (PICTURES) mkdirSync(PICTURES, { recursive: true })
    running = await startService(databases()[0]!)
    await running.service.accounts.createDemo(
      DEMO_ACCOUNTS.map((account) => ({ ...account, password: DEMO_PASSWORD })),
    )
    browser = await openChromium()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await running?.stop()
  })

  const open = async (path: string, options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ bypassCSP: true, ...options })
    const page = await context.newPage()
    await page.goto(`${running.origin}${path}`)
    return page
  }

  it.each(['ko', 'en'] as const)(
    'fits and is accessible in %s, narrow and wide, light and dark',
    async (lang) => {
      for (const width of [320, 1280]) {
        for (const colorScheme of ['light', 'dark'] as const) {
          const page = await open(`/?lang=${lang}`, { viewport: { width, height: 900 }, colorScheme })
          const { scrollWidth, clientWidth } = await page.evaluate(() => ({
            scrollWidth: document.documentElement.scrollWidth,
            clientWidth: document.documentElement.clientWidth,
          }))
          expect(scrollWidth).toBe(clientWidth)
          expect(await accessibilityFaults(page)).toEqual([])
          if (PICTURES)
            await page.screenshot({
              path: `${PICTURES}/start-${lang}-${width}-${colorScheme}.png`,
              fullPage: true,
            })
          await page.context().close()
        }
      }
    },
  )

  it('is Korean first and changes its language', async () => {
    const page = await open('/')
    expect(await page.locator('h1').textContent()).toContain('엑셀에서 계획하고')
    expect(await page.locator('.state').textContent()).toBe('서비스 정상')
    await page.getByText('English', { exact: true }).click()
    await page.getByText('The service is well').waitFor()
    await page.context().close()
  })

  it('signs in as a demo account with one press, and opens that account’s page in its language', async () => {
    const page = await open('/?lang=en')
    await page.locator(`[data-email="${operator!.email}"]`).click()
    await page.waitForURL('**/operator')
    await page.getByText(operator!.name).first().waitFor({ timeout: 20_000 })
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await page.context().close()
  })

  it('says when the sign-in does not work', async () => {
    const page = await open('/')
    await page.route('**/api/v1/session', (route) => route.fulfill({ status: 503, body: '{}' }))
    await page.locator(`[data-email="${planner!.email}"]`).click()
    await page.getByRole('alert').waitFor()
    await page.context().close()
  })

  it('is offered by the sign-in of the dashboard and of the pane too', async () => {
    const dashboard = await open('/dashboard', { locale: 'ko-KR' })
    await dashboard.getByRole('button', { name: planner!.name }).click()
    await dashboard.getByText(planner!.name).first().waitFor({ timeout: 20_000 })
    await dashboard.getByRole('button', { name: operator!.name }).waitFor({ state: 'detached' })
    await dashboard.context().close()

    for (const [width, colorScheme] of [
      [320, 'light'],
      [450, 'dark'],
    ] as const) {
      const pane = await open('/workbench/pane.html', { viewport: { width, height: 900 }, colorScheme })
      await pane.getByRole('button', { name: planner!.name }).waitFor({ timeout: 20_000 })
      expect(await accessibilityFaults(pane, 'html', 'axe')).toEqual([])
      if (PICTURES)
        await pane.screenshot({ path: `${PICTURES}/pane-${width}-${colorScheme}.png`, fullPage: true })
      await pane.getByRole('button', { name: planner!.name }).click()
      await pane.getByRole('button', { name: operator!.name }).waitFor({ state: 'detached' })
      await pane.context().close()
    }
  })
})

it('offers nobody where the accounts are gone, disabled, or not for this machine', async () => {
  const running = await startService(databases()[0]!)
  const { accounts } = running.service
  const offered = async () => (await running.anonymous.get('/session/options')).body.demo
  const page = async () => (await fetch(running.origin)).text()
  expect(await offered()).toBeUndefined()
  await accounts.createDemo(DEMO_ACCOUNTS.map((account) => ({ ...account, password: DEMO_PASSWORD })))
  expect((await offered()).map(({ email }: { email: string }) => email)).toEqual(
    DEMO_ACCOUNTS.map(({ email }) => email),
  )
  expect(await page()).toContain(DEMO_PASSWORD)
  await accounts.disable([planner!.email])
  expect(await offered()).toHaveLength(DEMO_ACCOUNTS.length - 1)
  running.service.configuration.demoAccounts = false
  expect(await offered()).toBeUndefined()
  expect(await page()).not.toContain(DEMO_PASSWORD)
  await running.stop()
})
