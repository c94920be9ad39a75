import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiClient } from '../../addin/api/client'
import { loadMonth, sumsOf } from '../../addin/operator/month/month-rows'
import { done, everything, uploadRows } from '../http/plan'
import { Market, members } from '../purchases/market'
import { databases } from '../support/databases'
import type { Answer } from '../support/service'
import { OperatorSums } from './operator-sums'

const MONTH = '2026-12'
const BEFORE = '2026-11'
const FLIGHT = { productCode: 'DIRECT', startDate: '2026-12-03', endDate: '2026-12-20' } as const

/** What the operator's screens ask the service for, and add up themselves, against the database's own sums. */
describe.each(databases())('The figures of the operator’s screens ($name)', (kind) => {
  let market: Market
  let sums: OperatorSums
  let api: ApiClient

  beforeAll(async () => {
    market = await Market.open(kind)
    sums = new OperatorSums((sql, values) => market.test.service.database.read((tx) => tx.rows(sql, values)))
    api = new ApiClient({
      baseUrl: market.test.origin,
      token: () => market.operator.token,
      language: () => 'ko',
      signedOut: () => undefined,
    })
    const { operator, planner } = market
    const buy = async (metaId: string, amount: number) => {
      const placed = await market.place({ ...FLIGHT, amount }, members(metaId))
      return done(await market.buy(placed))
    }
    const { units } = await buy('PG1', 400_000)
    await buy('PG2', 300_000)
    done(await market.hold([await market.place({ ...FLIGHT, amount: 90_000 }, members('PG2', 'PG4'))]))
    done(await market.buy(await market.place({ ...FLIGHT, productCode: 'SHUFFLE', amount: 80_000 })))
    // November has a content that December has no more, and December one that is new; one is corrected, one falls.
    const row = (metaId: string, date: string, forecast: number) => ({
      part: 'SMR_PROGRAM',
      metaId,
      date,
      hour: 7,
      forecast,
      actual: null,
    })
    await uploadRows(operator, [
      row('PG5', '2026-11-09', 70_001),
      row('PG1', '2026-11-09', 1_234),
      row('PG6', '2026-12-09', 9_999),
    ])
    for (const month of [BEFORE, MONTH]) await operator.job('standard-inventory-load', month)
    const all = await everything(planner, `/standard-inventory?month=${MONTH}`)
    const { id } = all.find(({ metaId }) => metaId === 'PG1')
    done(await operator.post('/standard-inventory/reopenings', { ids: [id], reason: '축소' }))
    const reopened = (await everything(planner, `/standard-inventory?month=${MONTH}`)).find(
      (one) => one.id === id,
    )
    const { version } = reopened
    done(await operator.patch(`/standard-inventory/${id}`, { adjustedTotal: 3_001, reason: '축소', version }))
    done(await operator.post('/standard-inventory/confirmations', { month: MONTH, ids: [id] }))
    await operator.job('unit-inventory-load', MONTH)
    await market.job('calendar-statuses')
    market.clock.moveToDay('2026-12-06')
    const [child] = units[0].ads[0].childAds
    const reports = [
      { childAdId: child.childAdId, date: '2026-12-04', impressions: 1_777, clicks: 3, views: 9 },
    ]
    done(await operator.post('/delivery-reports', { reports }))
    await market.job('monitoring-refresh')
  }, 60_000)
  afterAll(() => market?.stop())

  it('are, of a month, those of its rows, of the whole month before, and of what is promised', async () => {
    const month = await loadMonth(api, MONTH)
    const shown = sumsOf(month)
    const byType = (a: { type: string | null }, b: { type: string | null }) =>
      String(a.type) < String(b.type) ? -1 : 1
    const expected = await sums.standard(MONTH, BEFORE)
    expect(shown.toSorted(byType)).toEqual(expected.toSorted(byType))
    const all = expected.find(({ type }) => type === null)!
    expect(all.corrected).toBe(1)
    // The content that December has no more counts too.
    const stillThere = month.rows.reduce((sum, { previousTotal }) => sum + (previousTotal ?? 0), 0)
    expect(all.previous - stillThere).toBe(70_001)
    expect(shown.find(({ type }) => type === 'RANDOM')!.promised).toBeGreaterThan(0)
    const { items } = done(await market.planner.get(`/standard-inventory/sums?month=${MONTH}`))
    expect(items.map(({ type, rows, total }: Answer['body']) => [type, rows, total])).toEqual(
      expected
        .flatMap(({ type, rows, total }) => (type === null ? [] : [[type, rows, total]]))
        .toSorted(([a], [b]) => (a! < b! ? -1 : 1)),
    )
    expect(done(await market.planner.get('/standard-inventory/sums?month=2031-01')).items).toEqual([])
  })

  it('are, of what is at risk, those of every row, and of the whole month on each page', async () => {
    const path = `/inventory/at-risk?month=${MONTH}`
    const { rows, ...whole } = await sums.beyond(MONTH)
    expect(rows.length).toBeGreaterThan(10)
    expect(done(await market.operator.get(`${path}&limit=2`))).toMatchObject({ ...whole, rows: rows.length })
    const shown = await everything(market.operator, path)
    expect(
      shown.map(({ metaId, platform, date, forecast, held, sold, atRisk }) => ({
        metaId,
        platform,
        date,
        forecast,
        promised: held + sold,
        short: atRisk,
      })),
    ).toEqual(rows)
    for (const { bookings, held, sold } of shown)
      expect(bookings.reduce((sum: number, one: Answer['body']) => sum + one.held + one.sold, 0)).toBe(
        held + sold,
      )
  })

  it('are, of the calendar and of delivery, those of every day and platform', async () => {
    const { items } = done(await market.operator.get(`/inventory/calendar?from=${MONTH}-01&to=${MONTH}-31`))
    const inOrder = <Day extends { platform: string; date: string }>(days: readonly Day[]) =>
      days.toSorted((a, b) => (`${a.platform} ${a.date}` < `${b.platform} ${b.date}` ? -1 : 1))
    expect(
      inOrder(items as Answer['body'][]).map(({ platform, date, remaining }) => ({
        platform,
        date,
        remaining,
      })),
    ).toEqual(inOrder(await sums.remaining(MONTH)))
    const delivered = done(
      await market.operator.get('/monitoring/deliveries?from=2026-12-01&to=2026-12-05'),
    ).items.filter(({ planned }: Answer['body']) => planned > 0)
    expect(
      inOrder(delivered as Answer['body'][]).map(({ date, platform, planned, delivered: of }) => ({
        date,
        platform,
        planned,
        delivered: of,
      })),
    ).toEqual(inOrder(await sums.delivery('2026-12-01', '2026-12-05')))
  })
})
