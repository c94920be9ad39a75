import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { audit } from '../../server/audit/audit'
import { addRows, createCampaign, done, expectProblem, target } from '../http/plan'
import { Market, members, type Placed, type Row } from '../purchases/market'
import { databases } from '../support/databases'
import type { Answer } from '../support/service'

const flight = { startDate: '2026-12-05', endDate: '2026-12-12' }
const row = (amount: number): Row => ({ productCode: 'DIRECT', ...flight, amount, device: 'PC' })

describe.each(databases())('Variants of a campaign ($name)', (kind) => {
  let market: Market
  let campaignId: string

  beforeAll(async () => {
    market = await Market.open(kind)
  })
  afterAll(() => market?.stop())
  beforeEach(async () => {
    campaignId = await createCampaign(market.planner)
  })
  afterEach(async () => {
    await market.audit()
    const verdicts = await audit(market.test.service.database, market.clock.now())
    expect(verdicts.filter(({ count }) => count > 0)).toEqual([])
  })

  const path = (rest = '') => `/campaigns/${campaignId}${rest}`
  const mediaMix = async () => done(await market.planner.get(path('/media-mix')))
  const create = async (body: object = {}, headers = {}): Promise<Answer> => {
    const { revision } = await mediaMix()
    return market.planner.post(path('/variants'), { revision, ...body }, headers)
  }
  const end = async (name: string, step: 'choose' | 'discard', headers = {}): Promise<Answer> => {
    const { revision } = await mediaMix()
    return market.planner.post(path(`/variants/${name}/${step}`), { revision }, headers)
  }
  /** `A 100000`, in the order of the sheet. */
  const shown = async () =>
    (await mediaMix()).rows.map(({ variant, amount }: Answer['body']) => `${variant ?? '-'} ${amount}`)
  const total = async () => (await mediaMix()).totals.amount
  const placed = (unitId: string): Placed => ({ campaignId, unitId })
  const add = (...amounts: number[]) => addRows(market.planner, campaignId, amounts.map(row))
  const put = async (unitId: string, fields: object) => {
    const { revision } = await mediaMix()
    const change = { op: 'put', unitId, version: await market.version(placed(unitId)), fields }
    return done(
      await market.planner.post(path('/media-mix/sync'), { baseRevision: revision, changes: [change] }),
    )
  }

  it('are made from a campaign, with everything that its rows have', async () => {
    const [first, second] = await add(100_000, 20_000)
    const groups = [
      {
        name: '넷',
        weight: 3,
        members: [
          { metaId: 'PG1', weight: 2 },
          { metaId: 'PG2', weight: 1 },
        ],
      },
    ]
    done(
      await target(market.planner, campaignId, first!, [
        { ...groups[0], ownerRatios: [{ owner: 'CJ', ratio: 7 }] },
      ]),
    )
    const made = await create()
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      variant: 'B',
      source: 'A',
      units: [{ copyOf: first }, { copyOf: second }],
    })
    expect(made.body.revision).toBe((await mediaMix()).revision)
    expect(await shown()).toEqual(['A 100000', 'A 20000', 'B 100000', 'B 20000'])
    expect(await total()).toBe(120_000)
    const { units } = done(await market.planner.get(path('/targeting')))
    const of = (unitId: string) => units.find((unit: Answer['body']) => unit.unitId === unitId).groups
    expect(of(made.body.units[0].unitId)).toEqual(of(first!))
    expect(of(first!)).toMatchObject([{ weight: 3, ownerRatios: [{ owner: 'CJ', ratio: 7 }] }])
    const [original, , copy] = (await mediaMix()).rows
    const { unitId, version, variant, ...fields } = original
    expect(copy).toEqual({ ...fields, unitId: made.body.units[0].unitId, version: 1, variant: 'B' })
    expect({ unitId, variant, version }).toEqual({ unitId: first, variant: 'A', version: 3 })
  })

  it('are made from another one, below its rows, under the name that is asked for', async () => {
    const [shared] = await add(1_000)
    await add(20_000)
    done(await create())
    await put(shared!, { variant: null })
    const b = (await mediaMix()).rows.findLast(({ amount }: Answer['body']) => amount === 20_000).unitId
    await put(b, { amount: 30_000 })
    expect(await shown()).toEqual(['- 1000', 'A 20000', 'B 1000', 'B 30000'])
    expect((await create({ from: 'B', name: 'D' })).body).toMatchObject({ variant: 'D', source: 'B' })
    expect((await create({ from: 'A' })).body).toMatchObject({ variant: 'C', source: 'A' })
    expect(await shown()).toEqual(['- 1000', 'A 20000', 'C 20000', 'B 1000', 'B 30000', 'D 1000', 'D 30000'])
    // Without `from` the first one is copied.
    expect((await create()).body).toMatchObject({ variant: 'E', source: 'A' })
    expect(await total()).toBe(21_000)
    expectProblem(await create({ name: 'B' }), 409, 'ALREADY_EXISTS')
    expectProblem(await create({ from: 'X' }), 404, 'NOT_FOUND')
    expectProblem(await create({ name: 'AB' }), 422, 'VALIDATION_FAILED')
  })

  it('are one of the fields of a row, merged like the others', async () => {
    const [unitId] = await add(1_000)
    const { revision, rows } = await mediaMix()
    const sync = (fields: object) =>
      market.planner.post(path('/media-mix/sync'), {
        baseRevision: revision,
        changes: [{ op: 'put', unitId, version: rows[0].version, fields }],
      })
    expect(done(await sync({ variant: 'B' })).conflicts).toEqual([])
    expect(done(await sync({ amount: 2_000 })).conflicts).toEqual([])
    expect(done(await sync({ variant: 'C' })).conflicts).toMatchObject([
      { field: 'variant', base: null, local: 'C', remote: 'B' },
    ])
    expect(await shown()).toEqual(['B 2000'])
    await put(unitId!, { variant: null })
    expect(await shown()).toEqual(['- 2000'])
    expectProblem(await sync({ variant: 'b' }), 422, 'VALIDATION_FAILED')
  })

  it('become the plan: the other rows are removed, and what they hold is released', async () => {
    const [shared] = await add(1_000)
    const [a] = await add(20_000)
    done(await create())
    await put(shared!, { variant: null })
    const rows = (await mediaMix()).rows
    const b = rows.findLast(({ variant }: Answer['body']) => variant === 'B').unitId
    for (const unitId of [a!, b, shared!])
      done(await target(market.planner, campaignId, unitId, members('PG1', 'PG2')))
    done(await market.hold([placed(a!), placed(b), placed(shared!)]))
    expect(done(await market.planner.get(path('/holds'))).items).toHaveLength(3)
    const held = async () => (await market.units()).reduce((sum, { held }) => sum + held, 0)
    const together = await held()
    const chosen = await end('B', 'choose')
    expect(done(chosen)).toMatchObject({ variant: 'B', released: [a] })
    expect(chosen.body.removed).toEqual([a])
    expect(chosen.body.revision).toBe((await mediaMix()).revision)
    expect(await shown()).toEqual(['- 1000', '- 1000', '- 20000'])
    // The variants shared what they held, and B needs as much as A did.
    expect(await held()).toBe(together)
    expect(done(await market.planner.get(path('/holds'))).items).toMatchObject([
      { variant: null },
      { variant: null },
    ])
    expect((await market.buy(placed(b))).status).toBe(201)
    expectProblem(await end('B', 'choose'), 404, 'NOT_FOUND')
    done(await market.act(placed(b), 'cancel'))
    done(await market.release(placed(shared!)))
    // A sheet that still has the removed row hears of it.
    const { revision } = await mediaMix()
    const late = { op: 'put', unitId: a, version: 3, fields: { amount: 5 } }
    expect(
      done(await market.planner.post(path('/media-mix/sync'), { baseRevision: revision, changes: [late] }))
        .conflicts,
    ).toMatchObject([{ unitId: a, field: 'unit', remote: 'deleted' }])
  })

  it('are kept when a hold ends, however it ends', async () => {
    const [a] = await add(20_000)
    done(await create())
    done(await target(market.planner, campaignId, a!, members('PG1', 'PG2')))
    done(await market.hold([placed(a!)]))
    expect(done(await market.planner.get(path('/holds'))).items).toMatchObject([{ variant: 'A' }])
    done(await market.release(placed(a!)))
    expect(await shown()).toEqual(['A 20000', 'B 20000'])
    done(await market.hold([placed(a!)], '2026-12-01T04:00:00.000Z'))
    market.clock.moveTo('2026-12-01T05:00:00.000Z')
    await market.job('expire-holds')
    expect(await shown()).toEqual(['A 20000', 'B 20000'])
    expect((await market.row(placed(a!))).bookingStatus).toBe('Expired')
    market.clock.moveTo('2026-12-01T03:00:00.000Z')
    done(await market.act(placed(a!), 'reopen'))
    done(await market.hold([{ ...placed(a!), variant: 'C' }]))
    expect(await shown()).toEqual(['C 20000', 'B 20000'])
    done(await market.release(placed(a!)))
  })

  it('take a reserved row along, and leave a bought one to all of them', async () => {
    const [reserved, bought] = await add(20_000, 30_000)
    for (const unitId of [reserved!, bought!])
      done(await target(market.planner, campaignId, unitId, members('PG1', 'PG2')))
    done(await market.hold([placed(reserved!)]))
    expect((await market.buy(placed(bought!))).status).toBe(201)
    expect(done(await create())).toMatchObject({ units: [{ copyOf: reserved }] })
    expect(await shown()).toEqual(['A 20000', 'B 20000', '- 30000'])
    expect(await total()).toBe(50_000)
    expect(done(await market.planner.get(path('/holds'))).items).toMatchObject([{ variant: 'A' }])
    // Buying a row of B that nothing holds ends what A holds.
    const b = (await mediaMix()).rows[1].unitId
    expect((await market.buy(placed(b))).status).toBe(201)
    expect((await market.row(placed(reserved!))).bookingStatus).toBe('Draft')
    const refused = expectProblem(await end('A', 'choose'), 409, 'STATUS_CONFLICT')
    expect(refused.unitIds).toEqual([b])
    expectProblem(await end('B', 'discard'), 409, 'STATUS_CONFLICT')
    expectProblem(await create(), 409, 'STATUS_CONFLICT')
    expect(done(await end('B', 'choose'))).toMatchObject({ kept: [b], removed: [reserved], released: [] })
    expect(await shown()).toEqual(['- 20000', '- 30000'])
    for (const unitId of [b, bought!]) done(await market.act(placed(unitId), 'cancel'))
  })

  it('are discarded; the last one that is left is the plan', async () => {
    await add(20_000)
    done(await create())
    done(await create({ from: 'B' }))
    expect(done(await end('A', 'discard'))).toMatchObject({ variant: 'A', released: [] })
    expect(await shown()).toEqual(['B 20000', 'C 20000'])
    done(await end('B', 'discard'))
    expect(await shown()).toEqual(['- 20000'])
    done(await create())
    const [a] = (await mediaMix()).rows
    await put(a.unitId, { variant: 'B' })
    expectProblem(await end('B', 'discard'), 409, 'STATUS_CONFLICT')
  })

  it('need rows to copy', async () => {
    expectProblem(await create(), 409, 'STATUS_CONFLICT')
  })

  it('are guarded by the revision, and made once per key', async () => {
    await add(20_000)
    const { revision } = await mediaMix()
    const key = { 'Idempotency-Key': randomUUID() }
    const send = () => market.planner.post(path('/variants'), { revision }, key)
    const answers = await Promise.all([send(), send(), send()])
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect(done(answers[0]!).variant).toBe('B')
    expect(await shown()).toEqual(['A 20000', 'B 20000'])
    const stale = await market.planner.post(path('/variants'), { revision })
    expect(expectProblem(stale, 409, 'VERSION_CONFLICT').currentVersion).toBe(revision + 1)
    const other = { 'accept-language': 'ko' }
    const korean = await market.planner.post(path('/variants/B/choose'), { revision }, other)
    expect(expectProblem(korean, 409, 'VERSION_CONFLICT').detail).toMatch(/^미디어믹스: 지금은 버전/)
    expect(await shown()).toEqual(['A 20000', 'B 20000'])
  })

  it('are made and chosen beside planners who sync, without losing a change', async () => {
    const ids = await add(10_000, 20_000, 30_000)
    const sync = async (unitId: string, amount: number) => {
      const { revision, rows } = await mediaMix()
      const known = rows.find((one: Answer['body']) => one.unitId === unitId)
      if (!known) return undefined
      const change = { op: 'put', unitId, version: known.version, fields: { amount } }
      return market.planner.post(path('/media-mix/sync'), { baseRevision: revision, changes: [change] })
    }
    const until = async (step: () => Promise<Answer>): Promise<Answer> => {
      for (;;) {
        const answer = await step()
        if (answer.status !== 409) return answer
      }
    }
    const typing = async () => {
      for (let turn = 1; turn <= 6; turn++)
        for (const id of ids) expect((await sync(id, turn * 1_000))?.status ?? 200).toBe(200)
    }
    const stepping = async () => {
      done(await until(() => create()))
      done(await until(() => create({ from: 'B' })))
      done(await until(() => end('C', 'discard')))
    }
    await Promise.all([typing(), stepping()])
    const rows = (await mediaMix()).rows
    const of = (name: string) => rows.filter(({ variant }: Answer['body']) => variant === name)
    expect(of('A').map(({ unitId, amount }: Answer['body']) => [unitId, amount])).toEqual(
      ids.map((id) => [id, 6_000]),
    )
    expect(of('B')).toHaveLength(3)
    done(await end('A', 'choose'))
    expect(await shown()).toEqual(['- 6000', '- 6000', '- 6000'])
  })

  it('belong to those who may change the campaign', async () => {
    await add(20_000)
    done(await create())
    const other = await market.test.signInAs('planner', 'guest@example.com')
    const { revision } = await mediaMix()
    const calls = [path('/variants'), path('/variants/A/choose'), path('/variants/A/discard')]
    for (const call of calls) expectProblem(await other.post(call, { revision }), 404, 'NOT_FOUND')
    const { version } = done(await market.planner.get(path()))
    const shares = [{ email: 'guest@example.com', access: 'see' }]
    const shared = done(await market.planner.patch(path(), { version, shares }))
    for (const call of calls)
      expectProblem(await other.post(call, { revision: shared.revision }), 403, 'FORBIDDEN')
    expect(await shown()).toEqual(['A 20000', 'B 20000'])
  })
})
