import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addRows,
  buy,
  createCampaign,
  done,
  everything,
  expectProblem,
  loadMonth,
  putCatalogue,
  target,
  uploadRows,
  vendorRows,
} from '../http/plan'
import { databases } from '../support/databases'
import { type Client, startService, type TestService } from '../support/service'

const MONTH = '2026-12'
const PRODUCT = {
  name: '콘텐츠',
  targetingKind: 'CONTENTS',
  platforms: ['KAKAO'],
  ecpm: 10_000,
  ctr: 0.01,
  vtr: 0.3,
}

interface Day {
  date: string
  platform: string
  capacity: number
  held: number
  sold: number
  remaining: number
}
type Unit = Day & { metaId: string; forecast: number; atRisk: number }

describe.each(databases())('Upkeep of inventory and catalogue ($name)', (kind) => {
  let test: TestService
  let operator: Client
  let planner: Client

  beforeAll(async () => {
    test = await startService(kind)
    operator = await test.signInAs('operator')
    planner = await test.signInAs('planner')
    await putCatalogue(operator)
    await uploadRows(operator, vendorRows())
    await operator.job('standard-inventory-load', '2026-11')
    await loadMonth(operator, MONTH)
  })
  afterAll(() => test?.stop())

  const units = (query = ''): Promise<Unit[]> =>
    everything(planner, `/unit-inventory?from=${MONTH}-01&to=${MONTH}-31${query}`)
  const calendar = async (query = ''): Promise<Day[]> =>
    done(await planner.get(`/inventory/calendar?from=${MONTH}-01&to=${MONTH}-31${query}`)).items
  const standardOf = async (metaId: string, month = MONTH) =>
    (await everything(planner, `/standard-inventory?month=${month}`)).find(
      (row: { metaId: string }) => row.metaId === metaId,
    )

  /** Sums the units: the numbers that the calendar must return. */
  function summed(rows: readonly Unit[]): Day[] {
    const days = new Map<string, Day>()
    for (const { date, platform, capacity, held, sold, remaining } of rows) {
      const day = days.get(`${date} ${platform}`) ?? {
        date,
        platform,
        capacity: 0,
        held: 0,
        sold: 0,
        remaining: 0,
      }
      days.set(`${date} ${platform}`, {
        ...day,
        capacity: day.capacity + capacity,
        held: day.held + held,
        sold: day.sold + sold,
        remaining: day.remaining + remaining,
      })
    }
    return [...days.values()]
  }
  const inAnyOrder = (days: readonly Day[]) =>
    [...days].sort((a, b) => `${a.date} ${a.platform}`.localeCompare(`${b.date} ${b.platform}`))

  it('shows a calendar: of everything, a content, a type, a product', async () => {
    const all = await units()
    const shown = await calendar()
    expect(inAnyOrder(shown)).toEqual(inAnyOrder(summed(all)))
    expect(shown.slice(0, 4).map(({ date, platform }) => `${date} ${platform}`)).toEqual([
      '2026-12-01 NAVER',
      '2026-12-01 YOUTUBE',
      '2026-12-01 KAKAO',
      '2026-12-01 DAUM',
    ])
    const of = (metaIds: (metaId: string) => boolean) =>
      inAnyOrder(summed(all.filter(({ metaId }) => metaIds(metaId))))
    expect(inAnyOrder(await calendar('&metaId=PG2'))).toEqual(of((metaId) => metaId === 'PG2'))
    expect(inAnyOrder(await calendar('&type=CHANNEL'))).toEqual(of((metaId) => metaId.startsWith('CH')))
    expect(inAnyOrder(await calendar('&type=RANDOM'))).toEqual(of((metaId) => metaId === 'RANDOM'))
    done(await operator.put('/products/CONTENTS', PRODUCT))
    done(await operator.put('/products/RANDOM', { ...PRODUCT, targetingKind: 'RANDOM' }))
    const onKakao = (days: readonly Day[]) => days.filter(({ platform }) => platform === 'KAKAO')
    expect(inAnyOrder(await calendar('&productCode=CONTENTS'))).toEqual(
      onKakao(of((metaId) => metaId !== 'RANDOM')),
    )
    expect(inAnyOrder(await calendar('&productCode=RANDOM'))).toEqual(
      onKakao(of((metaId) => metaId === 'RANDOM')),
    )
    expect(await calendar('&metaId=NOBODY')).toEqual([])
    expectProblem(
      await planner.get(`/inventory/calendar?from=${MONTH}-01&to=${MONTH}-02&productCode=NONE`),
      422,
      'UNKNOWN_REFERENCE',
    )
    expectProblem(
      await planner.get(`/inventory/calendar?from=${MONTH}-02&to=${MONTH}-01`),
      422,
      'VALIDATION_FAILED',
    )
  })

  it('compares a month with the one before, corrections counted', async () => {
    const november = await standardOf('PG1', '2026-11')
    expect(november).toMatchObject({ previousTotal: null, monthOverMonth: null })
    const december = await standardOf('PG1')
    expect(december.previousTotal).toBe(november.forecastTotal)
    expect(december.monthOverMonth).toBeCloseTo(
      (december.forecastTotal - november.forecastTotal) / november.forecastTotal,
      12,
    )
    const corrected = done(
      await operator.patch(`/standard-inventory/${november.id}`, {
        adjustedTotal: december.forecastTotal * 2,
        reason: '집계 누락',
        version: november.version,
      }),
    )
    expect(corrected).toEqual({
      ...november,
      adjustedTotal: december.forecastTotal * 2,
      version: november.version + 1,
    })
    expect(await standardOf('PG1')).toMatchObject({
      previousTotal: december.forecastTotal * 2,
      monthOverMonth: -0.5,
    })
  })

  it('names the bookings that sit on rows at risk', async () => {
    const campaigns = ['여름 캠페인', '겨울 캠페인']
    const unitIds: string[] = []
    for (const name of campaigns) {
      const campaign = await createCampaign(planner, name)
      const [unitId] = await addRows(planner, campaign, [
        { productCode: 'CONTENTS', startDate: '2026-12-03', endDate: '2026-12-20', amount: 150_000 },
      ])
      done(
        await target(planner, campaign, unitId!, [
          { name: 'PG4', weight: 1, members: [{ metaId: 'PG4', weight: 1 }] },
        ]),
      )
      done(await buy(planner, campaign, [unitId!]))
      unitIds.push(unitId!)
    }
    const atRisk = `/inventory/at-risk?month=${MONTH}`
    expect(done(await operator.get(atRisk))).toEqual({ items: [], rows: 0, impressions: 0, units: 0 })
    const row = await standardOf('PG4')
    done(await operator.post('/standard-inventory/reopenings', { ids: [row.id], reason: '편성 변경' }))
    const { version } = await standardOf('PG4')
    done(
      await operator.patch(`/standard-inventory/${row.id}`, {
        adjustedTotal: 20_000,
        reason: '축소',
        version,
      }),
    )
    done(await operator.post('/standard-inventory/confirmations', { month: MONTH, ids: [row.id] }))
    const run = await operator.job('unit-inventory-load', MONTH)

    const risky = (await units()).filter(({ atRisk }) => atRisk > 0)
    expect(risky.length).toBeGreaterThan(3)
    expect(run.result.atRisk).toEqual({
      rows: risky.length,
      impressions: risky.reduce((sum, { atRisk }) => sum + atRisk, 0),
      units: 2,
    })
    expect(done(await operator.get(`${atRisk}&limit=1`))).toMatchObject(run.result.atRisk)
    const report = await everything(operator, `${atRisk}&limit=3`)
    expect(report.map(({ bookings: _bookings, ...unit }: { bookings: unknown }) => unit)).toEqual(risky)
    const ledger = await Promise.all(unitIds.map((id) => everything(planner, `/campaign-units/${id}/ledger`)))
    for (const { metaId, platform, date, bookings, sold } of report) {
      expect(bookings).toEqual(
        [1, 0].map((at) => ({
          campaignId: expect.any(String),
          campaign: campaigns[at],
          advertiser: '광고주',
          owner: 'planner@example.com',
          unitId: unitIds[at],
          productCode: 'CONTENTS',
          bookingStatus: 'Booked',
          held: 0,
          sold: ledger[at]!.find(
            (entry: Unit) => entry.metaId === metaId && entry.platform === platform && entry.date === date,
          ).quantity,
        })),
      )
      expect(bookings.reduce((sum: number, booking: { sold: number }) => sum + booking.sold, 0)).toBe(sold)
    }
    const [first] = risky
    const oneDay = done(await operator.get(`/inventory/at-risk?from=${first!.date}&to=${first!.date}`))
    expect(oneDay.items).toHaveLength(1)
    for (const query of ['', `month=${MONTH}&from=${MONTH}-01`, `from=${MONTH}-01`]) {
      expectProblem(await operator.get(`/inventory/at-risk?${query}`), 422, 'VALIDATION_FAILED')
    }
    expectProblem(await planner.get(atRisk), 403, 'FORBIDDEN')
  })

  it('withdraws a product from sale and leaves what was bought', async () => {
    const sold = (await units('&metaId=PG4')).reduce((sum, unit) => sum + unit.sold, 0)
    expect(sold).toBeGreaterThan(0)
    const withdrawn = done(await operator.put('/products/CONTENTS', { ...PRODUCT, onSale: false }))
    expect(withdrawn).toMatchObject({ code: 'CONTENTS', onSale: false })
    // A later change of its rate card doesn't put it back on sale.
    expect(done(await operator.put('/products/CONTENTS', PRODUCT))).toMatchObject({ onSale: false })
    const codes = async (query: string) =>
      done(await planner.get(`/products${query}`)).items.map(({ code }: { code: string }) => code)
    expect(await codes('')).toEqual(['CONTENTS', 'RANDOM'])
    expect(await codes('?onSale=true')).toEqual(['RANDOM'])
    expect(await codes('?onSale=false')).toEqual(['CONTENTS'])

    const flight = { startDate: '2026-12-03', endDate: '2026-12-20' }
    const groups = [{ name: 'PG1', weight: 1, members: [{ metaId: 'PG1', weight: 1 }] }]
    expectProblem(
      await planner.post('/availability', { productCode: 'CONTENTS', ...flight, groups }),
      422,
      'UNKNOWN_REFERENCE',
    )
    const campaign = await createCampaign(planner)
    const [unitId] = await addRows(planner, campaign, [
      { productCode: 'CONTENTS', ...flight, amount: 10_000 },
    ])
    done(await target(planner, campaign, unitId!, groups))
    expectProblem(await buy(planner, campaign, [unitId!]), 422, 'UNKNOWN_REFERENCE')
    expect((await units('&metaId=PG4')).reduce((sum, unit) => sum + unit.sold, 0)).toBe(sold)
    done(await operator.put('/products/CONTENTS', { ...PRODUCT, onSale: true }))
    done(await buy(planner, campaign, [unitId!]))
  })

  it('lists contents that a file brought until they are looked at', async () => {
    await uploadRows(
      operator,
      ['NEW1', 'NEW2', 'NEW3'].map((metaId) => ({
        part: 'YT_KEYWORD',
        metaId,
        date: '2026-12-01',
        hour: 1,
        forecast: 5,
        actual: null,
      })),
    )
    const waiting = async () =>
      done(await planner.get('/contents?needsReview=true')).items.map(
        ({ metaId }: { metaId: string }) => metaId,
      )
    expect(await waiting()).toEqual(['NEW1', 'NEW2', 'NEW3'])
    done(await operator.put('/contents/NEW2', { type: 'KEYWORD', name: '새 키워드' }))
    expect(await waiting()).toEqual(['NEW1', 'NEW3'])
    expectProblem(
      await operator.post('/contents/reviews', { metaIds: ['NEW1', 'NOBODY'] }),
      422,
      'UNKNOWN_REFERENCE',
    )
    expect(await waiting()).toEqual(['NEW1', 'NEW3'])
    expect(done(await operator.post('/contents/reviews', { metaIds: ['NEW1', 'NEW2', 'NEW3'] }))).toEqual({
      reviewed: 2,
      alreadyReviewed: 1,
    })
    expect(await waiting()).toEqual([])
    expectProblem(await planner.post('/contents/reviews', { metaIds: ['NEW1'] }), 403, 'FORBIDDEN')
    expectProblem(await planner.get('/contents?needsReview=perhaps'), 422, 'VALIDATION_FAILED')
  })

  it('keeps a member of a targeting group from becoming RANDOM', async () => {
    done(await operator.put('/targeting-groups/G1', { name: 'G1', members: [{ metaId: 'PG6', weight: 1 }] }))
    expectProblem(await operator.put('/contents/PG6', { type: 'RANDOM', name: 'PG6' }), 409, 'IN_USE')
    expectProblem(
      await operator.put('/targeting-groups/G1', { name: 'G1', members: [{ metaId: 'GONE', weight: 1 }] }),
      422,
      'UNKNOWN_REFERENCE',
    )
    expectProblem(
      await operator.put('/contents/PG6', {
        type: 'PROGRAM',
        name: 'PG6',
        platformWeights: [{ platform: 'TVING', weight: 1 }],
      }),
      422,
      'UNKNOWN_REFERENCE',
    )
  })

  it('follows a changed part with the next load, and sells nothing under two types', async () => {
    const before = await units('&metaId=KW1')
    expect(new Set(before.map(({ platform }) => platform))).toEqual(new Set(['YOUTUBE']))
    done(await operator.put('/parts/YT_KEYWORD', { type: 'KEYWORD', platforms: ['DAUM'] }))
    expect(await units('&metaId=KW1')).toEqual(before)
    await operator.job('unit-inventory-load', MONTH)
    const total = before.reduce((sum, { forecast }) => sum + forecast, 0)
    const after = await units('&metaId=KW1')
    const on = (platform: string) =>
      after.filter((unit) => unit.platform === platform).reduce((sum, { forecast }) => sum + forecast, 0)
    expect([on('YOUTUBE'), on('DAUM')]).toEqual([0, total])

    done(await operator.put('/parts/YT_KEYWORD', { type: 'CHANNEL', platforms: ['DAUM'] }))
    await operator.job('standard-inventory-load', MONTH)
    const twice = expectProblem(
      await operator.post('/standard-inventory/confirmations', { month: MONTH }),
      409,
      'STANDARD_INVENTORY_CONFIRMED',
    )
    expect(twice.metaIds).toContain('KW1')
    const old = (await everything(planner, `/standard-inventory?month=${MONTH}&type=KEYWORD`)).map(
      ({ id }: { id: number }) => id,
    )
    done(await operator.post('/standard-inventory/reopenings', { ids: old, reason: '유형 변경' }))
    await loadMonth(operator, MONTH)
    expect((await units('&metaId=KW1')).reduce((sum, { forecast }) => sum + forecast, 0)).toBe(total)
  })
})
