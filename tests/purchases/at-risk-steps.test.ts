import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { done, everything, expectProblem, target, toCsv, vendorRows } from '../http/plan'
import { databases } from '../support/databases'
import type { Answer } from '../support/service'
import { Market, members, type Placed, type Row } from './market'

const MONTH = '2026-12'
const row: Row = { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-12', amount: 0 }
const SCALE = 2000

describe.each(databases())('What can be done for a row at risk ($name)', (kind) => {
  let market: Market

  beforeAll(async () => {
    market = await Market.open(kind, {}, SCALE)
  })
  afterEach(() => market.audit())
  afterAll(() => market?.stop())

  const steps = async ({ unitId }: Placed): Promise<Answer['body']> =>
    done(await market.planner.get(`/campaign-units/${unitId}/at-risk-steps`))

  /** What the unit has ahead on rows at risk, by the database's own sums. */
  const riskOf = ({ unitId }: Placed, today: string) =>
    market.test.service.database.read(async (tx) => {
      const rows = await tx.rows<{ own: number; atRisk: number }>(
        `SELECT SUM(d.quantity) AS own, MAX(u.held + u.sold - u.forecast) AS atRisk
         FROM deduction d JOIN unit_inventory u
           ON u.meta_id = d.meta_id AND u.platform = d.platform AND u.date = d.date
         WHERE d.unit_id = ? AND d.date > ? AND u.held + u.sold > u.forecast
         GROUP BY d.meta_id, d.platform, d.date HAVING SUM(d.quantity) > 0`,
        [unitId, today],
      )
      return rows.reduce((sum, { own, atRisk }) => sum + Math.min(Number(own), Number(atRisk)), 0)
    })

  /** A new forecast of PG1, which an operator takes for sale. */
  async function reload(scaleOf: (date: string) => number): Promise<void> {
    const csv = toCsv(
      vendorRows()
        .filter(({ metaId, date }) => metaId === 'PG1' && date.startsWith(MONTH))
        .map((one) => ({ ...one, forecast: Math.floor(one.forecast * SCALE * scaleOf(one.date)) })),
    )
    // Also a file that was taken before.
    const { runId } = done(await market.operator.upload(csv, 'PG1.csv', { again: 'true' }))
    expect((await market.operator.runEnd(runId)).error).toBeNull()
    await market.operator.job('standard-inventory-load', MONTH)
    const [marked] = await everything(market.operator, `/standard-inventory?month=${MONTH}&changed=true`)
    if (marked)
      done(
        await market.operator.post('/standard-inventory/forecast-decisions', {
          decision: 'TAKE',
          rows: [{ id: marked.id, version: marked.version }],
          reason: '시험',
        }),
      )
    await market.operator.job('unit-inventory-load', MONTH)
  }

  /** Buys most of PG1 in the flight, then its forecast falls on two days. */
  async function atRisk(part: number): Promise<Placed> {
    market.clock.moveToDay('2026-12-01')
    await reload(() => 1)
    const { productCode, startDate, endDate } = row
    const groups = members('PG1')
    const { maxAmount } = done(
      await market.planner.post('/availability', { productCode, startDate, endDate, groups }),
    )
    const placed = await market.place({ ...row, amount: Math.floor(maxAmount * part) }, groups)
    done(await market.buy(placed))
    expect(await steps(placed)).toMatchObject({ risk: 0, rows: [], shift: null, reduce: null, makegoods: [] })
    await reload((date) => (date === '2026-12-09' || date === '2026-12-10' ? 0.2 : 1))
    return placed
  }

  /** Cancels everything, also what was in the past. */
  async function giveBack(placed: Placed): Promise<void> {
    market.clock.moveToDay('2026-12-01')
    done(await market.act(placed, 'cancel'))
  }

  it('names the rows and their risk, before and in the flight', async () => {
    const placed = await atRisk(0.5)
    for (const today of ['2026-12-01', '2026-12-06', '2026-12-09', '2026-12-10']) {
      market.clock.moveToDay(today)
      const { risk, rows } = await steps(placed)
      expect(risk).toBe(await riskOf(placed, today))
      expect(rows.every(({ date }: Answer['body']) => date > today)).toBe(true)
      expect(rows.reduce((sum: number, { short }: Answer['body']) => sum + short, 0)).toBe(risk)
    }
    await giveBack(placed)
  })

  it.each(['2026-12-01', '2026-12-06'])(
    'shifts: the amendment clears the risk with the same amount (%s)',
    async (today) => {
      const placed = await atRisk(0.5)
      market.clock.moveToDay(today)
      const { shift } = await steps(placed)
      expect(await riskOf(placed, today)).toBeGreaterThan(0)
      const amended = done(await market.planner.post(`/campaign-units/${placed.unitId}/amend`, shift.body))
      expect([amended.amount, amended.impressions]).toEqual([shift.amount, shift.impressions])
      expect(await riskOf(placed, today)).toBe(0)
      expect(await steps(placed)).toMatchObject({ risk: 0 })
      await giveBack(placed)
    },
  )

  it.each(['2026-12-01', '2026-12-06'])(
    'reduces: the amendment clears the risk, a larger amount would not (%s)',
    async (today) => {
      const placed = await atRisk(0.95)
      market.clock.moveToDay(today)
      const { reduce } = await steps(placed)
      const before = await market.row(placed)
      expect(reduce.less.amount).toBe(before.amount - reduce.amount)
      expect(reduce.less.impressions).toBe(before.impressions - reduce.impressions)
      const amended = done(await market.planner.post(`/campaign-units/${placed.unitId}/amend`, reduce.body))
      expect([amended.amount, amended.impressions]).toEqual([reduce.amount, reduce.impressions])
      expect(await riskOf(placed, today)).toBe(0)
      await giveBack(placed)
    },
  )

  it('names makegoods that can be bought as they are', async () => {
    const placed = await atRisk(0.5)
    const { risk, makegoods } = await steps(placed)
    expect(makegoods.length).toBeGreaterThan(1)
    for (const { fields, groups, impressions } of makegoods) {
      expect(impressions).toBeGreaterThanOrEqual(risk)
      const { revision } = done(await market.planner.get(`/campaigns/${placed.campaignId}/media-mix`))
      const unitId = randomUUID()
      done(
        await market.planner.post(`/campaigns/${placed.campaignId}/media-mix/sync`, {
          baseRevision: revision,
          changes: [{ op: 'put', unitId, fields: { ...fields, device: '', creative: '' } }],
        }),
      )
      if (groups.length > 0) done(await target(market.planner, placed.campaignId, unitId, groups))
      const added = { campaignId: placed.campaignId, unitId }
      expect(done(await market.buy(added)).units[0]).toMatchObject({ impressions, amount: 0 })
      done(await market.act(added, 'cancel'))
    }
    await giveBack(placed)
  })

  it('tells a held row too, and nobody who may not see it', async () => {
    market.clock.moveToDay('2026-12-01')
    await reload(() => 1)
    const groups = members('PG1')
    const { maxAmount } = done(
      await market.planner.post('/availability', { ...row, amount: undefined, groups }),
    )
    const placed = await market.place({ ...row, amount: Math.floor(maxAmount * 0.9) }, groups)
    done(await market.hold([placed]))
    await reload((date) => (date === '2026-12-09' || date === '2026-12-10' ? 0 : 1))
    const { risk, shift, reduce } = await steps(placed)
    expect(risk).toBe(await riskOf(placed, '2026-12-01'))
    expect(risk).toBeGreaterThan(0)
    done(await market.planner.post(`/campaign-units/${placed.unitId}/amend`, (shift ?? reduce).body))
    expect(await riskOf(placed, '2026-12-01')).toBe(0)
    const stranger = await market.test.signInAs('planner', 'stranger@example.com')
    expectProblem(await stranger.get(`/campaign-units/${placed.unitId}/at-risk-steps`), 404, 'NOT_FOUND')
    done(await market.release(placed))
  })
})
