import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Market, members } from '../purchases/market'
import { databases } from '../support/databases'
import type { Answer } from '../support/service'
import { done, everything, expectProblem } from './plan'

type Body = Answer['body']

/** A call for many things answers what the calls for one of them answer. */
describe.each(databases())('Calls for many things ($name)', (kind) => {
  let market: Market
  beforeAll(async () => {
    market = await Market.open(kind)
  })
  afterAll(() => market?.stop())

  it('answer the availability of each row, or its problem', async () => {
    const flight = { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-08', amount: 60_000 }
    const requests: object[] = [
      { ...flight, groups: members('PG1', 'PG2') },
      { ...flight, groups: members('PG1', 'PG2'), amount: 10 ** 12 },
      { productCode: 'SHUFFLE', startDate: '2026-12-01', endDate: '2026-12-31' },
      { ...flight, productCode: 'THREE', groups: [{ code: 'FORTY' }, { code: 'THIRTYFIVE', weight: 2 }] },
      { ...flight, productCode: 'THREE', groups: [{ code: 'NOBODY' }] },
      { ...flight, productCode: 'UNKNOWN' },
      { ...flight, groups: [] },
      { ...flight, startDate: '2027-01-05', endDate: '2027-01-08', groups: members('PG1') },
      { ...flight, amount: Number.MAX_SAFE_INTEGER, groups: members('PG1') },
    ]
    const { answers } = done(await market.planner.post('/availabilities', { requests }))
    const single = await Promise.all(requests.map((request) => market.planner.post('/availability', request)))
    expect(answers).toEqual(
      single.map(({ status, body }) => {
        if (status === 200) {
          const { days: _days, ...availability } = body
          return { availability, problem: null }
        }
        const { type: _type, title: _title, status: _status, ...problem } = body
        return { availability: null, problem }
      }),
    )
    expect(answers.filter(({ problem }: Body) => problem === null)).toHaveLength(5)
    expectProblem(await market.planner.post('/availabilities', { requests: [] }), 422, 'VALIDATION_FAILED')
    const wrong = await market.planner.post('/availabilities', {
      requests: [{ ...flight, endDate: '2026-12-01' }],
    })
    expect(expectProblem(wrong, 422, 'VALIDATION_FAILED').errors[0].path).toBe('requests.0.endDate')
  })

  it('say what is left of products in flights, as the calendar does, and from today on', async () => {
    const flight = { startDate: '2026-12-05', endDate: '2026-12-08' }
    const flights = [
      { ...flight, productCode: 'DIRECT' },
      { ...flight, productCode: 'THREE' },
      { ...flight, productCode: 'SHUFFLE' },
      { ...flight, productCode: 'THREE', platform: 'NAVER' },
      { ...flight, productCode: 'DIRECT', startDate: '2026-11-01', endDate: '2026-12-01' },
      { ...flight, productCode: 'DIRECT', startDate: '2026-11-01', endDate: '2026-11-02' },
      { ...flight, productCode: 'UNKNOWN' },
      { ...flight, productCode: 'DIRECT', platform: 'NOWHERE' },
      { productCode: 'DIRECT', startDate: '2026-12-31', endDate: '2027-01-02' },
    ]
    const { answers } = done(
      await market.planner.post('/product-availabilities', { flights }, { 'accept-language': 'en' }),
    )
    const products = await everything(market.planner, '/products')
    const today = market.test.service.clock.today()
    for (const [i, one] of flights.slice(0, 6).entries()) {
      const from = one.startDate < today ? today : one.startDate
      const { items } =
        from > one.endDate
          ? { items: [] }
          : done(
              await market.planner.get(
                `/inventory/calendar?from=${from}&to=${one.endDate}&productCode=${one.productCode}`,
              ),
            )
      const remaining = items
        .filter(({ platform }: Body) => !('platform' in one) || platform === one.platform)
        .reduce((sum: number, day: Body) => sum + day.remaining, 0)
      const { ecpm } = products.find(({ code }: Body) => code === one.productCode)
      expect(answers[i].left.remaining).toBe(remaining)
      const { maxAmount } = answers[i].left
      const impressions = (amount: number) => Math.round((amount * 1000) / ecpm)
      expect(impressions(maxAmount)).toBeLessThanOrEqual(remaining)
      expect(impressions(maxAmount + 1)).toBeGreaterThan(remaining)
    }
    expect(answers.slice(6).map(({ problem }: Body) => problem.detail)).toEqual([
      'Unknown product: UNKNOWN. Take a code from GET /api/v1/products.',
      expect.stringMatching(/^Product DIRECT is not sold on platform NOWHERE. Choose one of [A-Z]+/),
      'No inventory is loaded for DIRECT (2027-01). An operator confirms the month and runs unit-inventory-load.',
    ])
  })

  it('find contents by metaId, and leave out those that do not exist', async () => {
    const { items } = done(
      await market.planner.post('/contents/lookups', { metaIds: ['PG3', 'nobody', 'PG1', 'PG3'] }),
    )
    const all = await everything(market.planner, '/contents')
    expect(items).toEqual(all.filter(({ metaId }: Body) => ['PG1', 'PG3'].includes(metaId)))
    const { items: stations } = done(await market.planner.get('/broadcasters'))
    expect(stations).toEqual([{ broadcaster: 'tvN', programs: 7 }])
  })

  it('correct each row on its own, and say why not and who has changed it', async () => {
    done(
      await market.operator.post('/standard-inventory/reopenings', {
        ids: (await everything(market.operator, '/standard-inventory?month=2026-12')).map(
          ({ id }: Body) => id,
        ),
        reason: '다시',
      }),
    )
    const rows = await everything(market.operator, '/standard-inventory?month=2026-12')
    const [one, two, three, four] = rows
    done(
      await market.operator.post('/standard-inventory/confirmations', { month: '2026-12', ids: [three.id] }),
    )
    const other = await market.test.signInAs('operator', 'other@example.com')
    done(
      await other.patch(`/standard-inventory/${two.id}`, {
        adjustedTotal: 7,
        reason: '먼저',
        version: two.version,
      }),
    )
    const corrections = [
      { id: one.id, adjustedTotal: 500, reason: '하나', version: one.version },
      { id: two.id, adjustedTotal: 600, reason: '둘', version: two.version },
      { id: three.id, adjustedTotal: 700, reason: '셋', version: three.version + 1 },
      { id: 2 ** 40, adjustedTotal: 800, reason: '없음', version: 1 },
      { id: four.id, adjustedTotal: null, reason: '넷', version: four.version },
    ]
    const { items } = done(await market.operator.post('/standard-inventory/corrections', { corrections }))
    expect(items).toMatchObject([
      { id: one.id, saved: true, row: { adjustedTotal: 500, version: one.version + 1 }, problem: null },
      {
        saved: false,
        row: { adjustedTotal: 7, version: two.version + 1 },
        problem: { code: 'VERSION_CONFLICT' },
        lastChange: { kind: 'CORRECTED', reason: '먼저', actor: 'other@example.com' },
      },
      { saved: false, problem: { code: 'STANDARD_INVENTORY_CONFIRMED' }, lastChange: { kind: 'CONFIRMED' } },
      { saved: false, row: null, problem: { code: 'NOT_FOUND' }, lastChange: null },
      { saved: true, row: { adjustedTotal: null, version: four.version + 1 } },
    ])
    const after = await everything(market.operator, '/standard-inventory?month=2026-12')
    for (const { row } of items.filter(({ row }: Body) => row)) expect(after).toContainEqual(row)
    const { items: history } = done(await market.operator.get(`/standard-inventory/${one.id}/history`))
    expect(history.at(-1)).toMatchObject({ kind: 'CORRECTED', adjustedAfter: 500, reason: '하나' })
    const twice = { corrections: [corrections[0], corrections[0]] }
    expectProblem(
      await market.operator.post('/standard-inventory/corrections', twice),
      422,
      'VALIDATION_FAILED',
    )
    expectProblem(
      await market.planner.post('/standard-inventory/corrections', { corrections }),
      403,
      'FORBIDDEN',
    )
  })

  it('show calendars content by content', async () => {
    const days = { from: '2026-12-05', to: '2026-12-07' }
    const metaIds = ['PG3', 'PG1', 'nobody']
    const { items } = done(await market.planner.post('/inventory/content-calendars', { ...days, metaIds }))
    expect(items.map(({ metaId }: Body) => metaId)).toEqual(metaIds)
    for (const { metaId, days: shown } of items) {
      const query = new URLSearchParams({ ...days, metaId })
      expect(shown).toEqual(done(await market.planner.get(`/inventory/calendar?${query}`)).items)
    }
  })

  it('sum up inventory flight by flight', async () => {
    const flights = [
      {
        from: '2026-12-05',
        to: '2026-12-07',
        platforms: ['NAVER', 'KAKAO'],
        metaIds: ['PG3', 'nobody', 'PG1'],
      },
      { from: '2026-12-31', to: '2027-01-31', platforms: ['DAUM'], metaIds: ['PG2'] },
    ]
    const { flights: sums } = done(await market.planner.post('/inventory/sums', { flights }))
    const units = await market.units()
    expect(sums).toEqual(
      flights.map(({ from, to, platforms, metaIds }) => {
        const sum = (count: 'forecast' | 'remaining') =>
          metaIds.map((metaId) =>
            units
              .filter((unit) => unit.metaId === metaId && platforms.includes(unit.platform))
              .filter(({ date }) => date >= from && date <= to)
              .reduce((total, unit) => total + unit[count], 0),
          )
        return { forecast: sum('forecast'), remaining: sum('remaining') }
      }),
    )
  })
})
