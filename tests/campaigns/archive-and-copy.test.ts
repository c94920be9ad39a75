import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { done, expectProblem } from '../http/plan'
import { Market, members, type Placed, type Row } from '../purchases/market'
import { databases } from '../support/databases'
import type { Answer, Client } from '../support/service'

const ROW: Row = { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-20', amount: 100_000 }

describe.each(databases())('Campaigns are archived, copied and found ($name)', (kind) => {
  let market: Market
  let other: Client
  let placed: Placed

  beforeAll(async () => {
    market = await Market.open(kind)
    other = await market.test.signInAs('planner', 'other@example.com')
  })
  afterAll(() => market?.stop())
  beforeEach(async () => {
    placed = await market.place(ROW, members('PG1', 'PG2'))
  })

  const path = () => `/campaigns/${placed.campaignId}`
  const patch = async (fields: object, client = market.planner) => {
    const { version } = done(await market.planner.get(path()))
    return client.patch(path(), { version, ...fields })
  }
  const ids = async (query: string, client = market.planner): Promise<string[]> =>
    done(await client.get(`/campaigns?${query}`)).items.map(({ id }: { id: string }) => id)
  const copy = (body: object, client = market.planner, key: string = randomUUID()): Promise<Answer> =>
    client.post(`${path()}/copies`, body, { 'Idempotency-Key': key })
  const planOf = async (id: string, client = market.planner) =>
    done(await client.get(`/campaigns/${id}/media-mix`))

  it('an archived campaign is out of the list and changes no more, until it is back', async () => {
    const archived = done(await patch({ archived: true }))
    expect(archived.archivedAt).toBe('2026-12-01T03:00:00.000Z')
    expect(await ids('limit=1000')).not.toContain(placed.campaignId)
    expect(await ids('archived=true&limit=1000')).toContain(placed.campaignId)
    const unit = { unitId: placed.unitId, version: await market.version(placed) }
    const refusals = [
      await patch({ name: '바뀐 이름' }),
      await market.planner.post(`${path()}/media-mix/sync`, {
        baseRevision: 0,
        changes: [{ op: 'put', ...unit, fields: { amount: 7 } }],
      }),
      await market.planner.put(`${path()}/targeting`, { units: [{ ...unit, groups: members('PG1') }] }),
      await market.hold([placed]),
      await market.buy(placed),
    ]
    for (const refusal of refusals)
      expect(expectProblem(refusal, 409, 'STATUS_CONFLICT').cause).toBe('ARCHIVED')
    expect(await market.row(placed)).toMatchObject({ amount: 100_000, bookingStatus: 'Draft' })

    expect(done(await patch({ archived: false, name: '다시' }))).toMatchObject({
      archivedAt: null,
      name: '다시',
    })
    expect(await ids('limit=1000')).toContain(placed.campaignId)
    expect((await market.buy(placed)).status).toBe(201)
  })

  it('nothing that is held or running is archived, and only an owner archives', async () => {
    done(await market.hold([placed]))
    const refusal = expectProblem(await patch({ archived: true }), 409, 'STATUS_CONFLICT')
    expect(refusal).toMatchObject({ cause: 'NOT_ENDED', unitIds: [placed.unitId] })
    done(await market.release(placed))
    done(await patch({ shares: [{ email: 'other@example.com', access: 'edit' }] }))
    expectProblem(await patch({ archived: true }, other), 403, 'FORBIDDEN')
    done(await patch({ archived: true }))
  })

  it('a copy has the rows as drafts with their targeting, moved to another start, and is one’s own', async () => {
    done(await market.buy(placed))
    const canceled = await market.place(ROW, members('PG3'), placed.campaignId)
    done(await market.buy(canceled))
    done(await market.act(canceled, 'cancel'))
    done(await patch({ shares: [{ email: 'other@example.com', access: 'see' }] }))

    const source = done(await market.planner.get(path()))
    const made = done(await copy({ name: '사본', startDate: '2027-01-01' }, other))
    expect(made).toMatchObject({
      name: '사본',
      startDate: '2027-01-01',
      budget: source.budget,
      owner: 'other@example.com',
      access: 'own',
      shares: [],
      status: 'Draft',
    })
    const days = (Date.parse(made.endDate) - Date.parse(made.startDate)) / 86_400_000
    expect(days).toBe((Date.parse(source.endDate) - Date.parse(source.startDate)) / 86_400_000)
    const { rows } = await planOf(made.id, other)
    const shift = (Date.parse('2027-01-01') - Date.parse(source.startDate)) / 86_400_000
    const moved = new Date(Date.parse(ROW.startDate) + shift * 86_400_000).toISOString().slice(0, 10)
    expect(rows).toMatchObject([{ amount: 100_000, bookingStatus: 'Draft', startDate: moved, version: 1 }])
    expect(rows[0].unitId).not.toBe(placed.unitId)
    const { units } = done(await other.get(`/campaigns/${made.id}/targeting`))
    expect(units[0].groups[0].members.map(({ metaId }: { metaId: string }) => metaId)).toEqual(['PG1', 'PG2'])
    // The source stays as it is, and the other planner's copy isn't the first one's.
    expect((await planOf(placed.campaignId)).rows).toHaveLength(2)
    expectProblem(await market.planner.get(`/campaigns/${made.id}`), 404, 'NOT_FOUND')
  })

  it('a copy is made once per key, and only of what one may see', async () => {
    const key = randomUUID()
    const [first, again] = [
      await copy({ name: '한 번' }, undefined, key),
      await copy({ name: '한 번' }, undefined, key),
    ]
    expect(done(again).id).toBe(done(first).id)
    expectProblem(await copy({ name: '남의 것' }, other), 404, 'NOT_FOUND')
    expectProblem(await copy({ name: '먼 날', startDate: '2199-12-20' }), 422, 'VALIDATION_FAILED')
  })

  it('a campaign is found by its agency, and by product and content of its rows', async () => {
    const word = randomUUID().slice(0, 8)
    done(await patch({ agency: `${word}기획` }))
    expect(await ids(`q=${encodeURIComponent(word)}`)).toEqual([placed.campaignId])
    expect(await ids('q=DIRECT&limit=1000')).toContain(placed.campaignId)
    expect(await ids('q=PG2&limit=1000')).toContain(placed.campaignId)
    expect(await ids('q=PG4&limit=1000')).not.toContain(placed.campaignId)
    expect(await ids('q=PG2&limit=1000', other)).not.toContain(placed.campaignId)
  })
})

describe.each(databases())('Device and creative of a bought row ($name)', (kind) => {
  let market: Market
  beforeAll(async () => {
    market = await Market.open(kind)
  })
  afterAll(() => market?.stop())

  const sync = async (placed: Placed, fields: object) =>
    market.planner.post(`/campaigns/${placed.campaignId}/media-mix/sync`, {
      baseRevision: 0,
      changes: [{ op: 'put', unitId: placed.unitId, version: await market.version(placed), fields }],
    })

  it('change by a sync, and the ad servers are told', async () => {
    const placed = await market.place(ROW, members('PG1', 'PG2'))
    done(await market.buy(placed))
    const before = await market.units()
    const answer = done(await sync(placed, { creative: '새 소재', device: 'CTV' }))
    expect(answer).toMatchObject({ applied: 1, conflicts: [] })
    expect(await market.row(placed)).toMatchObject({
      creative: '새 소재',
      device: 'CTV',
      bookingStatus: 'Booked',
    })
    expect(await market.units()).toEqual(before)
    const { items } = done(await market.operator.get('/publish-requests?limit=1000'))
    const own = items.filter(({ unitId }: { unitId: string }) => unitId === placed.unitId)
    const actions = own.map(({ action }: { action: string }) => action)
    expect(actions.filter((action: string) => action === 'UPDATE')).toHaveLength(
      actions.filter((action: string) => action === 'CREATE').length,
    )
    expect(actions).toContain('UPDATE')
    await market.audit()
  })

  it('change while it is held, and nothing else does; of a canceled row nothing changes', async () => {
    const placed = await market.place(ROW, members('PG1', 'PG2'))
    done(await market.hold([placed]))
    expectProblem(await sync(placed, { creative: '소재', amount: 1 }), 409, 'USE_AMEND')
    done(await sync(placed, { creative: '소재' }))
    expect(await market.row(placed)).toMatchObject({ creative: '소재', amount: 100_000 })
    done(await market.buy(placed))
    done(await market.act(placed, 'cancel'))
    expectProblem(await sync(placed, { creative: '늦은 소재' }), 409, 'USE_AMEND')
  })
})
