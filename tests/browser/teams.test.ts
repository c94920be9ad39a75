import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFaults } from '../support/accessibility'
import { findChromium, openChromium } from '../support/chromium'
import type { Client, TestService } from '../support/service'
import { cutLabels } from './cut-labels'
import { startWithSample, Workbench } from './workbench'

/** A folder for pictures; none are taken without it. */
const PICTURES = process.env.TEAM_PICTURES
const WITHIN = { timeout: 20_000 }
const TEAM = '영업 1팀'

declare const localStorage: { setItem(key: string, value: string): void }
declare const document: {
  documentElement: { scrollWidth: number; clientWidth: number }
  getElementById(id: string): { style: { setProperty(name: string, value: string): void } }
}

/** An administrator keeps teams on the operators' page; a planner shares a campaign with one in the pane. */
describe.skipIf(!findChromium())('teams', { timeout: 240_000 }, () => {
  let running: TestService
  let browser: Browser
  let planner: Client
  let colleague: Client
  let campaignId: string
  const errors: string[] = []

  beforeAll(async () => {
    if (PICTURES) mkdirSync(PICTURES, { recursive: true })
    running = await startWithSample()
    browser = await openChromium()
    planner = await running.signInAs('planner')
    colleague = await running.signInAs('planner', 'colleague@example.com')
    await running.signInAs('planner', 'third@example.com')
    const fields = {
      name: '겨울 런칭',
      advertiser: '한빛전자',
      startDate: '2026-12-01',
      endDate: '2026-12-31',
      budget: 100_000_000,
    }
    campaignId = (await planner.post('/campaigns', fields)).body.id
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await running?.stop()
  })

  const pageOf = async (width: number, language: string, dark = false): Promise<Page> => {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: dark ? 'dark' : 'light',
      bypassCSP: true,
    })
    await context.addInitScript(
      ([token, language]) => {
        localStorage.setItem('flightsheet.token', token!)
        localStorage.setItem('flightsheet.language', language!)
      },
      [running.admin.token, language],
    )
    const page = await context.newPage()
    page.on('pageerror', (error) => errors.push(String(error)))
    await page.goto(`${running.origin}/operator?view=security`)
    return page
  }
  const picture = async (page: Page, name: string) => {
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true })
  }
  const teams = async () => (await planner.get('/teams')).body.items
  const right = async () => (await colleague.get(`/campaigns/${campaignId}`)).body.access

  it('are made, renamed and deleted by an administrator', async () => {
    const page = await pageOf(1280, 'ko')
    await page.getByText('아직 팀이 없습니다.').waitFor(WITHIN)
    await page.getByRole('button', { name: '팀 추가' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '추가', exact: true }).click()
    await dialog.getByText('입력해 주세요.').waitFor(WITHIN)
    await dialog.getByLabel('팀 이름').fill(TEAM)
    await dialog.getByLabel('이름이나 이메일로 찾기').fill('colleague')
    await dialog.getByRole('checkbox').first().check()
    await dialog.getByText('1명을 선택했습니다.').waitFor(WITHIN)
    expect(await dialog.getByRole('checkbox').count()).toBe(1)
    await dialog.getByLabel('이름이나 이메일로 찾기').fill('')
    await picture(page, 'team-dialog-ko')
    expect(await accessibilityFaults(page, '[role="dialog"]', 'axe')).toEqual([])
    await dialog.getByRole('button', { name: '추가', exact: true }).click()
    await page.getByRole('table', { name: '팀' }).getByText(TEAM).waitFor(WITHIN)
    expect(await teams()).toMatchObject([{ name: TEAM, members: [{ email: 'colleague@example.com' }] }])

    await page.getByRole('button', { name: '팀 추가' }).click()
    await dialog.getByLabel('팀 이름').fill(TEAM)
    await dialog.getByRole('button', { name: '추가', exact: true }).click()
    await dialog.getByText('같은 이름의 팀이 이미 있습니다.').waitFor(WITHIN)
    await dialog.getByLabel('팀 이름').fill('임시 팀')
    await dialog.getByRole('button', { name: '추가', exact: true }).click()
    await page.getByRole('button', { name: '임시 팀 관리' }).click()
    await dialog.getByLabel('팀 이름').fill('임시 조')
    await dialog.getByLabel(/third@example.com/).check()
    await dialog.getByRole('button', { name: '저장' }).click()
    await page.getByRole('button', { name: '임시 조 관리' }).click()
    expect((await teams())[1]).toMatchObject({ name: '임시 조', members: [{ email: 'third@example.com' }] })
    await dialog.getByRole('button', { name: '팀 삭제' }).click()
    await dialog.getByText(/팀원이 더 이상 볼 수 없게 됩니다/).waitFor(WITHIN)
    await picture(page, 'team-delete-ko')
    await dialog.getByRole('button', { name: '삭제합니다' }).click()
    await page.getByRole('button', { name: '임시 조 관리' }).waitFor({ state: 'detached', ...WITHIN })
    expect(await teams()).toHaveLength(1)
    await page.getByLabel('한 일').selectOption('TEAM_DELETED')
    await page.getByRole('button', { name: '보기', exact: true }).click()
    await page.getByText('공유된 캠페인: 0; 나간 사람: third@example.com').waitFor(WITHIN)
    await page.context().close()
    for (const [width, language, dark] of [
      [1280, 'en', true],
      [400, 'ko', false],
    ] as const) {
      const other = await pageOf(width, language, dark)
      await other.getByText(TEAM).first().waitFor(WITHIN)
      await other.getByRole('button', { name: language === 'ko' ? `${TEAM} 관리` : `Manage ${TEAM}` }).click()
      await other
        .getByRole('dialog')
        .getByLabel(/third@example.com/)
        .waitFor(WITHIN)
      expect(await cutLabels(other, '[role="dialog"]')).toEqual([])
      await picture(other, `team-dialog-${language}-${width}`)
      await other.getByRole('button', { name: language === 'ko' ? '취소' : 'Cancel' }).click()
      await picture(other, `teams-${language}-${width}`)
      expect(
        await other.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        ),
      ).toBe(0)
      await other.context().close()
    }
    expect(errors).toEqual([])
  })

  it('share a campaign in the pane: to see, then to edit it, and no more', async () => {
    // Run alone, this test makes its team itself.
    if ((await teams()).length === 0)
      await running.admin.post('/teams', { name: TEAM, members: ['colleague@example.com'] })
    const at = await Workbench.open(running.origin, 1500, { bypassCSP: true })
    await at.signIn()
    await at.button(/겨울 런칭/).click()
    const exact = (name: string) => at.pane.getByRole('button', { name, exact: true })
    await exact('캠페인 메뉴').click()
    await at.pane.getByRole('menuitem', { name: '캠페인 정보·공유' }).click()
    await at.pane.getByText('팀원 1명: planner').waitFor(WITHIN)
    await at.says('아직 아무와도 공유하지 않았습니다.')
    expect(await right()).toBeUndefined()
    await at.pane.getByLabel('팀 권한', { exact: true }).selectOption('see')
    await exact('팀에 공유하기').click()
    await at.says(`${TEAM}에 공유했습니다.`)
    expect(await right()).toBe('see')
    await at.pane.getByLabel(`${TEAM}의 권한`).selectOption('edit')
    await expect.poll(right, WITHIN).toBe('edit')
    await picture(at.page, 'shared-ko')
    expect(await accessibilityFaults(at.pane, 'html', 'axe')).toEqual([])
    await exact(`${TEAM} 공유 해제`).click()
    await at.says(`${TEAM}의 공유를 해제했습니다.`)
    expect((await colleague.get(`/campaigns/${campaignId}`)).status).toBe(404)
    for (const width of [320, 450]) {
      await at.page.evaluate(
        (pixels) => document.getElementById('desk').style.setProperty('--pane-width', `${pixels}px`),
        width,
      )
      await at.pane.getByLabel('팀 권한').scrollIntoViewIfNeeded()
      expect(await cutLabels(at.pane)).toEqual([])
      await picture(at.page, `sharing-ko-${width}`)
    }
    await at.close()
  })
})
