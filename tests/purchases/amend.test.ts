import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ModelGroup, type UnitKey, unitKey } from '../http/model'
import { CATALOGUE, done, expectProblem, numbers } from '../http/plan'
import { databases } from '../support/databases'
import type { Answer } from '../support/service'
import { amended, type Cell, cellsOf, sorted } from './amend-model'
import { GROUPS, Market, members, type Placed, PRODUCTS, type Row } from './market'

const direct: Row = {
  productCode: 'DIRECT',
  startDate: '2026-12-05',
  endDate: '2026-12-20',
  amount: 3_000_000,
}
const three: Row = { productCode: 'THREE', startDate: '2026-12-05', endDate: '2026-12-20', amount: 1_000_000 }
const threeGroups = [
  { code: 'FORTY', weight: 40 },
  { code: 'THIRTYFIVE', weight: 35 },
  { code: 'TWENTYFIVE', weight: 25 },
]

/** The group of a RANDOM product, which nobody chooses. */
const pool = [{ name: 'RANDOM', weight: 1, members: [{ metaId: 'RANDOM', weight: 1 }] }]

describe.each(databases())('Amending ($name)', (kind) => {
  let market: Market
  let forecasts: Map<UnitKey, number>

  beforeAll(async () => {
    market = await Market.open(kind, {}, 2000)
    forecasts = new Map((await market.units()).map((unit) => [unitKey(unit), unit.forecast]))
  })
  beforeEach(() => market.clock.moveToDay('2026-12-01'))
  afterEach(() => market.audit())
  afterAll(() => market?.stop())

  interface Groups {
    name?: string
    code?: string
    weight: number
    members?: readonly { metaId: string; weight: number }[]
    ownerRatios?: readonly { owner: string; ratio: number }[]
    platforms?: readonly string[]
  }
  const modelled = (groups: readonly Groups[]): ModelGroup[] =>
    groups.map(({ code, name, ...rest }) => ({
      members: [],
      ...rest,
      name: code ?? name!,
      ...(code ? { members: GROUPS[code as keyof typeof GROUPS] } : {}),
    }))

  async function bought(row: Row, groups: readonly Groups[]): Promise<Placed> {
    const placed = await market.place(row, groups)
    const answer = await market.buy(placed)
    expect(answer.status).toBe(201)
    return placed
  }

  /** The expected cells, computed by the model. */
  function expected(
    before: readonly Cell[],
    row: Row,
    groups: readonly Groups[],
    today: string,
    platforms: readonly string[] = PRODUCTS[row.productCode].platforms,
  ) {
    const { ecpm } = PRODUCTS[row.productCode]
    return amended(
      before,
      { ...row, ecpm, paid: row.kind !== 'SERVICE', platforms, groups: modelled(groups) },
      today,
      CATALOGUE,
      (key) => BigInt(forecasts.get(key) ?? 0),
    )
  }

  /** Amends, and compares tree, past and ledger with the model, day by day. */
  async function amendAndCompare(
    placed: Placed,
    change: object,
    after: Row,
    groups: readonly Groups[],
    today: string,
    platforms?: readonly string[],
  ): Promise<Answer['body']> {
    market.clock.moveToDay(today)
    const before = await market.distribution(placed)
    const ledgerBefore = await market.ledger(placed)
    const model = expected(cellsOf(before.ads), after, groups, today, platforms)
    expect(model).not.toBe('BELOW')
    const answer = await market.act(placed, 'amend', change)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      amount: after.kind === 'SERVICE' ? 0 : after.amount,
      revision: before.revision + 1,
    })
    expect(sorted(cellsOf(answer.body.ads))).toEqual(sorted(model as Cell[]))
    const now = await market.distribution(placed)
    expect(sorted(cellsOf(now.ads))).toEqual(sorted(model as Cell[]))

    // The cells of the past are exactly the same as before.
    const pastOf = (ads: Answer['body'][]) =>
      ads.flatMap(({ platform, childAds }) =>
        childAds.flatMap(({ group, owners }: Answer['body']) =>
          owners.flatMap(({ owner, cells }: Answer['body']) =>
            cells
              .filter(({ date, impressions }: Answer['body']) => date <= today && impressions > 0)
              .map(({ date, metaId, impressions, amount, ratioPpb }: Answer['body']) =>
                JSON.stringify([platform, group, owner, date, metaId, impressions, amount, ratioPpb]),
              ),
          ),
        ),
      )
    expect(pastOf(now.ads).sort()).toEqual(pastOf(before.ads).sort())

    // The ledger only got new lines: the differences of the days to come, one line per inventory row.
    const ledger = await market.ledger(placed)
    expect(ledger.slice(0, ledgerBefore.length)).toEqual(ledgerBefore)
    const more = ledger.slice(ledgerBefore.length)
    const difference = new Map<UnitKey, bigint>()
    const count = (cells: readonly Cell[], sign: bigint) => {
      for (const cell of cells)
        difference.set(unitKey(cell), (difference.get(unitKey(cell)) ?? 0n) + sign * cell.impressions)
    }
    count(model as Cell[], 1n)
    count(cellsOf(before.ads), -1n)
    expect(new Map(more.map((row) => [unitKey(row), BigInt(row.quantity)]))).toEqual(
      new Map([...difference].filter(([, quantity]) => quantity !== 0n)),
    )
    expect(more.length).toBe(new Set(more.map(unitKey)).size)
    for (const { type, quantity, date } of more) {
      expect(type).toBe(quantity > 0 ? 'PURCHASE' : 'RELEASE')
      expect(date > today).toBe(true)
    }
    expect(done(await market.planner.get(`/campaigns/${placed.campaignId}/media-mix`)).rows[0]).toMatchObject(
      {
        amount: after.amount,
        startDate: after.startDate,
        endDate: after.endDate,
      },
    )
    return answer.body
  }

  const chosen = members('PG1', 'PG2', 'PG3') as Groups[]

  it.each([
    ['more before it begins', { amount: 5_000_001 }, {}, '2026-12-01'],
    ['less before it begins', { amount: 1_234_567 }, {}, '2026-12-01'],
    ['more in flight', { amount: 4_444_444 }, {}, '2026-12-10'],
    ['less in flight', { amount: 2_500_000 }, {}, '2026-12-08'],
    ['the same again', { amount: 3_000_000 }, {}, '2026-12-10'],
    ['a later end', { endDate: '2026-12-28' }, {}, '2026-12-12'],
    ['an earlier end', { endDate: '2026-12-16' }, {}, '2026-12-12'],
    ['a flight moved before it begins', { startDate: '2026-12-09', endDate: '2026-12-24' }, {}, '2026-12-01'],
    ['a flight moved while it runs', { startDate: '2026-12-15', endDate: '2026-12-30' }, {}, '2026-12-10'],
    ['the last day', { amount: 3_000_500 }, {}, '2026-12-19'],
  ])('%s', async (_name, change, _more, today) => {
    const placed = await bought(direct, chosen)
    await amendAndCompare(placed, change, { ...direct, ...change }, chosen, today)
    done(await market.act(placed, 'cancel'))
  })

  it('keeps the past of a platform that is dropped, and gives the rest to the others', async () => {
    const placed = await bought(three, threeGroups)
    const platforms = ['NAVER', 'DAUM']
    const body = await amendAndCompare(placed, { platforms }, three, threeGroups, '2026-12-10', platforms)
    const kakao = body.ads.find(({ platform }: { platform: string }) => platform === 'KAKAO')
    expect(kakao.impressions).toBeGreaterThan(0)
    expect(Math.max(...cellsOf([kakao]).map(({ date }) => Number(date.slice(8))))).toBe(10)
    // The platform can come back.
    await amendAndCompare(
      placed,
      { platforms: ['KAKAO', 'NAVER', 'DAUM'], amount: 1_500_000 },
      { ...three, amount: 1_500_000 },
      threeGroups,
      '2026-12-12',
    )
    done(await market.act(placed, 'cancel'))
  })

  it('drops a platform without a past whole: its ad stays known, canceled', async () => {
    const placed = await bought(three, threeGroups)
    const before = await market.distribution(placed)
    const platforms = ['NAVER']
    const body = await amendAndCompare(placed, { platforms }, three, threeGroups, '2026-12-01', platforms)
    expect(body.ads.map(({ platform }: { platform: string }) => platform)).toEqual(['NAVER'])
    expect(body.ads[0].adId).toBe(before.ads[0].adId)
    const ads = await market.test.service.database.read((tx) =>
      tx.rows<{ platform: string; status: string }>(
        'SELECT platform, publish_status AS status FROM ad WHERE unit_id = ? ORDER BY platform',
        [placed.unitId],
      ),
    )
    expect(ads).toEqual([
      { platform: 'DAUM', status: 'CANCELED' },
      { platform: 'KAKAO', status: 'CANCELED' },
      { platform: 'NAVER', status: 'REQUESTED' },
    ])
    const all = ['NAVER', 'KAKAO', 'DAUM']
    await amendAndCompare(placed, { platforms: all }, three, threeGroups, '2026-12-01', all)
    expect((await market.distribution(placed)).ads.map(({ adId }: { adId: string }) => adId)).toEqual(
      before.ads.map(({ adId }: { adId: string }) => adId),
    )
    done(await market.act(placed, 'cancel'))
  })

  it('keeps the past of groups and owners that are dropped', async () => {
    const placed = await bought(three, threeGroups)
    const groups = [
      { code: 'FORTY', weight: 50, ownerRatios: [{ owner: 'SBS', ratio: 1 }] },
      { code: 'TWENTYFIVE', weight: 50 },
    ]
    await amendAndCompare(placed, { groups }, three, groups, '2026-12-09')
    await amendAndCompare(
      placed,
      { groups: threeGroups, amount: 2_000_000 },
      { ...three, amount: 2_000_000 },
      threeGroups,
      '2026-12-11',
    )
    done(await market.act(placed, 'cancel'))
  })

  it('follows the rule through changes at random, day after day', async () => {
    const below = numbers(20_261_201)
    for (const [row, groups] of [
      [three, threeGroups],
      [direct, chosen],
      [{ ...direct, kind: 'SERVICE' }, chosen],
      [{ ...direct, productCode: 'SHUFFLE' }, pool],
    ] as [Row, Groups[]][]) {
      market.clock.moveToDay('2026-12-01')
      const placed = await bought(row, groups === pool ? [] : groups)
      let now = row
      let platforms: readonly string[] = PRODUCTS[row.productCode].platforms
      for (let day = 3; day < 19; day += 1 + below(4)) {
        const all = PRODUCTS[row.productCode].platforms
        platforms = below(3) === 0 ? all.filter((_platform, i) => i === 0 || below(2) === 0) : platforms
        const next = {
          ...now,
          amount: now.amount + below(900_000),
          endDate: `2026-12-${22 + below(9)}`,
        }
        const today = `2026-12-${String(day).padStart(2, '0')}`
        const { amount, endDate } = next
        await amendAndCompare(placed, { amount, endDate, platforms }, next, groups, today, platforms)
        now = next
      }
      done(await market.act(placed, 'cancel'))
    }
  })

  it('does not take back what was delivered', async () => {
    const placed = await bought(direct, chosen)
    market.clock.moveToDay('2026-12-15')
    const before = [await market.distribution(placed), await market.ledger(placed), await market.units()]
    const refused = expectProblem(
      await market.act(placed, 'amend', { amount: 500_000 }),
      409,
      'AMEND_BELOW_DELIVERED',
    )
    expect(refused.belowDelivered[0]).toMatchObject({ asked: {}, delivered: {} })
    expect(expected(cellsOf(before[0].ads), { ...direct, amount: 500_000 }, chosen, '2026-12-15')).toBe(
      'BELOW',
    )
    expect([await market.distribution(placed), await market.ledger(placed), await market.units()]).toEqual(
      before,
    )
    market.clock.moveToDay('2026-12-01')
  })

  it('says what is short and an amount that fits, which then goes through', async () => {
    const placed = await bought(direct, chosen)
    market.clock.moveToDay('2026-12-10')
    const before = [await market.distribution(placed), await market.units()]
    const refused = expectProblem(
      await market.act(placed, 'amend', { amount: 900_000_000_000 }),
      409,
      'INVENTORY_SHORTAGE',
    )
    expect([await market.distribution(placed), await market.units()]).toEqual(before)
    const left = new Map(before[1].map((unit: Answer['body']) => [unitKey(unit), unit.remaining]))
    for (const { asked, remaining, short, ...row } of refused.shortages) {
      expect(remaining).toBe(left.get(unitKey(row)))
      expect(short).toBe(asked - remaining)
    }
    const { amount } = refused.fits
    expect(amount).toBeGreaterThan(3_000_000)
    await amendAndCompare(placed, { amount }, { ...direct, amount }, chosen, '2026-12-10')
    done(await market.act(placed, 'cancel'))
  })

  it('keeps every revision to be explained', async () => {
    const placed = await bought(direct, chosen)
    const first = await market.distribution(placed)
    await amendAndCompare(
      placed,
      { amount: 3_500_000 },
      { ...direct, amount: 3_500_000 },
      chosen,
      '2026-12-08',
    )
    const { version: _v, ...before } = await market.distribution(placed, '?revision=1')
    const { version: _w, ...was } = first
    expect(before).toEqual(was)
    const now = await market.distribution(placed)
    expect(now.revision).toBe(2)
    const [cell] = now.ads[0].childAds[0].owners[0].cells
    expect(cell).toMatchObject({ rule: 'kept', revision: 1, added: { amount: '0', impressions: '0' } })
    expectProblem(await market.planner.get(`/campaign-units/${placed.unitId}/distribution?revision=7`), 404)
    const [, event] = await market.history(placed)
    expect(event).toMatchObject({
      action: 'AMENDED',
      revision: 2,
      actor: 'planner@example.com',
      details: { before: { amount: 3_000_000 }, after: { amount: 3_500_000 } },
    })
    market.clock.moveToDay('2026-12-01')
    done(await market.act(placed, 'cancel'))
  })

  it('explains the amended numbers: quota plus what the rule added', async () => {
    const placed = await bought(three, threeGroups)
    const platforms = ['NAVER', 'DAUM']
    await amendAndCompare(placed, { platforms }, three, threeGroups, '2026-12-10', platforms)
    const value = (text: string) => {
      const [over, under = '1'] = text.split('/')
      return Number(over) / Number(under)
    }
    const check = (node: Answer['body']) => {
      for (const of of ['amount', 'impressions'] as const)
        expect(value(node.quota[of]) + value(node.added[of])).toBeCloseTo(node[of], 3)
    }
    const { ads } = await market.distribution(placed)
    for (const ad of ads) {
      check(ad)
      expect(ad.rule).toBe(platforms.includes(ad.platform) ? 'remainder-last' : 'kept')
      for (const child of ad.childAds) {
        check(child)
        for (const owner of child.owners) {
          check(owner)
          for (const cell of owner.cells) check(cell)
        }
      }
    }
    done(await market.act(placed, 'cancel'))
  })

  it('refuses what makes no sense', async () => {
    const placed = await bought(direct, chosen)
    const amend = (body: object) => market.act(placed, 'amend', body)
    expectProblem(await amend({}), 422, 'VALIDATION_FAILED')
    expectProblem(await amend({ endDate: '2026-12-04' }), 422, 'VALIDATION_FAILED')
    expectProblem(await amend({ endDate: '2028-12-04' }), 422, 'VALIDATION_FAILED')
    expectProblem(await amend({ amount: -1 }), 422, 'VALIDATION_FAILED')
    expectProblem(await amend({ amount: 1 }), 422, 'AMOUNT_TOO_SMALL')
    expectProblem(await amend({ amount: 0 }), 422)
    expectProblem(await amend({ platforms: ['YOUTUBE'] }), 422, 'UNKNOWN_REFERENCE')
    expectProblem(await amend({ platforms: [] }), 422, 'VALIDATION_FAILED')
    expectProblem(await amend({ endDate: '2027-01-05' }), 409, 'INVENTORY_NOT_LOADED')
    expectProblem(await amend({ startDate: '2026-11-29' }), 422, 'FLIGHT_IN_PAST')
    expectProblem(await amend({ amount: 5, overrideReason: 'weil' }), 403, 'FORBIDDEN')
    expectProblem(await amend({ groups: [] }), 422, 'TARGETING_INVALID')
    expectProblem(await market.act(placed, 'amend', { amount: 5, version: 1 }), 409, 'VERSION_CONFLICT')
    market.clock.moveToDay('2026-12-19')
    expectProblem(await amend({ amount: 3_500_000, endDate: '2026-12-19' }), 422, 'FLIGHT_IN_PAST')
    const draft = await market.place(direct, chosen)
    expect(
      expectProblem(await market.act(draft, 'amend', { amount: 5 }), 409, 'STATUS_CONFLICT').allowed,
    ).toEqual(['Reserved', 'Booked'])
    done(await market.act(placed, 'cancel'))
  })

  it('is done once per key, and by one of those who amend the same version', async () => {
    const placed = await bought(direct, chosen)
    const version = await market.version(placed)
    const path = `/campaign-units/${placed.unitId}/amend`
    const key = randomUUID()
    const twins = await Promise.all(
      Array.from({ length: 5 }, () =>
        market.planner.post(path, { version, amount: 3_100_000 }, { 'Idempotency-Key': key }),
      ),
    )
    for (const twin of twins) expect([twin.status, twin.bytes]).toEqual([200, twins[0]!.bytes])
    const rivals = await Promise.all(
      [3_200_000, 3_300_000].map((amount) => market.planner.post(path, { version: version + 1, amount })),
    )
    expect(rivals.map(({ status }) => status).sort()).toEqual([200, 409])
    done(await market.act(placed, 'cancel'))
  })

  it('is merged with the sheet: a synced row at the old version does not bring the old amount back', async () => {
    const placed = await bought(direct, chosen)
    const { version, amount } = await market.row(placed)
    done(await market.act(placed, 'amend', { amount: 3_100_000 }))
    const synced = done(
      await market.planner.post(`/campaigns/${placed.campaignId}/media-mix/sync`, {
        baseRevision: 1,
        changes: [{ op: 'put', unitId: placed.unitId, version, fields: { amount } }],
      }),
    )
    expect(synced.conflicts).toEqual([])
    expect(synced.rows[0].amount).toBe(3_100_000)
    done(await market.act(placed, 'cancel'))
  })
})
