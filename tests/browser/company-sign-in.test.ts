import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFaults } from '../support/accessibility'
import { findChromium, openChromium } from '../support/chromium'
import { databases } from '../support/databases'
import { ForgingProvider, nowSeconds, type SigningKey, signed, signingKey } from '../support/forging-provider'
import { freePort } from '../support/free-port'
import { CLIENT, OpenIdProviderForTests } from '../support/open-id-provider'
import { ADMIN, startService, type TestService } from '../support/service'
import { Workbench } from './workbench'

/** A folder for pictures; none are taken without it. */
const PICTURES = process.env.ACCOUNT_PICTURES
const WITHIN = { timeout: 20_000 }
const TENANT = '11111111-2222-3333-4444-555555555555'
const APPLICATION = '99999999-8888-7777-6666-555555555555'

declare const localStorage: { getItem(key: string): string | null }
declare const sessionStorage: { length: number }
declare const location: { href: string; hash: string }
declare const document: { cookie: string }

describe.skipIf(!findChromium())('signing in with the company account', { timeout: 120_000 }, () => {
  let running: TestService
  let provider: OpenIdProviderForTests
  let microsoft: ForgingProvider
  let key: SigningKey
  let browser: Browser
  const errors: string[] = []
  beforeAll(async () => {
    if (PICTURES) mkdirSync(PICTURES, { recursive: true })
    const port = await freePort()
    provider = await OpenIdProviderForTests.start(`http://127.0.0.1:${port}/sign-in/callback`)
    microsoft = await ForgingProvider.start(APPLICATION)
    key = await signingKey('first')
    microsoft.published = [key.jwk]
    running = await startService(databases()[0]!, {
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      MICROSOFT_TENANT_ID: TENANT,
      MICROSOFT_CLIENT_ID: APPLICATION,
      MICROSOFT_AUTHORITY: microsoft.issuer,
      COMPANY_ROLES: 'operator=ops; planner=planners',
      LOCAL_SIGN_IN: 'admins',
    })
    const person = (email: string, groups: string[]) => ({
      email,
      email_verified: true,
      name: '김지우',
      groups,
    })
    provider.people.set('jiwoo', person('jiwoo@example.com', ['planners']))
    provider.people.set('nobody', person('nobody@example.com', []))
    browser = await openChromium()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await running?.stop()
    await provider?.stop()
    await microsoft?.stop()
  })

  const picture = async (page: Page, name: string) => {
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png` })
  }
  const atProvider = async (page: Page, who: string) => {
    await page.locator('input[name="login"]').fill(who)
    await page.locator('input[name="password"]').fill('any')
    await page.locator('button[type="submit"]').click()
    // The provider asks for consent once.
    await page.getByRole('button', { name: 'Continue' }).click()
  }
  const open = async (locale: string, width: number, dark = false) => {
    const context = await browser.newContext({
      locale,
      viewport: { width, height: 800 },
      colorScheme: dark ? 'dark' : 'light',
      bypassCSP: true,
    })
    const page = await context.newPage()
    page.on('pageerror', (error) => errors.push(String(error)))
    return page
  }

  it('goes from a page to the provider and back to the very address, without a token in any address', async () => {
    const page = await open('ko-KR', 900)
    const addresses: string[] = []
    page.on('request', (request) => addresses.push(request.url()))
    page.on('framenavigated', (frame) => addresses.push(frame.url()))
    await page.goto(`${running.origin}/dashboard?q=%EB%B4%84`)
    const company = page.getByRole('button', { name: '회사 계정으로 로그인' })
    await company.waitFor(WITHIN)
    // Only administrators have passwords here.
    await page.getByRole('button', { name: '비밀번호로 로그인' }).waitFor(WITHIN)
    expect(await page.getByLabel('이메일').count()).toBe(0)
    await picture(page, 'company-page-ko')
    expect(await accessibilityFaults(page)).toEqual([])
    await company.click()
    await atProvider(page, 'jiwoo')
    await page.getByRole('button', { name: '김지우, 내 계정' }).waitFor(WITHIN)
    expect(await page.evaluate(() => location.href)).toBe(`${running.origin}/dashboard?q=%EB%B4%84`)
    const token = (await page.evaluate(() => localStorage.getItem('flightsheet.token')))!
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(addresses.some((address) => address.includes('/sign-in/callback'))).toBe(true)
    for (const address of addresses) expect(address).not.toContain(token)
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
    // The cookie of the sign-in was for the way only, and no script could read it.
    expect(
      (await page.context().cookies(running.origin)).filter(({ name }) => name.includes('sign-in')),
    ).toEqual([])
    // The own account says where its password is.
    await page.getByRole('button', { name: '김지우, 내 계정' }).click()
    await page.getByText('회사 계정으로 로그인하는 계정입니다.').waitFor(WITHIN)
    await picture(page, 'company-my-account-ko')
    await page.getByRole('dialog').getByRole('button', { name: '닫기' }).click()
    // After a sign-out the provider asks anew.
    await page.getByRole('button', { name: '로그아웃' }).click()
    await page.getByRole('button', { name: '회사 계정으로 로그인' }).click()
    await page.locator('input[name="login"]').waitFor(WITHIN)
    await page.context().close()
  })

  it('says why it does not let somebody in, in English, on a narrow dark page', async () => {
    const page = await open('en-US', 360, true)
    await page.goto(`${running.origin}/operator`)
    await page.getByRole('button', { name: 'Sign in with your company account' }).click()
    await atProvider(page, 'nobody')
    await page.getByText('This company account has no role here.').waitFor(WITHIN)
    expect(await page.evaluate(() => location.hash)).toBe('')
    await picture(page, 'company-refused-en-dark')
    await page.getByRole('button', { name: 'Sign in with a password' }).click()
    await page.getByLabel('E-mail').fill(ADMIN.email)
    await page.getByLabel('Password').fill(ADMIN.password)
    await page.getByLabel('Password').press('Enter')
    await page.getByRole('button', { name: /, my account$/ }).waitFor(WITHIN)
    await page.context().close()
  })

  it('does not take a way back that somebody else has begun', async () => {
    const page = await open('en-US', 600)
    await page.goto(`${running.origin}/dashboard#sign-in-code=${'a'.repeat(43)}`)
    await page.getByText('This sign-in took too long, or was begun in another browser.').waitFor(WITHIN)
    expect(await page.evaluate(() => localStorage.getItem('flightsheet.token'))).toBe(null)
    await page.context().close()
  })

  it('opens a window for the pane, which gets the session and nothing else', async () => {
    const at = await Workbench.open(running.origin, 1400)
    at.page.on('pageerror', (error) => errors.push(String(error)))
    const opened = at.page.waitForEvent('popup')
    await at.button('회사 계정으로 로그인').click()
    const window = await opened
    await picture(at.page, 'company-pane-waiting')
    await atProvider(window, 'jiwoo')
    await at.button('김지우, 내 계정').waitFor(WITHIN)
    expect(window.isClosed()).toBe(true)
    await picture(at.page, 'company-pane-done')
    expect(await at.pane.evaluate(() => document.cookie)).toBe('')
    await at.close()
  })

  it('leaves the pane as it was when the window is closed', async () => {
    const at = await Workbench.open(running.origin, 1400)
    const opened = at.page.waitForEvent('popup')
    await at.button('회사 계정으로 로그인').click()
    const window = await opened
    await window.locator('input[name="login"]').waitFor(WITHIN)
    await window.close()
    await at.button('회사 계정으로 로그인').waitFor(WITHIN)
    await expect.poll(() => at.button('회사 계정으로 로그인').isEnabled(), WITHIN).toBe(true)
    await at.close()
  })

  it('asks Excel for a token of Microsoft 365 where Excel has one', async () => {
    const token = await signed(
      {
        iss: `${microsoft.issuer}/${TENANT}/v2.0`,
        aud: APPLICATION,
        azp: APPLICATION,
        tid: TENANT,
        oid: 'aaaaaaaa-0000-0000-0000-000000000009',
        sub: 'pairwise',
        ver: '2.0',
        scp: 'access_as_user',
        iat: nowSeconds(),
        exp: nowSeconds() + 3600,
        name: '박소라',
        preferred_username: 'sora@example.com',
        groups: ['ops'],
      },
      key,
    )
    const at = await Workbench.open(running.origin, 1400, { bridge: bridgeOf(token) })
    at.page.on('pageerror', (error) => errors.push(String(error)))
    await at.button('회사 계정으로 로그인').click()
    await at.button('박소라, 내 계정').waitFor(WITHIN)
    const asked = await at.pane.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
    expect(asked).toEqual(['GetInitContext', 'GetToken', 'GetTokenPopup'])
    const stored = await at.pane.evaluate(() =>
      JSON.stringify({ ...(globalThis as { localStorage?: object }).localStorage }),
    )
    expect(stored).not.toContain(token)
    await at.close()
  })

  it('shows no error of a script', () => {
    expect(errors).toEqual([])
  })
})

