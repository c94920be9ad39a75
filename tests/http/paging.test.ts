import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { matching, type Stretch, stretchOf } from '../../server/database/keyset'
import { Market, members, type Placed } from '../purchases/market'
import { databases } from '../support/databases'
import type { Client } from '../support/service'
import { createCampaign, done, everything } from './plan'

const row = { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-08', amount: 60_000 } as const
const MANY = 7

describe.each(databases())('Lists page by key ($name)', (kind) => {
  let market: Market
  let operator: Client
  let placed: Placed

  beforeAll(async () => {
    market = await Market.open(kind)
    operator = market.operator
    placed = await market.place(row, members('PG1', 'PG2', 'PG3'))
    done(await market.buy(placed))
    for (let i = 0; i < MANY; i++) {
      await createCampaign(market.planner, `캠페인 ${i}`)
      done(await market.act(placed, 'amend', { amount: row.amount + 10_000 * (i + 1), reason: `${i}` }))
    }
    const rules = { platform: 'remainder-last', group: 'remainder-last', owner: 'remainder-last' }
    for (const reason of 'abc') done(await operator.put('/split-rules', { ...rules, reason }))
    const { items } = done(await operator.get('/standard-inventory?month=2026-12'))
    for (let i = 0; i < 2; i++) {
      done(await operator.post('/standard-inventory/reopenings', { ids: [items[0].id], reason: '다시' }))
      done(await operator.post('/standard-inventory/confirmations', { month: '2026-12', ids: [items[0].id] }))
    }
    const ids = (await market.distribution(placed)).ads.flatMap((ad: { childAds: { childAdId: string }[] }) =>
      ad.childAds.map(({ childAdId }) => childAdId),
    )
    const reports = ids.flatMap((childAdId: string) =>
      ['APPROVED', 'LIVE', 'REJECTED'].map((status) => ({
        childAdId,
        status,
        reportedAt: '2026-12-01T02:00:00Z',
      })),
    )
    done(await operator.post('/ads/status-reports', { reports }))
    await market.job('monitoring-refresh')
  })
  afterAll(() => market?.stop())

  const lists = (): [path: string, least: number][] => [
    ['/platforms', 4],
    ['/content-owners', 3],
    ['/contents', 10],
    ['/contents?q=p', 5],
    ['/parts', 7],
    ['/products', 3],
    ['/products?onSale=true', 3],
    ['/targeting-groups', 3],
    ['/targeting-groups/FORTY/ratios?month=2026-12', 50],
    ['/standard-inventory?month=2026-12', 5],
    ['/standard-inventory/1/history', 3],
    ['/unit-inventory?metaId=PG1', 90],
    ['/unit-inventory?from=2026-12-05&to=2026-12-06', 8],
    ['/campaigns', MANY + 1],
    [`/campaigns?q=${encodeURIComponent('캠페인 ')}`, MANY],
    [`/campaign-units/${placed.unitId}/ledger`, 20],
    [`/campaign-units/${placed.unitId}/history`, MANY + 1],
    [`/campaign-units/${placed.unitId}/status-history`, 3],
    [`/campaign-units/${placed.unitId}/status-reports`, 9],
    ['/split-rules', 3],
    ['/jobs/runs', 2],
    ['/jobs/runs?job=unit-inventory-load', 1],
    ['/forecasts', 1],
    ['/publish-requests', 3],
    ['/webhooks', 0],
    ['/monitoring/campaigns', 1],
    ['/monitoring/at-risk', 0],
  ]

  it('which together are the whole list, in its order, each item once', async () => {
    for (const [path, least] of lists()) {
      const join = path.includes('?') ? '&' : '?'
      const whole = done(await operator.get(path)).items
      expect(whole.length, path).toBeGreaterThanOrEqual(least)
      for (const limit of [1, 3, whole.length].filter((size) => size > 0 && whole.length / size < 60))
        expect(await everything(operator, `${path}${join}limit=${limit}`), `${path} by ${limit}`).toEqual(
          whole,
        )
    }
    expect(await everything(market.test.admin, '/users?limit=1')).toHaveLength(3)
  })

  it('in which an insertion or deletion before the cursor moves nothing', async () => {
    const names = async (cursor: string) =>
      done(await operator.get(`/campaigns?limit=3&cursor=${cursor}`)).items.map(
        ({ name }: { name: string }) => name,
      )
    const { nextCursor } = done(await operator.get('/campaigns?limit=3'))
    const before = await names(nextCursor)
    market.clock.moveTo('2026-12-01T04:00:00.000Z')
    await createCampaign(market.planner, '새로운 캠페인')
    expect(await names(nextCursor)).toEqual(before)

    const codes = async (cursor: string) =>
      done(await operator.get(`/contents?limit=3&cursor=${cursor}`)).items.map(
        ({ metaId }: { metaId: string }) => metaId,
      )
    const contents = done(await operator.get('/contents?limit=3')).nextCursor
    const after = await codes(contents)
    done(await operator.put(`/contents/A${randomUUID()}`, { type: 'KEYWORD', name: '먼저' }))
    expect(await codes(contents)).toEqual(after)
  })

  it('and begin where a cursor’s item has been, when it is gone', async () => {
    const gone = Buffer.from(JSON.stringify(['PG2x'])).toString('base64url')
    const { items } = done(await operator.get(`/contents?limit=1&cursor=${gone}`))
    expect(items[0].metaId).toBe('PG3')
  })
})

describe('A stretch of a list in memory', () => {
  const rows = [1, 3, 5, 7].map((n) => ({ n }))
  const keyOf = ({ n }: { n: number }) => [n]

  it.each<[Stretch, number[]]>([
    [{ limit: 2 }, [1, 3]],
    [{ limit: 2, after: [3] }, [5, 7]],
    [{ limit: 9, after: [7] }, []],
    [{ limit: 2, after: [4] }, [5, 7]],
    [{ limit: 2, after: [0] }, [1, 3]],
    [{ limit: 2, after: [8] }, []],
  ])('%o is %o', (stretch, expected) => {
    expect(stretchOf(rows, keyOf, stretch).map(({ n }) => n)).toEqual(expected)
  })

  it('is searched stretch by stretch', async () => {
    const all = Array.from({ length: 10_000 }, (_, n) => ({ n }))
    const found = await matching(
      ({ n }) => n % 4_000 === 1,
      keyOf,
      { limit: 2, after: [1] },
      async (stretch) => stretchOf(all, keyOf, stretch),
    )
    expect(found).toEqual([{ n: 4_001 }, { n: 8_001 }])
  })
})
