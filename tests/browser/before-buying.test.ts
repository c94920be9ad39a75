import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../support/chromium'
import type { Answer, Client, TestService } from '../support/service'
import { startWithSample, Workbench } from './workbench'

const TIMEOUT = { timeout: 20_000 }
const FLIGHT = { startDate: '2026-12-02', endDate: '2026-12-08' }
/** A folder for pictures of the pane, to look at. */
const SHOTS = process.env.TEST_SHOTS

/** What a planner learns before buying: rows together, targeting by what is left, and the check of a proposal. */
describe.skipIf(!findChromium())('a plan before it is bought', { timeout: 90_000 }, () => {
  let running: TestService
  let planner: Client
  let at: Workbench
  let campaignId: string
  let maxAmount: number

  beforeAll(async () => {
    running = await startWithSample()
    planner = await running.signInAs('planner')
    maxAmount = (await planner.post('/availability', { productCode: 'YT_RON', ...FLIGHT })).body.maxAmount
    campaignId = await campaignOf('겨울 런칭', [
      ['YT_RON', Math.floor(maxAmount * 0.9)],
      ['YT_RON', Math.floor(maxAmount * 0.9)],
      ['SMR_CONTENTS', 1_000_000],
    ])
    await campaignOf('다른 캠페인', [['YT_RON', Math.floor(maxAmount * 0.5)]])
    at = await Workbench.open(running.origin, 2400)
    await at.signIn()
    await at.button(/겨울 런칭/).click()
    await at.button('미디어믹스 시트 쓰기').click()
    await at.says(/저장됨/)
  }, 120_000)
  afterAll(async () => {
    await at?.close()
    await running?.stop()
  })

  async function campaignOf(name: string, rows: readonly [string, number][]): Promise<string> {
    const { body } = await planner.post('/campaigns', {
      name,
      advertiser: '한빛전자',
      startDate: '2026-12-01',
      endDate: '2026-12-31',
      budget: 9_000_000_000_000,
    })
    const changes = rows.map(([productCode, amount]) => ({
      op: 'put',
      unitId: crypto.randomUUID(),
      fields: { productCode, ...FLIGHT, amount, device: 'PC+Mobile' },
    }))
    await planner.post(`/campaigns/${body.id}/media-mix/sync`, { baseRevision: 0, changes })
    return body.id
  }
  const rows = async (): Promise<Answer['body'][]> =>
    (await planner.get(`/campaigns/${campaignId}/media-mix`)).body.rows
  const standings = async (): Promise<Answer['body'][]> =>
    (await planner.get(`/campaigns/${campaignId}/availability`)).body.rows
  const shot = async (name: string) => {
    if (!SHOTS) return
    mkdirSync(SHOTS, { recursive: true })
    await (await at.pane.frameElement()).screenshot({ path: `${SHOTS}/${name}.png` })
  }
  const won = (amount: number) => amount.toLocaleString('en-US')

  it('does not promise one inventory to two rows, in sheet and pane, and says how much others want', async () => {
    const [, second] = await standings()
    const most = won(second.inOrder.maxAmount)
    await expect
      .poll(() => at.cells('L8'), TIMEOUT)
      .toEqual([`위 행들을 사면 부족 · 최대 ${most}원 (단독 ${won(maxAmount)}원)`])
    expect((await at.cells('L7'))[0]).toMatch(/잔여|노출|원/)
    await at.press('I8')
    await at.says(`위 행들을 먼저 사면 최대 ${most}원까지 가능합니다.`)
    await at.says('같은 재고를 쓰는 위 행: 1. 유튜브 논타겟팅')
    await at.says(/다른 캠페인 1개의 작성중 행 1개가 같은 재고에서/)
    await shot('row-ko')
    await at.button(`${most}원으로 맞추기`).click()
    await expect.poll(async () => (await rows())[1].amount, TIMEOUT).toBe(second.inOrder.maxAmount)
    await at.says('이 금액으로 구매할 수 있습니다')
    expect((await standings()).slice(0, 2).map(({ inOrder }) => inOrder.status)).toEqual([
      'AVAILABLE',
      'AVAILABLE',
    ])
  })

  it('pastes a list of contents, sees what is left, and weighs them by it', async () => {
    const { items } = (await planner.get('/contents?type=PROGRAM&limit=500')).body
    const flight = { from: FLIGHT.startDate, to: FLIGHT.endDate, platforms: ['NAVER', 'KAKAO', 'DAUM'] }
    const metaIds = items.map(({ metaId }: Answer['body']) => metaId)
    const { flights } = (await planner.post('/inventory/sums', { flights: [{ ...flight, metaIds }] })).body
    const names = new Map<string, number>()
    for (const { name } of items) names.set(name, (names.get(name) ?? 0) + 1)
    const roomy = items.filter(
      ({ name }: Answer['body'], i: number) => flights[0].remaining[i] > 0 && names.get(name) === 1,
    )
    const nowhere = items.find((_one: Answer['body'], i: number) => flights[0].forecast[i] === 0)
    const twelve = roomy.slice(0, 12)
    await at.press('I9')
    await at.button('타겟팅 고르기').first().click()
    // The finder stands above what was chosen.
    await at.says('콘텐츠 찾기')
    await at.says(/잔여 [\d,]+회/)
    const found = await at.pane.getByText('콘텐츠 찾기').boundingBox()
    const chosen = await at.pane.getByText('아직 고른 콘텐츠가 없습니다').boundingBox()
    expect(found!.y).toBeLessThan(chosen!.y)
    if (nowhere) {
      await at.pane.getByRole('searchbox').fill(nowhere.metaId)
      await at.says('이 상품의 매체에 재고 없음')
      expect(await at.button(`${nowhere.name} 추가`).count()).toBe(0)
      await at.pane.getByRole('searchbox').fill('')
    }
    await at.button('목록 붙여넣기').click()
    const list = [
      ...twelve.map(({ name, metaId }: Answer['body'], i: number) => (i % 2 === 0 ? name : metaId)),
      '없는 프로그램',
    ]
    await at.pane.getByLabel('콘텐츠 목록').fill(list.join('\n'))
    await at.button('찾아서 추가').click()
    await at.says('콘텐츠 12개를 추가했습니다')
    await at.says('찾지 못함: 없는 프로그램')
    await at.says('고른 콘텐츠 12개')
    await at.says(/최대 [\d,]+회 · [\d,]+원/)
    await shot('targeting-ko')
    await at.button('잔여에 맞춰 가중치 정하기').click()
    await at.says(/살 수 있는 최대가 [\d,]+회에서 [\d,]+회로 늘었습니다/)
    await shot('weighed-ko')
    await at.button('저장하고 시트에 쓰기').click()
    await at.says('이 금액으로 구매할 수 있습니다')
    const { unitId } = (await rows())[2]
    const { units } = (await planner.get(`/campaigns/${campaignId}/targeting`)).body
    const [group] = units.find((unit: Answer['body']) => unit.unitId === unitId).groups
    expect(new Set(group.members.map(({ weight }: Answer['body']) => weight)).size).toBeGreaterThan(1)
    // Equal weights would sell less.
    const path = `/campaign-units/${unitId}/availability`
    const equal = { ...group, members: group.members.map((one: Answer['body']) => ({ ...one, weight: 1 })) }
    const [now, before] = await Promise.all([planner.post(path, {}), planner.post(path, { groups: [equal] })])
    expect(now.body.alone.maxImpressions).toBeGreaterThan(before.body.alone.maxImpressions)
  })

  it('sets the ratios of content owners', async () => {
    await at.button('타겟팅 바꾸기').click()
    await at.pane.getByLabel('CO 비율 직접 정하기').check()
    const ratios = at.pane.getByLabel(/ 비율$/)
    const count = await ratios.count()
    expect(count).toBeGreaterThan(1)
    for (let i = 0; i < count; i++) await ratios.nth(i).fill('0')
    await at.says('CO 하나 이상의 비율이 0보다 커야 합니다.')
    expect(await at.button('저장하고 시트에 쓰기').isDisabled()).toBe(true)
    await ratios.nth(0).fill('7')
    await ratios.nth(1).fill('3')
    await at.button('저장하고 시트에 쓰기').click()
    const { unitId } = (await rows())[2]
    await expect
      .poll(async () => {
        const { units } = (await planner.get(`/campaigns/${campaignId}/targeting`)).body
        return units
          .find((unit: Answer['body']) => unit.unitId === unitId)
          .groups[0].ownerRatios?.map(({ ratio }: Answer['body']) => ratio)
          .filter((ratio: number) => ratio > 0)
          .toSorted()
      }, TIMEOUT)
      .toEqual([3, 7])
    expect(at.errors).toEqual([])
  })

  it('takes weights that are typed into the targeting sheet, and shows there what others change', async () => {
    const { unitId } = (await rows())[2]
    const weights = async (): Promise<Map<string, number>> => {
      const { units } = (await planner.get(`/campaigns/${campaignId}/targeting`)).body
      const [group] = units.find((unit: Answer['body']) => unit.unitId === unitId).groups
      return new Map(group.members.map((one: Answer['body']) => [one.metaId, one.weight]))
    }
    await at.button('타겟팅 바꾸기').waitFor(TIMEOUT)
    await at.button('뒤로').click()
    await at.button('캠페인 메뉴').click()
    await at.pane.getByRole('menuitem', { name: /타겟팅/ }).click()
    await expect.poll(() => at.sheetName(), TIMEOUT).toBe('큐레이션타겟팅')
    const ids = await at.cells('H1:H60')
    const [metaId, before] = [...(await weights())][0]!
    const cell = `C${ids.indexOf(metaId) + 1}`
    await expect.poll(() => at.cells(cell), TIMEOUT).toEqual([won(before)])
    await at.type(cell, '777')
    await expect.poll(async () => (await weights()).get(metaId), TIMEOUT).toBe(777)
    await at.says(/저장됨/)
    // What is no weight is put back, and the pane says so.
    await at.type(cell, '많이')
    await at.says('가중치를 읽지 못해 되돌렸습니다.')
    await expect.poll(() => at.cells(cell), TIMEOUT).toEqual(['777'])
    expect((await weights()).get(metaId)).toBe(777)
    // Another program changes it.
    const { units } = (await planner.get(`/campaigns/${campaignId}/targeting`)).body
    const unit = units.find((one: Answer['body']) => one.unitId === unitId)
    const members = unit.groups[0].members.map((one: Answer['body']) =>
      one.metaId === metaId ? { ...one, weight: 1_234 } : one,
    )
    const put = await planner.put(`/campaigns/${campaignId}/targeting`, {
      units: [{ unitId, version: unit.version, groups: [{ ...unit.groups[0], members }] }],
    })
    expect(put.status).toBe(200)
    await expect.poll(() => at.cells(cell), TIMEOUT).toEqual(['1,234'])
    await shot('targeting-sheet-pane-ko')
    if (SHOTS) await at.page.screenshot({ path: `${SHOTS}/targeting-sheet.png` })
    await at
      .button(/유튜브 논타겟팅/)
      .first()
      .click()
    await expect.poll(() => at.sheetName(), TIMEOUT).not.toBe('큐레이션타겟팅')
    expect(at.errors).toEqual([])
  })

  it('checks a proposal before it goes out, and shows the cell of each finding', async () => {
    const view = (await planner.get(`/campaigns/${campaignId}`)).body
    const changed = await planner.patch(`/campaigns/${campaignId}`, {
      version: view.version,
      endDate: '2026-12-07',
      budget: 1_000_000,
    })
    expect(changed.status).toBe(200)
    await at.type('I8', won(maxAmount))
    await at.button('뒤로').click()
    await at.button('캠페인 메뉴').click()
    await at.pane.getByRole('menuitem', { name: '제안서 내려받기' }).click()
    const list = at.pane.getByRole('region', { name: '보내기 전에 확인' })
    await list.getByText(/확인할 것이 [5-9]개 있습니다/).waitFor(TIMEOUT)
    await list.getByText(/위 행들을 사면 재고가 부족합니다/).waitFor()
    await list.getByText(/합계가 예산보다 [\d,]+원 많습니다/).waitFor()
    await shot('check-ko')
    const { findings } = (await planner.get(`/campaigns/${campaignId}/proposal-check`)).body
    expect(findings.map(({ code, row, field }: Answer['body']) => [code, row, field])).toEqual([
      ['OUT_OF_PERIOD', 1, 'endDate'],
      ['SHORT', 2, 'amount'],
      ['OUT_OF_PERIOD', 2, 'endDate'],
      ['OUT_OF_PERIOD', 3, 'endDate'],
      ['OVER_BUDGET', null, 'amount'],
    ])
    await list.getByRole('button', { name: '셀 보기 · 2행 유튜브 논타겟팅 · 구매금액' }).press('Enter')
    await expect.poll(() => at.selected(), TIMEOUT).toBe('I8')
    await list.getByRole('button', { name: '셀 보기 · 1행 유튜브 논타겟팅 · 종료일' }).click()
    await expect.poll(() => at.selected(), TIMEOUT).toBe('H7')
    // The check is over what the sheet says: a row that is put right is gone from it.
    await at.type('I8', '1000000')
    await list.getByText(/확인할 것이 4개 있습니다/).waitFor(TIMEOUT)
    expect(at.errors).toEqual([])
  })
})
