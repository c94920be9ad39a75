import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { impressionsOf } from '../http/model'
import { done, everything, expectProblem } from '../http/plan'
import { databases } from '../support/databases'
import type { Answer } from '../support/service'
import { Market, members, type Row } from './market'

const direct: Row = { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-14', amount: 300_003 }
const groups = members('PG1', 'PG2', 'PG3')
const three: Row = {
  productCode: 'THREE',
  startDate: '2026-12-05',
  endDate: '2026-12-20',
  amount: 10_000_000,
}
const threeGroups = [
  { code: 'FORTY', weight: 40 },
  { code: 'THIRTYFIVE', weight: 35 },
  { code: 'TWENTYFIVE', weight: 25 },
]

describe.each(databases())('Explaining what is bought ($name)', (kind) => {
  let market: Market

  beforeAll(async () => {
    market = await Market.open(kind, {}, 20_000)
  })
  afterEach(() => market.audit())
  afterAll(() => market?.stop())

  const PLATFORMS = [
    ['NAVER', 3_333_333],
    ['KAKAO', 3_333_333],
    ['DAUM', 3_333_334],
  ] as const

  it('splits ten million won into thirds, 40/35/25 and 60/40, exactly at every level', async () => {
    const placed = await market.place(three, threeGroups)
    done(await market.buy(placed))
    const { ads, amount, impressions } = await market.distribution(placed)
    expect([amount, impressions]).toEqual([10_000_000, 10_000_000])
    for (const [i, [platform, won]] of PLATFORMS.entries()) {
      expect(ads[i]).toMatchObject({ platform, amount: won, impressions: won, total: { amount: 10_000_000 } })
      expect(ads[i].quota.amount).toBe('10000000/3')
      expect(ads[i].added.amount).toBe(won === 3_333_334 ? '2/3' : '-1/3')
      const forty = Math.floor((won * 40) / 100)
      const thirtyFive = Math.floor((won * 35) / 100)
      const shares = [forty, thirtyFive, won - forty - thirtyFive]
      expect(ads[i].childAds.map((child: Answer['body']) => child.amount)).toEqual(shares)
      for (const [g, child] of ads[i].childAds.entries()) {
        // The first owner of FORTY and of TWENTYFIVE has 60 %, the first of THIRTYFIVE 40 %.
        const first = Math.floor((shares[g]! * (g === 1 ? 40 : 60)) / 100)
        expect(child.owners.map((owner: Answer['body']) => owner.amount)).toEqual([first, shares[g]! - first])
      }
    }
    done(await market.act(placed, 'cancel'))
  })

  it('shows the tree as text, in Korean and in English', async () => {
    const placed = await market.place(three, threeGroups)
    done(await market.buy(placed))
    const path = `/campaign-units/${placed.unitId}/distribution`
    const korean = await market.planner.get(`${path}?format=text`)
    expect(korean.headers.get('content-type')).toContain('text/plain')
    const text = korean.bytes.toString('utf8')
    for (const part of [
      '겨울 캠페인',
      '구매완료',
      'DAUM: 3,333,334원',
      'FORTY',
      '2026-12-05 PG1',
      '10000000/3',
    ])
      expect(text).toContain(part)
    const english = (await market.planner.get(`${path}?format=text&language=en`)).bytes.toString('utf8')
    expect(english).toContain('DAUM: 3,333,334 won, 3,333,334 impressions')
    const accepted = await fetch(`${market.test.origin}/api/v1${path}`, {
      headers: { authorization: `Bearer ${market.planner.token}`, accept: 'text/plain' },
    })
    expect(await accepted.text()).toBe(text)
    done(await market.act(placed, 'cancel'))
  })

  it('divides by the rules in force, and keeps those of what was bought before', async () => {
    expect(done(await market.planner.get('/split-rules')).rules).toEqual({
      platform: 'remainder-last',
      group: 'remainder-last',
      owner: 'remainder-last',
    })
    const before = await market.place(three, threeGroups)
    done(await market.buy(before))
    const rules = { platform: 'remainder-first', group: 'largest-remainder', owner: 'carry-forward' }
    expectProblem(await market.planner.put('/split-rules', { ...rules, reason: 'x' }), 403, 'FORBIDDEN')
    expectProblem(await market.operator.put('/split-rules', rules), 422, 'VALIDATION_FAILED')
    done(await market.operator.put('/split-rules', { ...rules, reason: '정산 기준 변경' }))
    try {
      const after = await market.place(three, threeGroups)
      done(await market.buy(after))
      const rulesOf = ({ ads: [ad] }: Answer['body']) => [
        ad.rule,
        ad.childAds[0].rule,
        ad.childAds[0].owners[0].rule,
      ]
      expect(rulesOf(await market.distribution(after))).toEqual(Object.values(rules))
      expect((await market.distribution(after)).ads.map(({ amount }: Answer['body']) => amount)).toEqual([
        3_333_334, 3_333_333, 3_333_333,
      ])
      expect(new Set(rulesOf(await market.distribution(before)))).toEqual(new Set(['remainder-last']))
      const { items } = done(await market.planner.get('/split-rules'))
      expect(items).toMatchObject([{ rules, reason: '정산 기준 변경', actor: 'operator@example.com' }])
      for (const placed of [before, after]) done(await market.act(placed, 'cancel'))
    } finally {
      const last = 'remainder-last'
      done(
        await market.operator.put('/split-rules', {
          platform: last,
          group: last,
          owner: last,
          reason: 'zurück',
        }),
      )
    }
  })

  it('finds the amount for impressions, and the impressions of an amount', async () => {
    const { productCode, startDate, endDate } = direct
    const ask = async (more: object) =>
      done(await market.planner.post('/availability', { productCode, startDate, endDate, groups, ...more }))
    for (const impressions of [1, 7, 999, 41_096, 123_457]) {
      const { amount, impressions: given } = await ask({ impressions })
      expect(BigInt(given)).toBe(impressionsOf(amount, 7300))
      expect(given).toBeGreaterThanOrEqual(impressions)
      expect(impressionsOf(amount - 1, 7300)).toBeLessThan(BigInt(impressions))
    }
    expect(await ask({ amount: 300_003 })).toMatchObject({ amount: 300_003, impressions: 41_096 })
    expect(await ask({})).toMatchObject({ amount: null, impressions: null })
    const both = { productCode, startDate, endDate, groups, amount: 1, impressions: 1 }
    expectProblem(await market.planner.post('/availability', both), 422, 'VALIDATION_FAILED')
    const huge = { productCode, startDate, endDate, groups, impressions: Number.MAX_SAFE_INTEGER }
    expectProblem(await market.planner.post('/availability', huge), 422, 'AMOUNT_TOO_LARGE')
  })

  it('names flights, platforms and contents with room, which then fit', async () => {
    const few = { ...direct, startDate: '2026-12-10', endDate: '2026-12-12' }
    const { maxAmount } = done(
      await market.planner.post('/availability', { ...few, amount: undefined, groups }),
    )
    const taken = await market.place({ ...few, amount: maxAmount }, groups)
    done(await market.buy(taken))
    const wish = await market.place({ ...few, amount: 2_000_000 }, groups)
    const refused = expectProblem(await market.buy(wish, { alternatives: true }), 409, 'INVENTORY_SHORTAGE')
    expectProblem(await market.buy(wish), 409, 'INVENTORY_SHORTAGE')
    const { productCode } = direct
    const asked = done(
      await market.planner.post('/availability', { ...few, groups, amount: 2_000_000, alternatives: true }),
    )
    expect(refused.alternatives).toEqual(asked.alternatives)
    const { flights, platforms, contents } = asked.alternatives
    expect(flights.length).toBeGreaterThan(0)
    for (const [i, { startDate, endDate, shift }] of flights.entries()) {
      expect(Date.parse(endDate) - Date.parse(startDate)).toBe(2 * 86_400_000)
      expect(startDate >= '2026-12-01').toBe(true)
      if (i > 0) expect(Math.abs(shift)).toBeGreaterThanOrEqual(Math.abs(flights[i - 1].shift))
      const there = { productCode, startDate, endDate, groups, amount: 2_000_000 }
      expect(done(await market.planner.post('/availability', there)).status).toBe('AVAILABLE')
    }
    // Smaller shifts don't fit.
    const nearest = Math.abs(flights[0].shift)
    const day = (shift: number, date: string) =>
      new Date(Date.parse(date) + shift * 86_400_000).toISOString().slice(0, 10)
    for (let shift = 1 - nearest; shift < nearest; shift++) {
      const there = {
        productCode,
        startDate: day(shift, few.startDate),
        endDate: day(shift, few.endDate),
        groups,
        amount: 2_000_000,
      }
      expect(done(await market.planner.post('/availability', there)).status).not.toBe('AVAILABLE')
    }
    for (const { platform, maxAmount: most } of platforms) {
      expect(['NAVER', 'KAKAO', 'DAUM']).toContain(platform)
      expect(most).toBeGreaterThan(0)
    }
    expect(contents.map(({ metaId }: Answer['body']) => metaId)).toContain('PG4')
    expect(contents.map(({ metaId }: Answer['body']) => metaId)).not.toContain('PG1')
    const stock = await everything(market.planner, '/unit-inventory?metaId=PG4&from=2026-12-10&to=2026-12-12')
    expect(contents.find(({ metaId }: Answer['body']) => metaId === 'PG4').remaining).toBe(
      stock
        .filter(({ platform }) => ['NAVER', 'KAKAO', 'DAUM'].includes(platform))
        .reduce((sum, unit) => sum + unit.remaining, 0),
    )
    done(await market.act(taken, 'cancel'))
  })

  it('remembers who did what, when and from where', async () => {
    const placed = await market.place(direct, groups)
    done(await market.hold([placed]))
    done(await market.buy(placed))
    done(await market.act(placed, 'amend', { amount: 400_004, reason: '증액' }))
    done(await market.act(placed, 'cancel', { reason: '취소' }, market.operator))
    const history = await market.history(placed)
    expect(
      history.map(({ action, statusBefore, statusAfter, actor }) => [
        action,
        statusBefore,
        statusAfter,
        actor,
      ]),
    ).toEqual([
      ['HELD', 'Draft', 'Reserved', 'planner@example.com'],
      ['PURCHASED', 'Reserved', 'Booked', 'planner@example.com'],
      ['AMENDED', 'Booked', 'Booked', 'planner@example.com'],
      ['CANCELED', 'Booked', 'Canceled', 'operator@example.com'],
    ])
    for (const event of history) {
      expect(event.ip).toMatch(/127\.0\.0\.1/)
      expect(event.userAgent).toMatch(/\S/)
    }
    expect(history[1].details).toMatchObject({ fromHold: true })
  })

  it('forgets idempotency keys after two days, not after one', async () => {
    const placed = await market.place(direct, groups)
    const key = { 'Idempotency-Key': randomUUID() }
    const body = { units: [{ unitId: placed.unitId, version: 2 }], mode: 'all' }
    const path = `/campaigns/${placed.campaignId}/purchases`
    const first = await market.planner.post(path, body, key)
    expect(first.status).toBe(201)
    market.clock.moveToDay('2026-12-02')
    expect(await market.job('purge-idempotency-keys')).toEqual({ purged: 0 })
    const again = await market.planner.post(path, body, key)
    expect([again.status, again.bytes]).toEqual([201, first.bytes])
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    market.clock.moveTo('2026-12-03T03:00:01.000Z')
    expect(((await market.job('purge-idempotency-keys')) as { purged: number }).purged).toBeGreaterThan(0)
    expectProblem(await market.planner.post(path, body, key), 409, 'STATUS_CONFLICT')
    market.clock.moveToDay('2026-12-01')
    done(await market.act(placed, 'cancel'))
  })
})
