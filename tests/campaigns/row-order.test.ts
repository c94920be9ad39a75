import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { done, expectProblem } from '../http/plan'
import { Market } from '../purchases/market'
import { databases } from '../support/databases'
import type { Client } from '../support/service'

describe.each(databases())('The order of rows ($name)', (kind) => {
  let market: Market
  let other: Client
  let campaignId: string
  let ids: string[]
  let revision: number

  beforeAll(async () => {
    market = await Market.open(kind)
    other = await market.test.signInAs('planner', 'other@example.com')
  })
  afterAll(() => market?.stop())

  const newRow = (unitId: string) => ({
    op: 'put',
    unitId,
    fields: { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-20', amount: 100_000 },
  })
  const sync = (client: Client, body: object) =>
    client.post(`/campaigns/${campaignId}/media-mix/sync`, { baseRevision: revision, changes: [], ...body })
  const move = async (client: Client, local: string[], base = ids) =>
    done(await sync(client, { order: { base, local } }))
  const order = async () =>
    done(await market.planner.get(`/campaigns/${campaignId}/media-mix`)).rows.map(
      ({ unitId }: { unitId: string }) => unitId,
    )
  const named = (letters: string) => [...letters].map((letter) => ids['abcdef'.indexOf(letter)]!)

  beforeEach(async () => {
    const campaign = done(
      await market.planner.post('/campaigns', {
        name: '순서',
        advertiser: '한결식품',
        startDate: '2026-12-01',
        endDate: '2026-12-31',
        budget: 1_000_000,
        sharedWith: ['other@example.com'],
      }),
    )
    campaignId = campaign.id
    ids = Array.from({ length: 6 }, () => randomUUID())
    revision = done(
      await market.planner.post(`/campaigns/${campaignId}/media-mix/sync`, {
        baseRevision: 1,
        changes: ids.map(newRow),
      }),
    ).revision
  })

  it('is the order in which they were added', async () => {
    expect(await order()).toEqual(ids)
  })

  it('is kept as the sheet has it, and tells others by a new revision', async () => {
    const answer = await move(market.planner, named('fabcde'))
    expect(answer).toMatchObject({ revision: revision + 1, conflicts: [] })
    expect(await order()).toEqual(named('fabcde'))
    const versions = new Set(answer.rows.map(({ version }: { version: number }) => version))
    expect(versions).toEqual(new Set([1]))
    // The answer was lost, and the sheet sends it once more.
    expect(await move(market.planner, named('fabcde'))).toMatchObject({ revision: revision + 1 })
  })

  it('has new rows where they were inserted, also above a row that somebody else has moved', async () => {
    await move(other, named('bcadef'))
    const inserted = randomUUID()
    const local = [ids[0]!, inserted, ...ids.slice(1)]
    const answer = done(
      await sync(market.planner, { changes: [newRow(inserted)], order: { base: ids, local } }),
    )
    expect(answer.conflicts).toEqual([])
    expect(await order()).toEqual([...named('bca'), inserted, ...named('def')])
  })

  it('takes the moves of two planners, and asks about a row that both have moved', async () => {
    await move(other, named('abfcde'))
    const answer = await move(market.planner, named('fbcdea'))
    expect(answer.conflicts).toEqual([
      {
        unitId: ids[5],
        field: 'position',
        base: 6,
        local: 1,
        remote: 3,
        by: 'other@example.com',
        at: expect.any(String),
      },
    ])
    expect(await order()).toEqual(named('bfcdea'))
  })

  it('is no change of a row: fields merge and rows are deleted as before', async () => {
    await move(other, named('fabcde'))
    const [first, last] = [ids[0]!, ids[5]!]
    const answer = done(
      await sync(market.planner, {
        changes: [
          { op: 'put', unitId: first, version: 1, fields: { amount: 200_000 } },
          { op: 'delete', unitId: last },
        ],
      }),
    )
    expect(answer.conflicts).toEqual([])
    expect(await order()).toEqual(named('abcde'))
  })

  it('refuses an order that names a row twice, and leaves out rows that don’t exist', async () => {
    expectProblem(
      await sync(market.planner, { order: { base: ids, local: named('aab') } }),
      422,
      'VALIDATION_FAILED',
    )
    await move(market.planner, [randomUUID(), ...named('ba')])
    expect(await order()).toEqual(named('bacdef'))
  })
})
