import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addRows, createCampaign, done, expectProblem } from '../http/plan'
import { Market, members, type Row } from '../purchases/market'
import { databases } from '../support/databases'
import type { Answer } from '../support/service'

const flight = { startDate: '2026-12-05', endDate: '2026-12-14' }
const direct: Row = { productCode: 'DIRECT', ...flight, amount: 100_003 }

describe.each(databases())('The check before a proposal goes out ($name)', (kind) => {
  let market: Market

  beforeAll(async () => {
    market = await Market.open(kind, {}, 2_000)
  })
  afterAll(() => market?.stop())

  const check = async (campaignId: string, client = market.planner): Promise<Answer['body']> =>
    done(await client.get(`/campaigns/${campaignId}/proposal-check`))

  it('finds nothing in a plan that can be bought', async () => {
    const placed = await market.place(direct, members('PG1', 'PG2'))
    const { findings, revision } = await check(placed.campaignId)
    expect(findings).toEqual([])
    expect(revision).toBe((await market.planner.get(`/campaigns/${placed.campaignId}`)).body.revision)
    const stranger = await market.test.signInAs('planner', 'stranger@example.com')
    expectProblem(await stranger.get(`/campaigns/${placed.campaignId}/proposal-check`), 404, 'NOT_FOUND')
  })

  it('names every row and cell that isn’t ready, and says the same as availability and purchase', async () => {
    const groups = members('PG3', 'PG4')
    const { maxAmount } = done(
      await market.planner.post('/availability', { ...direct, amount: undefined, groups }),
    )
    const most = Math.floor(maxAmount * 0.8)
    const first = await market.place({ ...direct, amount: most }, groups)
    const { campaignId } = first
    await market.place({ ...direct, amount: most }, groups, campaignId)
    const [untargeted, empty, outside] = await addRows(market.planner, campaignId, [
      direct,
      { productCode: 'SHUFFLE', ...flight, amount: 0 },
      { productCode: 'SHUFFLE', startDate: '2026-12-20', endDate: '2027-01-03', amount: 5_000 },
    ])
    const held = await market.place(
      { ...direct, amount: 1_000, startDate: '2026-12-20', endDate: '2026-12-22' },
      groups,
      campaignId,
    )
    done(await market.hold([held], '2026-12-01T20:00:00.000Z'))
    const tiny = await market.place({ ...direct, amount: 1 }, groups, campaignId)
    const campaign = done(await market.planner.get(`/campaigns/${campaignId}`))
    done(
      await market.planner.patch(`/campaigns/${campaignId}`, {
        version: campaign.version,
        budget: 1_000,
        endDate: '2026-12-31',
      }),
    )
    const version = await market.version(tiny)
    done(
      await market.operator.post(`/campaigns/${campaignId}/media-mix/sync`, {
        baseRevision: done(await market.planner.get(`/campaigns/${campaignId}`)).revision,
        changes: [{ op: 'put', unitId: tiny.unitId, version, fields: { ecpm: 7_000 } }],
      }),
    )
    const { findings } = await check(campaignId)
    const { rows } = done(await market.planner.get(`/campaigns/${campaignId}/availability`))
    const said = (unitId: string | undefined) => rows.find((row: Answer['body']) => row.unitId === unitId)
    const short = rows[1]
    const sum = most * 2 + 100_003 + 5_000 + 1_000 + 1
    expect(findings).toEqual([
      {
        code: 'SHORT',
        unitId: short.unitId,
        row: 2,
        field: 'amount',
        given: most,
        maxAmount: short.inOrder.maxAmount,
        maxImpressions: short.inOrder.maxImpressions,
        aloneAmount: maxAmount,
      },
      { code: 'NO_TARGETING', unitId: untargeted, row: 3, field: 'targeting' },
      { code: 'NO_AMOUNT', unitId: empty, row: 4, field: 'amount' },
      { code: 'REFUSED', unitId: outside, row: 5, field: 'startDate', problem: said(outside).problem },
      {
        code: 'OUT_OF_PERIOD',
        unitId: outside,
        row: 5,
        field: 'endDate',
        given: '2027-01-03',
        expected: '2026-12-31',
      },
      {
        code: 'HOLD_ENDING',
        unitId: held.unitId,
        row: 6,
        field: 'status',
        expiresAt: '2026-12-01T20:00:00.000Z',
      },
      { code: 'REFUSED', unitId: tiny.unitId, row: 7, field: 'amount', problem: said(tiny.unitId).problem },
      { code: 'PRICE_OVERRIDDEN', unitId: tiny.unitId, row: 7, field: 'ecpm', given: 7_000, expected: 7_300 },
      {
        code: 'OVER_BUDGET',
        unitId: null,
        row: null,
        field: 'amount',
        given: sum,
        expected: 1_000,
        over: sum - 1_000,
      },
    ])
    expect(findings[3].problem.code).toBe('INVENTORY_NOT_LOADED')
    expectProblem(await market.buy({ campaignId, unitId: outside! }), 409, 'INVENTORY_NOT_LOADED')
    expect(findings[6].problem.code).toBe('AMOUNT_TOO_SMALL')
    const refused = expectProblem(await market.buy(tiny), 422, 'AMOUNT_TOO_SMALL')
    expect(findings[6].problem.detail).toBe(refused.detail)
    const korean = await fetch(`${market.test.origin}/api/v1/campaigns/${campaignId}/proposal-check`, {
      headers: { authorization: `Bearer ${market.planner.token}`, 'accept-language': 'ko' },
    })
    const translated = (await korean.json()) as Answer['body']
    expect(translated.findings[6].problem.detail).toMatch(/[가-힣]/)
    done(await market.release(held))
  })

  it('leaves out rows that the proposal doesn’t count', async () => {
    const campaignId = await createCampaign(market.planner)
    const [unitId] = await addRows(market.planner, campaignId, [{ ...direct, amount: 7_300 }])
    expect((await check(campaignId)).findings).toMatchObject([{ code: 'NO_TARGETING', unitId }])
    const { version } = await market.row({ campaignId, unitId: unitId! })
    const declined = await market.operator.post(`/campaign-units/${unitId}/decline`, {
      version,
      reason: '불가',
    })
    if (declined.status < 300) expect((await check(campaignId)).findings).toEqual([])
  })
})
