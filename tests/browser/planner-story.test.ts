import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { columnOf } from '../../shared/sheets/media-mix/columns'
import { mediaMixGeometry } from '../../shared/sheets/media-mix/geometry'
import { findChromium } from '../support/chromium'
import type { Client, TestService } from '../support/service'
import { startWithSample, Workbench } from './workbench'

const PRODUCTS = ['크로스 논타겟팅', 'SMR 논타겟팅', '유튜브 논타겟팅']

declare const document: { activeElement: { tagName: string } | null }

/** A planner's day, with real clicks and keys in the grid and in the pane. */
describe.skipIf(!findChromium())('a planner in the workbench', { timeout: 120_000 }, () => {
  let running: TestService
  let planner: Client
  let at: Workbench
  let campaignId: string
  let proposal: string

  beforeAll(async () => {
    running = await startWithSample()
    planner = await running.signInAs('planner')
    at = await Workbench.open(running.origin, 1800)
  }, 120_000)
  afterAll(async () => {
    await at?.close()
    await running?.stop()
  })

  /** Scrolls the columns on the right into view, so that clicks reach what a person would see. */
  const rows = async () => (await planner.get(`/campaigns/${campaignId}/media-mix`)).body.rows
  const sold = async () => {
    const { items } = (await planner.get('/unit-inventory?metaId=RANDOM&from=2026-12-01&to=2026-12-31')).body
    return new Map<string, number>(
      items.map(({ platform, date, sold: count }: { platform: string; date: string; sold: number }) => [
        `${platform} ${date}`,
        count,
      ]),
    )
  }

  it('signs in and opens a new campaign', async () => {
    await at.signIn()
    await at.button('새 캠페인').first().click()
    await at.pane.getByLabel('캠페인 이름').fill('겨울 런칭')
    await at.pane.getByLabel('광고주').fill('한빛전자')
    await at.pane.getByLabel('시작일').fill('2026-12-01')
    await at.pane.getByLabel('종료일').fill('2026-12-31')
    await at.pane.getByLabel('예산').fill('100000000')
    await at.button('만들기').click()
    await at.says('아직 상품이 없습니다')
    campaignId = (await planner.get('/campaigns')).body.items[0].id
  })

  it('adds three rows and writes the MediaMix', async () => {
    await at.button('상품 추가').click()
    for (const product of PRODUCTS) await at.pane.getByText(product, { exact: true }).click()
    await at.button(/3개 추가/).click()
    await expect.poll(async () => (await rows()).length, { timeout: 20_000 }).toBe(3)
    await expect.poll(() => at.cells('C7:C9'), { timeout: 20_000 }).toEqual(PRODUCTS)
    await expect.poll(() => at.pane.getByRole('progressbar').count(), { timeout: 20_000 }).toBe(0)
    expect(await at.cells('J7:K9')).toEqual(['구매', '작성중', '구매', '작성중', '구매', '작성중'])
  })

  it('keeps the keys in the sheet while the pane shows the selected row', async () => {
    await at.press('I7')
    await at.says('예상노출수')
    expect(await at.page.evaluate(() => document.activeElement?.tagName)).not.toBe('IFRAME')
  })

  it('sees impressions, views, share and TOTAL follow the typed amounts, and the service follow the sheet', async () => {
    await at.type('I7', '6000000')
    await at.type('I8', '2000000')
    await expect
      .poll(async () => [...(await at.cells('I7:I8')), ...(await at.cells('M7:M8'))], { timeout: 20_000 })
      .toEqual(['6,000,000', '2,000,000', '75.0%', '25.0%'])
    const [impressions, , , , views] = await at.cells('O7:S7')
    // eCPM 8,800: 6,000,000·1000/8,800 = 681,818.18…, VTR 36 %
    expect([impressions, views]).toEqual(['681,818', '245,454'])
    expect((await at.cells('I11:L11'))[0]).toBe('8,000,000')
    await expect
      .poll(async () => (await rows()).map(({ amount }: { amount: number }) => amount), { timeout: 20_000 })
      .toEqual([6_000_000, 2_000_000, 0])
  })

  it('buys with a click on 구매 in the row, and inventory goes down by exactly the tree’s numbers', async () => {
    const before = await sold()
    await at.press('J7')
    await at.says('이대로 구매할까요?')
    await at.button(/6,000,000원 구매/).click()
    await expect.poll(() => at.cells('K7'), { timeout: 20_000 }).toEqual(['구매완료'])
    const { unitId } = (await rows())[0]
    const { body } = await planner.get(`/campaign-units/${unitId}/distribution`)
    const tree = new Map<string, number>()
    for (const ad of body.ads) {
      for (const child of ad.childAds) {
        for (const owner of child.owners) {
          for (const cell of owner.cells) {
            const key = `${ad.platform} ${cell.date}`
            tree.set(key, (tree.get(key) ?? 0) + cell.impressions)
          }
        }
      }
    }
    const after = await sold()
    expect([...after].map(([key, count]) => [key, count - (before.get(key) ?? 0)])).toEqual(
      [...after.keys()].map((key) => [key, tree.get(key) ?? 0]),
    )
    expect([...tree.values()].reduce((sum, count) => sum + count, 0)).toBe(681_818)
  })

  it('is refused what does not fit, in row and pane, and takes the fitting amount with a click', async () => {
    await at.type('I9', '900000000')
    await expect.poll(async () => (await rows())[2].amount, { timeout: 20_000 }).toBe(900_000_000)
    const before = await sold()
    await at.press('J9')
    await at.button(/900,000,000원 구매/).click()
    await at.says(/부족/)
    expect(await sold()).toEqual(before)
    await expect.poll(async () => (await at.cells('L9'))[0], { timeout: 20_000 }).toMatch(/부족/)
    expect(await at.cells('K9')).toEqual(['작성중'])
    await at
      .button(/맞추고 계속/)
      .first()
      .click()
    await expect.poll(async () => (await rows())[2].amount, { timeout: 20_000 }).toBeLessThan(900_000_000)
    const { amount } = (await rows())[2]
    await expect.poll(() => at.cells('I9'), { timeout: 20_000 }).toEqual([amount.toLocaleString('en')])
  })

  it('saves a proposal that is equal to the sheet', async () => {
    // From the purchase back to its row, and from there to all rows.
    await at.button('뒤로').click()
    await at.button('뒤로').click()
    await at.button('캠페인 메뉴').click()
    await at.pane.getByRole('menuitem', { name: '제안서 내려받기' }).click()
    await at.pane.getByLabel('서식').selectOption('presentation')
    await at.pane.getByLabel('큐레이션타겟팅').uncheck()
    await at.pane.getByLabel('구매내역').check()
    const download = at.page.waitForEvent('download')
    await at.button('내려받기').click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/겨울 런칭.*\.xlsx$/)
    proposal = await file.path()
    const workbook = await new ExcelJS.Workbook().xlsx.readFile(proposal)
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['요약', 'MediaMix', '일별 계획', '구매내역'])
    const sheet = workbook.getWorksheet('MediaMix')!
    const { firstRow, totalRow } = mediaMixGeometry(3, false, 'client')
    for (const [saved, shown] of [...[0, 1, 2].map((i) => [firstRow + i, 7 + i]), [totalRow, 11]]) {
      const values = (['amount', 'impressions', 'clicks', 'views'] as const).map((field) => {
        const { value, result } = sheet.getCell(saved!, columnOf(field, 'client'))
        return Number(result ?? value).toLocaleString('en')
      })
      const inSheet = await Promise.all(['I', 'O', 'Q', 'S'].map((column) => at.cells(`${column}${shown}`)))
      expect(values, `row ${shown}`).toEqual(inSheet.flat())
    }
  })

  it('opens the proposal, is told what it is, and works on in it', async () => {
    const chooser = at.page.waitForEvent('filechooser')
    await at.page.getByText('열기', { exact: true }).click()
    // Nothing is lost: everything is saved.
    await (await chooser).setFiles(proposal)
    at.pane = (await (await at.page.waitForSelector('iframe')).contentFrame())!
    await at.says('이 시트는 제안서입니다')
    await at.button('작업 시트로 바꾸기').click()
    await expect.poll(() => at.cells('J6:K7'), { timeout: 20_000 }).toEqual(['구매', '상태', '', '구매완료'])
    await at.type('F8', '20초')
    await expect.poll(async () => (await rows())[1].creative, { timeout: 20_000 }).toBe('20초')
    expect((await rows())[0]).toMatchObject({ amount: 6_000_000, bookingStatus: 'Booked' })
  })

  it('met no error on its way', () => {
    expect(at.errors).toEqual([])
  })
})
