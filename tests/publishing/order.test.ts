import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../server/database/database'
import { createLog } from '../../server/log'
import { Service } from '../../server/programs/service'
import { installationId } from '../../server/publishing/installation'
import { Publisher } from '../../server/publishing/publisher'
import { done, numbers } from '../http/plan'
import { Market, members, type Placed } from '../purchases/market'
import { databases } from '../support/databases'
import { eventually } from '../support/eventually'
import { outOfOrder, Receiver, SECRET } from './receiver'

/** The number of booked rows and of changes to each: small, as the machine may be busy. */
const ROWS = 2
const CHANGES = 2
const PATIENT = {
  WEBHOOK_RETRY_SECONDS: '0.02',
  WEBHOOK_TIMEOUT_SECONDS: '0.5',
  WEBHOOK_ATTEMPTS: '100',
}

describe.each(databases())('The order of requests ($name)', (kind) => {
  let market: Market
  let receiver: Receiver
  const more: { close(): Promise<unknown> }[] = []
  beforeEach(async () => {
    market = await Market.open(kind, PATIENT)
    receiver = await Receiver.open()
    done(await market.operator.put('/webhooks/ads', { url: receiver.url, secret: SECRET }))
  })
  afterEach(async () => {
    for (const one of more.splice(0)) await one.close()
    await market?.stop()
    await receiver?.close()
  })

  /** A second service on the same database that publishes. */
  async function sendingService(): Promise<Service> {
    const { configuration } = market.test.service
    const service = await Service.create(
      { ...configuration, publishing: { ...configuration.publishing, on: true } },
      { clock: market.clock },
    )
    await service.listen()
    more.push(service)
    return service
  }

  /** A publisher whose process ends before it can store the answer. */
  async function dyingPublisher(): Promise<{ publisher: Publisher; hasDied: () => boolean }> {
    const { service } = market.test
    let writes = 0
    const database = Object.create(service.database, {
      write: {
        value: (work: Parameters<Database['write']>[0]) => {
          // The first write takes up requests.
          if (++writes > 1) return Promise.reject(new Error('killed'))
          return service.database.write(work)
        },
      },
    }) as Database
    const settings = { ...service.configuration.publishing, on: true }
    const publisher = new Publisher({
      database,
      clock: market.clock,
      log: createLog('silent'),
      settings,
      installation: await service.database.read(installationId),
    })
    more.push({ close: () => publisher.stop().catch(() => undefined) })
    return { publisher, hasDied: () => writes > 1 }
  }

  async function bookAndChange(): Promise<void> {
    const rows: Placed[] = []
    for (let i = 0; i < ROWS; i++) {
      const placed = await market.place(
        { productCode: 'DIRECT', startDate: '2026-12-10', endDate: '2026-12-12', amount: 60_000 },
        members('PG1', 'PG2'),
      )
      done(await market.buy(placed))
      rows.push(placed)
    }
    for (let change = 1; change <= CHANGES; change++)
      for (const placed of rows) done(await market.act(placed, 'amend', { amount: 60_000 + change * 3_000 }))
    done(await market.act(rows[0]!, 'cancel', { reason: '취소' }))
  }

  async function everythingTaken(): Promise<void> {
    const rows = await market.test.service.database.rows<{ id: number }>('SELECT id FROM publish_request')
    expect(rows.length).toBe(3 * (ROWS * (1 + CHANGES) + 1))
    await eventually(
      async () => {
        const [left] = await market.test.service.database.rows<{ n: number }>(
          "SELECT COUNT(*) AS n FROM publish_request WHERE status <> 'DELIVERED'",
        )
        return Number(left!.n) === 0
      },
      () => ({ seen: receiver.seen.length, taken: receiver.taken.length }),
    )
    const taken = receiver.taken.map(({ message }) => message.data.sequence).sort((a, b) => a - b)
    expect(taken).toEqual(rows.map(({ id }) => id).sort((a, b) => a - b))
    expect(outOfOrder(receiver.seen)).toEqual([])
  }

  it('is kept, and nothing lost, over a receiver that is away and fails at random, and a death before the answer is written down', async () => {
    await bookAndChange()
    const { publisher, hasDied } = await dyingPublisher()
    publisher.start()
    await eventually(() => receiver.seen.length > 0 && hasDied())
    const below = numbers(20261201)
    receiver.behaviour = () => 'hang up'
    await sendingService()
    const before = receiver.seen.length
    await eventually(() => receiver.seen.length > before + 6)
    let silences = 3
    receiver.behaviour = () => {
      const chance = below(10)
      if (chance === 0 && silences-- > 0) return 'silence'
      return chance < 3 ? 503 : 200
    }
    await everythingTaken()
    // The requests of the dead process were sent again.
    expect(receiver.seen.filter(({ answer }) => answer === 204).length).toBeGreaterThan(0)
  })

  it('is kept by two services at once, and each request is taken once', async () => {
    await Promise.all([sendingService(), sendingService()])
    await bookAndChange()
    await everythingTaken()
    expect(receiver.seen).toHaveLength(receiver.taken.length)
  })
})
