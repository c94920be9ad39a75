import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { done } from '../http/plan'
import { accessibilityFaults } from '../support/accessibility'
import { findChromium } from '../support/chromium'
import type { Client, TestService } from '../support/service'
import { startWithSample, Workbench } from './workbench'

/** A folder for pictures of every step; none are taken without it. */
const PICTURES = process.env.PICTURES

declare const localStorage: { setItem(key: string, value: string): void }

/** A large purchase from its refusal to the purchase, by the planner in the pane and two approvers. */
describe.skipIf(!findChromium())('approvals in the workbench', { timeout: 90_000 }, () => {
  let running: TestService
  let planner: Client
  let boss: Client
  let at: Workbench
  let approver: Workbench
  let campaignId: string

  beforeAll(async () => {
    running = await startWithSample({ APPROVAL_AMOUNT: '3000000', APPROVAL_DISCOUNT_PERCENT: '10' })
    planner = await running.signInAs('planner')
    boss = await running.signInAs('operator', 'boss@example.com')
    const campaign = done(
      await planner.post('/campaigns', {
        name: '겨울 런칭',
        advertiser: '한빛전자',
        startDate: '2026-12-01',
        endDate: '2026-12-31',
        budget: 100_000_000,
      }),
    )
    campaignId = campaign.id
    const changes = ['YT_RON', 'SMR_RON'].map((productCode) => ({
      op: 'put',
      unitId: crypto.randomUUID(),
      fields: {
        productCode,
        startDate: '2026-12-02',
        endDate: '2026-12-03',
        amount: 2_000_000,
        device: 'PC+Mobile',
      },
    }))
    done(await planner.post(`/campaigns/${campaignId}/media-mix/sync`, { baseRevision: 0, changes }))
    at = await open('planner@example.com')
    await at.button('미디어믹스 시트 쓰기').click()
    await at.says(/저장됨/)
    approver = await open('boss@example.com')
  }, 280_000)
  afterAll(async () => {
    await at?.close()
    await approver?.close()
    await running?.stop()
  })

  async function open(email: string): Promise<Workbench> {
    const workbench = await Workbench.open(running.origin, 1500, { bypassCSP: true })
    await workbench.signIn(email)
    await workbench.button(/겨울 런칭/).click()
    return workbench
  }
  const exact = (of: Workbench, name: string) => of.pane.getByRole('button', { name, exact: true })
  const rows = async () => done(await planner.get(`/campaigns/${campaignId}/media-mix`)).rows
  const statuses = async () =>
    (await rows()).map(({ bookingStatus }: { bookingStatus: string }) => bookingStatus)
  const picture = async (of: Workbench, name: string) => {
    if (PICTURES === undefined) return
    mkdirSync(PICTURES, { recursive: true })
    await of.page.screenshot({ path: `${PICTURES}/${name}.png` })
  }
  /** Presses the button for both rows. */
  const buyBoth = async () => {
    await at.pane.getByLabel('모두 선택').check()
    await at.button(/2개 구매하기/).click()
    await at.button('4,000,000원 구매').click()
  }

  it('are asked for where a purchase is refused', async () => {
    await buyBoth()
    await at.says('승인이 필요합니다')
    await at.says('구매금액 4,000,000원: 한도 3,000,000원 이상')
    await picture(at, 'needed')
    expect(await accessibilityFaults(at.pane, '#pane', 'axe')).toEqual([])
    await at.pane.getByLabel('승인자에게 남길 메모').fill('연간 계약입니다.')
    await exact(at, '승인 요청').click()
    await at.says('승인을 요청했습니다')
    await picture(at, 'asked')
    await exact(at, '닫기').click()
    await at.says('승인 대기 중: 4,000,000원')
    await picture(at, 'waiting')
    expect(await statuses()).toEqual(['Draft', 'Draft'])
    // Trying again says that it waits.
    await buyBoth()
    await at.says('이미 승인을 기다리고 있습니다')
    await exact(at, '닫기').click()
  })

  it('are declined with a reason, which the planner reads at once', async () => {
    await approver.says('승인 요청: 4,000,000원')
    await approver.says('메모: 연간 계약입니다.')
    await picture(approver, 'to-decide')
    expect(await accessibilityFaults(approver.pane, '#pane', 'axe')).toEqual([])
    await exact(approver, '거절').click()
    await exact(approver, '거절하기').click()
    await approver.says('플래너가 볼 사유를 적어 주세요.')
    await approver.pane.getByLabel('거절 사유').fill('금액을 나눠 주세요')
    await picture(approver, 'declining')
    await exact(approver, '거절하기').click()
    await at.says('승인이 거절되었습니다: 4,000,000원')
    await at.says('boss@example.com: 금액을 나눠 주세요')
    await picture(at, 'declined')
    expect(await statuses()).toEqual(['Draft', 'Draft'])
  })

  it('are asked again, given with a click, and let the planner buy', async () => {
    await buyBoth()
    await exact(at, '승인 요청').click()
    await at.says('승인을 요청했습니다')
    await exact(at, '닫기').click()
    await approver.says('승인 요청: 4,000,000원')
    await exact(approver, '승인').click()
    await at.says('승인되었습니다: 4,000,000원')
    await picture(at, 'approved')
    await exact(at, '구매하기').click()
    await at.button('4,000,000원 구매').click()
    await at.says('2개 행을 구매했습니다')
    expect(await statuses()).toEqual(['Booked', 'Booked'])
    await exact(at, '확인').click()
    await expect.poll(() => at.pane.getByText('승인되었습니다').count(), { timeout: 20_000 }).toBe(0)
    const [row] = await rows()
    const { items } = done(await planner.get(`/campaign-units/${row.unitId}/history`))
    expect(items.at(-1)).toMatchObject({ action: 'PURCHASED', details: { approvedBy: 'boss@example.com' } })
  })

  it('are asked for a raise too, and decided on the operators’ page', async () => {
    await at.type('I7', '3500000')
    await at.button('변경 확인').click()
    await at.button('이대로 수정').click()
    await at.says('승인이 필요합니다')
    await picture(at, 'raise-needed')
    await exact(at, '승인 요청').click()
    await at.says('승인을 요청했습니다')
    await exact(at, '닫기').click()
    const { page } = approver
    await page.addInitScript((kept) => localStorage.setItem('flightsheet.token', kept), boss.token)
    // Pages are in the language of the browser.
    await page.goto(`${running.origin}/operator?view=approvals`)
    await page.getByRole('button', { name: 'Approve', exact: true }).click()
    await picture(approver, 'operator-dialog')
    await page.getByRole('dialog').getByRole('button', { name: 'Approve', exact: true }).click()
    await page.getByText('겨울 런칭: approved.').waitFor()
    await picture(approver, 'operator')
    await exact(at, '금액 올리기').click()
    await at.button('이대로 수정').click()
    await at.says('1개 행을 수정했습니다')
    expect((await rows())[0].amount).toBe(3_500_000)
    expect(at.errors).toEqual([])
  })
})
