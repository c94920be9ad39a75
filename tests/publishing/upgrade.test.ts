import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { done } from '../http/plan'
import { Market, members, type Row } from '../purchases/market'
import { databases } from '../support/databases'
import { eventually } from '../support/eventually'
import { outOfOrder, Receiver, SECRET } from './receiver'

const row: Row = { productCode: 'DIRECT', startDate: '2026-12-10', endDate: '2026-12-12', amount: 60_000 }

describe.each(databases())('A database from before there was publishing ($name)', (kind) => {
  let market: Market
  let receiver: Receiver
  beforeAll(async () => {
    market = await Market.open(kind, { PUBLISHING: 'on' })
    receiver = await Receiver.open()
  })
  afterAll(async () => {
    await market?.stop()
    await receiver?.close()
  })

  it('floods nobody: what was booked is sent when it is asked for, in the order of what came after', async () => {
    const [kept, amended, canceled] = [
      await market.place(row, members('PG1', 'PG2')),
      await market.place(row, members('PG1', 'PG2')),
      await market.place(row, members('PG1', 'PG2')),
    ]
    for (const placed of [kept, amended, canceled]) done(await market.buy(placed))
    done(await market.act(canceled, 'cancel', { reason: '취소' }))
    const { service } = market.test
    const { dataSource } = service.database
    const migrations = await service.database.rows<{ name: string }>(
      'SELECT name FROM migrations ORDER BY id',
    )
    const since = migrations.length - migrations.findIndex(({ name }) => name.startsWith('Publishing'))
    for (let i = 0; i < since; i++) await dataSource.undoLastMigration({ transaction: 'each' })
    await dataSource.runMigrations({ transaction: 'each' })

    const requests = async (query: string) =>
      done(await market.operator.get(`/publish-requests?${query}`)).items
    expect((await requests('')).map(({ status }: { status: string }) => status)).toEqual(
      new Array(9).fill('WITHHELD'),
    )
    done(await market.operator.put('/webhooks/ads', { url: receiver.url, secret: SECRET }))
    done(await market.act(amended, 'amend', { amount: 90_000 }))
    await eventually(async () => (await requests('status=DELIVERED')).length === 3)
    // The ad server doesn't have the amended ads yet, so they are sent as CREATE.
    expect(receiver.seen.map(({ message }) => message.data.action)).toEqual(['CREATE', 'CREATE', 'CREATE'])

    expect(
      done(await market.operator.post('/publish-requests/replays', { webhook: 'ads', status: 'WITHHELD' })),
    ).toEqual({ replayed: 3, overtaken: 3 })
    await eventually(async () => (await requests('status=DELIVERED')).length === 6)
    expect(receiver.seen.slice(3).every(({ message }) => message.data.unitId === kept.unitId)).toBe(true)
    expect(outOfOrder(receiver.seen)).toEqual([])
  })
})
