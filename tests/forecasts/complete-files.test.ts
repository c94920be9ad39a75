import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { done, putCatalogue } from '../http/plan'
import { databases } from '../support/databases'
import { type Client, startService, type TestService } from '../support/service'

const HEADER = 'part,metaId,date,hour,forecast,actual'

describe.each(databases())('What a forecast file leaves open ($name)', (kind) => {
  let test: TestService
  let operator: Client

  beforeAll(async () => {
    test = await startService(kind)
    operator = await test.signInAs('operator')
    await putCatalogue(operator)
  })
  afterAll(() => test?.stop())

  const take = async (rows: readonly string[], fields: Record<string, string> = {}) => {
    const { runId } = done(await operator.upload([HEADER, ...rows].join('\n'), 'forecast.csv', fields))
    const run = await operator.runEnd(runId)
    expect(run.error).toBeNull()
    return { runId, ...run.result }
  }
  const warnings = (outcome: { warnings: { code: string }[] }) =>
    Object.fromEntries(outcome.warnings.map(({ code, ...rest }) => [code, rest]))
  const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
  /** Rows of a content: the days of a month, each with these hours. */
  const rowsOf = (metaId: string, month: string, days: number[], hours: number[], forecast: number) =>
    days.flatMap((day) =>
      hours.map(
        (hour) => `SMR_PROGRAM,${metaId},${month}-${String(day).padStart(2, '0')},${hour},${forecast},`,
      ),
    )
  const days = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)
  const stored = (metaId: string) =>
    test.service.database.read((tx) =>
      tx.rows<{ date: string; hours: number; forecast: number }>(
        `SELECT date, COUNT(*) AS hours, SUM(forecast) AS forecast FROM forecast_inventory
         WHERE meta_id = ? GROUP BY date ORDER BY date`,
        [metaId],
      ),
    )
  const sum = (rows: { forecast: number }[]) => rows.reduce((total, { forecast }) => total + forecast, 0)

  it('names the contents that it lacks and earlier files had', async () => {
    const all = ['L1', 'L2', 'L3'].map((metaId) => `SMR_PROGRAM,${metaId},2028-01-05,7,10,`)
    expect(warnings(await take(all)).CONTENTS_MISSING).toBeUndefined()
    const other = await take(['YT_PROGRAM,L1,2028-01-05,7,10,', 'SMR_PROGRAM,L1,2028-02-05,7,10,'])
    expect(warnings(other).CONTENTS_MISSING).toBeUndefined()
    expect(warnings(await take([all[0]!.replace('10', '11')])).CONTENTS_MISSING).toMatchObject({
      count: 2,
      first: ['SMR_PROGRAM L2 2028-01', 'SMR_PROGRAM L3 2028-01'],
    })
  })

  it('says that a correction by days adds to the hours of half a month, and what it came to', async () => {
    const hourly = rowsOf('HALF', '2028-03', days(1, 31), HOURS, 100)
    expect(warnings(await take(hourly))).toEqual({})
    // The vendor's correction has one row a day with the sum of the day.
    const daily = rowsOf('HALF', '2028-03', days(1, 15), [0], 2400)
    const outcome = await take(daily)
    expect(warnings(outcome)).toMatchObject({
      HOURS_KEPT: { count: 15 },
      JUMPED: { count: 1, first: ['SMR_PROGRAM HALF: 36,000 → 70,500'] },
    })
    // As a complete file of the month it would withdraw the second half too; as whole days it is right.
    const whole = [...daily, ...rowsOf('HALF', '2028-03', days(16, 31), HOURS, 100)]
    const complete = await take(whole, { complete: 'true' })
    expect(complete).toMatchObject({ complete: true, withdrawn: 15 * 23 })
    expect(warnings(complete)).toMatchObject({ WITHDRAWN: { count: 15 * 23 }, JUMPED: { count: 1 } })
    expect(warnings(complete).HOURS_KEPT).toBeUndefined()
    expect(sum(await stored('HALF'))).toBe(31 * 2400)
    expect(await stored('HALF')).toContainEqual({ date: '2028-03-15', hours: 1, forecast: 2400 })
  })

  it('says what part of the days it has', async () => {
    expect(warnings(await take(rowsOf('PART', '2028-04', [1, 2], days(7, 20), 5)))).toMatchObject({
      PART_OF_DAY: { count: 1, first: ['SMR_PROGRAM: at most 14 of 24 hours'] },
    })
    const one = [
      ...rowsOf('PART', '2028-04', [1, 2], HOURS, 5),
      ...rowsOf('PART', '2028-04', [3], days(0, 13), 5),
    ]
    expect(warnings(await take(one))).toMatchObject({
      FEWER_HOURS: { count: 1, first: ['SMR_PROGRAM PART 2028-04-03: 14 of 24 hours'] },
    })
  })

  it('says which days in the middle of a month no file has', async () => {
    const all = rowsOf('GAP', '2028-05', [1, 2, 5, 6, 9], HOURS, 5)
    // The content has no row of the 7th, but another one has.
    const other = rowsOf('OTHER', '2028-05', [7], HOURS, 5)
    expect(warnings(await take([...all, ...other]))).toEqual({
      DAYS_MISSING: {
        count: 3,
        detail: expect.stringContaining('Neither this file nor an earlier one'),
        first: ['SMR_PROGRAM 2028-05-03', 'SMR_PROGRAM 2028-05-04', 'SMR_PROGRAM 2028-05-08'],
      },
    })
    const rest = await take(rowsOf('OTHER', '2028-05', [3, 4], HOURS, 5))
    expect(warnings(rest).DAYS_MISSING).toMatchObject({ count: 1, first: ['SMR_PROGRAM 2028-05-08'] })
    expect(warnings(await take(rowsOf('GAP', '2028-05', [8], HOURS, 5))).DAYS_MISSING).toBeUndefined()
  })

  it('withdraws what a complete file lacks, keeps a record, and takes it back with the earlier file', async () => {
    const month = '2029-01'
    const earlier = [
      ...rowsOf('W1', month, [1, 31], [6, 7], 100),
      ...rowsOf('W2', month, [5], [6], 70),
      'SMR_PROGRAM,W2,2029-01-06,6,80,9',
      // Other parts and other months are not what the file is complete for.
      'YT_PROGRAM,W2,2029-01-05,6,1,',
      'SMR_PROGRAM,W2,2029-02-05,6,1,',
    ]
    await take(earlier)
    const later = rowsOf('W1', month, [1], [6, 7], 110)
    const open = await take(later)
    expect(open).not.toHaveProperty('complete')
    expect(await stored('W1')).toHaveLength(2)
    // The same bytes as complete are another thing to do.
    const complete = await take(later, { complete: 'true' })
    expect(complete.alreadyTaken).toBeUndefined()
    expect(complete).toMatchObject({ complete: true, withdrawn: 4 })
    expect(warnings(complete)).toMatchObject({
      WITHDRAWN: {
        count: 4,
        first: ['SMR_PROGRAM W2 2029-01-05', 'SMR_PROGRAM W2 2029-01-06', 'SMR_PROGRAM W1 2029-01-31'],
      },
    })
    expect(warnings(complete).CONTENTS_MISSING).toBeUndefined()
    expect(await stored('W1')).toEqual([{ date: '2029-01-01', hours: 2, forecast: 220 }])
    expect(await stored('W2')).toEqual([
      { date: '2029-01-05', hours: 1, forecast: 1 },
      { date: '2029-02-05', hours: 1, forecast: 1 },
    ])
    expect((await operator.get('/forecasts?limit=1')).body.items[0]).toMatchObject({
      runId: complete.runId,
      complete: true,
      withdrawn: 4,
    })
    const answer = await operator.get(`/forecasts/${complete.runId}/withdrawn.csv`)
    expect(parse(answer.bytes, { bom: true })).toEqual([
      HEADER.split(','),
      ['SMR_PROGRAM', 'W2', '2029-01-05', '6', '70', ''],
      ['SMR_PROGRAM', 'W2', '2029-01-06', '6', '80', '9'],
      ['SMR_PROGRAM', 'W1', '2029-01-31', '6', '100', ''],
      ['SMR_PROGRAM', 'W1', '2029-01-31', '7', '100', ''],
    ])
    // In Korean it is a forecast file as well.
    const korean = await operator.get(`/forecasts/${complete.runId}/withdrawn.csv`, {
      'accept-language': 'ko',
    })
    expect(parse(korean.bytes, { bom: true })[0]).toEqual(['파트', '메타ID', '날짜', '시간', '예측', '실적'])
    expect((await take(later, { complete: 'true' })).alreadyTaken).toMatchObject({ runId: complete.runId })
    // What was withdrawn comes back from the record, and from the earlier file.
    const back = await operator.upload(korean.bytes)
    expect((await operator.runEnd(back.body.runId)).result).toMatchObject({ accepted: 4, rejected: 0 })
    expect(sum(await stored('W1')) + sum(await stored('W2'))).toBe(220 + 200 + 150 + 2)
    expect((await take(earlier)).alreadyTaken).toBeUndefined()
    expect(sum(await stored('W1'))).toBe(400)
    const none = await operator.get(`/forecasts/${open.runId}/withdrawn.csv`)
    expect(parse(none.bytes, { bom: true })).toEqual([HEADER.split(',')])
    const nobody = '7b8b63f4-96bb-4dc8-9f0c-9f5f1e1d2c3b'
    expect((await operator.get(`/forecasts/${nobody}/withdrawn.csv`)).status).toBe(404)
  })

  it('withdraws nothing when it refused a row', async () => {
    await take(rowsOf('R1', '2029-03', [1], [6], 1))
    const outcome = await take(['SMR_PROGRAM,R2,2029-03-01,6,1,', 'SMR_PROGRAM,R1,2029-03-01,6,many,'], {
      complete: 'true',
    })
    expect(outcome).toMatchObject({ withdrawn: 0, rejected: 1 })
    expect(warnings(outcome)).toMatchObject({ NOT_WITHDRAWN: { count: 1 }, CONTENTS_MISSING: { count: 1 } })
    expect(await stored('R1')).toHaveLength(1)
  })

  it('is complete for broadcast days, where it counts hours after midnight', async () => {
    const own = (month: string) => rowsOf('NIGHT', month, [1, 2], [6, 25], 10)
    // December's last night lies on 1 January; January's last on 1 February, in which February is at home.
    await take(['SMR_PROGRAM,NIGHT,2029-04-30,25,10,', ...own('2029-06')])
    await take([...own('2029-05'), 'SMR_PROGRAM,NIGHT,2029-05-31,26,10,'])
    const outcome = await take(own('2029-05').slice(0, 3), { complete: 'true' })
    expect(outcome.withdrawn).toBe(2)
    expect((await stored('NIGHT')).map(({ date, hours }) => `${date} ${hours}`)).toEqual([
      '2029-05-01 2',
      '2029-05-02 2',
      '2029-06-01 1',
      '2029-06-02 2',
      '2029-06-03 1',
    ])
  })
})
