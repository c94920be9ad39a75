import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases } from '../support/databases'
import { type Answer, type Client, startService, type TestService } from '../support/service'
import {
  datesOfMonth,
  ForecastTable,
  type StandardRow,
  standardInventory,
  type UnitKey,
  unitInventory,
  unitKey,
  type VendorRow,
} from './model'
import {
  addRows,
  buy,
  CATALOGUE,
  createCampaign,
  done,
  everything,
  expectProblem,
  putCatalogue,
  target,
  uploadRows,
  vendorRows,
} from './plan'

const MONTH = '2026-12'

interface Listed {
  id: number
  month: string
  type: string
  metaId: string
  forecastTotal: number
  actualTotal: number
  changeRate: number | null
  adjustedTotal: number | null
  previousTotal: number | null
  monthOverMonth: number | null
  status: string
  version: number
}

interface Unit {
  metaId: string
  platform: string
  date: string
  forecast: number
  capacity: number
  held: number
  sold: number
  remaining: number
  atRisk: number
}

/** The state that the service should have: the vendor's rows, the frozen shapes, the corrections. */
class Expected {
  readonly table = new ForecastTable()
  readonly rows = new Map<string, StandardRow & { adjustedTotal: number | null; confirmed: boolean }>()

  load(month = MONTH): void {
    for (const row of standardInventory(this.table.month(month), CATALOGUE)) {
      const before = this.rows.get(row.metaId)
      if (before?.confirmed) {
        // Its total and shape are frozen; actuals come in.
        const { actualTotal, changeRate } = row
        this.rows.set(row.metaId, { ...before, actualTotal, changeRate })
        continue
      }
      this.rows.set(row.metaId, { ...row, adjustedTotal: before?.adjustedTotal ?? null, confirmed: false })
    }
  }

  correct(metaId: string, adjustedTotal: number | null): void {
    this.rows.get(metaId)!.adjustedTotal = adjustedTotal
  }

  confirm(metaIds: Iterable<string> = this.rows.keys(), confirmed = true): void {
    for (const metaId of metaIds) this.rows.get(metaId)!.confirmed = confirmed
  }

  units(): Map<UnitKey, bigint> {
    const confirmed = [...this.rows.values()].filter((row) => row.confirmed)
    return unitInventory(MONTH, confirmed, CATALOGUE)
  }
}

