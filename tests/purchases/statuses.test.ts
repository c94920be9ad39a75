import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { catchUpBookings } from '../../server/bookings/booking-jobs'
import { ExpiredHolds } from '../../server/bookings/expired-holds'
import { unitKey } from '../http/model'
import { done, expectProblem } from '../http/plan'
import { databases } from '../support/databases'
import { cellsOf } from './amend-model'
import { Market, members, type Placed, type Row } from './market'

const row: Row = { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-14', amount: 300_003 }
const groups = members('PG1', 'PG2', 'PG3')

/** The status after each call, for each status before; calls that are missing here are forbidden. */
const STEPS: Record<string, Record<string, string>> = {
  Draft: { hold: 'Reserved', buy: 'Booked' },
  Reserved: { hold: 'Reserved', buy: 'Booked', release: 'Draft', cancel: 'Canceled', decline: 'Declined' },
  Expired: { reopen: 'Draft' },
  Declined: { reopen: 'Draft' },
  Booked: { cancel: 'Canceled' },
  InFlight: { pause: 'Paused', stop: 'Stopped', cancel: 'Stopped' },
  Paused: { resume: 'InFlight', stop: 'Stopped', cancel: 'Stopped' },
  Finished: {},
  Stopped: {},
  Canceled: {},
}
const ALLOWED: Record<string, string[]> = {
  Draft: ['Reserved', 'Booked'],
  Reserved: ['Draft', 'Expired', 'Booked', 'Canceled'],
  Expired: ['Draft'],
  Declined: ['Draft'],
  Booked: ['InFlight', 'Canceled'],
  InFlight: ['Paused', 'Stopped', 'Finished'],
  Paused: ['InFlight', 'Stopped'],
  Finished: [],
  Stopped: [],
  Canceled: [],
}
const CALLS = ['hold', 'buy', 'release', 'cancel', 'decline', 'reopen', 'pause', 'resume', 'stop']

describe.each(databases())('The booking status ($name)', (kind) => {
  let market: Market

  beforeAll(async () => {
    market = await Market.open(kind, {}, 2000)
  })
  beforeEach(() => market.clock.moveToDay('2026-12-01'))
  afterEach(() => market.audit())
  afterAll(() => market?.stop())

  const booked = async () => {
    const placed = await market.place(row, groups)
    done(await market.buy(placed))
    return placed
  }

  /** How to bring a row into each status. */
  const reach: Record<string, () => Promise<Placed>> = {
    Draft: () => market.place(row, groups),
    async Reserved() {
      const placed = await market.place(row, groups)
      done(await market.hold([placed], '2026-12-14T00:00:00.000Z'))
      return placed
    },
    async Expired() {
      const placed = await market.place(row, groups)
      done(await market.hold([placed], '2026-12-01T04:00:00.000Z'))
      market.clock.moveTo('2026-12-01T05:00:00.000Z')
      await market.job('expire-holds')
      return placed
    },
    async Declined() {
      const placed = await reach.Reserved!()
      done(await market.act(placed, 'decline', { reason: '다른 광고주' }, market.operator))
      return placed
    },
    Booked: booked,
    async InFlight() {
      const placed = await booked()
      market.clock.moveToDay('2026-12-05')
      await market.job('calendar-statuses')
      return placed
    },
    async Paused() {
      const placed = await reach.InFlight!()
      done(await market.act(placed, 'pause'))
      return placed
    },
    async Finished() {
      const placed = await booked()
      market.clock.moveToDay('2026-12-15')
      await market.job('calendar-statuses')
      return placed
    },
    async Stopped() {
      const placed = await reach.InFlight!()
      done(await market.act(placed, 'stop'))
      return placed
    },
    async Canceled() {
      const placed = await booked()
      done(await market.act(placed, 'cancel'))
      return placed
    },
  }

  const call = (name: string, placed: Placed) => {
    // A hold ends with its flight; after it, the status is what is wrong.
    const until = market.clock.today() > row.endDate ? '2026-12-20' : row.endDate
    if (name === 'hold') return market.hold([placed], `${until}T00:00:00.000Z`)
    if (name === 'buy') return market.buy(placed)
    if (name === 'release') return market.release(placed)
    return market.act(placed, name, { reason: '시험' }, name === 'decline' ? market.operator : market.planner)
  }

  it.each(Object.keys(STEPS))('goes from %s only where the diagram has an arrow', async (status) => {
    const reached = () => {
      market.clock.moveToDay('2026-12-01')
      return reach[status]!()
    }
    let placed = await reached()
    for (const name of CALLS) {
      const to = STEPS[status]![name]
      const before = await market.row(placed)
      expect(before.bookingStatus).toBe(status)
      const answer = await call(name, placed)
      const after = await market.row(placed)
      if (to) {
        expect({ name, status: answer.status < 300 }).toEqual({ name, status: true })
        expect(after).toMatchObject({ bookingStatus: to, version: before.version + 1 })
        placed = await reached()
      } else {
        const refused = expectProblem(answer, 409, 'STATUS_CONFLICT')
        expect({ name, allowed: refused.allowed }).toEqual({ name, allowed: ALLOWED[status] })
        expect(after).toEqual(before)
      }
    }
  })

  it.each([
    ['before', true],
    ['after', false],
  ])('of ads is asked for again by an amendment, when their end is told %s it', async (_when, first) => {
    const placed = await market.place({ ...row, endDate: '2026-12-08' }, members('PG1'))
    const { ads } = done(await market.buy(placed)).units[0]
    const childAds = ads.flatMap((ad: { childAds: { childAdId: string }[] }) => ad.childAds)
    const report = async (status: string, reportedAt: string) =>
      done(
        await market.operator.post('/ads/status-reports', {
          reports: childAds.map(({ childAdId }: { childAdId: string }) => ({
            childAdId,
            status,
            reportedAt,
          })),
        }),
      )
    const completed = () => report('COMPLETED', '2026-12-08T13:30:00.000Z')
    market.clock.moveTo('2026-12-08T14:00:00.000Z')
    await market.job('calendar-statuses')
    await report('LIVE', '2026-12-04T15:00:00.000Z')
    if (first) await completed()
    done(await market.act(placed, 'amend', { endDate: '2026-12-14', amount: 600_000 }))
    market.clock.moveTo('2026-12-08T14:10:00.000Z')
    if (!first) await completed()
    expect((await market.row(placed)).publishStatus).toBe('REQUESTED')
    market.clock.moveTo('2026-12-08T16:00:00.000Z')
    expect(await report('LIVE', '2026-12-08T15:30:00.000Z')).toMatchObject({ rejected: 0 })
    expect((await market.row(placed)).publishStatus).toBe('LIVE')
    done(await market.act(placed, 'stop'))
  })

  it('is where the calendar has it when a service starts', async () => {
    const [held, soon] = [await market.place(row, groups), await booked()]
    done(await market.hold([held], '2026-12-02T04:00:00.000Z'))
    market.clock.moveToDay('2026-12-06')
    const { database, log } = market.test.service
    await catchUpBookings(database, market.clock, new ExpiredHolds(database, market.clock, log, 100))
    expect((await market.row(held)).bookingStatus).toBe('Expired')
    expect((await market.row(soon)).bookingStatus).toBe('InFlight')
  })

  it('follows the calendar: begins on its first day, is over after its last, once', async () => {
    const placed = await booked()
    const statusOn = async (day: string) => {
      market.clock.moveToDay(day)
      await market.job('calendar-statuses')
      await market.job('calendar-statuses')
      return (await market.row(placed)).bookingStatus
    }
    expect(await statusOn('2026-12-04')).toBe('Booked')
    expect(await statusOn('2026-12-05')).toBe('InFlight')
    expect(await statusOn('2026-12-14')).toBe('InFlight')
    expect(await statusOn('2026-12-15')).toBe('Finished')
    expect((await market.history(placed)).map(({ action, actor }) => [action, actor])).toEqual([
      ['PURCHASED', 'planner@example.com'],
      ['STARTED', 'system'],
      ['FINISHED', 'system'],
    ])
    const { campaign } = done(await market.planner.get(`/campaigns/${placed.campaignId}/media-mix`))
    expect(campaign.status).toBe('Finished')
  })

  it('gives the days to come back when a row is canceled in flight, and keeps its past', async () => {
    const placed = await booked()
    const before = cellsOf((await market.distribution(placed)).ads)
    market.clock.moveToDay('2026-12-09')
    const stock = new Map((await market.units()).map((unit) => [unitKey(unit), unit]))
    const canceled = done(await market.act(placed, 'cancel', { reason: '광고주 요청' }))
    const past = before.filter(({ date }) => date <= '2026-12-09')
    const kept = past.reduce((sum, { impressions }) => sum + impressions, 0n)
    expect(canceled).toMatchObject({ bookingStatus: 'Canceled', impressions: Number(kept), taken: 0 })
    expect(cellsOf((await market.distribution(placed)).ads)).toEqual(past)
    const released = (await market.ledger(placed)).filter(({ type }) => type === 'RELEASE')
    expect(released.every(({ date }) => date > '2026-12-09')).toBe(true)
    const given = new Map(released.map((line) => [unitKey(line), -line.quantity]))
    for (const unit of await market.units())
      expect(unit.sold).toBe(stock.get(unitKey(unit)).sold - (given.get(unitKey(unit)) ?? 0))
    expect(await market.row(placed)).toMatchObject({ publishStatus: 'CANCELED' })
    expect((await market.history(placed)).at(-1)).toMatchObject({ action: 'CANCELED', reason: '광고주 요청' })
  })

  it('has nothing left of a row that is canceled before it began', async () => {
    const placed = await booked()
    expect(done(await market.act(placed, 'cancel'))).toMatchObject({ amount: 0, impressions: 0, ads: [] })
    const { ads, amount } = await market.distribution(placed)
    expect([ads, amount]).toEqual([[], 0])
    expect((await market.ledger(placed)).reduce((sum, { quantity }) => sum + quantity, 0)).toBe(0)
    expect((await market.distribution(placed, '?revision=1')).amount).toBe(row.amount)
  })

  it('is canceled once per key', async () => {
    const placed = await booked()
    const body = { version: await market.version(placed) }
    const key = { 'Idempotency-Key': randomUUID() }
    const path = `/campaign-units/${placed.unitId}/cancel`
    const twins = await Promise.all([1, 2, 3].map(() => market.planner.post(path, body, key)))
    for (const twin of twins) expect([twin.status, twin.bytes]).toEqual([200, twins[0]!.bytes])
    expectProblem(await market.planner.post(path, { ...body, reason: 'x' }, key), 409, 'IDEMPOTENCY_CONFLICT')
    expectProblem(await market.planner.post(path, body), 409, 'VERSION_CONFLICT')
  })

  it('is an operator’s to decline, and nobody’s who may not see the campaign', async () => {
    const placed = await reach.Reserved!()
    expectProblem(await market.act(placed, 'decline'), 403, 'FORBIDDEN')
    const stranger = await market.test.signInAs('planner', `${randomUUID()}@example.com`)
    for (const verb of ['cancel', 'pause', 'amend', 'reopen'])
      expectProblem(await market.act(placed, verb, { amount: 5 }, stranger), 404, 'NOT_FOUND')
    for (const read of ['history', 'ledger', 'distribution'])
      expectProblem(await stranger.get(`/campaign-units/${placed.unitId}/${read}`), 404, 'NOT_FOUND')
  })
})
