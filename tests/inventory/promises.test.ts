import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { done, everything } from '../http/plan'
import { Market, members } from '../purchases/market'
import { databases } from '../support/databases'

const FLIGHT = { productCode: 'DIRECT', startDate: '2026-12-03', endDate: '2026-12-12' } as const

describe.each(databases())('What is promised of a month ($name)', (kind) => {
  let market: Market

  beforeAll(async () => {
    market = await Market.open(kind)
  }, 60_000)
  afterAll(() => market?.stop())

  it('is held and sold of each content, page by page, and nothing of the others', async () => {
    const { operator, planner } = market
    expect(await everything(operator, '/inventory/promises?month=2026-12')).toEqual([])
    done(await market.buy(await market.place({ ...FLIGHT, amount: 400_000 }, members('PG1', 'PG2'))))
    done(await market.hold([await market.place({ ...FLIGHT, amount: 100_000 }, members('PG2'))]))
    const promised = await everything(operator, '/inventory/promises?month=2026-12&limit=1')
    const units = await everything(operator, '/unit-inventory?from=2026-12-01&to=2026-12-31')
    const sum = (metaId: string, of: 'held' | 'sold') =>
      units.filter((unit) => unit.metaId === metaId).reduce((all, unit) => all + unit[of], 0)
    expect(promised).toEqual(
      ['PG1', 'PG2'].map((metaId) => ({ metaId, held: sum(metaId, 'held'), sold: sum(metaId, 'sold') })),
    )
    expect(promised[1]!.held).toBeGreaterThan(0)
    expect(await everything(operator, '/inventory/promises?month=2027-01')).toEqual([])
    expect((await planner.get('/inventory/promises?month=2026-12')).status).toBe(403)
  })
})
