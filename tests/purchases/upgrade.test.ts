import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { done } from '../http/plan'
import { databases } from '../support/databases'
import { Market, members, type Row } from './market'

const row: Row = { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-14', amount: 300_003 }

describe.each(databases())('A database from before bookings had revisions ($name)', (kind) => {
  let market: Market

  beforeAll(async () => {
    market = await Market.open(kind)
  })
  afterAll(() => market?.stop())

  it('keeps what was bought, which can then be explained and amended', async () => {
    const placed = await market.place(row, members('PG1', 'PG2', 'PG3'))
    done(await market.buy(placed))
    const before = await market.distribution(placed)
    const { database } = market.test.service
    const { dataSource } = database
    const hasBookings = async () => {
      const queryRunner = dataSource.createQueryRunner()
      const found = await queryRunner.hasTable('booking')
      await queryRunner.release()
      return found
    }
    while (await hasBookings()) await dataSource.undoLastMigration({ transaction: 'each' })
    await dataSource.runMigrations({ transaction: 'each' })
    expect(await market.distribution(placed)).toEqual(before)
    done(await market.act(placed, 'amend', { amount: 400_004, platforms: ['NAVER'] }))
    await market.audit()
  })
})