/** Excel's side of Nested App Authentication: it has a token, but asks the person first. */
function bridgeOf(token: string): string {
  return `(() => {
    const listeners = []
    globalThis.asked = []
    const account = { homeAccountId: 'a.b', environment: 'login.microsoftonline.com', tenantId: '${TENANT}', username: 'sora@example.com', localAccountId: 'a', name: '박소라' }
    globalThis.nestedAppAuthBridge = {
      addEventListener: (_name, listener) => listeners.push(listener),
      removeEventListener: () => undefined,
      postMessage(text) {
        const { method, requestId } = JSON.parse(text)
        globalThis.asked.push(method)
        const answer = { messageType: 'NestedAppAuthResponse', requestId }
        const answers = {
          GetInitContext: { success: true, initContext: { capabilities: {}, sdkName: 'test', sdkVersion: '1' } },
          GetToken: { success: false, error: { status: 'USER_INTERACTION_REQUIRED', code: 'interaction_required' } },
          GetTokenPopup: {
            success: true,
            account,
            token: { access_token: ${JSON.stringify(token)}, id_token: ${JSON.stringify(token)}, expires_in: 3600, properties: null, scope: 'api://x/access_as_user' },
          },
        }
        setTimeout(() => listeners.forEach((listener) => listener(JSON.stringify({ ...answer, ...answers[method] }))), 0)
      },
    }
  })()`
}
