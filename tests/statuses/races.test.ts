import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { audit } from '../../server/audit/audit'
import { done } from '../http/plan'
import { Market, members, type Placed } from '../purchases/market'
import { databases } from '../support/databases'
import type { Answer } from '../support/service'

const ROW = {
  productCode: 'DIRECT',
  startDate: '2026-12-02',
  endDate: '2026-12-06',
  amount: 100_000,
} as const
const STATUSES = ['APPROVED', 'LIVE', 'PAUSED', 'LIVE', 'FAILED', 'LIVE'] as const
const CALLERS = 6

describe.each(databases())('Reports at the same time ($name)', (kind) => {
  let market: Market
  beforeAll(async () => {
    market = await Market.open(kind)
  })
  afterAll(() => market.stop())

  it('add up, while rows are amended and canceled', async () => {
    const placed: Placed[] = []
    const childAdIds: string[] = []
    for (let i = 0; i < 4; i++) {
      const one = await market.place(ROW, members('PG1', 'PG2'), placed[i < 2 ? 0 : 2]?.campaignId)
      placed.push(one)
      const { units } = done(await market.buy(one))
      for (const ad of units[0].ads) for (const child of ad.childAds) childAdIds.push(child.childAdId)
    }
    // Every caller reports every ad, each in another order and at other moments.
    const callers = Array.from({ length: CALLERS }, async (_caller, c) => {
      for (const [s, status] of STATUSES.entries()) {
        const reportedAt = `2026-12-01T11:${s}${c}:00+09:00`
        const reports = childAdIds.map((childAdId) => ({ childAdId, status, reportedAt }))
        const { accepted, rejected } = done(
          await market.operator.post('/ads/status-reports', { reports: c % 2 ? reports : reports.reverse() }),
        )
        expect(accepted + rejected).toBe(reports.length)
      }
    })
    const planner = [
      market.act(placed[0]!, 'amend', { amount: 200_000 }),
      market.act(placed[3]!, 'cancel', { reason: '취소' }),
    ]
    await Promise.all(callers)
    for (const answer of await Promise.all(planner)) done(answer)

    const rows: Answer['body'][] = []
    for (const one of placed) rows.push(await market.row(one))
    expect(rows.map(({ publishStatus }) => publishStatus)).toEqual(['LIVE', 'LIVE', 'LIVE', 'CANCELED'])
    const verdicts = await audit(market.test.service.database, market.clock.now())
    expect(verdicts.filter(({ count }) => count > 0)).toEqual([])
  })
})
