import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { done, expectProblem } from '../http/plan'
import { databases } from '../support/databases'
import { Market, members, type Row } from './market'

const ROW: Row = { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-20', amount: 100_000 }

describe.each(databases())('A dry run of an amendment ($name)', (kind) => {
  let market: Market
  beforeAll(async () => {
    market = await Market.open(kind)
  })
  afterAll(() => market?.stop())

  const state = async (placed: { campaignId: string; unitId: string }) => ({
    units: await market.units(),
    row: await market.row(placed),
    history: await market.history(placed),
    ledger: await market.ledger(placed),
  })

  it('says exactly what the amendment then does, and changes nothing', async () => {
    const placed = await market.place(ROW, members('PG1', 'PG2'))
    done(await market.buy(placed))
    const before = await state(placed)
    const changes = [
      { groups: members('PG3') },
      { platforms: ['NAVER'] },
      { amount: 50_000, endDate: '2026-12-15' },
    ]
    for (const change of changes) {
      const tried = done(await market.act(placed, 'amend', { ...change, dryRun: true }))
      expect(await state(placed)).toEqual({ ...before, units: await market.units() })
      expect(await market.units()).toEqual(before.units)
      expect(tried.version).toBe(before.row.version)
      const sum = (of: 'taken' | 'released') =>
        tried.moves.reduce((all: number, move: Record<string, number>) => all + move[of]!, 0)
      expect([sum('taken'), sum('released')]).toEqual([tried.taken, tried.released])
      expect(tried.taken + tried.released).toBeGreaterThan(0)
    }
    const tried = done(await market.act(placed, 'amend', { groups: members('PG3'), dryRun: true }))
    const made = done(await market.act(placed, 'amend', { groups: members('PG3') }))
    expect([made.taken, made.released, made.moves]).toEqual([tried.taken, tried.released, tried.moves])
    expect(made.version).toBe(before.row.version + 1)
    await market.audit()
  })

  it('is refused as the amendment is', async () => {
    const placed = await market.place(ROW, members('PG1', 'PG2'))
    done(await market.buy(placed))
    const before = await state(placed)
    const short = expectProblem(
      await market.act(placed, 'amend', { amount: 900_000_000_000, dryRun: true }),
      409,
      'INVENTORY_SHORTAGE',
    )
    expect(short.shortages.length).toBeGreaterThan(0)
    const dropped = await market.act(placed, 'amend', { platforms: ['YOUTUBE'], dryRun: true })
    expectProblem(dropped, 422, 'UNKNOWN_REFERENCE')
    expect(await state(placed)).toEqual(before)
  })

  it('leaves a hold as it is', async () => {
    const placed = await market.place(ROW, members('PG1', 'PG2'))
    done(await market.hold([placed]))
    const before = await state(placed)
    const tried = done(await market.act(placed, 'amend', { amount: 60_000, dryRun: true }))
    expect(tried).toMatchObject({ bookingStatus: 'Reserved', amount: 60_000, version: before.row.version })
    expect(await state(placed)).toEqual(before)
    await market.audit()
  })

  it('tells with the distribution which platforms go on', async () => {
    const placed = await market.place(ROW, members('PG1', 'PG2'))
    done(await market.buy(placed))
    expect((await market.distribution(placed)).platforms).toBeNull()
    done(await market.act(placed, 'amend', { platforms: ['NAVER', 'KAKAO'] }))
    expect((await market.distribution(placed)).platforms).toEqual(['NAVER', 'KAKAO'])
  })
})
