import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { done, expectProblem } from '../http/plan'
import { Market, members, type Placed, type Row } from '../purchases/market'
import { databases } from '../support/databases'
import type { Answer, Client } from '../support/service'

/** Each right is tried with every call that changes a campaign, its rows or its bookings. */
describe.each(databases())('Rights in a campaign ($name)', (kind) => {
  let market: Market
  let other: Client
  let placed: Placed

  beforeAll(async () => {
    market = await Market.open(kind)
    other = await market.test.signInAs('planner', 'other@example.com')
    await market.test.signInAs('planner', 'third@example.com')
  })
  afterAll(() => market?.stop())
  beforeEach(async () => {
    const row: Row = {
      productCode: 'DIRECT',
      startDate: '2026-12-05',
      endDate: '2026-12-20',
      amount: 100_000,
    }
    placed = await market.place(row, members('PG1', 'PG2'))
  })

  const path = () => `/campaigns/${placed.campaignId}`
  const patch = async (client: Client, fields: object) => {
    const { version } = done(await market.planner.get(path()))
    return client.patch(path(), { version, ...fields })
  }
  const share = async (access: string) =>
    done(await patch(market.planner, { shares: [{ email: 'other@example.com', access }] }))
  const unit = async () => ({ unitId: placed.unitId, version: await market.version(placed) })
  const refused = (answer: Answer, needed: string) =>
    expect(expectProblem(answer, 403, 'FORBIDDEN')).toMatchObject({ cause: 'RIGHT', needed })

  it('see: reads everything and changes nothing', async () => {
    expect(await share('see')).toMatchObject({
      access: 'own',
      sharedWith: ['other@example.com'],
      shares: [{ email: 'other@example.com', access: 'see' }],
    })
    expect(done(await other.get(path())).access).toBe('see')
    const mediaMix = done(await other.get(`${path()}/media-mix`))
    expect(mediaMix.campaign.access).toBe('see')
    expect(done(await other.get('/campaigns')).items).toMatchObject([{ access: 'see' }])
    const put = { op: 'put', unitId: placed.unitId, version: 1, fields: { amount: 5 } }
    const calls: [string, Promise<Answer>][] = [
      ['name', patch(other, { name: 'x' })],
      ['sync', other.post(`${path()}/media-mix/sync`, { baseRevision: 1, changes: [put] })],
      [
        'targeting',
        other.put(`${path()}/targeting`, { units: [{ ...(await unit()), groups: members('PG1') }] }),
      ],
      [
        'hold',
        other.post(`${path()}/holds`, { units: [await unit()], expiresAt: '2026-12-02T03:00:00.000Z' }),
      ],
      [
        'buy',
        other.post(`${path()}/purchases`, { units: [await unit()] }, { 'Idempotency-Key': randomUUID() }),
      ],
      ['release', other.delete(`${path()}/holds`)],
    ]
    for (const [name, call] of calls) {
      const answer = await call
      expect([name, answer.status, answer.body?.cause]).toEqual([name, 403, 'RIGHT'])
    }
    expect((await market.buy(placed)).status).toBe(201)
    refused(await market.act(placed, 'amend', { amount: 90_000 }, other), 'edit')
    refused(await market.act(placed, 'cancel', { reason: '-' }, other), 'edit')
    expect(await market.row(placed)).toMatchObject({ amount: 100_000, bookingStatus: 'Booked' })
  })

  it('edit: plans and buys, and neither changes the budget nor shares', async () => {
    await share('edit')
    const renamed = done(await patch(other, { name: '바꾼 이름', endDate: '2027-01-31' }))
    expect(renamed).toMatchObject({ name: '바꾼 이름', access: 'edit' })
    expect(done(await patch(other, { budget: renamed.budget })).budget).toBe(renamed.budget)
    refused(await patch(other, { budget: renamed.budget + 1 }), 'own')
    refused(await patch(other, { sharedWith: [] }), 'own')
    refused(await patch(other, { shares: [{ email: 'third@example.com', access: 'see' }] }), 'own')
    const key = { 'Idempotency-Key': randomUUID() }
    expect((await other.post(`${path()}/purchases`, { units: [await unit()] }, key)).status).toBe(201)
    expect(done(await market.planner.get(path()))).toMatchObject({ sharedWith: ['other@example.com'] })
  })

  it('own: does everything that the owner does', async () => {
    await share('own')
    expect(done(await patch(other, { budget: 7 }))).toMatchObject({ budget: 7, access: 'own' })
    const shared = done(await patch(other, { sharedWith: ['third@example.com', 'other@example.com'] }))
    expect(shared.shares).toEqual([
      { email: 'other@example.com', access: 'own' },
      { email: 'third@example.com', access: 'edit' },
    ])
  })

  it('belong to operators in every campaign', async () => {
    const operator = market.operator
    expect(done(await operator.get(path())).access).toBe('own')
    expect(done(await patch(operator, { budget: 9 })).budget).toBe(9)
  })

  it('are asked for in one way', async () => {
    const both = { sharedWith: [], shares: [] }
    expectProblem(await patch(market.planner, both), 422, 'VALIDATION_FAILED')
    const fields = {
      name: '공유',
      advertiser: '광고주',
      startDate: '2026-12-01',
      endDate: '2026-12-31',
      budget: 1,
    }
    const created = await market.planner.post('/campaigns', { ...fields, sharedWith: ['other@example.com'] })
    expect(done(created).shares).toEqual([{ email: 'other@example.com', access: 'edit' }])
    expectProblem(
      await patch(market.planner, { shares: [{ email: 'nobody@example.com', access: 'see' }] }),
      422,
      'UNKNOWN_REFERENCE',
    )
  })
})
