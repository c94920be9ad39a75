import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Campaign } from '../../server/campaigns/campaign.entities'
import { dailyOfCampaign } from '../../server/proposals/daily-of-campaign'
import { apportion } from '../../shared/apportion'
import { daysBetween } from '../../shared/calendar'
import type { DailyPlan } from '../../shared/sheets/daily-plan/contents'
import { dailyPlanGeometry } from '../../shared/sheets/daily-plan/geometry'
import { serialOf } from '../../shared/sheets/serial-date'
import { createCampaign, done } from '../http/plan'
import { Market, members, type Placed } from '../purchases/market'
import { databases } from '../support/databases'
import { recordStatements } from '../support/statements'
import { openWorkbook, plainCell } from './workbook-grid'

const FLIGHT = { startDate: '2026-12-03', endDate: '2026-12-12' }
const FORTY = [{ code: 'FORTY', weight: 1 }]

describe.each(databases())('일별 계획 in a proposal ($name)', (kind) => {
  let market: Market
  beforeAll(async () => {
    market = await Market.open(kind)
  })
  afterAll(() => market?.stop())

  const dailyOf = (campaignId: string): Promise<DailyPlan> =>
    market.test.service.database.read(async (tx) =>
      dailyOfCampaign(
        tx,
        await tx.manager.findOneByOrFail(Campaign, { id: campaignId }),
        market.clock.today(),
      ),
    )
  /** Impressions by platform and day, from the database's own sums of some table. */
  const sums = async (sql: string, units: readonly Placed[]) => {
    const ids = units.map(({ unitId }) => unitId)
    const rows = await market.test.service.database.read((tx) =>
      tx.rows<{ platform: string; date: string; count: number }>(
        `${sql.replace('UNITS', ids.map(() => '?').join(', '))} GROUP BY platform, date`,
        ids,
      ),
    )
    return rows.map(({ platform, date, count }) => ({ platform, date, count: Number(count) }))
  }
  const ledger = (units: readonly Placed[]) =>
    sums(
      `SELECT platform, date, SUM(quantity) AS count FROM deduction
       WHERE type IN ('PURCHASE', 'RELEASE') AND unit_id IN (UNITS)`,
      units,
    )
  const held = (units: readonly Placed[]) =>
    sums('SELECT platform, date, SUM(need) AS count FROM unit_hold_row WHERE unit_id IN (UNITS)', units)
  const expectDays = (daily: DailyPlan, wanted: { platform: string; date: string; count: number }[]) => {
    const seen = daily.days.flatMap(({ date, impressions }) =>
      impressions.flatMap((count, p) => (count > 0 ? `${date} ${daily.platforms[p]!.name} ${count}` : [])),
    )
    const cells = new Map<string, number>()
    for (const { platform, date, count } of wanted)
      cells.set(`${date} ${platform}`, (cells.get(`${date} ${platform}`) ?? 0) + count)
    expect(seen.sort()).toEqual([...cells].flatMap(([key, count]) => (count ? `${key} ${count}` : [])).sort())
  }
  const totalsOf = ({ platforms, days }: DailyPlan) => ({
    amount: platforms.reduce((sum, { amount }) => sum + amount, 0),
    impressions: days.reduce((sum, day) => sum + day.impressions.reduce((all, count) => all + count, 0), 0),
  })
  /** What the MediaMix says about the rows that count. */
  const mediaMixTotals = async (campaignId: string) => {
    const { totals } = done(await market.planner.get(`/campaigns/${campaignId}/media-mix`))
    return { amount: totals.amount, impressions: (totals.withService ?? totals).impressions }
  }

  it('shows what the ledger has of bought rows, and what holds reserve', async () => {
    const first = await market.place({ productCode: 'THREE', amount: 90_001, ...FLIGHT }, FORTY)
    const { campaignId } = first
    const pooled = await market.place(
      { productCode: 'SHUFFLE', amount: 77_777, ...FLIGHT, endDate: '2026-12-20' },
      [],
      campaignId,
    )
    const service = await market.place(
      { productCode: 'THREE', kind: 'SERVICE', amount: 12_345, ...FLIGHT },
      FORTY,
      campaignId,
    )
    const reserved = await market.place(
      { productCode: 'DIRECT', amount: 1_234_567, ...FLIGHT },
      members('PG1', 'PG3'),
      campaignId,
    )
    for (const one of [first, pooled, service]) done(await market.buy(one))
    done(await market.hold([reserved]))
    const daily = await dailyOf(campaignId)
    expectDays(daily, [...(await ledger([first, pooled, service])), ...(await held([reserved]))])
    expect(totalsOf(daily)).toEqual(await mediaMixTotals(campaignId))
    expect(daily.estimatedRows).toBe(0)
    expect(daily.platforms.map(({ name }) => name)).toEqual(['NAVER', 'YOUTUBE', 'KAKAO', 'DAUM'])
    expect(daily.days.map(({ date }) => date)).toEqual(daysBetween('2026-12-03', '2026-12-20'))
    // A service row has no price: YOUTUBE has half of the pooled row alone.
    expect(daily.platforms[1]).toMatchObject({ amount: 77_777 - 38_888, impressions: 7778 })
  })

  it('spreads a draft as the purchase then does', async () => {
    const campaignId = await createCampaign(market.planner)
    const drafts = [
      await market.place({ productCode: 'THREE', amount: 45_679, ...FLIGHT }, FORTY, campaignId),
      await market.place(
        { productCode: 'DIRECT', amount: 345_679, ...FLIGHT },
        members('PG1', 'PG2', 'PG4'),
        campaignId,
      ),
      await market.place({ productCode: 'SHUFFLE', amount: 55_555, ...FLIGHT }, [], campaignId),
    ]
    const planned = await dailyOf(campaignId)
    expect(planned.estimatedRows).toBe(3)
    expect(totalsOf(planned)).toEqual(await mediaMixTotals(campaignId))
    for (const one of drafts) done(await market.buy(one))
    expect(await dailyOf(campaignId)).toEqual({ ...planned, estimatedRows: 0 })
  })

  it('doesn’t look at what is left for a draft', async () => {
    const { campaignId } = await market.place(
      { productCode: 'THREE', amount: 900_000_000_000, ...FLIGHT },
      FORTY,
    )
    const daily = await dailyOf(campaignId)
    expect(totalsOf(daily)).toEqual({ amount: 900_000_000_000, impressions: 900_000_000_000 })
  })

  it('spreads evenly what no content can take', async () => {
    const evenly = (total: number, days: number) => apportion(total, new Array(days).fill(1), 'carry-forward')
    // No targeting yet.
    const bare = await market.place({ productCode: 'THREE', amount: 10_001, ...FLIGHT })
    expect((await dailyOf(bare.campaignId)).days.map(({ impressions }) => impressions)).toEqual(
      evenly(3333, 10).map((count, i) => [count, count, evenly(3335, 10)[i]]),
    )
    // A month that isn't loaded.
    const later = { startDate: '2027-01-30', endDate: '2027-02-02' }
    const january = await market.place({ productCode: 'SHUFFLE', amount: 50_005, ...later })
    const daily = await dailyOf(january.campaignId)
    expect(daily.days.map(({ impressions: [naver] }) => naver)).toEqual(evenly(5000, 4))
    expect(totalsOf(daily)).toEqual({ amount: 50_005, impressions: 10_001 })
    // A platform without forecast: PG1 and its like aren't on YOUTUBE.
    done(
      await market.operator.put('/products/MIXED', {
        name: 'MIXED',
        targetingKind: 'CONTENTS',
        platforms: ['NAVER', 'YOUTUBE'],
        ecpm: 1000,
        ctr: 0,
        vtr: 0,
      }),
    )
    const row = { productCode: 'MIXED' as 'DIRECT', amount: 20_001, ...FLIGHT }
    const mixed = await dailyOf((await market.place(row, members('PG4'))).campaignId)
    expect(mixed.platforms).toMatchObject([
      { name: 'NAVER', impressions: 10_000 },
      { name: 'YOUTUBE', impressions: 10_001 },
    ])
    expect(mixed.days.map(({ impressions }) => impressions[1])).toEqual(evenly(10_001, 10))
    expect(mixed.days.map(({ impressions }) => impressions[0])).not.toEqual(evenly(10_000, 10))
  })

  it('has the rows that a proposal has, and what the ledger says of rows that were changed', async () => {
    const amended = await market.place({ productCode: 'THREE', amount: 60_000, ...FLIGHT }, FORTY)
    const { campaignId } = amended
    const stopped = await market.place({ productCode: 'THREE', amount: 50_000, ...FLIGHT }, FORTY, campaignId)
    const canceled = await market.place({ productCode: 'THREE', amount: 7000, ...FLIGHT }, FORTY, campaignId)
    const [a, b] = [
      await market.place({ productCode: 'THREE', amount: 3000, ...FLIGHT }, FORTY, campaignId),
      await market.place({ productCode: 'THREE', amount: 2000, ...FLIGHT }, FORTY, campaignId),
    ]
    for (const one of [amended, stopped, canceled]) done(await market.buy(one))
    done(
      await market.hold(
        [
          { ...a, variant: 'A' },
          { ...b, variant: 'B' },
        ],
        '2026-12-07T03:00:00.000Z',
      ),
    )
    done(await market.act(canceled, 'cancel', { reason: '취소' }))
    const today = market.clock.now()
    try {
      market.clock.moveToDay('2026-12-05')
      await market.job('calendar-statuses')
      done(await market.act(amended, 'amend', { amount: 40_000, endDate: '2026-12-16', reason: '변경' }))
      done(await market.act(stopped, 'stop', { reason: '중단' }))
      const daily = await dailyOf(campaignId)
      expectDays(daily, [...(await ledger([amended, stopped])), ...(await held([a]))])
      expect(daily.days.at(-1)!.date).toBe('2026-12-16')
      const kept = (await ledger([stopped])).reduce((sum, { count }) => sum + count, 0)
      expect(kept).toBeGreaterThan(0)
      expect(totalsOf(daily).impressions).toBe(40_000 + 3000 + kept)
    } finally {
      market.clock.moveToDay(today.toISOString().slice(0, 10))
    }
  })

  it('asks the database the same number of questions for any number of rows', async () => {
    const statements = recordStatements(market.test.service.database)
    const campaignId = await createCampaign(market.planner)
    const add = async () => {
      done(
        await market.buy(
          await market.place({ productCode: 'THREE', amount: 900, ...FLIGHT }, FORTY, campaignId),
        ),
      )
      await market.hold([
        await market.place({ productCode: 'THREE', amount: 900, ...FLIGHT }, FORTY, campaignId),
      ])
      await market.place({ productCode: 'THREE', amount: 900, ...FLIGHT }, FORTY, campaignId)
      await market.place({ productCode: 'SHUFFLE', amount: 900, ...FLIGHT }, [], campaignId)
    }
    const asked = async () => (await statements.during(() => dailyOf(campaignId))).length
    await add()
    const once = await asked()
    await add()
    await add()
    expect(await asked()).toBe(once)
    expect(once).toBeLessThan(25)
  })

  it('is a sheet with the same numbers', async () => {
    const { campaignId } = await market.place({ productCode: 'THREE', amount: 90_001, ...FLIGHT }, FORTY)
    const { status, bytes } = await market.planner.get(
      `/campaigns/${campaignId}/proposal.xlsx?sheets=media-mix,${encodeURIComponent('일별계획')}`,
    )
    expect(status).toBe(200)
    const workbook = await openWorkbook(bytes)
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['MediaMix', '일별 계획'])
    const sheet = workbook.getWorksheet('일별 계획')!
    const daily = await dailyOf(campaignId)
    const { weeks, totalRow } = dailyPlanGeometry(daily)
    const line = (row: number) => [2, 3, 4, 5, 6].map((column) => plainCell(sheet.getCell(row, column)))
    const drawn = weeks.flatMap(({ days, firstRow }) => days.map((_, i) => line(firstRow + i)))
    expect(drawn).toEqual(
      daily.days.map(({ date, impressions }) => [
        serialOf(date),
        ...impressions,
        impressions.reduce((sum, count) => sum + count, 0),
      ]),
    )
    expect(line(totalRow).slice(1)).toEqual([30_000, 30_000, 30_001, 90_001])
  })
})
