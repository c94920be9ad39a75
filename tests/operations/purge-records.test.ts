import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { audit } from '../../server/audit/audit'
import { purgeRecords } from '../../server/programs/purge-records'
import { done } from '../http/plan'
import { Market, members, type Placed } from '../purchases/market'
import { databases } from '../support/databases'
import { runJob } from '../support/run-job'

const ROW = {
  productCode: 'DIRECT',
  startDate: '2026-12-02',
  endDate: '2026-12-06',
  amount: 100_000,
} as const
const KEEP = { requestDays: 30, reportDays: 30, rejectionDays: 30 }

describe.each(databases())('Old records ($name)', (kind) => {
  let market: Market
  let placed: Placed
  beforeAll(async () => {
    market = await Market.open(kind)
    placed = await market.place(ROW, members('PG1', 'PG2'))
    const { units } = done(await market.buy(placed))
    const childAdIds = units[0].ads.flatMap((ad: { childAds: { childAdId: string }[] }) =>
      ad.childAds.map(({ childAdId }) => childAdId),
    )
    done(await market.act(placed, 'amend', { amount: 120_000 }))
    // APPROVED counts; the same again changes nothing; COMPLETED is no step from it.
    for (const [status, minute] of [
      ['APPROVED', 1],
      ['APPROVED', 2],
      ['COMPLETED', 3],
      ['LIVE', 4],
    ] as const) {
      const reportedAt = `2026-12-01T11:0${minute}:00+09:00`
      done(
        await market.operator.post('/ads/status-reports', {
          reports: childAdIds.map((childAdId: string) => ({ childAdId, status, reportedAt })),
        }),
      )
    }
    await market.test.service.database.write((tx) =>
      tx.run("UPDATE publish_request SET status = 'DELIVERED', done_at = created_at"),
    )
    await market.operator.upload('week,meta_id\nfoo,bar\n', 'broken.csv')
  })
  afterAll(() => market.stop())

  const count = async (table: string): Promise<number> => {
    const [row] = await market.test.service.database.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`)
    return Number(row?.n)
  }
  const purge = (days: number, keep = KEEP) =>
    runJob(
      market.test.service.database,
      purgeRecords(() => new Date(Date.parse('2026-12-01T03:00:00Z') + days * 86_400_000), keep),
      '2026-12',
    )
  const histories = async () =>
    (await market.planner.get(`/campaign-units/${placed.unitId}/status-history`)).body

  it('stay as long as they are kept, and for ever with 0 days', async () => {
    expect(await purge(20)).toEqual({ requests: 0, reports: 0, rejections: 0 })
    expect(await purge(10_000, { requestDays: 0, reportDays: 0, rejectionDays: 0 })).toEqual({
      requests: 0,
      reports: 0,
      rejections: 0,
    })
  })

  it('go then, except what says how things are: the audit finds nothing', async () => {
    const before = { requests: await count('publish_request'), reports: await count('publish_report') }
    const children = await count('child_ad')
    const history = await histories()
    const { requests, reports } = (await purge(60)) as { requests: number; reports: number }
    expect(requests).toBe(before.requests - children)
    expect(await count('publish_request')).toBe(children)
    expect(reports).toBeGreaterThanOrEqual(children)
    expect(await count('publish_report')).toBe(before.reports - reports)
    expect(await histories()).toEqual(history)
    const verdicts = await audit(market.test.service.database, market.clock.now())
    expect(verdicts.filter((one) => one.count > 0)).toEqual([])
    expect(await purge(60)).toMatchObject({ requests: 0, reports: 0 })
  })

  it('of vendors’ files go with the days, their counts stay', async () => {
    const { database } = market.test.service
    await database.write(async (tx) => {
      const [file] = await tx.rows<{ runId: string }>('SELECT run_id AS runId FROM forecast_file LIMIT 1')
      await tx.run('DELETE FROM forecast_rejection')
      for (let position = 0; position < 2_500; position++)
        await tx.insert(
          'forecast_rejection',
          ['run_id', 'position', 'line', 'column_name', 'value', 'reason', 'taken'],
          [[file!.runId, position, position + 2, 'date', 'x', 'is no date', 0]],
        )
    })
    expect(await purge(10)).toMatchObject({ rejections: 0 })
    expect(await purge(60)).toMatchObject({ rejections: 2_500 })
    expect(await count('forecast_rejection')).toBe(0)
    expect(await count('forecast_file')).toBeGreaterThan(0)
  })
})
