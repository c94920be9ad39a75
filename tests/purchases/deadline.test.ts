import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { purchaseUnits } from '../../server/bookings/purchase-units'
import type { Caller } from '../../server/caller'
import { writeOnce } from '../../server/purchases/idempotency'
import { done, expectProblem } from '../http/plan'
import { databases } from '../support/databases'
import { Market, members, NO_APPROVALS, type Row } from './market'

const row: Row = { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-14', amount: 300_003 }
const groups = members('PG1', 'PG2', 'PG3')

describe.each(databases())('A purchase that has to wait ($name)', (kind) => {
  let market: Market

  beforeAll(async () => {
    market = await Market.open(kind, { REQUEST_DEADLINE_SECONDS: '1' })
  })
  afterAll(() => market?.stop())

  /** Keeps a transaction open that locks what a purchase needs, until the returned function is called. */
  async function block(sql: string, parameters: string[]) {
    let letGo = () => {}
    const free = new Promise<void>((resolve) => {
      letGo = resolve
    })
    let begun = () => {}
    const under = new Promise<void>((resolve) => {
      begun = resolve
    })
    const ended = market.test.service.database
      .write(async (tx) => {
        await tx.run(sql, parameters)
        begun()
        await free
        throw new Error('let go')
      })
      .catch(() => undefined)
    await under
    return async () => {
      letGo()
      await ended
    }
  }

  it('is given up at its deadline with a time to try again, and then goes through', async () => {
    const placed = await market.place(row, groups)
    const [account] = await market.test.service.database.read((tx) =>
      tx.rows<{ id: string }>("SELECT id FROM account WHERE email = 'planner@example.com'"),
    )
    const key = randomUUID()
    const body = { units: [{ unitId: placed.unitId, version: 2 }], mode: 'all' }
    const buy = () =>
      market.planner.post(`/campaigns/${placed.campaignId}/purchases`, body, { 'Idempotency-Key': key })
    const letGo = await block(
      "INSERT INTO idempotency_key (account_id, idempotency_key, fingerprint, created_at) VALUES (?, ?, 'x', 'x')",
      [account!.id, key],
    )
    const waiting = buy()
    // SQLite has one writer at a time: the purchase waits in the queue, which doesn't know of the twin.
    const refused = kind.name === 'sqlite' ? await endsAfter(waiting, 1_500, letGo) : await waiting
    if (kind.name === 'sqlite') expectProblem(refused, 503, 'UNAVAILABLE')
    else expectProblem(refused, 409, 'REQUEST_IN_PROGRESS')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    await letGo()
    expect((await buy()).status).toBe(201)
    done(await market.act(placed, 'cancel'))
    await market.audit()
  })

  it('gets its twin’s answer, also where its own turn came too late', async () => {
    const { database } = market.test.service
    const [account] = await database.read((tx) => tx.rows<{ id: string }>('SELECT id FROM account LIMIT 1'))
    const request = (deadline: number, body: unknown = {}) => ({
      accountId: account!.id,
      key: '0d6f7c1e',
      method: 'POST',
      path: '/purchases',
      body,
      at: market.clock.instant(),
      deadline,
    })
    let begun = () => {}
    const under = new Promise<void>((resolve) => {
      begun = resolve
    })
    const first = writeOnce(database, request(Date.now() + 10_000), async () => {
      begun()
      await new Promise((resolve) => setTimeout(resolve, 500))
      return 'bought'
    })
    await under
    const never = () => Promise.reject(new Error('ran twice'))
    const twin = writeOnce(database, request(Date.now() + 200), never)
    const other = writeOnce(database, request(Date.now() + 200, { other: true }), never).catch(
      (error: unknown) => error,
    )
    expect(await first).toEqual({ answer: 'bought', replayed: false })
    expect(await twin).toEqual({ answer: 'bought', replayed: true })
    expect(await other).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' })
  })

  it('ends with what it has done where each row is bought on its own', async () => {
    const { database } = market.test.service
    const placed = await market.place(row, groups)
    const { campaignId } = placed
    const ids = [placed.unitId]
    for (let i = 0; i < 2; i++) ids.push((await market.place(row, groups, campaignId)).unitId)
    const [caller] = await database.rows<Caller>(
      "SELECT id, email, name, role FROM account WHERE email = 'planner@example.com'",
    )
    const units = ids.map((unitId) => ({ unitId, version: 2 }))
    const { at, today } = market.clock.moment()
    const when = { actor: caller!.id, at, today, ip: null, userAgent: null, deadline: Date.now() - 1 }
    const { units: bought, failed } = await database.write((tx) =>
      purchaseUnits(tx, caller!, campaignId, { units, mode: 'each' }, NO_APPROVALS, when),
    )
    expect(bought.map(({ unitId }) => unitId)).toEqual(ids.slice(0, 1))
    expect(failed).toEqual(
      ids
        .slice(1)
        .map((unitId) => ({ unitId, code: 'UNAVAILABLE', detail: expect.stringContaining('not bought') })),
    )
    for (const unitId of ids.slice(1))
      expect(await market.row({ campaignId, unitId })).toMatchObject({ bookingStatus: 'Draft', version: 2 })
    await market.audit()
  })

  it('lets an operator override the first day with a reason, and nobody else', async () => {
    market.clock.moveToDay('2026-12-07')
    const placed = await market.place(row, groups)
    const path = `/campaigns/${placed.campaignId}/holds`
    const hold = { units: [{ unitId: placed.unitId, version: 2 }], expiresAt: '2026-12-08T00:00:00Z' }
    expectProblem(await market.planner.post(path, hold), 422, 'FLIGHT_IN_PAST')
    const overridden = { ...hold, overrideReason: '시스템 장애로 지연' }
    const refused = expectProblem(await market.planner.post(path, overridden), 403, 'FORBIDDEN')
    expect(refused.cause).toBe('OVERRIDE')
    done(await market.operator.post(path, overridden))
    expectProblem(await market.buy(placed), 422, 'FLIGHT_IN_PAST')
    const version = await market.version(placed)
    const purchase = {
      units: [{ unitId: placed.unitId, version }],
      overrideReason: '시스템 장애로 지연',
    }
    done(await market.operator.post(`/campaigns/${placed.campaignId}/purchases`, purchase))
    const earlier = { startDate: '2026-12-03', overrideReason: '실제 시작일' }
    done(await market.act(placed, 'amend', earlier, market.operator))
    expect((await market.history(placed)).map(({ reason }) => reason)).toEqual([
      '시스템 장애로 지연',
      '시스템 장애로 지연',
      '실제 시작일',
    ])
    done(await market.act(placed, 'cancel'))
    await market.audit()
  })
})

/** Releases the lock after a while, and returns the result of the waiting call. */
async function endsAfter<T>(
  waiting: Promise<T>,
  milliseconds: number,
  letGo: () => Promise<void>,
): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  await letGo()
  return waiting
}
