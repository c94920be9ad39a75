import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { countHolds } from '../../shared/holds'
import { createCampaign, done, expectProblem } from '../http/plan'
import { databases } from '../support/databases'
import type { Answer } from '../support/service'
import { Market, members, type Row } from './market'

const row: Row = { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-12', amount: 300_003 }
const groups = members('PG1', 'PG2', 'PG3')
const FIRST_OF_DECEMBER = '2026-12-01T03:00:00.000Z'

describe('Holds that share', () => {
  it('count the largest variant once, and units without a variant beside it', () => {
    const need = fc.record({
      variant: fc.constantFrom(null, 'A', 'B', 'C'),
      need: fc.integer({ min: 0, max: 1000 }),
    })
    fc.assert(
      fc.property(fc.array(need, { maxLength: 12 }), (all) => {
        const needs = all.map((one, i) => ({ ...one, unitId: `u${i}` }))
        const counts = countHolds(needs)
        const of = (variant: string | null) =>
          needs.filter((one) => one.variant === variant).reduce((sum, one) => sum + one.need, 0)
        const total = [...counts.values()].reduce((sum, one) => sum + one, 0)
        expect(total).toBe(of(null) + Math.max(of('A'), of('B'), of('C')))
        for (const one of needs) {
          expect(counts.get(one.unitId)).toBeGreaterThanOrEqual(0)
          expect(counts.get(one.unitId)).toBeLessThanOrEqual(one.need)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe.each(databases())('Holding ($name)', (kind) => {
  let market: Market

  beforeAll(async () => {
    market = await Market.open(kind, { HOLD_LIMIT: '5', HOLD_MAX_DAYS: '20' })
  })
  afterEach(async () => {
    market.clock.moveTo(FIRST_OF_DECEMBER)
    await market.audit()
  })
  afterAll(() => market?.stop())

  const sums = async () => {
    const units = await market.units()
    const sum = (of: 'held' | 'sold' | 'remaining') => units.reduce((all, unit) => all + unit[of], 0)
    return { held: sum('held'), sold: sum('sold'), remaining: sum('remaining') }
  }
  const impressions = Math.round((row.amount * 1000) / 7300)

  it('reserves what a purchase would take, extends it, and gives it back', async () => {
    const placed = await market.place(row, groups)
    const before = await sums()
    const held = await market.hold([placed])
    expect(held.status).toBe(201)
    expect(held.body.units).toMatchObject([
      { unitId: placed.unitId, bookingStatus: 'Reserved', version: 3, amount: 300_003, impressions },
    ])
    expect(await sums()).toEqual({
      held: before.held + impressions,
      sold: before.sold,
      remaining: before.remaining - impressions,
    })
    expect(await market.row(placed)).toMatchObject({ bookingStatus: 'Reserved', version: 3 })

    const later = '2026-12-10T00:00:00.000Z'
    expect((await market.hold([placed], later)).body.units).toMatchObject([{ version: 4, expiresAt: later }])
    const { items } = done(await market.planner.get(`/campaigns/${placed.campaignId}/holds`))
    expect(items).toMatchObject([{ unitId: placed.unitId, expiresAt: later, owner: 'planner@example.com' }])

    done(await market.release(placed))
    expect(await sums()).toEqual(before)
    expect(await market.row(placed)).toMatchObject({ bookingStatus: 'Draft', version: 5 })
    const ledger = await market.ledger(placed)
    expect(new Set(ledger.map(({ type }) => type))).toEqual(new Set(['HOLD', 'UNHOLD']))
    expect(ledger.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(0)
    expect((await market.history(placed)).map(({ action }) => action)).toEqual([
      'HELD',
      'HOLD_EXTENDED',
      'HOLD_RELEASED',
    ])
  })

  it('releases everything a campaign holds without naming it', async () => {
    const campaignId = await createCampaign(market.planner)
    const placed = [await market.place(row, groups, campaignId), await market.place(row, groups, campaignId)]
    done(await market.hold(placed))
    const { units } = done(await market.planner.delete(`/campaigns/${campaignId}/holds`))
    expect(units).toHaveLength(2)
    for (const one of placed) expect((await market.row(one)).bookingStatus).toBe('Draft')
  })

  it('becomes a purchase of the very cells it held, even when the forecast changed since', async () => {
    const placed = await market.place(row, groups)
    done(await market.hold([placed]))
    const held = (await market.ledger(placed)).map(({ metaId, platform, date, quantity }) => [
      metaId,
      platform,
      date,
      quantity,
    ])
    const before = await sums()
    // Without free inventory only the hold can be bought.
    await market.test.service.database.write((tx) => tx.run('UPDATE unit_inventory SET forecast = 0'))
    try {
      const bought = await market.buy(placed)
      expect(bought.status).toBe(201)
      expect(bought.body.units).toMatchObject([{ amount: 300_003, impressions, bookingStatus: 'Booked' }])
      const taken = (await market.ledger(placed))
        .filter(({ type }) => type === 'PURCHASE')
        .map(({ metaId, platform, date, quantity }) => [metaId, platform, date, quantity])
      expect(taken.sort()).toEqual(held.sort())
      const after = await sums()
      expect([after.held, after.sold]).toEqual([before.held - impressions, before.sold + impressions])
    } finally {
      done(await market.operator.post('/jobs/unit-inventory-load/runs', { month: '2026-12' }))
      await market.test.service.jobs.runToEnd('expire-holds', {})
    }
  })

  it('is nobody else’s: others are short of exactly what is held', async () => {
    const flight = { ...row, startDate: '2026-12-20', endDate: '2026-12-22' }
    const { maxAmount } = done(
      await market.planner.post('/availability', { ...flight, groups, amount: undefined }),
    )
    const all = await market.place({ ...flight, amount: maxAmount }, groups)
    done(await market.hold([all]))
    const other = await market.place({ ...flight, amount: maxAmount }, groups)
    const refused = expectProblem(await market.buy(other), 409, 'INVENTORY_SHORTAGE')
    expect(refused.shortages.length).toBeGreaterThan(0)
    expectProblem(await market.hold([other]), 409, 'INVENTORY_SHORTAGE')
    const { fits } = refused
    const left = done(await market.planner.post('/availability', { ...flight, groups, amount: undefined }))
    expect(left.maxImpressions).toBe(fits.impressions)

    // An expired hold is free at once, before any job runs.
    market.clock.moveTo('2026-12-02T03:00:00.000Z')
    expect(
      done(await market.planner.post('/availability', { ...flight, groups, amount: maxAmount })).status,
    ).toBe('AVAILABLE')
    expect((await market.buy(other)).status).toBe(201)
    expect(await market.row(all)).toMatchObject({ bookingStatus: 'Expired' })
    const stale = expectProblem(await market.buy(all), 409, 'STATUS_CONFLICT')
    expect(stale.allowed).toEqual(['Draft'])
    expect(done(await market.act(all, 'reopen')).bookingStatus).toBe('Draft')
    done(await market.act(other, 'cancel'))
  })

  it('expires by a job, once', async () => {
    const placed = await market.place(row, groups)
    const before = await sums()
    done(await market.hold([placed], '2026-12-01T04:00:00.000Z'))
    expect(await market.job('expire-holds')).toEqual({ expired: 0 })
    market.clock.moveTo('2026-12-01T04:00:00.000Z')
    expect(await market.job('expire-holds')).toEqual({ expired: 1 })
    expect(await market.job('expire-holds')).toEqual({ expired: 0 })
    expect(await sums()).toEqual(before)
    expect((await market.history(placed)).at(-1)).toMatchObject({ action: 'HOLD_EXPIRED', actor: 'system' })
  })

  it('is free for whoever looks, before any job comes', async () => {
    const placed = await market.place(row, groups)
    done(await market.hold([placed], '2026-12-01T04:00:00.000Z'))
    const held = async () => {
      const path = `/unit-inventory?from=${row.startDate}&to=${row.endDate}&limit=1000`
      const { items } = done(await market.planner.get(path))
      return items.reduce((sum: number, unit: { held: number }) => sum + unit.held, 0)
    }
    expect(await held()).toBeGreaterThan(0)
    const campaign = async () => done(await market.planner.get(`/campaigns/${placed.campaignId}`)).status
    expect(await campaign()).toBe('Reserved')
    market.clock.moveTo('2026-12-01T04:00:00.000Z')
    expect(await campaign()).not.toBe('Reserved')
    expect(await held()).toBe(0)
    expect((await market.row(placed)).bookingStatus).toBe('Expired')
    expect(done(await market.planner.get(`/campaigns/${placed.campaignId}/holds`)).items).toEqual([])
    market.clock.moveToDay('2026-12-01')
  })

  it('stops nobody else when it can’t be ended', async () => {
    const { database } = market.test.service
    const broken = await market.place(row, groups)
    done(await market.hold([broken], '2026-12-01T04:00:00.000Z'))
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
    await damage(-1)
    market.clock.moveTo('2026-12-01T05:00:00.000Z')
    const other = await market.place(row, groups)
    done(await market.buy(other))
    await expect(market.job('expire-holds')).rejects.toThrow()
    await damage(1)
    expect(await market.job('expire-holds')).toEqual({ expired: 1 })
    market.clock.moveToDay('2026-12-01')
    done(await market.act(other, 'cancel'))
    await market.audit()
  })

  it('is one or the other when a purchase and the expiry meet', async () => {
    for (let round = 0; round < 4; round++) {
      const placed = await market.place(row, groups)
      done(await market.hold([placed], '2026-12-01T04:00:00.000Z'))
      const version = await market.version(placed)
      const path = `/campaigns/${placed.campaignId}/purchases`
      const buying = market.planner.post(path, { units: [{ unitId: placed.unitId, version }] })
      if (round % 2 === 0) market.clock.moveTo('2026-12-01T04:00:00.000Z')
      const [bought] = await Promise.all([buying, market.job('expire-holds')])
      const { bookingStatus } = await market.row(placed)
      expect(['Booked', 'Expired', 'Reserved']).toContain(bookingStatus)
      expect(bought.status === 201).toBe(bookingStatus === 'Booked')
      if (bookingStatus === 'Booked') done(await market.act(placed, 'cancel'))
      if (bookingStatus === 'Reserved') done(await market.release(placed))
      market.clock.moveTo(FIRST_OF_DECEMBER)
    }
  })

  it('gives a row to one of those who hold it together', async () => {
    const flight = { ...row, startDate: '2026-12-24', endDate: '2026-12-26' }
    const { maxAmount } = done(
      await market.planner.post('/availability', { ...flight, groups, amount: undefined }),
    )
    const rivals = []
    for (let i = 0; i < 6; i++)
      rivals.push(await market.place({ ...flight, amount: Math.floor(maxAmount * 0.6) }, groups))
    const answers = await Promise.all(rivals.map((rival) => market.hold([rival])))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409])
    const winner = rivals[answers.findIndex(({ status }) => status === 201)]!
    const twice = await Promise.all([market.buy(winner), market.buy(winner)])
    expect(twice.map(({ status }) => status).sort()).toEqual([201, 409])
    done(await market.act(winner, 'cancel'))
  })

  it('lets the variants of a campaign share, and releases the others when one is bought', async () => {
    const flight = { ...row, startDate: '2026-12-28', endDate: '2026-12-30' }
    const { maxAmount } = done(
      await market.planner.post('/availability', { ...flight, groups, amount: undefined }),
    )
    const campaignId = await createCampaign(market.planner)
    const before = await sums()
    const largest = { ...flight, amount: Math.floor(maxAmount * 0.9) }
    const a = { ...(await market.place(largest, groups, campaignId)), variant: 'A' }
    const b = {
      ...(await market.place({ ...flight, amount: Math.floor(maxAmount * 0.8) }, groups, campaignId)),
      variant: 'B',
    }
    const c = { ...(await market.place(largest, groups, campaignId)), variant: 'C' }
    done(await market.hold([b]))
    done(await market.hold([a]))
    await market.audit()
    done(await market.hold([c]))
    await market.audit()
    const heldA = Math.round((largest.amount * 1000) / 7300)
    expect((await sums()).held - before.held).toBe(heldA)
    const elsewhere = await market.place(largest, groups)
    expectProblem(await market.hold([elsewhere]), 409, 'INVENTORY_SHORTAGE')

    done(await market.release(a))
    await market.audit()
    expect((await sums()).held - before.held).toBe(heldA)
    const bought = await market.buy(b)
    expect(bought.status).toBe(201)
    expect((await sums()).held).toBe(before.held)
    expect((await market.row(b)).bookingStatus).toBe('Booked')
    expect(await market.row(c)).toMatchObject({ bookingStatus: 'Draft' })
    expect((await market.history(c)).at(-1)).toMatchObject({
      action: 'HOLD_RELEASED',
      reason: 'Another variant was bought.',
    })
    done(await market.act(b, 'cancel'))
  })

  it('counts one variant in the totals, and nothing that is canceled', async () => {
    const campaignId = await createCampaign(market.planner)
    const placed = async (amount: number) => market.place({ ...row, amount }, groups, campaignId)
    const totalled = async () => {
      const { totals, rows } = done(await market.planner.get(`/campaigns/${campaignId}/media-mix`))
      return { amount: totals.amount, variants: rows.map(({ variant }: Answer['body']) => variant) }
    }
    const a = { ...(await placed(100_000)), variant: 'A' }
    const b = { ...(await placed(20_000)), variant: 'B' }
    const beside = await placed(3_000)
    expect(await totalled()).toEqual({ amount: 123_000, variants: [null, null, null] })
    done(await market.hold([b, a]))
    expect(await totalled()).toEqual({ amount: 103_000, variants: ['A', 'B', null] })
    expect((await market.buy(b)).status).toBe(201)
    // A's hold has ended; it stays the alternative that was not bought.
    expect((await market.row(a)).bookingStatus).toBe('Draft')
    expect(await totalled()).toEqual({ amount: 23_000, variants: ['A', 'B', null] })
    done(await market.act(b, 'cancel'))
    expect(await totalled()).toEqual({ amount: 103_000, variants: ['A', 'B', null] })
    expect((await market.buy(beside)).status).toBe(201)
    done(await market.act(beside, 'cancel'))
    expect((await totalled()).amount).toBe(100_000)
    done(await market.hold([a]))
    done(await market.release(a))
    // The row stays in its variant; its hold has ended.
    expect(await totalled()).toEqual({ amount: 100_000, variants: ['A', 'B', null] })
  })

  it('buys one variant in mode each, and says that the other one is gone', async () => {
    const campaignId = await createCampaign(market.planner)
    const a = { ...(await market.place(row, groups, campaignId)), variant: 'A' }
    const b = { ...(await market.place(row, groups, campaignId)), variant: 'B' }
    done(await market.hold([a, b]))
    const units = []
    for (const { unitId } of [a, b])
      units.push({ unitId, version: await market.version({ campaignId, unitId }) })
    const answer = done(
      await market.planner.post(`/campaigns/${campaignId}/purchases`, { units, mode: 'each' }),
    )
    expect(answer.units).toMatchObject([{ unitId: a.unitId }])
    expect(answer.failed).toMatchObject([{ unitId: b.unitId, code: 'STATUS_CONFLICT' }])
    expect((await market.row(b)).bookingStatus).toBe('Draft')
  })

  it('says of a variant that doesn’t fit what does, beside what the others hold already', async () => {
    const campaignId = await createCampaign(market.planner)
    const flight = { productCode: 'DIRECT', startDate: '2026-12-25', endDate: '2026-12-28' } as const
    const { maxAmount } = done(
      await market.planner.post('/availability', { ...flight, groups: members('PG3') }),
    )
    const placed = (amount: number) => market.place({ ...flight, amount }, members('PG3'), campaignId)
    const a = await placed(maxAmount)
    const more = await placed(maxAmount + 1_000_000)
    done(await market.hold([{ ...a, variant: 'A' }]))
    const refused = expectProblem(await market.hold([{ ...more, variant: 'B' }]), 409, 'INVENTORY_SHORTAGE')
    const { amount } = refused.fits as { amount: number }
    expect(amount).toBe(maxAmount)
    const b = await placed(amount)
    done(await market.hold([{ ...b, variant: 'B' }]))
    // A hold without a variant finds nothing left beside them.
    const none = expectProblem(await market.hold([await placed(30_000)]), 409, 'INVENTORY_SHORTAGE')
    expect(none.fits).toEqual({ amount: 0, impressions: 0 })
    for (const one of [a, b]) done(await market.release(one))
  })

  it('answers what its ledger says was taken and given back', async () => {
    const campaignId = await createCampaign(market.planner)
    const small = { ...row, amount: 30_000 }
    const [a, b] = [
      await market.place(small, members('PG2'), campaignId),
      await market.place(small, members('PG2'), campaignId),
    ]
    const sum = async (placed: typeof a, type: string) =>
      (await market.ledger(placed))
        .filter((line) => line.type === type)
        .reduce((total, { quantity }) => total + Math.abs(quantity), 0)
    done(await market.hold([{ ...a, variant: 'A' }]))
    done(await market.hold([{ ...b, variant: 'B' }]))
    // The second variant takes nothing beside the first.
    expect(done(await market.act(b, 'cancel'))).toMatchObject({ taken: 0, released: 0 })
    expect(await market.ledger(b)).toEqual([])
    const held = await sum(a, 'HOLD')
    const moved = done(await market.act(a, 'amend', { startDate: '2026-12-20', endDate: '2026-12-23' }))
    expect(moved).toMatchObject({ taken: (await sum(a, 'HOLD')) - held, released: await sum(a, 'UNHOLD') })
    expect(moved.taken).toBeGreaterThan(0)
    done(await market.act(a, 'cancel'))
  })

  it('buys two variants with a row that nothing holds, on other contents and days', async () => {
    const campaignId = await createCampaign(market.planner)
    const small = { ...row, amount: 30_000 }
    const a = await market.place(small, members('PG1'), campaignId)
    const b = await market.place(small, members('PG1'), campaignId)
    const later = { ...small, startDate: '2026-12-20', endDate: '2026-12-22' }
    const free = await market.place(later, members('PG4'), campaignId)
    done(await market.hold([{ ...a, variant: 'A' }]))
    done(await market.hold([{ ...b, variant: 'B' }]))
    const units = []
    for (const placed of [a, b, free])
      units.push({ unitId: placed.unitId, version: await market.version(placed) })
    const bought = await market.planner.post(`/campaigns/${campaignId}/purchases`, { units, mode: 'all' })
    expect(bought.status).toBe(201)
    for (const placed of [a, b, free]) done(await market.act(placed, 'cancel'))
    await market.audit()
  })

  it('limits what a campaign holds, and for how long', async () => {
    const campaignId = await createCampaign(market.planner)
    const placed = []
    for (let i = 0; i < 6; i++)
      placed.push(await market.place({ ...row, amount: 10_000 }, groups, campaignId))
    expect(expectProblem(await market.hold(placed), 409, 'HOLD_LIMIT')).toMatchObject({ limit: 5, held: 0 })
    done(await market.hold(placed.slice(0, 5)))
    expectProblem(await market.hold(placed.slice(5)), 409, 'HOLD_LIMIT')
    for (const expiresAt of ['2026-12-01T03:00:00.000Z', '2026-11-30T00:00:00Z', '2026-12-22T00:00:00Z']) {
      const refused = expectProblem(
        await market.hold(placed.slice(0, 1), expiresAt),
        422,
        'VALIDATION_FAILED',
      )
      expect(refused.latestExpiresAt).toBe('2026-12-21T03:00:00.000Z')
    }
    done(await market.planner.delete(`/campaigns/${campaignId}/holds`))
  })

  it('ends with its flight at the latest', async () => {
    const placed = await market.place(row, groups)
    const end = '2026-12-12T15:00:00.000Z'
    const beyond = '2026-12-12T15:00:01.000Z'
    const refused = expectProblem(await market.hold([placed], beyond), 422, 'VALIDATION_FAILED')
    expect(refused).toMatchObject({ latestExpiresAt: end, unitId: placed.unitId })
    expect((await market.row(placed)).bookingStatus).toBe('Draft')
    done(await market.hold([placed], end))
    expectProblem(await market.hold([placed], beyond), 422, 'VALIDATION_FAILED')
    // A shorter flight takes its hold along.
    done(await market.act(placed, 'amend', { endDate: '2026-12-09' }))
    const { items } = done(await market.planner.get(`/campaigns/${placed.campaignId}/holds`))
    expect(items).toMatchObject([{ expiresAt: '2026-12-09T15:00:00.000Z' }])
    done(await market.release(placed))
  })

  it('changes a held row by amending it', async () => {
    const placed = await market.place(row, groups)
    const before = await sums()
    done(await market.hold([placed]))
    const amended = done(await market.act(placed, 'amend', { amount: 600_006, endDate: '2026-12-14' }))
    expect(amended).toMatchObject({ bookingStatus: 'Reserved', amount: 600_006, revision: null })
    expect((await sums()).held - before.held).toBe(Math.round((600_006 * 1000) / 7300))
    expect(await market.row(placed)).toMatchObject({ amount: 600_006, endDate: '2026-12-14' })
    // The unit's own hold doesn't count against it: an amount that fits succeeds.
    const refused = expectProblem(
      await market.act(placed, 'amend', { amount: 900_000_000_000 }),
      409,
      'INVENTORY_SHORTAGE',
    )
    expect(refused.fits.amount).toBeGreaterThan(600_006)
    done(await market.act(placed, 'amend', { amount: refused.fits.amount }))
    expectProblem(
      await market.act(placed, 'amend', { amount: refused.fits.amount + 7_300 }),
      409,
      'INVENTORY_SHORTAGE',
    )
    expect(done(await market.act(placed, 'cancel'))).toMatchObject({ bookingStatus: 'Canceled' })
    expect(await sums()).toEqual(before)
  })

  it('keeps its word when the product is withdrawn: it is extended, changed and bought, but nothing new is held', async () => {
    const [held, changed] = [await market.place(row, groups), await market.place(row, groups)]
    for (const one of [held, changed]) done(await market.hold([one]))
    const late = await market.place(row, groups)
    const { code, ...product } = done(await market.operator.get('/products')).items.find(
      (one: { code: string }) => one.code === row.productCode,
    )
    done(await market.operator.put(`/products/${code}`, { ...product, version: undefined, onSale: false }))
    try {
      expectProblem(await market.hold([late]), 422, 'UNKNOWN_REFERENCE')
      done(await market.hold([held], '2026-12-10T00:00:00.000Z'))
      done(await market.act(changed, 'amend', { amount: 200_002 }))
      expect(done(await market.buy(held)).units).toMatchObject([{ bookingStatus: 'Booked', impressions }])
      expect(done(await market.act(held, 'amend', { amount: 400_004 }))).toMatchObject({ amount: 400_004 })
    } finally {
      done(await market.operator.put(`/products/${code}`, { ...product, version: undefined, onSale: true }))
    }
    for (const one of [held, changed]) done(await market.act(one, 'cancel'))
  })

  it('forgets dropped platforms when the row is planned again', async () => {
    const placed = await market.place(row, groups)
    done(await market.hold([placed]))
    done(await market.act(placed, 'amend', { platforms: ['NAVER'] }))
    done(await market.release(placed))
    const bought = done(await market.buy(placed))
    const platforms = bought.units[0].ads.map(({ platform }: { platform: string }) => platform)
    expect(platforms).toEqual(['NAVER', 'KAKAO', 'DAUM'])
    done(await market.act(placed, 'cancel'))
  })

  it('answers the same hold once', async () => {
    const placed = await market.place(row, groups)
    const key = randomUUID()
    const body = { units: [{ unitId: placed.unitId, version: 2 }], expiresAt: '2026-12-02T00:00:00Z' }
    const path = `/campaigns/${placed.campaignId}/holds`
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => market.planner.post(path, body, { 'Idempotency-Key': key })),
    )
    for (const answer of answers) expect([answer.status, answer.bytes]).toEqual([201, answers[0]!.bytes])
    done(await market.release(placed))
  })

  it('refuses rows that are not there, not free, or at another version, and strangers', async () => {
    const placed = await market.place(row, groups)
    const path = `/campaigns/${placed.campaignId}/holds`
    const expiresAt = '2026-12-02T00:00:00Z'
    const one = (unitId: string, version: number) => ({ units: [{ unitId, version }], expiresAt })
    expectProblem(await market.planner.post(path, one(randomUUID(), 1)), 404, 'NOT_FOUND')
    expectProblem(await market.planner.post(path, one(placed.unitId, 1)), 409, 'VERSION_CONFLICT')
    expectProblem(
      await market.planner.delete(path, { units: [{ unitId: placed.unitId, version: 2 }] }),
      409,
      'STATUS_CONFLICT',
    )
    expectProblem(await market.planner.post(path, { units: [], expiresAt }), 422, 'VALIDATION_FAILED')
    const stranger = await market.test.signInAs('planner', `${randomUUID()}@example.com`)
    expectProblem(await stranger.post(path, one(placed.unitId, 2)), 404, 'NOT_FOUND')
    done(await market.buy(placed))
    expectProblem(await market.hold([placed]), 409, 'STATUS_CONFLICT')
  })
})
