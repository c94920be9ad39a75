import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, openChromium } from '../support/chromium'
import { databases } from '../support/databases'
import { ADMIN, client, startService, type TestService } from '../support/service'
import { Workbench } from './workbench'

/** A folder for pictures; none are taken without it. */
const PICTURES = process.env.ACCOUNT_PICTURES
const WITHIN = { timeout: 20_000 }
const NEW_PASSWORD = 'lantern in the harbour'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1'

declare const localStorage: { setItem(key: string, value: string): void }
declare const document: { documentElement: { scrollWidth: number; clientWidth: number } }

describe.skipIf(!findChromium())('the own account', { timeout: 90_000 }, () => {
  let running: TestService
  let browser: Browser
  const errors: string[] = []

  beforeAll(async () => {
    if (PICTURES) mkdirSync(PICTURES, { recursive: true })
    running = await startService(databases()[0]!)
    browser = await openChromium()
    await running.admin.post('/users', {
      passwordToChange: false,
      email: 'planner@example.com',
      name: '김지우',
      role: 'planner',
      password: ADMIN.password,
    })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await running?.stop()
  })

  const signIn = async (email: string, agent: string, password = ADMIN.password) => {
    const { body } = await running.anonymous.post('/session', { email, password }, { 'user-agent': agent })
    return client(running.origin, body.token)
  }
  const pageOf = async (token: string, width: number, language: string): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height: 900 } })
    await context.addInitScript(
      ([token, language]) => {
        localStorage.setItem('flightsheet.token', token!)
        localStorage.setItem('flightsheet.language', language!)
      },
      [token, language],
    )
    const page = await context.newPage()
    page.on('pageerror', (error) => errors.push(String(error)))
    return page
  }
  const picture = async (page: Page, name: string) => {
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true })
  }

  it('is changed on a page: what is refused is said at its field, and other devices are signed out', async () => {
    const [here, phone] = [
      await signIn('planner@example.com', 'Chrome/142'),
      await signIn('planner@example.com', IPHONE),
    ]
    const page = await pageOf(here.token, 1200, 'ko')
    await page.goto(`${running.origin}/dashboard`)
    await page.getByRole('button', { name: '김지우, 내 계정' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Safari · iPhone').waitFor(WITHIN)
    await dialog.getByText('지금 이 기기').waitFor(WITHIN)
    await picture(page, 'dialog-ko')

    const fill = async (current: string, next: string, again = next) => {
      await dialog.getByLabel('지금 비밀번호').fill(current)
      await dialog.getByLabel('새 비밀번호', { exact: true }).fill(next)
      await dialog.getByLabel('새 비밀번호 다시 입력').fill(again)
      await dialog.getByRole('button', { name: '비밀번호 변경' }).click()
    }
    await fill('', '')
    expect(await dialog.getByText('입력해 주세요.').count()).toBe(3)
    await fill(ADMIN.password, NEW_PASSWORD, 'another')
    await dialog.getByText('위의 새 비밀번호와 다릅니다.').waitFor(WITHIN)
    await fill('wrong', NEW_PASSWORD)
    await dialog.getByText('지금 쓰는 비밀번호가 아닙니다').waitFor(WITHIN)
    await fill(ADMIN.password, '1234567890')
    await dialog.getByText(/가장 많이 쓰이는 비밀번호입니다/).waitFor(WITHIN)
    await picture(page, 'dialog-refused-ko')
    await fill(ADMIN.password, NEW_PASSWORD)
    await dialog.getByText('비밀번호를 바꾸었습니다.').waitFor(WITHIN)
    await dialog.getByText('다른 기기에는 로그인되어 있지 않습니다.').waitFor(WITHIN)
    await picture(page, 'dialog-done-ko')
    expect((await phone.get('/session')).status).toBe(401)
    expect((await here.get('/session')).status).toBe(200)
    await page.context().close()
  })

  it('ends one session, and all others, in English and on a narrow page', async () => {
    const here = await signIn('planner@example.com', 'Chrome/142', NEW_PASSWORD)
    const phone = await signIn('planner@example.com', IPHONE, NEW_PASSWORD)
    const page = await pageOf(here.token, 400, 'en')
    await page.goto(`${running.origin}/dashboard`)
    await page.getByRole('button', { name: '김지우, my account' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /^Sign out Safari · iPhone/ }).click()
    await dialog.getByText('Signed out of one device.').waitFor(WITHIN)
    expect((await phone.get('/session')).status).toBe(401)
    await dialog.getByRole('button', { name: 'Sign out everywhere else' }).click()
    await dialog.getByText('You are signed in nowhere else.').waitFor(WITHIN)
    await picture(page, 'dialog-en-400')
    await page.context().close()
  })

  it('is in the pane too, however narrow', async () => {
    const at = await Workbench.open(running.origin, 1400)
    at.page.on('pageerror', (error) => errors.push(String(error)))
    await at.pane.getByLabel('이메일').fill('planner@example.com')
    await at.pane.getByLabel('비밀번호').fill(NEW_PASSWORD)
    await at.pane.getByLabel('비밀번호').press('Enter')
    await at.button('김지우, 내 계정').click()
    await at.says('지금 이 기기')
    for (const width of [450, 320]) {
      const frame = (await at.page.$('iframe'))!
      await frame.evaluate((one, px) => {
        const { style } = one as unknown as { style: Record<string, string> }
        style.width = style.minWidth = style.maxWidth = `${px}px`
      }, width)
      await at.page.waitForTimeout(300)
      const overflow = await at.pane.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(overflow).toBeLessThanOrEqual(0)
      if (PICTURES) await frame.screenshot({ path: `${PICTURES}/pane-${width}-ko.png` })
    }
    await at.pane.getByRole('button', { name: '로그아웃', exact: true }).first().click()
    await at.pane.getByLabel('이메일').waitFor(WITHIN)
    await at.close()
  })

  it('of others, and the security log, are for administrators', async () => {
    const phone = await signIn('planner@example.com', IPHONE, NEW_PASSWORD)
    await running.anonymous.post('/session', { email: 'planner@example.com', password: 'wrong' })
    for (const language of ['ko', 'en']) {
      const page = await pageOf(running.admin.token, 1280, language)
      await page.goto(`${running.origin}/operator?view=security`)
      const table = page.getByRole('table', { name: language === 'ko' ? '보안 기록' : 'Security log' })
      await table.getByText('planner@example.com').first().waitFor(WITHIN)
      await picture(page, `security-${language}`)
      await page.context().close()
    }
    const page = await pageOf(running.admin.token, 1280, 'ko')
    await page.goto(`${running.origin}/operator?view=security`)
    await page.getByLabel('한 일').selectOption('SIGN_IN_REFUSED')
    await page.getByRole('button', { name: '보기', exact: true }).click()
    const table = page.getByRole('table', { name: '보안 기록' })
    await table.getByText('까닭: 비밀번호가 틀림').first().waitFor(WITHIN)
    await expect.poll(() => table.getByText('비밀번호 변경', { exact: true }).count()).toBe(0)

    await page.getByRole('button', { name: '김지우 계정 관리' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Safari · iPhone').waitFor(WITHIN)
    await picture(page, 'account-dialog-ko')
    await dialog.getByRole('button', { name: '모든 기기에서 로그아웃' }).click()
    await dialog.getByText('로그인한 기기가 없습니다.').waitFor(WITHIN)
    expect((await phone.get('/session')).status).toBe(401)
    await dialog.getByLabel('새 비밀번호').fill('김지우 1990 1990')
    await dialog.getByRole('button', { name: '비밀번호 재설정' }).click()
    await dialog.getByText(/이름이나 이메일 주소를 넣을 수 없습니다/).waitFor(WITHIN)
    await dialog.getByLabel('새 비밀번호').fill('seven hens of Busan')
    await dialog.getByRole('button', { name: '비밀번호 재설정' }).click()
    await dialog.getByText('비밀번호를 재설정했습니다.').waitFor(WITHIN)
    await page.context().close()

    const operator = await running.signInAs('operator')
    const other = await pageOf(operator.token, 1280, 'ko')
    await other.goto(`${running.origin}/operator?view=security`)
    await other.getByRole('link', { name: '예측 파일' }).waitFor(WITHIN)
    expect(await other.getByText('보안 기록').count()).toBe(0)
    await other.context().close()
  })

  it('is added by an administrator, changes its first password on a page and in the pane, and gets another role', async () => {
    const page = await pageOf(running.admin.token, 1280, 'ko')
    await page.goto(`${running.origin}/operator?view=security`)
    await page.getByRole('button', { name: '계정 추가' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '추가', exact: true }).click()
    expect(await dialog.getByText('입력해 주세요.').count()).toBe(3)
    await dialog.getByLabel('이메일').fill('sora@example.com')
    await dialog.getByLabel('이름').fill('박소라')
    await dialog.getByLabel('첫 비밀번호').fill('1234567890')
    await dialog.getByRole('button', { name: '추가', exact: true }).click()
    await dialog.getByText(/가장 많이 쓰이는 비밀번호입니다/).waitFor(WITHIN)
    await picture(page, 'account-add-ko')
    await dialog.getByLabel('첫 비밀번호').fill(ADMIN.password)
    await dialog.getByRole('button', { name: '추가', exact: true }).click()
    const table = page.getByRole('table', { name: '계정' })
    await table.getByText('비밀번호 변경 전').first().waitFor(WITHIN)
    await picture(page, 'accounts-ko')

    const own = await pageOf('', 400, 'en')
    await own.goto(`${running.origin}/dashboard`)
    await own.getByLabel('E-mail').fill('sora@example.com')
    await own.getByLabel('Password').fill(ADMIN.password)
    await own.getByLabel('Password').press('Enter')
    await own.getByRole('heading', { name: 'Choose a new password' }).waitFor(WITHIN)
    await picture(own, 'password-to-change-en-400')
    await own.getByLabel('Present password').fill(ADMIN.password)
    await own.getByLabel('New password', { exact: true }).fill('lantern in the harbour')
    await own.getByLabel('New password again').fill('lantern in the harbour')
    await own.getByRole('button', { name: 'Change password' }).click()
    await own.getByRole('button', { name: '박소라, my account' }).waitFor(WITHIN)
    await own.context().close()

    await page.getByRole('button', { name: '박소라 계정 관리' }).click()
    await dialog.getByLabel('권한').selectOption('operator')
    await dialog.getByRole('button', { name: '권한 변경' }).click()
    await dialog.getByText('계정을 바꾸었습니다.').waitFor(WITHIN)
    await dialog.getByText('로그인한 기기가 없습니다.').waitFor(WITHIN)
    await picture(page, 'account-role-ko')
    await dialog.getByLabel('새 비밀번호').fill(ADMIN.password)
    await dialog.getByRole('button', { name: '비밀번호 재설정' }).click()
    await dialog.getByText('비밀번호를 재설정했습니다.').waitFor(WITHIN)
    await page.context().close()

    const at = await Workbench.open(running.origin, 1400)
    await at.signIn('sora@example.com')
    await at.pane.getByRole('heading', { name: '새 비밀번호를 정해 주세요' }).waitFor(WITHIN)
    await picture(at.page, 'password-to-change-pane-ko')
    await at.pane.getByLabel('지금 비밀번호').fill(ADMIN.password)
    await at.pane.getByLabel('새 비밀번호', { exact: true }).fill('three hens of Busan')
    await at.pane.getByLabel('새 비밀번호 다시 입력').fill('three hens of Busan')
    await at.pane.getByRole('button', { name: '비밀번호 변경' }).click()
    await at.button('박소라, 내 계정').waitFor(WITHIN)
    await at.close()
    expect(errors).toEqual([])
  })
})
