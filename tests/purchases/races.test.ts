import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { done, numbers } from '../http/plan'
import { databases } from '../support/databases'
import type { Answer } from '../support/service'
import { Market, members, type Placed, type Row } from './market'

const row: Row = { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-14', amount: 300_003 }

describe.each(databases())('Everything at once ($name)', (kind) => {
  let market: Market

  beforeAll(async () => {
    market = await Market.open(kind)
  })
  afterAll(() => market?.stop())

  it('keeps every sum while planners hold, buy, amend, cancel and let go on the same rows', async () => {
    const below = numbers(7)
    const placed: Placed[] = []
    const { maxAmount } = done(
      await market.planner.post('/availability', {
        ...row,
        amount: undefined,
        groups: members('PG1', 'PG2', 'PG3'),
      }),
    )
    for (let i = 0; i < 12; i++) {
      // Members in another order, so that the purchases lock rows in different orders.
      const metaIds = i % 2 === 0 ? ['PG1', 'PG2', 'PG3'] : ['PG3', 'PG1', 'PG2']
      placed.push(await market.place({ ...row, amount: Math.floor(maxAmount / 7) }, members(...metaIds)))
    }
    const step = async (one: Placed): Promise<Answer> => {
      const { bookingStatus, amount } = await market.row(one)
      if (bookingStatus === 'Draft') return below(2) === 0 ? market.hold([one]) : market.buy(one)
      if (bookingStatus === 'Reserved') {
        const choice = below(3)
        if (choice === 0) return market.buy(one)
        return choice === 1
          ? market.release(one)
          : market.act(one, 'amend', { amount: amount + below(9_999) })
      }
      if (below(6) === 0) return market.act(one, 'cancel')
      return market.act(one, 'amend', { amount: Math.floor((amount * (50 + below(100))) / 100) })
    }
    const seen = new Map<number, number>()
    await Promise.all(
      placed.map(async (one) => {
        for (let turn = 0; turn < 10; turn++) {
          const { status } = await step(one)
          seen.set(status, (seen.get(status) ?? 0) + 1)
        }
      }),
    )
    expect([...seen.keys()].filter((status) => status >= 500)).toEqual([])
    expect(seen.get(200)).toBeGreaterThan(10)
    await market.audit()
  })
})
