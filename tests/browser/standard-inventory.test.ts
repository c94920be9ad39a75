import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { daysOf } from '../../shared/calendar'
import type { StandardInventoryView, UnitInventoryView } from '../../shared/contract/inventory'
import { RANDOM_POOL } from '../../shared/inventory'
import { cellAddress, rangeAddress } from '../../shared/sheets/address'
import { CALENDAR_BLOCKS } from '../../shared/sheets/inventory-calendar/labels'
import { calendarBlockRows } from '../../shared/sheets/inventory-calendar/sheet'
import { FIRST_ROW, standardColumn } from '../../shared/sheets/standard-inventory/columns'
import { findChromium } from '../support/chromium'
import type { Client, TestService } from '../support/service'
import { startWithSample, Workbench } from './workbench'

const MONTH = '2027-02'
const [CHANGED, REFUSED] = ['ffe7a3', 'f9d5d1']
/** The folder for screenshots of the steps; without it none are taken. */
const PICTURES = process.env.PICTURES

declare function createImageBitmap(image: Blob): Promise<object>
declare class OffscreenCanvas {
  constructor(width: number, height: number)
  getContext(kind: '2d'): {
    drawImage(image: object, x: number, y: number): void
    getImageData(x: number, y: number, width: number, height: number): { data: Uint8Array }
  }
}
/** An operator's month, with real clicks and keys in the grid and in the pane. */
describe.skipIf(!findChromium())('an operator in the workbench', { timeout: 120_000 }, () => {
  let running: TestService
  let operator: Client
  let colleague: Client
  let at: Workbench

  beforeAll(async () => {
    running = await startWithSample()
    operator = await running.signInAs('operator')
    colleague = await running.signInAs('operator', 'colleague@example.com')
    const ids = (await rows()).map(({ id }) => id)
    await operator.post('/standard-inventory/reopenings', { ids, reason: '보정' })
    await deliver(24_000_000)
    at = await Workbench.open(running.origin, 1800)
  }, 180_000)
  afterAll(async () => {
    await at?.close()
    await running?.stop()
  })

  const rows = async (): Promise<StandardInventoryView[]> =>
    (await operator.get(`/standard-inventory?month=${MONTH}`)).body.items
  /** A file that changes the first row's content on one day, and the load after it. */
  const deliver = async (forecast: number) => {
    const [first] = await rows()
    const file = `part,metaId,date,hour,forecast,actual\nYT_CHANNEL,${first!.metaId},${MONTH}-10,20,${forecast},`
    await operator.runEnd((await operator.upload(file)).body.runId)
    await operator.job('standard-inventory-load', MONTH)
  }
  const rowOf = async (metaId: string) => (await rows()).find((row) => row.metaId === metaId)!
  const click = (name: string | RegExp) => at.button(name).first().click()
  const picture = async (name: string) => {
    if (!PICTURES) return
    mkdirSync(PICTURES, { recursive: true })
    await at.page.screenshot({ path: join(PICTURES, `${name}.png`) })
  }
  const text = async (address: string) => (await at.cells(address))[0]!
  const cell = (field: Parameters<typeof standardColumn>[0], row: number) =>
    cellAddress(standardColumn(field), row)
  /** The visible colour of a cell, sampled a little left of its middle, where no digit is drawn. */
  const colour = async (address: string): Promise<string> => {
    const { x, y } = await at.point(address)
    const png = await at.page.screenshot({ clip: { x: x - 30, y: y + 6, width: 1, height: 1 } })
    return at.page.evaluate(async (base64) => {
      const bitmap = await createImageBitmap(
        new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))]),
      )
      const context = new OffscreenCanvas(1, 1).getContext('2d')
      context.drawImage(bitmap, 0, 0)
      const [red, green, blue] = context.getImageData(0, 0, 1, 1).data
      return [red, green, blue].map((part) => part!.toString(16).padStart(2, '0')).join('')
    }, png.toString('base64'))
  }

  it('signs in, opens the inventory and pulls a month into a sheet', async () => {
    await at.signIn('operator@example.com')
    await click('인벤토리')
    const desk = at.pane.getByRole('link', { name: /^인벤토리 관리 열기/ })
    expect(await desk.getAttribute('href')).toBe('/operator')
    await at.pane.getByLabel('월', { exact: true }).fill(MONTH)
    await click('시트로 받기')
    await at.says(/행을 받았습니다/)
    const expected = await rows()
    const shown = await at.values(
      rangeAddress([1, FIRST_ROW], [standardColumn('version'), FIRST_ROW + expected.length - 1]),
    )
    const column = (field: Parameters<typeof standardColumn>[0]) =>
      shown.map((row) => row[standardColumn(field) - 1] ?? '')
    const of = (value: (row: StandardInventoryView) => unknown) => expected.map((row) => value(row) ?? '')
    expect(column('metaId')).toEqual(of((row) => row.metaId))
    expect(column('forecastTotal')).toEqual(of((row) => row.forecastTotal))
    expect(column('total')).toEqual(of((row) => row.adjustedTotal ?? row.forecastTotal))
    expect(column('previousTotal')).toEqual(of((row) => row.previousTotal))
    expect(column('key')).toEqual(of((row) => row.id))
    column('monthOverMonth').forEach((rate, i) => {
      if (expected[i]!.monthOverMonth === null) expect(rate).toBe('')
      else expect(rate).toBeCloseTo(expected[i]!.monthOverMonth!, 12)
    })
    expect(column('name').filter((name) => name !== '').length).toBeGreaterThan(expected.length / 2)
    await picture('1-pulled')
  })

  it('says beside a row what to check', async () => {
    expect(await text(cell('notes', FIRST_ROW))).toMatch(
      /^YT_CHANNEL: 1일의 예측이 크게 바뀌었습니다 \(.* → .*\)$/,
    )
    expect(await text(cell('notes', FIRST_ROW + 1))).toBe('')
  })

  it('marks a changed cell by itself, and says what is still missing', async () => {
    const plain = await colour(cell('adjustedTotal', FIRST_ROW))
    await at.type(cell('adjustedTotal', FIRST_ROW), '123456')
    await expect.poll(() => colour(cell('adjustedTotal', FIRST_ROW)), { timeout: 10_000 }).toBe(CHANGED)
    expect(plain).toBe('ffffff')
    await expect.poll(() => text(cell('total', FIRST_ROW)), { timeout: 10_000 }).toBe('123,456')
    expect(await text('G3')).not.toBe('')
    await at.says('고쳐야 할 셀 1개')
    await at.type(cell('reason', FIRST_ROW), '편성 확대')
    await at.says('보낼 보정 1건')
  })

  it('sends what was reviewed; a row that changed meanwhile is refused and not overwritten', async () => {
    const [first, second] = await rows()
    // Another operator corrects the second row after it was pulled.
    await colleague.patch(`/standard-inventory/${second!.id}`, {
      adjustedTotal: 777,
      reason: '다른 사람의 보정',
      version: second!.version,
    })
    await at.type(cell('adjustedTotal', FIRST_ROW + 1), '555')
    await at.type(cell('reason', FIRST_ROW + 1), '내 보정')
    await at.says('보낼 보정 2건')
    await picture('2-typed')
    await click('보정 확인하고 보내기')
    await at.says('편성 확대')
    await picture('3-review')
    await click('2건 보내기')
    await at.says('1건을 저장했습니다')
    await at.says(/colleague@example.com/)
    expect(await rowOf(first!.metaId)).toMatchObject({ adjustedTotal: 123_456, version: first!.version + 1 })
    expect(await rowOf(second!.metaId)).toMatchObject({ adjustedTotal: 777 })
    expect(await text(cell('adjustedTotal', FIRST_ROW + 1))).toBe('555')
    expect(await text(cell('message', FIRST_ROW + 1))).toMatch(/서버 값 777 \(colleague@example.com\)/)
    expect(await text(cell('message', FIRST_ROW))).toMatch(/저장됨: 편성 확대/)
    expect(await colour(cell('adjustedTotal', FIRST_ROW))).not.toBe(CHANGED)
    expect(await colour(cell('adjustedTotal', FIRST_ROW + 1))).toBe(REFUSED)
    await picture('4-refused')
  })

  it('lets the operator decide for the own value', async () => {
    const [, second] = await rows()
    await click('내 값으로 저장')
    await expect.poll(async () => (await rowOf(second!.metaId)).adjustedTotal, { timeout: 20_000 }).toBe(555)
    await at.says('1건을 저장했습니다')
    await expect
      .poll(() => colour(cell('adjustedTotal', FIRST_ROW + 1)), { timeout: 10_000 })
      .not.toBe(REFUSED)
    await click('확인')
    await at.says('보낼 보정이 없습니다')
  })

  it('confirms the month after saying how many rows, and opens it for sale', async () => {
    const all = await rows()
    await click('달 전체 확정')
    await at.says(`${MONTH} 표준인벤토리에서 아직 열려 있는 ${all.length}행을 모두 확정합니다.`)
    await click(`${all.length}개 행 확정`)
    await at.says(`${all.length}행을 확정했습니다.`)
    await at.says(/판매 인벤토리 반영 · 2027-02: 끝났습니다/)
    expect((await rows()).every(({ status }) => status === 'CONFIRMED')).toBe(true)
    expect(await text(cell('status', FIRST_ROW))).toBe('확정')
    expect(await colour(cell('metaId', FIRST_ROW))).toBe('e9ecf0')
    await picture('5-confirmed')
  })

  it('keeps the cells of confirmed rows from being typed into', async () => {
    const { x, y } = await at.point(cell('adjustedTotal', FIRST_ROW))
    await at.page.mouse.dblclick(x, y)
    await at.page.keyboard.type('1')
    await at.page.keyboard.press('Enter')
    expect(await text(cell('adjustedTotal', FIRST_ROW))).toBe('123,456')
  })

  it('runs the forecast load, which leaves confirmed rows alone and says so', async () => {
    const { length } = await rows()
    await click('예측 집계')
    await at.says(/예측 집계 · 2027-02: 끝났습니다/)
    await at.says(new RegExp(`확정된 ${length}행은 그대로 두었습니다`))
  })

  it('shows a forecast that changed after the confirmation, and takes it for sale by one click', async () => {
    const [first] = await rows()
    await deliver(31_000_000)
    const changed = await rowOf(first!.metaId)
    expect(changed).toMatchObject({ status: 'CONFIRMED', forecastTotal: first!.forecastTotal })
    const shown = (number: number) => number.toLocaleString('en-US')
    const both = `${shown(changed.forecastTotal)} → ${shown(changed.newForecastTotal!)}`
    await click('다시 받기')
    await expect
      .poll(() => text(cell('notes', FIRST_ROW)), { timeout: 20_000 })
      .toBe(`확정한 뒤 예측이 바뀌었습니다 (${both})`)
    await picture('6-changed-forecast')
    await click('바뀐 예측 보기')
    await at.says(`확정 ${shown(changed.forecastTotal)} → 새 예측 ${shown(changed.newForecastTotal!)}`)
    await picture('7-decide')
    await click('1개 행에 새 예측 쓰기')
    await at.says('이유를 입력해 주세요.')
    await at.pane.getByLabel('이유').fill('편성 확대 반영')
    await click('1개 행에 새 예측 쓰기')
    await at.says('1행에 새 예측을 썼습니다.')
    await at.says(/판매 인벤토리 반영 · 2027-02: 끝났습니다/)
    expect(await rowOf(first!.metaId)).toMatchObject({
      forecastTotal: changed.newForecastTotal,
      adjustedTotal: 123_456,
    })
    expect(await rowOf(first!.metaId)).not.toHaveProperty('newForecastTotal')
    await expect.poll(() => text(cell('notes', FIRST_ROW)), { timeout: 20_000 }).toBe('')
    expect(await text(cell('forecastTotal', FIRST_ROW))).toBe(shown(changed.newForecastTotal!))
    await picture('8-taken')
    await click('바뀐 예측 보기')
    await at.says('확정한 뒤 바뀐 예측이 없습니다.')
  })

  it.each([
    ['contents', (metaId: string) => metaId !== RANDOM_POOL],
    ['the pool', (metaId: string) => metaId === RANDOM_POOL],
  ])(
    'writes the 인벤토리 sheet of a product of %s: its numbers are those of the unit inventory',
    async (kind, holds) => {
      const pool = kind === 'the pool'
      const product = (await operator.get('/products')).body.items.find(
        ({ targetingKind }: { targetingKind: string }) => (targetingKind === 'RANDOM') === pool,
      )
      if (pool) await sellOut(product.code)
      await at.pane.getByRole('tab', { name: '인벤토리 보기' }).click()
      await at.pane.getByRole('combobox').selectOption(product.code)
      await at.pane.getByLabel('시작일').fill('2027-02-01')
      await at.pane.getByLabel('종료일').fill('2027-02-28')
      await click('인벤토리 시트 쓰기')
      await at.says(/인벤토리를 썼습니다/)
      await expect.poll(() => text('A1'), { timeout: 20_000 }).toBe(`인벤토리 · ${product.name}`)
      const units = await unitSums(holds)
      const platforms: { code: string; name: string }[] = (
        await operator.get('/platforms')
      ).body.items.filter(({ code }: { code: string }) => product.platforms.includes(code))
      const blocks = calendarBlockRows(platforms.length)
      const days = daysOf(MONTH)
      const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
      for (const block of CALENDAR_BLOCKS) {
        const first = blocks[block]
        const area = rangeAddress([2, first], [days.length + 3, first + platforms.length])
        const lines = platforms.map(({ code }) => days.map((date) => units.get(`${code} ${date}`)![block]))
        const perDay = days.map((_, day) => sum(lines.map((line) => line[day]!)))
        const shown = async () =>
          (await at.values(area)).map((row, i) => (i < lines.length ? row : row.slice(1)))
        // The results of formulas appear a moment after the values.
        await expect
          .poll(shown, { timeout: 20_000, message: block })
          .toEqual([
            ...lines.map((line, i) => [platforms[i]!.name, ...line, sum(line)]),
            [...perDay, sum(perDay)],
          ])
      }
      for (const [day, date] of days.slice(0, 12).entries()) {
        const { remaining, capacity } = units.get(`${platforms[0]!.code} ${date}`)!
        expect(
          await colour(cellAddress(3 + day, blocks.remaining)),
          `${date}: ${remaining} of ${capacity}`,
        ).toBe(heat(remaining, capacity))
      }
      await picture(`6-calendar-of-${pool ? 'pool' : 'contents'}`)
    },
  )

  /** Buys all inventory that fits on some days, and about half of it on some others. */
  async function sellOut(productCode: string) {
    const flight = { startDate: '2027-02-03', endDate: '2027-02-05' }
    const later = { startDate: '2027-02-08', endDate: '2027-02-10' }
    const campaign = (
      await operator.post('/campaigns', {
        name: '설 특집',
        advertiser: '한빛전자',
        startDate: '2027-02-01',
        endDate: '2027-02-28',
        budget: 1_000_000_000,
      })
    ).body
    const most = async (days: typeof flight): Promise<number> =>
      (await operator.post('/availability', { productCode, ...days })).body.maxAmount
    const put = (days: typeof flight, amount: number) => ({
      op: 'put',
      unitId: randomUUID(),
      fields: { kind: 'PAID', productCode, ...days, amount, device: 'PC+Mobile' },
    })
    const { rows: units } = (
      await operator.post(`/campaigns/${campaign.id}/media-mix/sync`, {
        baseRevision: campaign.revision,
        changes: [put(flight, await most(flight)), put(later, Math.floor((await most(later)) / 2))],
      })
    ).body
    const bought = await operator.post(
      `/campaigns/${campaign.id}/purchases`,
      {
        mode: 'all',
        units: units.map(({ unitId, version }: { unitId: string; version: number }) => ({ unitId, version })),
      },
      { 'idempotency-key': randomUUID() },
    )
    expect(bought.status).toBe(201)
  }

  /** The sums of some contents by platform and day, computed by the test. */
  async function unitSums(holds: (metaId: string) => boolean) {
    const sums = new Map<string, Record<(typeof CALENDAR_BLOCKS)[number], number>>()
    let cursor: string | undefined
    do {
      const { body } = await operator.get(
        `/unit-inventory?from=2027-02-01&to=2027-02-28${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      )
      for (const unit of body.items as UnitInventoryView[]) {
        if (!holds(unit.metaId)) continue
        const key = `${unit.platform} ${unit.date}`
        const sum = sums.get(key) ?? { remaining: 0, capacity: 0, sold: 0, held: 0 }
        for (const block of CALENDAR_BLOCKS) sum[block] += unit[block]
        sums.set(key, sum)
      }
      cursor = body.nextCursor
    } while (cursor !== undefined)
    return sums
  }

  function heat(remaining: number, capacity: number): string {
    if (remaining === 0) return 'd9534a'
    const share = remaining / capacity
    if (share < 0.1) return 'f4a79d'
    if (share < 0.3) return 'fad9b0'
    return share < 0.6 ? 'fbf1c2' : 'cfebd6'
  }

  it('met no error on its way', () => {
    expect(at.errors).toEqual([])
  })
})
