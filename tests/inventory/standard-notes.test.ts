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
} from '../http/plan'
import { databases } from '../support/databases'
import { type Client, startService, type TestService } from '../support/service'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const days = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

describe.each(databases())('What is said of a row before it is confirmed ($name)', (kind) => {
  let test: TestService
  let operator: Client
  let planner: Client

  beforeAll(async () => {
    test = await startService(kind)
    operator = await test.signInAs('operator')
    planner = await test.signInAs('planner')
    await putCatalogue(operator)
  })
  afterAll(() => test?.stop())

  const rowsOf = (metaId: string, month: string, some: number[], hours = HOURS, forecast = 100) =>
    some.flatMap((day) =>
      hours.map(
        (hour) => `SMR_PROGRAM,${metaId},${month}-${String(day).padStart(2, '0')},${hour},${forecast},`,
      ),
    )
  const take = async (name: string, rows: string[], fields: Record<string, string> = {}) => {
    const text = ['part,metaId,date,hour,forecast,actual', ...rows].join('\n')
    const run = await operator.runEnd(done(await operator.upload(text, name, fields)).runId)
    expect(run.error).toBeNull()
  }
  const load = async (month: string) => (await operator.job('standard-inventory-load', month)).result
  const rowOf = async (metaId: string, month: string) =>
    (await everything(operator, `/standard-inventory?month=${month}&notes=true`)).find(
      (row: { metaId: string }) => row.metaId === metaId,
    )
  const notesOf = async (metaId: string, month: string) => (await rowOf(metaId, month)).notes
  const correct = async (metaId: string, month: string, adjustedTotal: number | null) => {
    const { id, version } = await rowOf(metaId, month)
    return done(await operator.patch(`/standard-inventory/${id}`, { adjustedTotal, reason: '시험', version }))
  }
  const reopen = async (metaId: string, month: string) => {
    const { id } = await rowOf(metaId, month)
    done(await operator.post('/standard-inventory/reopenings', { ids: [id], reason: '시험' }))
  }
  const units = async (metaId: string, month: string): Promise<{ date: string; forecast: number }[]> =>
    everything(operator, `/unit-inventory?metaId=${metaId}&from=${month}-01&to=${month}-31`)
  const dayOf = async (metaId: string, date: string) =>
    (await units(metaId, date.slice(0, 7)))
      .filter((unit) => unit.date === date)
      .reduce((sum, { forecast }) => sum + forecast, 0)

  it('names the days that a correction is split over, when the forecast holds half a month', async () => {
    const month = '2028-01'
    await take('half.csv', rowsOf('PG1', month, days(1, 15)))
    expect(await load(month)).toMatchObject({ loaded: 1, toCheck: 1 })
    const span = { code: 'PART_OF_MONTH', part: 'SMR_PROGRAM', from: '2028-01-01', to: '2028-01-15' }
    expect(await notesOf('PG1', month)).toEqual([span])
    // What the whole month comes to: on half of its days it is the double of each.
    await correct('PG1', month, 31 * 2400)
    const few = { code: 'CORRECTED_ON_FEW_DAYS', days: 15, of: 31, before: 2400, after: 4960 }
    expect(await notesOf('PG1', month)).toEqual([span, few])
    done(await operator.post('/standard-inventory/confirmations', { month }))
    expect(await notesOf('PG1', month)).toEqual([span, few])
    await operator.job('unit-inventory-load', month)
    expect(await dayOf('PG1', '2028-01-07')).toBe(4960)

    // The other half comes: the same total is right for it.
    await take('rest.csv', rowsOf('PG1', month, days(16, 31)))
    expect(await load(month)).toMatchObject({ loaded: 0, skipped: 1, outdated: 1 })
    expect((await notesOf('PG1', month))[0]).toEqual({
      code: 'FORECAST_CHANGED',
      before: 15 * 2400,
      after: 31 * 2400,
    })
    await reopen('PG1', month)
    await loadMonth(operator, month)
    const other = { code: 'CORRECTED_FOR_OTHER_DAYS', days: 31, of: 15, before: 2400, after: 2400 }
    expect(await notesOf('PG1', month)).toEqual([other])
    expect(await dayOf('PG1', '2028-01-07')).toBe(2400)
    // Given again, it is made for these days.
    await reopen('PG1', month)
    await correct('PG1', month, 31 * 2400)
    expect(await notesOf('PG1', month)).toEqual([])
  })

  it('names what is missing, what has jumped and what the last file lacks', async () => {
    const month = '2028-02'
    const all = ['PG1', 'PG2', 'PG3'].flatMap((metaId) => rowsOf(metaId, month, days(1, 29)))
    await take('first.csv', [
      ...all,
      ...rowsOf('PG4', month, [...days(1, 9), ...days(11, 29)]),
      ...rowsOf('PG4', month, [10], HOURS.slice(0, 14)),
    ])
    expect(await load(month)).toMatchObject({ loaded: 4, toCheck: 1 })
    expect(await notesOf('PG4', month)).toEqual([
      { code: 'HOURS_MISSING', part: 'SMR_PROGRAM', days: 1, date: '2028-02-10', hours: 14, of: 24 },
    ])
    // By days over a forecast by hours, and without PG3 and PG4.
    await take('second.csv', [
      ...rowsOf('PG1', month, days(1, 29), [0], 2400),
      ...rowsOf('PG2', month, days(1, 29)),
      ...rowsOf('PG4', month, [10]),
    ])
    expect(await load(month)).toMatchObject({ loaded: 4, toCheck: 3 })
    expect(await notesOf('PG1', month)).toEqual([
      { code: 'JUMPED', part: 'SMR_PROGRAM', days: 29, before: 29 * 2400, after: 29 * 4700 },
    ])
    expect(await notesOf('PG2', month)).toEqual([])
    expect(await notesOf('PG3', month)).toEqual([
      { code: 'NOT_IN_LAST_FILE', part: 'SMR_PROGRAM', file: 'second.csv' },
    ])
    // The mended day of PG4 is a jump of this day.
    expect(await notesOf('PG4', month)).toEqual([
      { code: 'JUMPED', part: 'SMR_PROGRAM', days: 1, before: 1400, after: 2400 },
    ])
    // A correction of one row says nothing about the others.
    await take('one.csv', ['SMR_PROGRAM,PG2,2028-02-03,1,101,'])
    await load(month)
    expect((await notesOf('PG3', month))[0]).toMatchObject({ file: 'second.csv' })
    // A file that changes nothing of a content leaves what was said of its last change.
    const jumped = await notesOf('PG1', month)
    expect(jumped).toHaveLength(1)
    await take('same.csv', [
      'SMR_PROGRAM,PG2,2028-02-03,1,102,',
      ...rowsOf('PG1', month, days(1, 29), [0], 2400),
    ])
    await load(month)
    expect(await notesOf('PG1', month)).toEqual(jumped)
  })

  it('names days between others on which the part has no forecast at all', async () => {
    const month = '2028-10'
    await take('gap.csv', [
      ...rowsOf('PG1', month, [...days(1, 13), ...days(16, 31)]),
      // Another content need not be on each day.
      ...rowsOf('PG2', month, [1, 8, 22, 29]),
    ])
    await load(month)
    const gap = { code: 'PART_OF_MONTH', part: 'SMR_PROGRAM', from: '2028-10-01', to: '2028-10-31' }
    expect(await notesOf('PG2', month)).toEqual([{ ...gap, days: 2, date: '2028-10-14' }])
    await take('filled.csv', rowsOf('PG1', month, [14, 15]))
    await load(month)
    expect(await notesOf('PG2', month)).toEqual([])
  })

  it('names a file that wrote rows of the month and did not reach its end', async () => {
    const month = '2028-05'
    await take('cut.csv', rowsOf('PG1', month, days(1, 31)))
    await test.service.database.write((tx) =>
      tx.run("UPDATE forecast_file SET taken_at = NULL WHERE name = 'cut.csv'"),
    )
    await load(month)
    expect(await notesOf('PG1', month)).toEqual([
      { code: 'FILE_BROKE_OFF', part: 'SMR_PROGRAM', file: 'cut.csv' },
    ])
    await take('whole.csv', rowsOf('PG1', month, days(1, 31)))
    await load(month)
    expect(await notesOf('PG1', month)).toEqual([])
  })

  it('names hours that seem to be counted from 1 to 24', async () => {
    await take('shifted.csv', rowsOf('PG2', '2028-04', days(1, 30), days(1, 24)))
    await load('2028-04')
    expect(await notesOf('PG2', '2028-04')).toContainEqual({ code: 'HOURS_1_TO_24', part: 'SMR_PROGRAM' })
  })

  it('says what a complete file has withdrawn, and keeps what is sold', async () => {
    const month = '2026-12'
    const product = {
      name: '콘텐츠',
      targetingKind: 'CONTENTS',
      platforms: ['KAKAO'],
      ecpm: 10_000,
      ctr: 0.01,
      vtr: 0.3,
    }
    done(await operator.put('/products/CONTENTS', product))
    const sets = ['PG1', 'PG2', 'PG3'].map((metaId) => rowsOf(metaId, month, days(1, 31)))
    await take('whole.csv', sets.flat())
    await loadMonth(operator, month)
    const campaign = await createCampaign(planner)
    const [unitId] = await addRows(planner, campaign, [
      { productCode: 'CONTENTS', startDate: '2026-12-10', endDate: '2026-12-12', amount: 10_000 },
    ])
    const members = [{ metaId: 'PG3', weight: 1 }]
    done(await target(planner, campaign, unitId!, [{ name: 'PG3', weight: 1, members }]))
    done(await buy(planner, campaign, [unitId!]))
    const sold = 1000

    await reopen('PG2', month)
    await take('corrected.csv', sets[0]!, { complete: 'true' })
    expect(await load(month)).toMatchObject({ loaded: 0, skipped: 1, zeroed: 1, outdated: 1 })
    expect(await rowOf('PG2', month)).toMatchObject({
      forecastTotal: 0,
      notes: [
        { code: 'WITHDRAWN', part: 'SMR_PROGRAM', days: 31, date: '2026-12-01', file: 'corrected.csv' },
      ],
    })
    // Confirmed rows stay for sale until somebody reopens them.
    expect(await rowOf('PG3', month)).toMatchObject({
      forecastTotal: 31 * 2400,
      status: 'CONFIRMED',
      notes: [{ code: 'FORECAST_CHANGED', before: 31 * 2400, after: 0 }],
    })
    await reopen('PG3', month)
    await loadMonth(operator, month)
    const left = await units('PG3', month)
    expect(left.every(({ forecast }) => forecast === 0)).toBe(true)
    const total = (field: string) =>
      left.reduce((sum, unit) => sum + (unit as unknown as Record<string, number>)[field]!, 0)
    expect(['sold', 'capacity', 'atRisk', 'remaining'].map(total)).toEqual([sold, sold, sold, 0])
    const again = { productCode: 'CONTENTS', startDate: '2026-12-10', endDate: '2026-12-12', amount: 10_000 }
    const [other] = await addRows(planner, campaign, [again])
    done(await target(planner, campaign, other!, [{ name: 'PG3', weight: 1, members }]))
    expectProblem(await buy(planner, campaign, [other!]), 409, 'INVENTORY_SHORTAGE')
    // The earlier file brings it back.
    await take('whole.csv', sets.flat())
    for (const metaId of ['PG2', 'PG3']) await reopen(metaId, month)
    await loadMonth(operator, month)
    expect(await notesOf('PG3', month)).toEqual([])
    done(await buy(planner, campaign, [other!]))
  })
})
