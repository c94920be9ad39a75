import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ExpiredHolds } from '../../server/bookings/expired-holds'
import { Campaign } from '../../server/campaigns/campaign.entities'
import type { Database } from '../../server/database/database'
import { done } from '../http/plan'
import { databases } from '../support/databases'
import { Market, members, type Placed, type Row } from './market'

const row: Row = { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-12', amount: 300_003 }
const groups = members('PG1', 'PG2', 'PG3')
const EXPIRY = '2026-12-01T04:00:00.000Z'

describe.each(databases())('Releasing expired holds for a request ($name)', (kind) => {
  let market: Market
  beforeAll(async () => {
    market = await Market.open(kind)
  })
  afterEach(async () => {
    market.clock.moveTo(EXPIRY)
    await market.job('expire-holds')
    market.clock.moveToDay('2026-12-01')
    await market.audit()
  })
  afterAll(() => market?.stop())

  const failures: unknown[] = []
  const holdsWith = (database: Database, waitMs: number) => {
    failures.length = 0
    const log = { error: (what: unknown) => failures.push(what) }
    return new ExpiredHolds(database, market.clock, log as never, waitMs)
  }
  async function held(): Promise<Placed> {
    const placed = await market.place(row, groups)
    done(await market.hold([placed], EXPIRY))
    return placed
  }
  const status = async ({ unitId }: Placed) => {
    const { database } = market.test.service
    const [unit] = await database.rows<{ status: string }>(
      'SELECT booking_status AS status FROM campaign_unit WHERE id = ?',
      [unitId],
    )
    return unit!.status
  }

  it('releases them once, whoever asks at the same time', async () => {
    const placed = await held()
    const holds = holdsWith(market.test.service.database, 30_000)
    expect(await holds.free()).toBe('nothing')
    market.clock.moveTo(EXPIRY)
    const asked = await Promise.all(Array.from({ length: 8 }, () => holds.free()))
    expect(asked).toContain('released')
    expect(await status(placed)).toBe('Expired')
    expect((await market.history(placed)).filter(({ action }) => action === 'HOLD_EXPIRED')).toHaveLength(1)
    expect(await holds.free()).toBe('nothing')
  })

  it('waits only so long, and goes on after it, once', async () => {
    const placed = await held()
    const { database } = market.test.service
    let writes = 0
    let go = () => {}
    const gate = new Promise<void>((resolve) => {
      go = resolve
    })
    const slow = {
      rows: database.rows.bind(database),
      write: async (work: never) => {
        writes++
        await gate
        return database.write(work)
      },
    } as unknown as Database
    const holds = holdsWith(slow, 20)
    market.clock.moveTo(EXPIRY)
    expect(await Promise.all([holds.free(), holds.free()])).toEqual(['going-on', 'going-on'])
    expect(await holds.free()).toBe('going-on')
    expect(writes).toBe(1)
    go()
    await holds.settled()
    expect(await status(placed)).toBe('Expired')
  })

  it('leaves one that cannot be released to the job, and does not try it again for every request', async () => {
    const { database } = market.test.service
    const [broken, other] = [await held(), await held()]
    const [line] = await market.ledger(broken)
    const damage = (by: number) =>
      database.write((tx) =>
        tx.run('UPDATE unit_inventory SET held = held + ? WHERE meta_id = ? AND platform = ? AND date = ?', [
          by,
          line!.metaId,
          line!.platform,
          line!.date,
        ]),
      )
    // Too little is held for both: one of the two can't be given back.
    await damage(-1)
    const holds = holdsWith(database, 30_000)
    market.clock.moveTo(EXPIRY)
    for (let i = 0; i < 5; i++) await holds.free()
    expect(failures).toHaveLength(1)
    expect([await status(broken), await status(other)].sort()).toEqual(['Expired', 'Reserved'])
    await damage(1)
  })

  it.skipIf(kind.name === 'sqlite')(
    'does not wait for a campaign that somebody else is changing',
    async () => {
      const { database } = market.test.service
      const [taken, free] = [await held(), await held()]
      const holds = holdsWith(database, 30_000)
      market.clock.moveTo(EXPIRY)
      await database.write(async (tx) => {
        await tx.findLocked(Campaign, { id: taken.campaignId })
        const begun = Date.now()
        expect(await outside(() => holds.free())).toBe('released')
        // The server's own limit for a lock is ten seconds.
        expect(Date.now() - begun).toBeLessThan(5_000)
        expect(await outside(() => status(free))).toBe('Expired')
        expect(await outside(() => status(taken))).toBe('Reserved')
      })
      expect(await holds.free()).toBe('released')
      expect(await status(taken)).toBe('Expired')
    },
  )
})

/** Runs work in no transaction: what is called in one would join it. */
function outside<T>(work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    queue.push(() => work().then(resolve, reject))
  })
}
const queue: (() => void)[] = []
setInterval(() => {
  for (const work of queue.splice(0)) work()
}, 5).unref()
