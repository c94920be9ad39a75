import { mkdirSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFaults } from '../support/accessibility'
import { findChromium } from '../support/chromium'
import type { Client, TestService } from '../support/service'
import { startWithSample, Workbench } from './workbench'

declare const window: {
  workbench: {
    univerAPI: {
      getActiveWorkbook(): {
        getActiveSheet(): {
          getSheet(): { getRowVisible(row: number): boolean }
        }
      }
    }
  }
}

declare const document: {
  documentElement: { scrollWidth: number; clientWidth: number }
  getElementById(id: string): { style: { setProperty(name: string, value: string): void } } | null
}

const TIMEOUT = { timeout: 20_000 }
/** Where to put pictures, for a person to look at. */
const SHOTS = process.env.SHOTS

/** A planner's day in the pane and the sheet, with real clicks and keys. */
describe.skipIf(!findChromium())('a planner’s day', { timeout: 90_000 }, () => {
  let running: TestService
  let planner: Client
  let colleague: Client
  let at: Workbench
  let campaignId: string

  beforeAll(async () => {
    running = await startWithSample()
    planner = await running.signInAs('planner')
    colleague = await running.signInAs('planner', 'colleague@example.com')
    const { body } = await planner.post('/campaigns', {
      name: '겨울 런칭',
      advertiser: '한빛전자',
      startDate: '2026-12-01',
      endDate: '2026-12-31',
      budget: 100_000_000,
    })
    campaignId = body.id
    const changes = [2_000_400, 5_000_000, 3_000_000].map((amount, i) => ({
      op: 'put',
      unitId: crypto.randomUUID(),
      fields: {
        productCode: i === 2 ? 'CROSS_RON' : 'YT_RON',
        startDate: '2026-12-02',
        endDate: '2026-12-20',
        amount,
        device: 'PC+Mobile',
      },
    }))
    await planner.post(`/campaigns/${campaignId}/media-mix/sync`, { baseRevision: 0, changes })
    at = await Workbench.open(running.origin, 1500, { bypassCSP: true })
    await at.signIn()
    if (SHOTS) mkdirSync(SHOTS, { recursive: true })
  }, 120_000)
  afterAll(async () => {
    await at?.close()
    await running?.stop()
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shot(`failed-${task.name.slice(0, 20)}`)
  })

  const exact = (name: string) => at.pane.getByRole('button', { name, exact: true })
  const menu = async (item: string) => {
    await exact('캠페인 메뉴').click()
    await at.pane.getByRole('menuitem', { name: item }).click()
  }
  const rowsMenu = async (item: string | RegExp) => {
    await exact('행 편집').click()
    await at.pane.getByRole('menuitem', { name: item }).click()
  }
  const shot = async (name: string) => {
    if (SHOTS) await at.page.screenshot({ path: `${SHOTS}/${name}.png` })
  }
  const rowsOf = async () => (await planner.get(`/campaigns/${campaignId}/media-mix`)).body.rows
  const amounts = async () => (await rowsOf()).map(({ amount }: { amount: number }) => amount)
  const view = async () => (await planner.get(`/campaigns/${campaignId}`)).body
  const choose = async (...places: number[]) => {
    const boxes = at.pane.getByRole('listitem').getByRole('checkbox')
    for (const place of places) await boxes.nth(place).check()
  }

  it('changes the campaign in the pane, and the sheet says so', async () => {
    await at.button(/겨울 런칭/).click()
    await at.button('미디어믹스 시트 쓰기').click()
    await at.says(/저장됨/)
    await menu('캠페인 정보·공유')
    const name = at.pane.getByLabel('캠페인 이름')
    await name.fill('')
    await exact('저장').click()
    await at.says('입력해 주세요.')
    await name.fill('겨울 대형 런칭')
    await at.pane.getByLabel('예산').fill('120,000,000')
    await at.pane.getByLabel('대행사').fill('도담기획')
    await exact('저장').click()
    await at.says('저장했습니다.')
    expect(await view()).toMatchObject({
      name: '겨울 대형 런칭',
      budget: 120_000_000,
      agency: '도담기획',
      advertiser: '한빛전자',
    })
    await expect.poll(async () => (await at.cells('A1:J4')).join(' '), TIMEOUT).toContain('겨울 대형 런칭')
    expect(await at.cells('J3')).toEqual(['120,000,000원'])
    await shot('settings-ko')
  })

  it('shares it with a colleague to see it, then to edit it, and unshares it', async () => {
    const email = at.pane.getByLabel('이메일')
    await email.fill('nobody@example.com')
    await email.press('Enter')
    await at.says(/nobody@example.com 계정이 없습니다/)
    await email.fill('Colleague@example.com')
    await at.pane.getByLabel('권한', { exact: true }).selectOption('see')
    await exact('공유하기').click()
    await at.says('colleague@example.com에게 공유했습니다.')
    expect((await colleague.get(`/campaigns/${campaignId}`)).body.access).toBe('see')
    await at.pane.getByLabel('colleague@example.com의 권한').selectOption('edit')
    await expect
      .poll(async () => (await colleague.get(`/campaigns/${campaignId}`)).body.access, TIMEOUT)
      .toBe('edit')
    await shot('sharing-ko')
    // Colours change slowly after a press.
    await expect.poll(() => accessibilityFaults(at.pane), TIMEOUT).toEqual([])
    await exact('colleague@example.com 공유 해제').click()
    await at.says('아직 아무와도 공유하지 않았습니다.')
    expect((await colleague.get(`/campaigns/${campaignId}`)).status).toBe(404)
    await exact('뒤로').click()
  })

  it('copies, moves, rounds and switches rows, several at once, in pane and sheet', async () => {
    await at.says('상품 3개')
    await choose(0)
    await rowsMenu(/천원 단위/)
    await expect.poll(amounts, TIMEOUT).toEqual([2_000_000, 5_000_000, 3_000_000])
    await rowsMenu('1개 복사')
    await expect.poll(amounts, TIMEOUT).toEqual([2_000_000, 2_000_000, 5_000_000, 3_000_000])
    await at.pane.getByLabel('모두 선택').check()
    await at.pane.getByLabel('모두 선택').uncheck()
    await choose(3)
    await rowsMenu('위로 옮기기')
    await expect.poll(amounts, TIMEOUT).toEqual([2_000_000, 2_000_000, 3_000_000, 5_000_000])
    await at.page.keyboard.press('Escape')
    await expect
      .poll(() => at.cells('I7:I10'), TIMEOUT)
      .toEqual(['2,000,000', '2,000,000', '3,000,000', '5,000,000'])
    await choose(1)
    await rowsMenu(/서비스로 바꾸기/)
    await expect.poll(() => at.cells('A7:A10'), TIMEOUT).toEqual(['집행', '서비스', '서비스', '집행'])
    await shot('rows-ko')
    await rowsMenu('2개 삭제')
    await at.says('2개 행을 삭제할까요?')
    await shot('delete-ko')
    await exact('삭제').click()
    await expect.poll(amounts, TIMEOUT).toEqual([2_000_000, 5_000_000])
    await expect.poll(() => at.cells('I7:I10'), TIMEOUT).toEqual(['2,000,000', '5,000,000', '', '7,000,000'])
  })

  it('is told at the cell and in the pane of a flight outside of the campaign, and extends it', async () => {
    await at.type('H8', '2027-01-10')
    await at.says('캠페인 기간 밖의 행이 있습니다')
    await expect
      .poll(async () => (await at.cells('A8:W8')).join(' '), TIMEOUT)
      .toContain('캠페인 기간 밖 · 최대')
    await shot('outside-ko')
    await exact('캠페인 기간 늘리기').click()
    await expect.poll(async () => (await view()).endDate, TIMEOUT).toBe('2027-01-10')
    await expect.poll(() => at.pane.getByText('캠페인 기간 밖의 행이 있습니다').count(), TIMEOUT).toBe(0)
    await expect.poll(async () => (await at.cells('A8:W8')).join(' '), TIMEOUT).not.toContain('캠페인 기간')
  })

  it('leaves device and creative of a bought row open, without an amendment', async () => {
    const [row] = await rowsOf()
    const body = { units: [{ unitId: row.unitId, version: row.version }], mode: 'all' }
    const key = { 'idempotency-key': crypto.randomUUID() }
    expect((await planner.post(`/campaigns/${campaignId}/purchases`, body, key)).status).toBe(201)
    await expect.poll(async () => (await at.cells('A7:W7')).join(' '), TIMEOUT).toContain('구매완료')
    await at.type('F7', '15초 새 소재')
    await expect.poll(async () => (await rowsOf())[0].creative, TIMEOUT).toBe('15초 새 소재')
    expect(await at.pane.getByText('변경 대기').count()).toBe(0)
  })

  it('amends the platforms of a bought row after seeing what would move, from the keyboard', async () => {
    const [row] = await rowsOf()
    await planner.post(`/campaigns/${campaignId}/media-mix/sync`, {
      baseRevision: 0,
      changes: [
        {
          op: 'put',
          unitId: crypto.randomUUID(),
          fields: {
            productCode: 'CROSS_RON',
            startDate: '2026-12-02',
            endDate: '2026-12-20',
            amount: 3_000_000,
            device: 'PC',
          },
        },
      ],
    })
    await expect.poll(() => at.cells('I9'), TIMEOUT).toEqual(['3,000,000'])
    const added = (await rowsOf()).at(-1)
    const body = { units: [{ unitId: added.unitId, version: added.version }], mode: 'all' }
    const key = { 'idempotency-key': crypto.randomUUID() }
    expect((await planner.post(`/campaigns/${campaignId}/purchases`, body, key)).status).toBe(201)
    await expect.poll(() => at.cells('K9'), TIMEOUT).toEqual(['구매완료'])
    await at.press('I9')
    await at.page.keyboard.press('Control+Alt+M')
    await at.says('집행할 매체')
    await at.pane.getByLabel('유튜브').uncheck()
    await at.says('이렇게 바꾸면 움직이는 노출')
    await shot('amend-ko')
    const rowOf = async () => (await rowsOf()).at(-1)
    const { version } = await rowOf()
    expect(version).toBe(added.version + 1)
    const table = at.pane.getByRole('status', { name: '이렇게 바꾸면 움직이는 노출' })
    expect(await table.getByRole('rowheader').allTextContents()).toContain('유튜브')
    await at
      .button(/변경|수정/)
      .last()
      .click()
    await expect.poll(async () => (await rowOf()).version, TIMEOUT).toBe(version + 1)
    const tree = await planner.get(`/campaign-units/${added.unitId}/distribution`)
    expect(tree.body.platforms).not.toContain('YOUTUBE')
    await exact('확인').click()
    expect(row.unitId).not.toBe(added.unitId)
  })

  it('holds the selected row by one key, and what only operators do is switched off', async () => {
    await at.press('I8')
    await at.page.keyboard.press('Control+Alt+H')
    await at.says('가선점')
    await at.pane.getByLabel('기한 (서울 시간)').waitFor()
    await shot('hold-ko')
    await at.page.keyboard.press('Escape')
    expect(await at.page.locator('[data-command="sendCorrections"]').isDisabled()).toBe(true)
    expect(await at.page.locator('[data-command="holdSelected"]').isDisabled()).toBe(false)
    await at.command('cancelSelected')
    await at.says('고른 행은 지금 상태에서 할 수 없습니다.')
    await exact('닫기').click()
  })

  it('hides rows that were canceled, in pane and sheet', async () => {
    const [row] = await rowsOf()
    const { status } = await planner.post(`/campaign-units/${row.unitId}/cancel`, { version: row.version })
    expect(status).toBe(200)
    // Whoever selects a row in the sheet sees it in the pane.
    await exact('뒤로').click()
    const box = at.pane.getByLabel('취소·만료된 행 숨기기 (1개)')
    await box.check()
    await expect.poll(() => at.pane.getByRole('listitem').getByRole('checkbox').count(), TIMEOUT).toBe(2)
    const isHidden = () =>
      at.page.evaluate(
        () =>
          window.workbench.univerAPI.getActiveWorkbook().getActiveSheet().getSheet().getRowVisible(6) ===
          false,
      )
    await expect.poll(isHidden, TIMEOUT).toBe(true)
    await box.uncheck()
    await expect.poll(isHidden, TIMEOUT).toBe(false)
  })

  it('copies the campaign to another month, archives the copy, and finds both again', async () => {
    await menu('캠페인 정보·공유')
    await at.pane.getByLabel('사본 시작일').fill('2027-01-01')
    await exact('복사해서 열기').click()
    await at.says('상품 2개')
    await at.says('2027-01-02 ~ 2027-02-10')
    await menu('캠페인 정보·공유')
    await exact('보관하기').click()
    await at
      .button(/^겨울 대형 런칭작성중|^겨울 대형 런칭/)
      .first()
      .waitFor()
    await expect.poll(() => at.pane.getByText('겨울 대형 런칭 사본').count(), TIMEOUT).toBe(0)
    await at.pane.getByPlaceholder('캠페인·광고주·상품·콘텐츠').fill('유튜브')
    await at
      .button(/겨울 대형 런칭/)
      .first()
      .waitFor()
    await at.pane.getByLabel('보관한 캠페인').check()
    await at.button(/겨울 대형 런칭 사본/).click()
    await at.says('보관된 캠페인입니다')
    await shot('archived-ko')
    await exact('보관 해제').click()
    await expect.poll(() => at.pane.getByText('보관된 캠페인입니다').count(), TIMEOUT).toBe(0)
    expect(at.errors).toEqual([])
  })

  it('is there in English, dark, and in a narrow pane', async () => {
    await at.page.getByText('어둡게').click()
    await at.page.getByText('English').click()
    // The pane starts anew, and opens the campaign of the workbook.
    at.pane = (await (await at.page.waitForSelector('iframe')).contentFrame())!
    await at.pane.getByText('Select all').waitFor()
    await at.pane.getByLabel('Select all').check()
    await at.pane.getByRole('button', { name: 'Edit rows' }).click()
    await at.pane.getByRole('menuitem', { name: /^Copy/ }).waitFor()
    await shot('rows-en-dark')
    await at.page.keyboard.press('Escape')
    await at.page.evaluate(() => document.getElementById('desk')!.style.setProperty('--pane-width', '320px'))
    await at.pane.getByRole('button', { name: 'Campaign menu' }).click()
    await at.pane.getByRole('menuitem', { name: 'Details and sharing' }).click()
    await at.pane.getByLabel('Name of the copy').waitFor()
    await shot('settings-en-dark-320')
    const isWide = () => {
      const { scrollWidth, clientWidth } = document.documentElement
      return scrollWidth > clientWidth
    }
    expect(await at.pane.evaluate(isWide)).toBe(false)
    await expect.poll(() => accessibilityFaults(at.pane), TIMEOUT).toEqual([])
    expect(at.errors).toEqual([])
  })
})
