import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { done, everything, expectProblem, numbers, putCatalogue } from '../http/plan'
import { databases } from '../support/databases'
import { type Answer, type Client, startService, type TestService } from '../support/service'

const MONTH = '2027-02'
const DAYS = Array.from({ length: 28 }, (_, i) => `${MONTH}-${String(i + 1).padStart(2, '0')}`)
const PART = 'SMR_PROGRAM'

interface Day {
  date: string
  forecast: number
  actual: number | null
}

describe.each(databases())('A confirmed month stays alive ($name)', (kind) => {
  let test: TestService
  let operator: Client
  let planner: Client

  beforeAll(async () => {
    test = await startService(kind)
    operator = await test.signInAs('operator')
    planner = await test.signInAs('planner')
    await putCatalogue(operator)
    await take(['PG1', 'PG2', 'PG3', 'PG4'].flatMap((metaId) => DAYS.map((date) => [metaId, date, 1000, ''])))
    await load()
    done(await operator.post('/standard-inventory/confirmations', { month: MONTH }))
  })
  afterAll(() => test?.stop())

  type Cell = string | number
  const take = async (rows: Cell[][]) => {
    const lines = rows.map(([metaId, date, forecast, actual]) =>
      [PART, metaId, date, 20, forecast, actual].join(','),
    )
    const run = await operator.runEnd(
      done(await operator.upload(['part,metaId,date,hour,forecast,actual', ...lines].join('\n'))).runId,
    )
    expect(run.error).toBeNull()
  }
  const load = async () => (await operator.job('standard-inventory-load', MONTH)).result
  const list = (query = '') => everything(planner, `/standard-inventory?month=${MONTH}&notes=true${query}`)
  const rowOf = async (metaId: string) => (await list()).find((row) => row.metaId === metaId)
  const decide = (decision: string, rows: Answer['body'][], client = operator) =>
    client.post('/standard-inventory/forecast-decisions', {
      decision,
      rows: rows.map(({ id, version }) => ({ id, version })),
      reason: '편성 변경',
    })
  const inDatabase = <Row>(sql: string, values: (string | number)[]) =>
    test.service.database.read((tx) => tx.rows<Row>(sql, values))
  /** The vendor's days of a content, by the database's own sums. */
  const vendorDays = (metaId: string) =>
    inDatabase<Day>(
      `SELECT date, SUM(forecast) AS forecast, SUM(actual) AS actual FROM forecast_inventory
       WHERE meta_id = ? AND date BETWEEN ? AND ? GROUP BY date ORDER BY date`,
      [metaId, DAYS[0]!, DAYS.at(-1)!],
    )
  const rowDays = (id: number) =>
    inDatabase<Day & { newForecast: number | null }>(
      `SELECT date, forecast, actual, new_forecast AS newForecast FROM standard_inventory_day
       WHERE standard_id = ? ORDER BY date`,
      [id],
    )
  const total = (days: readonly Day[], of: (day: Day) => number) =>
    days.reduce((sum, day) => sum + of(day), 0)

  it('takes actuals into confirmed rows, and leaves totals, shape and version', async () => {
    const before = await rowOf('PG1')
    const shape = await rowDays(before.id)
    await take(DAYS.slice(0, 9).map((date, i) => ['PG1', date, 1000, 700 + i * 31]))
    expect(await load()).toMatchObject({ loaded: 0, skipped: 4, outdated: 0 })
    const days = await vendorDays('PG1')
    const actual = total(days, (day) => day.actual ?? 0)
    const compared = total(days, (day) => (day.actual === null ? 0 : day.forecast))
    const after = await rowOf('PG1')
    expect(after).toEqual({ ...before, actualTotal: actual, changeRate: (compared - actual) / actual })
    expect(await rowDays(before.id)).toEqual(shape.map((day, i) => ({ ...day, actual: days[i]!.actual })))
    // Nothing to do the next time.
    await load()
    expect(await rowOf('PG1')).toEqual(after)
  })

  it('marks a changed forecast with both figures, and takes it by one call', async () => {
    const { id, version } = await rowOf('PG2')
    await take([
      ['PG2', DAYS[3]!, 400, ''],
      ['PG2', DAYS[4]!, 2500, 800],
    ])
    expect(await load()).toMatchObject({ skipped: 4, outdated: 1 })
    const marked = await rowOf('PG2')
    expect(marked).toMatchObject({
      status: 'CONFIRMED',
      forecastTotal: 28_000,
      newForecastTotal: 28_900,
      version: version + 1,
      actualTotal: 800,
      notes: [{ code: 'FORECAST_CHANGED', before: 28_000, after: 28_900 }],
    })
    expect(Date.parse(marked.changedSince)).not.toBeNaN()
    expect((await list('&changed=true')).map(({ metaId }) => metaId)).toEqual(['PG2'])
    expect((await list('&changed=false')).map(({ metaId }) => metaId)).toEqual(['PG1', 'PG3', 'PG4'])
    await load()
    expect(await rowOf('PG2')).toEqual(marked)
    // Until it is taken, the confirmed shape is what is sold.
    await operator.job('unit-inventory-load', MONTH)
    expect(await soldFrom('PG2')).toEqual(DAYS.map(() => 1000))

    expectProblem(await decide('TAKE', [marked], planner), 403, 'FORBIDDEN')
    expectProblem(await decide('TAKE', [{ id, version }]), 409, 'VERSION_CONFLICT')
    expectProblem(await decide('TAKE', [marked, await rowOf('PG1')]), 409, 'STATUS_CONFLICT')
    expectProblem(await decide('TAKE', [{ id: 999_999, version }]), 404, 'NOT_FOUND')
    expect(await rowOf('PG2')).toEqual(marked)

    const { items, unitLoad } = done(await decide('TAKE', [marked]))
    expect(unitLoad).toEqual({ needed: true, months: [MONTH] })
    expect(items).toMatchObject([
      {
        id,
        forecastTotal: 28_900,
        status: 'CONFIRMED',
        notes: [],
      },
    ])
    const days = await vendorDays('PG2')
    expect(await rowDays(id)).toEqual(days.map((day) => ({ ...day, newForecast: null })))
    await operator.job('unit-inventory-load', MONTH)
    expect(await soldFrom('PG2')).toEqual(days.map(({ forecast }) => forecast))
    const history = await everything(operator, `/standard-inventory/${id}/history`)
    expect(history.at(-1)).toMatchObject({
      kind: 'FORECAST_TAKEN',
      forecastBefore: 28_000,
      forecastAfter: 28_900,
      reason: '편성 변경',
      actor: 'operator@example.com',
    })
  })

  it('keeps the confirmed forecast until the next change, also of single days, and corrections always', async () => {
    const { id } = await rowOf('PG3')
    done(await operator.post('/standard-inventory/reopenings', { ids: [id], reason: '보정' }))
    const { version } = await rowOf('PG3')
    done(
      await operator.patch(`/standard-inventory/${id}`, { adjustedTotal: 56_000, reason: '보정', version }),
    )
    done(await operator.post('/standard-inventory/confirmations', { month: MONTH }))
    await take([
      ['PG3', DAYS[0]!, 1500, ''],
      ['PG3', DAYS[1]!, 500, ''],
    ])
    expect(await load()).toMatchObject({ outdated: 1 })
    const marked = await rowOf('PG3')
    expect(marked).toMatchObject({ forecastTotal: 28_000, newForecastTotal: 28_000, adjustedTotal: 56_000 })
    const kept = done(await decide('KEEP', [marked]))
    expect(kept).toMatchObject({
      items: [{ forecastTotal: 28_000, adjustedTotal: 56_000 }],
      unitLoad: { needed: false, months: [] },
    })
    expect(await load()).toMatchObject({ outdated: 0 })
    expect(await rowOf('PG3')).not.toHaveProperty('changedSince')
    expectProblem(await decide('TAKE', [await rowOf('PG3')]), 409, 'STATUS_CONFLICT')
    await take([['PG3', DAYS[2]!, 1001, '']])
    expect(await load()).toMatchObject({ outdated: 1 })
    const again = await rowOf('PG3')
    expect(again.newForecastTotal).toBe(28_001)
    done(await decide('TAKE', [again]))
    expect(await rowOf('PG3')).toMatchObject({ forecastTotal: 28_001, adjustedTotal: 56_000 })
    expect((await rowDays(id)).map(({ forecast }) => forecast)).toEqual(
      (await vendorDays('PG3')).map(({ forecast }) => forecast),
    )
    const kinds = (await everything(operator, `/standard-inventory/${id}/history`)).map((one) => one.kind)
    expect(kinds.slice(-2)).toEqual(['FORECAST_KEPT', 'FORECAST_TAKEN'])
  })

  it('takes no forecast of zero under a correction', async () => {
    const { id } = await rowOf('PG3')
    await take(DAYS.map((date) => ['PG3', date, 0, '']))
    await load()
    const marked = await rowOf('PG3')
    expect(marked.newForecastTotal).toBe(0)
    expectProblem(await decide('TAKE', [marked]), 422, 'SHAPE_ALL_ZERO')
    done(await operator.post('/standard-inventory/reopenings', { ids: [id], reason: '보정' }))
    expect(await load()).toMatchObject({ loaded: 1, outdated: 0 })
    expect(await rowOf('PG3')).toMatchObject({ forecastTotal: 0, status: 'OPEN' })
  })

  it('agrees with a recomputation through changes and decisions at random', async () => {
    const below = numbers(20_270_201)
    const { id } = await rowOf('PG4')
    const forecasts = async () => (await vendorDays('PG4')).map(({ forecast }) => forecast)
    let confirmed = await forecasts()
    let decided = confirmed
    for (let step = 0; step < 12; step++) {
      const some = Array.from({ length: below(3) }, () => DAYS[below(28)]!)
      if (some.length > 0)
        await take(some.map((date) => ['PG4', date, 800 + below(3) * 200, below(2) ? '' : below(900)]))
      await load()
      const days = await vendorDays('PG4')
      const newest = days.map(({ forecast }) => forecast)
      const row = await rowOf('PG4')
      const same = (a: number[], b: number[]) => a.join() === b.join()
      const marked = !same(newest, confirmed) && !same(newest, decided)
      expect(row).toMatchObject({
        forecastTotal: confirmed.reduce((sum, forecast) => sum + forecast, 0),
        actualTotal: total(days, (day) => day.actual ?? 0),
      })
      expect(row.newForecastTotal).toBe(
        marked ? newest.reduce((sum, forecast) => sum + forecast, 0) : undefined,
      )
      expect(row.changedSince !== undefined).toBe(marked)
      const stored = await rowDays(id)
      expect(stored.map(({ forecast }) => forecast)).toEqual(confirmed)
      expect(stored.map(({ forecast, newForecast }) => newForecast ?? forecast)).toEqual(newest)
      // What was kept before is a change again, once the forecast has moved on from it.
      if (!marked) decided = same(newest, confirmed) ? confirmed : decided
      else {
        decided = confirmed
        if (below(3) > 0) {
          const decision = below(2) ? 'TAKE' : 'KEEP'
          done(await decide(decision, [row]))
          decided = newest
          if (decision === 'TAKE') confirmed = newest
        }
      }
    }
  })

  const soldFrom = async (metaId: string): Promise<number[]> => {
    const units = await everything(
      planner,
      `/unit-inventory?metaId=${metaId}&from=${DAYS[0]}&to=${DAYS.at(-1)}`,
    )
    return DAYS.map((day) =>
      units.filter(({ date }) => date === day).reduce((sum, { forecast }) => sum + forecast, 0),
    )
  }
})