describe.each(databases())('From a vendor’s file to inventory for sale ($name)', (kind) => {
  let test: TestService
  let operator: Client
  let planner: Client
  const expected = new Expected()

  beforeAll(async () => {
    test = await startService(kind)
    operator = await test.signInAs('operator')
    planner = await test.signInAs('planner')
    await putCatalogue(operator)
  })
  afterAll(() => test?.stop())

  const standard = (): Promise<Listed[]> => everything(planner, `/standard-inventory?month=${MONTH}`)
  const standardOf = async (metaId: string) => (await standard()).find((row) => row.metaId === metaId)!
  const units = (query = ''): Promise<Unit[]> =>
    everything(planner, `/unit-inventory?from=${MONTH}-01&to=${MONTH}-31${query}`)

  async function expectStandardAsModelled(): Promise<void> {
    const listed = await standard()
    expect(listed.map(({ metaId }) => metaId).sort()).toEqual([...expected.rows.keys()].sort())
    for (const row of listed) {
      const model = expected.rows.get(row.metaId)!
      expect(row).toEqual({
        id: expect.any(Number),
        month: MONTH,
        type: model.type,
        metaId: model.metaId,
        forecastTotal: Number(model.forecastTotal),
        actualTotal: Number(model.actualTotal),
        changeRate: model.changeRate === null ? null : expect.closeTo(model.changeRate, 6),
        adjustedTotal: model.adjustedTotal,
        // Compared with the previous month: tested in tests/inventory.
        previousTotal: row.previousTotal,
        monthOverMonth: row.monthOverMonth,
        status: model.confirmed ? 'CONFIRMED' : 'OPEN',
        version: expect.any(Number),
      })
    }
  }

  async function expectUnitsAsModelled(sold: ReadonlyMap<UnitKey, number> = new Map()): Promise<void> {
    const listed = await units()
    const model = expected.units()
    expect(listed.map(unitKey).sort()).toEqual([...model.keys()].sort())
    for (const unit of listed) {
      const forecast = Number(model.get(unitKey(unit)))
      const taken = sold.get(unitKey(unit)) ?? 0
      expect(unit).toEqual({
        metaId: unit.metaId,
        platform: unit.platform,
        date: unit.date,
        forecast,
        capacity: Math.max(forecast, taken),
        held: 0,
        sold: taken,
        remaining: Math.max(forecast, taken) - taken,
        atRisk: Math.max(0, taken - forecast),
      })
    }
  }

  it('takes every row of a file', async () => {
    const rows = vendorRows()
    const run = await uploadRows(operator, rows)
    expect(run).toMatchObject({
      status: 'SUCCEEDED',
      error: null,
      result: { accepted: rows.length, rejected: 0, rejections: [] },
    })
    expect(run.progress.total).toBeGreaterThan(0)
    expect(run.progress.done).toBe(run.progress.total)
    expected.table.upsert(rows)
  })

  it('sums a month by type and content, hours after midnight with the next date', async () => {
    const run = await operator.job('standard-inventory-load', MONTH)
    expect(run).toMatchObject({
      id: expect.any(String),
      job: 'standard-inventory-load',
      month: MONTH,
      status: 'SUCCEEDED',
      error: null,
    })
    expect(run.progress.done).toBe(run.progress.total)
    expected.load()
    expect(expected.rows.get('KW1')!.changeRate).toBeNull()
    expect(expected.rows.get('PG6')!.changeRate).toBeNull()
    await expectStandardAsModelled()
  })

  it('keeps the neighbouring months apart', async () => {
    for (const month of ['2026-11', '2027-01']) {
      await operator.job('standard-inventory-load', month)
      const listed: Listed[] = await everything(planner, `/standard-inventory?month=${month}`)
      const model = standardInventory(expected.table.month(month), CATALOGUE)
      expect(model.length).toBeGreaterThan(5)
      expect(
        listed.map(({ type, metaId, forecastTotal, actualTotal }) => ({
          type,
          metaId,
          forecastTotal,
          actualTotal,
        })),
      ).toEqual(
        model.map(({ type, metaId, forecastTotal, actualTotal }) => ({
          type,
          metaId,
          forecastTotal: Number(forecastTotal),
          actualTotal: Number(actualTotal),
        })),
      )
    }
  })

  it('lists by type, and page by page the same', async () => {
    const all = await standard()
    const programs: Listed[] = await everything(
      planner,
      `/standard-inventory?month=${MONTH}&type=PROGRAM&limit=2`,
    )
    expect(programs).toEqual(all.filter(({ type }) => type === 'PROGRAM'))
  })

  it('corrects a total at the version that was read, with a reason, and keeps the history', async () => {
    const corrections: [string, number | null][] = [
      ['PG1', 1_234_567],
      ['PG3', 0],
      ['RS1', 99_999],
      ['CH2', 1],
      ['KW1', 5],
    ]
    for (const [metaId, adjustedTotal] of corrections) {
      const row = await standardOf(metaId)
      const answer = await operator.patch(`/standard-inventory/${row.id}`, {
        adjustedTotal,
        reason: '중계 편성',
        version: row.version,
      })
      const { monthOverMonth: _before, ...kept } = row
      expect(done(answer)).toMatchObject({ ...kept, adjustedTotal, version: row.version + 1 })
      expectProblem(
        await operator.patch(`/standard-inventory/${row.id}`, {
          adjustedTotal: 7,
          reason: '늦은 수정',
          version: row.version,
        }),
        409,
        'VERSION_CONFLICT',
      )
      expected.correct(metaId, adjustedTotal)
    }
    const kw1 = await standardOf('KW1')
    done(
      await operator.patch(`/standard-inventory/${kw1.id}`, {
        adjustedTotal: null,
        reason: '취소',
        version: kw1.version,
      }),
    )
    expected.correct('KW1', null)
    await expectStandardAsModelled()
    const { items } = done(await planner.get(`/standard-inventory/${kw1.id}/history`))
    expect(items).toMatchObject([
      { kind: 'CORRECTED', adjustedBefore: null, adjustedAfter: 5, reason: '중계 편성' },
      {
        kind: 'CORRECTED',
        adjustedBefore: 5,
        adjustedAfter: null,
        reason: '취소',
        actor: 'operator@example.com',
      },
    ])
    expectProblem(
      await operator.patch(`/standard-inventory/${kw1.id}`, { adjustedTotal: 1, version: kw1.version + 1 }),
      422,
      'VALIDATION_FAILED',
    )
  })

  it('lets two corrections of the same version in once', async () => {
    const row = await standardOf('CH1')
    const answers = await Promise.all(
      [11, 12, 13, 14, 15].map((adjustedTotal) =>
        operator.patch(`/standard-inventory/${row.id}`, {
          adjustedTotal,
          reason: '경합',
          version: row.version,
        }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409])
    expected.correct('CH1', answers.find(({ status }) => status === 200)!.body.adjustedTotal)
    await expectStandardAsModelled()
  })

  it('sells nothing that is not confirmed', async () => {
    expect((await operator.job('unit-inventory-load', MONTH)).status).toBe('SUCCEEDED')
    expect(await units()).toEqual([])
  })

  it('sells what is confirmed, and only that', async () => {
    const some = ['PG1', 'PG2', 'CH2', 'RS1', 'RY2']
    const ids = (await standard()).filter(({ metaId }) => some.includes(metaId)).map(({ id }) => id)
    done(await operator.post('/standard-inventory/confirmations', { month: MONTH, ids }))
    expected.confirm(some)
    await expectStandardAsModelled()
    expect((await operator.job('unit-inventory-load', MONTH)).status).toBe('SUCCEEDED')
    await expectUnitsAsModelled()
  })

  it('lays every confirmed total on platforms and days, RANDOM contents pooled', async () => {
    done(await operator.post('/standard-inventory/confirmations', { month: MONTH }))
    expected.confirm()
    await expectStandardAsModelled()
    const run = await operator.job('unit-inventory-load', MONTH)
    expect(run.status).toBe('SUCCEEDED')
    expect(run.progress.done).toBe(run.progress.total)
    await expectUnitsAsModelled()
    const listed = await units()
    expect(listed.some(({ metaId }) => metaId === 'RANDOM')).toBe(true)
    expect(listed.filter(({ metaId }) => /^R[SY]\d/.test(metaId))).toEqual([])
    for (const [metaId, row] of expected.rows) {
      if (row.type === 'RANDOM') continue
      const total = listed
        .filter((unit) => unit.metaId === metaId)
        .reduce((sum, { forecast }) => sum + forecast, 0)
      expect({ metaId, total }).toEqual({
        metaId,
        total: row.adjustedTotal ?? Number(row.forecastTotal),
      })
    }
  })

  it('finds inventory by content, platform and dates', async () => {
    const all = await units()
    const some: Unit[] = await everything(
      planner,
      '/unit-inventory?metaId=PG2&platform=NAVER&from=2026-12-05&to=2026-12-07',
    )
    expect(some).toEqual(
      all.filter(
        ({ metaId, platform, date }) =>
          metaId === 'PG2' && platform === 'NAVER' && date >= '2026-12-05' && date <= '2026-12-07',
      ),
    )
    expect(some).toHaveLength(3)
    const paged: Unit[] = await everything(planner, '/unit-inventory?metaId=PG2&limit=17')
    expect(paged).toEqual(all.filter(({ metaId }) => metaId === 'PG2'))
  })

  it('freezes a confirmed row', async () => {
    const row = await standardOf('PG1')
    expectProblem(
      await operator.patch(`/standard-inventory/${row.id}`, {
        adjustedTotal: 1,
        reason: '늦음',
        version: row.version,
      }),
      409,
      'STANDARD_INVENTORY_CONFIRMED',
    )
  })

  it('keeps the rows that a later file does not name, and confirmed rows as they are but for actuals', async () => {
    const changed: VendorRow[] = vendorRows()
      .filter(({ metaId, date }) => ['PG1', 'PG4', 'KW1'].includes(metaId) && date >= '2026-12-20')
      .map((row, i) => ({ ...row, forecast: row.forecast * 2 + i, actual: i % 2 === 0 ? i : null }))
    expect((await uploadRows(operator, changed)).result).toMatchObject({
      accepted: changed.length,
      rejected: 0,
    })
    expected.table.upsert(changed)
    const before = await standard()
    const run = await operator.job('standard-inventory-load', MONTH)
    expect(run.result).toMatchObject({ skipped: before.length, outdated: 3 })
    expected.load()
    const frozen = ({ metaId, forecastTotal, adjustedTotal, status }: Listed) => ({
      metaId,
      forecastTotal,
      adjustedTotal,
      status,
    })
    const after = await standard()
    expect(after.map(frozen)).toEqual(before.map(frozen))
    for (const { metaId, actualTotal, changeRate } of after) {
      const model = expected.rows.get(metaId)!
      expect([actualTotal, changeRate]).toEqual([
        Number(model.actualTotal),
        model.changeRate === null ? null : expect.closeTo(model.changeRate, 6),
      ])
    }
    expect(after.filter((row) => 'newForecastTotal' in row).map(({ metaId }) => metaId)).toEqual([
      'KW1',
      'PG1',
      'PG4',
    ])
    expect((await operator.job('unit-inventory-load', MONTH)).status).toBe('SUCCEEDED')
    await expectUnitsAsModelled()
  })

  it('takes a new forecast after reopening, and keeps the correction', async () => {
    const reopened = ['PG1', 'PG4', 'KW1']
    const ids = (await standard()).filter(({ metaId }) => reopened.includes(metaId)).map(({ id }) => id)
    expectProblem(await operator.post('/standard-inventory/reopenings', { ids }), 422, 'VALIDATION_FAILED')
    expectProblem(
      await planner.post('/standard-inventory/reopenings', { ids, reason: '다시' }),
      403,
      'FORBIDDEN',
    )
    done(await operator.post('/standard-inventory/reopenings', { ids, reason: '새 예측' }))
    expected.confirm(reopened, false)
    await expectStandardAsModelled()
    await operator.job('standard-inventory-load', MONTH)
    expected.load()
    await expectStandardAsModelled()
    expect((await standardOf('PG1')).adjustedTotal).toBe(1_234_567)
    done(await operator.post('/standard-inventory/confirmations', { month: MONTH, ids }))
    expected.confirm(reopened)
    await operator.job('unit-inventory-load', MONTH)
    await expectUnitsAsModelled()
  })

  it('shows forecast 0 for a content that has no rows any more', async () => {
    const row = await standardOf('PG7')
    done(await operator.post('/standard-inventory/reopenings', { ids: [row.id], reason: '삭제' }))
    await test.service.database.write((tx) =>
      tx.run('DELETE FROM forecast_inventory WHERE meta_id = ?', ['PG7']),
    )
    await operator.job('standard-inventory-load', MONTH)
    expect(await standardOf('PG7')).toMatchObject({ forecastTotal: 0, actualTotal: 0, changeRate: null })
    const { version } = await standardOf('PG7')
    done(
      await operator.patch(`/standard-inventory/${row.id}`, { adjustedTotal: 100, reason: '추정', version }),
    )
    expectProblem(
      await operator.post('/standard-inventory/confirmations', { month: MONTH, ids: [row.id] }),
      422,
      'SHAPE_ALL_ZERO',
    )
    expect(await standardOf('PG7')).toMatchObject({ status: 'OPEN', adjustedTotal: 100 })
    done(
      await operator.patch(`/standard-inventory/${row.id}`, {
        adjustedTotal: null,
        reason: '취소',
        version: version + 1,
      }),
    )
    done(await operator.post('/standard-inventory/confirmations', { month: MONTH, ids: [row.id] }))
    await operator.job('unit-inventory-load', MONTH)
    const left = (await units('&metaId=PG7')).filter(({ forecast }) => forecast > 0)
    expect(left).toEqual([])
  })

  it('never lets capacity fall below what is sold, and says how much is at risk', async () => {
    done(
      await operator.put('/products/CONTENTS', {
        name: '콘텐츠',
        targetingKind: 'CONTENTS',
        platforms: ['KAKAO'],
        ecpm: 10_000,
        ctr: 0.01,
        vtr: 0.3,
      }),
    )
    const campaign = await createCampaign(planner)
    const [unitId] = await addRows(planner, campaign, [
      { productCode: 'CONTENTS', startDate: '2026-12-03', endDate: '2026-12-20', amount: 400_000 },
    ])
    done(
      await target(planner, campaign, unitId!, [
        { name: 'PG4', weight: 1, members: [{ metaId: 'PG4', weight: 1 }] },
      ]),
    )
    done(await buy(planner, campaign, [unitId!]))
    const sold = new Map((await units('&metaId=PG4')).map((unit) => [unitKey(unit), unit.sold] as const))
    expect([...sold.values()].reduce((a, b) => a + b)).toBe(40_000)

    const row = await standardOf('PG4')
    done(await operator.post('/standard-inventory/reopenings', { ids: [row.id], reason: '편성 변경' }))
    const { version } = await standardOf('PG4')
    done(
      await operator.patch(`/standard-inventory/${row.id}`, {
        adjustedTotal: 30_000,
        reason: '축소',
        version,
      }),
    )
    done(await operator.post('/standard-inventory/confirmations', { month: MONTH, ids: [row.id] }))
    expected.rows.delete('PG7')
    expected.correct('PG4', 30_000)
    const run = await operator.job('unit-inventory-load', MONTH)
    const listed = (await units()).filter(({ metaId }) => metaId !== 'PG7')
    const model = expected.units()
    expect(listed).toHaveLength(model.size)
    for (const unit of listed) {
      const forecast = Number(model.get(unitKey(unit)))
      const taken = sold.get(unitKey(unit)) ?? 0
      expect(unit).toMatchObject({
        forecast,
        capacity: Math.max(forecast, taken),
        sold: taken,
        held: 0,
        remaining: Math.max(forecast, taken) - taken,
        atRisk: Math.max(0, taken - forecast),
      })
    }
    const risky = listed.filter(({ atRisk }) => atRisk > 0)
    expect(risky.length).toBeGreaterThan(0)
    expect(run.status).toBe('SUCCEEDED')
  })

  it('grows again with a larger forecast', async () => {
    const row = await standardOf('PG4')
    done(await operator.post('/standard-inventory/reopenings', { ids: [row.id], reason: '복구' }))
    const { version } = await standardOf('PG4')
    done(
      await operator.patch(`/standard-inventory/${row.id}`, {
        adjustedTotal: 900_000,
        reason: '확대',
        version,
      }),
    )
    done(await operator.post('/standard-inventory/confirmations', { month: MONTH, ids: [row.id] }))
    await operator.job('unit-inventory-load', MONTH)
    const listed = await units('&metaId=PG4')
    expect(listed.every(({ capacity, forecast, atRisk }) => capacity === forecast && atRisk === 0)).toBe(true)
    expect(listed.reduce((sum, { sold }) => sum + sold, 0)).toBe(40_000)
    expect(listed.reduce((sum, { forecast }) => sum + forecast, 0)).toBe(900_000)
    expect(new Set(listed.map(({ date }) => date))).toEqual(new Set(datesOfMonth(MONTH)))
  })

  it('runs a job of a month once at a time', async () => {
    const { runId } = done(await operator.upload(csvOfOneMonth()))
    const starts: Answer[] = await Promise.all(
      [1, 2, 3, 4, 5].map(() => operator.post('/jobs/standard-inventory-load/runs', { month: MONTH })),
    )
    expect(starts.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409, 409])
    for (const refused of starts.filter(({ status }) => status === 409)) {
      expectProblem(refused, 409, 'JOB_ALREADY_RUNNING')
    }
    const other = done(await operator.post('/jobs/standard-inventory-load/runs', { month: '2027-02' }))
    const run = starts.find(({ status }) => status === 202)!.body.runId
    expect(done(await operator.get(`/jobs/runs/${run}`))).toMatchObject({
      id: run,
      job: 'standard-inventory-load',
      month: MONTH,
      progress: { done: expect.any(Number), total: expect.any(Number) },
    })
    for (const id of [runId, run, other.runId]) {
      expect((await operator.runEnd(id)).status).toBe('SUCCEEDED')
    }
    expect((await operator.job('standard-inventory-load', MONTH)).status).toBe('SUCCEEDED')
  })

  it('knows its jobs', async () => {
    expectProblem(await operator.post('/jobs/make-coffee/runs', { month: MONTH }), 404, 'NOT_FOUND')
    expectProblem(
      await operator.post('/jobs/unit-inventory-load/runs', { month: '2026-13' }),
      422,
      'VALIDATION_FAILED',
    )
    expectProblem(await planner.post('/jobs/unit-inventory-load/runs', { month: MONTH }), 403, 'FORBIDDEN')
    expectProblem(await operator.get('/jobs/runs/7b8b63f4-96bb-4dc8-9f0c-9f5f1e1d2c3b'), 404, 'NOT_FOUND')
  })
})

/** A file that keeps the runner busy for a moment. */
function csvOfOneMonth(): string {
  const lines = ['part,metaId,date,hour,forecast,actual']
  for (let content = 0; content < 12; content++) {
    for (const date of datesOfMonth('2027-02')) {
      for (let hour = 0; hour < 24; hour++) lines.push(`YT_CHANNEL,BUSY${content},${date},${hour},1,`)
    }
  }
  return lines.join('\n')
}
