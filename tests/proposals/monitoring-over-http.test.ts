import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS, { type Worksheet } from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CampaignDelivery } from '../../shared/contract/statuses'
import { monitoringColumn, monitoringGeometry } from '../../shared/sheets/monitoring/geometry'
import type { MonitoringField } from '../../shared/sheets/monitoring/labels'
import { done } from '../http/plan'
import { Market, type Placed } from '../purchases/market'
import { databases } from '../support/databases'
import { findLibreOffice, recalculate } from '../support/libreoffice'
import type { Answer } from '../support/service'

const FIELDS = {
  guaranteed: 'guaranteed',
  delivered: 'delivered',
  achievement: 'achievement',
  expectedToDate: 'expectedToDate',
  deliveredToDate: 'deliveredToDate',
  pacing: 'pacing',
  projected: 'projected',
  missing: 'missing',
  clicks: 'clicks',
  views: 'views',
} as const satisfies Partial<Record<MonitoringField, keyof CampaignDelivery['totals']>>

describe.each(databases())('모니터링 in a proposal ($name)', (kind) => {
  let market: Market
  let campaignId: string
  let delivery: CampaignDelivery
  let days: Answer['body'][]
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flightsheet-monitoring-'))
    market = await Market.open(kind)
    const flight = { startDate: '2026-12-01', endDate: '2026-12-06' }
    const groups = [{ code: 'FORTY', weight: 1 }]
    const first = await market.place({ productCode: 'THREE', amount: 90_000, ...flight }, groups)
    campaignId = first.campaignId
    const placed: Placed[] = [first]
    placed.push(await market.place({ productCode: 'SHUFFLE', amount: 77_777, ...flight }, [], campaignId))
    const service = { productCode: 'THREE', kind: 'SERVICE', amount: 12_345, ...flight } as const
    placed.push(await market.place(service, groups, campaignId))
    // A draft, which monitoring doesn't show.
    await market.place({ productCode: 'SHUFFLE', amount: 10_000, ...flight }, [], campaignId)
    for (const one of placed) done(await market.buy(one))
    market.clock.moveToDay('2026-12-03')
    for (const [i, one] of placed.entries()) {
      const reports = (await market.distribution(one)).ads.flatMap(({ childAds }: Answer['body']) =>
        childAds.flatMap(({ childAdId }: Answer['body'], n: number) =>
          ['2026-12-01', '2026-12-02', '2026-12-03'].map((date, day) => ({
            childAdId,
            date,
            impressions: 1000 * (i + 1) + 7 * n + day,
            clicks: 3 + n,
            views: 100 + i,
          })),
        ),
      )
      const { rejected } = done(await market.operator.post('/delivery-reports', { reports }))
      expect(rejected).toBe(0)
    }
    delivery = done(await market.planner.get(`/campaigns/${campaignId}/delivery`))
    days = done(await market.planner.get(`/campaigns/${campaignId}/delivery-days`)).items
  })
  afterAll(async () => {
    await market?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const ask = (query: string) => market.planner.get(`/campaigns/${campaignId}/proposal.xlsx?${query}`)
  const download = async (query = 'audience=internal&sheets=monitoring') => {
    const { status, bytes } = await ask(query)
    expect(status).toBe(200)
    const path = join(folder, 'monitoring.xlsx')
    await writeFile(path, bytes)
    return path
  }

  /** Compares every number of the sheet with the service's JSON; rates to the six digits of the JSON. */
  const expectServiceNumbers = (sheet: Worksheet) => {
    const { firstRow, totalRow, totalWithServiceRow, firstDayRow } = monitoringGeometry(3, true, days.length)
    const at = (row: number, column: number) => {
      const cell = sheet.getCell(row, column)
      const value = cell.formula === undefined ? cell.value : cell.result
      return typeof value === 'number' && !Number.isInteger(value) ? Math.round(value * 1e6) / 1e6 : value
    }
    const numbers = (row: number) =>
      Object.fromEntries(
        Object.entries(FIELDS).map(([field, name]) => [
          name,
          at(row, monitoringColumn(field as MonitoringField)),
        ]),
      )
    const wanted = (figures: CampaignDelivery['totals']) =>
      Object.fromEntries(Object.values(FIELDS).map((name) => [name, figures[name]]))
    expect(delivery.totals.atRisk).toBe(1)
    for (const [i, unit] of delivery.units.entries()) {
      expect(numbers(firstRow + i)).toEqual(wanted({ ...unit, atRisk: 0 }))
    }
    expect(numbers(totalRow)).toEqual(wanted(delivery.totals))
    expect(numbers(totalWithServiceRow!)).toEqual(wanted(delivery.totalsWithService!))
    let sum = 0
    for (const [i, { planned, impressions }] of days.entries()) {
      sum += planned
      expect([2, 3, 4].map((column) => at(firstDayRow + i, column))).toEqual([
        planned,
        i < 3 ? impressions : null,
        sum,
      ])
    }
  }

  it('adds up a campaign by day as it does by unit', () => {
    const sum = (of: string) => days.reduce((total, day) => total + day[of], 0)
    const all = delivery.totalsWithService!
    expect(days.map(({ date }) => date)).toEqual(
      ['01', '02', '03', '04', '05', '06'].map((day) => `2026-12-${day}`),
    )
    expect([sum('planned'), sum('impressions'), sum('clicks'), sum('views')]).toEqual([
      all.guaranteed,
      all.delivered,
      all.clicks,
      all.views,
    ])
    expect(days[3]).toMatchObject({ impressions: 0, updatedAt: null })
  })

  it('carries the numbers of the service as cached results', async () => {
    const workbook = await new ExcelJS.Workbook().xlsx.readFile(await download())
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['모니터링'])
    expectServiceNumbers(workbook.worksheets[0]!)
  })

  it.skipIf(!findLibreOffice() || kind.name !== databases()[0]!.name)(
    'recalculates to the numbers of the service, cell by cell',
    async () => {
      expectServiceNumbers((await recalculate(await download())).worksheets[0]!)
    },
  )

  it('stands behind the others, for those who ask for it', async () => {
    const names = async (query: string) =>
      (await new ExcelJS.Workbook().xlsx.readFile(await download(query))).worksheets.map(({ name }) => name)
    expect(await names('audience=internal')).toEqual(['MediaMix', '큐레이션타겟팅'])
    expect(await names('audience=internal&sheets=모니터링,media-mix')).toEqual(['MediaMix', '모니터링'])
  })

  it('is none of a client’s business', async () => {
    for (const query of ['sheets=monitoring', 'audience=client&sheets=media-mix,monitoring']) {
      const { status, body } = await ask(query)
      expect([status, body.code]).toEqual([422, 'VALIDATION_FAILED'])
      expect(JSON.stringify(body)).toContain('audience=internal')
    }
  })

  it('is nobody else’s either', async () => {
    const stranger = await market.test.signInAs('planner', 'stranger@example.com')
    for (const path of ['delivery-days', 'proposal.xlsx?audience=internal&sheets=monitoring']) {
      expect((await stranger.get(`/campaigns/${campaignId}/${path}`)).status).toBe(404)
    }
  })
})
