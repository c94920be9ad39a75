import { parse } from 'csv-parse/sync'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { JobRun } from '../../server/jobs/job-run.entity'
import { addRows, done, expectProblem, target } from '../http/plan'
import { Market, members } from '../purchases/market'
import { databases } from '../support/databases'
import type { Answer, Client } from '../support/service'

const FLIGHT = { startDate: '2026-12-01', endDate: '2026-12-10' }
/** Would run as a formula in an export that doesn't escape text. */
const EVIL = '=HYPERLINK("http://evil.example","열기")'

describe.each(databases())('What monitoring answers ($name)', (kind) => {
  let market: Market
  let stranger: Client
  const ids: Record<string, string> = {}

  /** A campaign with a bought row. */
  const campaign = async (owner: Client, name: string, advertiser: string, sharedWith: string[] = []) => {
    const budget = 90_000_000
    const { id } = done(await owner.post('/campaigns', { ...FLIGHT, name, advertiser, budget, sharedWith }))
    const [unitId] = await addRows(owner, id, [{ ...FLIGHT, productCode: 'DIRECT', amount: 50_000 }])
    done(await target(owner, id, unitId!, members('PG1', 'PG2')))
    const { rows } = done(await owner.get(`/campaigns/${id}/media-mix`))
    const units = rows.map(({ unitId, version }: Answer['body']) => ({ unitId, version }))
    done(await owner.post(`/campaigns/${id}/purchases`, { units, mode: 'all' }))
    ids[name] = id
    return unitId!
  }

  beforeAll(async () => {
    market = await Market.open(kind)
    stranger = await market.test.signInAs('planner', 'stranger@example.com')
    await campaign(market.planner, '겨울 런칭', '한빛전자')
    await campaign(stranger, EVIL, '바다식품')
    await campaign(stranger, '함께 하는 캠페인', '바다식품', ['planner@example.com'])
    await market.job('calendar-statuses')
    market.clock.moveToDay('2026-12-05')
    await market.job('monitoring-refresh')
  })
  afterAll(() => market?.stop())

  const names = async (client: Client, query = '') =>
    done(await client.get(`/monitoring/campaigns${query}`))
      .items.map(({ name }: Answer['body']) => name)
      .sort()

  it('shows planners their own and shared campaigns, operators all', async () => {
    expect(await names(market.planner)).toEqual(['겨울 런칭', '함께 하는 캠페인'])
    expect(await names(stranger)).toEqual([EVIL, '함께 하는 캠페인'])
    expect(await names(market.operator)).toHaveLength(3)
    expect(await names(market.planner, '?mine=true')).toEqual(['겨울 런칭'])
    const planned = async (client: Client, query = '') =>
      done(await client.get(`/monitoring/deliveries?from=2026-12-01&to=2026-12-10${query}`)).items.reduce(
        (sum: number, day: Answer['body']) => sum + day.planned,
        0,
      )
    const all = await planned(market.operator)
    expect(await planned(market.planner)).toBe((all / 3) * 2)
    expect(await planned(market.planner, '&mine=true')).toBe(all / 3)
    expect(done(await stranger.get('/monitoring/at-risk')).total).toBe(2)
    expect(done(await market.operator.get('/monitoring/at-risk')).total).toBe(3)
  })

  it('keeps jobs for operators, and everything for those who signed in', async () => {
    expectProblem(await market.planner.get('/monitoring/jobs'), 403, 'FORBIDDEN')
    expectProblem(await market.test.anonymous.get('/monitoring/campaigns'), 401, 'NOT_SIGNED_IN')
    const { items } = done(await market.operator.get('/monitoring/jobs'))
    const refresh = items.find(({ job }: Answer['body']) => job === 'monitoring-refresh')
    expect(refresh).toMatchObject({ lastRun: { status: 'SUCCEEDED', error: null }, runs: 1, failures: 0 })
    expect(items.find(({ job }: Answer['body']) => job === 'forecast-load')).toMatchObject({ failures: 0 })
  })

  it('tells a run that refused every row of its file from one that took some', async () => {
    const refusedAll = async (accepted: number, rejected: number) => {
      const lastRun = done(await market.operator.get('/monitoring/jobs')).items.find(
        ({ job }: Answer['body']) => job === 'monitoring-refresh',
      ).lastRun
      await market.test.service.database.write((tx) =>
        tx.manager.update(JobRun, { id: lastRun.id }, { result: { accepted, rejected } as never }),
      )
      const { items } = done(await market.operator.get('/monitoring/jobs'))
      return items.find(({ job }: Answer['body']) => job === 'monitoring-refresh').lastRun.refusedAll
    }
    expect(await refusedAll(0, 5)).toBe(true)
    expect(await refusedAll(1, 5)).toBe(false)
    expect(await refusedAll(0, 0)).toBe(false)
  })

  it('filters by name, advertiser, status, flight and platform', async () => {
    expect(await names(market.operator, `?q=${encodeURIComponent('런칭')}`)).toEqual(['겨울 런칭'])
    expect(await names(market.operator, `?advertiser=${encodeURIComponent('바다식품')}`)).toHaveLength(2)
    expect(await names(market.operator, '?status=InFlight')).toHaveLength(3)
    const other = done(await market.operator.get('/monitoring/campaigns?status=Draft'))
    expect(other).toMatchObject({
      total: 0,
      items: [],
      byBookingStatus: [{ status: 'InFlight', campaigns: 3 }],
    })
    expect(await names(market.operator, '?from=2026-12-10&to=2026-12-20')).toHaveLength(3)
    expect(await names(market.operator, '?from=2026-12-11&to=2026-12-20')).toEqual([])
    const days = done(
      await market.operator.get(`/monitoring/deliveries?q=${encodeURIComponent('한빛')}&platform=NAVER`),
    )
    expect(days).toMatchObject({ today: '2026-12-05', from: '2026-12-04', to: '2026-12-05' })
    expect(days.items.map(({ date, platform }: Answer['body']) => `${date} ${platform}`)).toEqual([
      '2026-12-04 NAVER',
      '2026-12-05 NAVER',
    ])
    const weeks = done(await market.operator.get('/monitoring/sell-through?from=2026-12-09&to=2026-12-10'))
    expect(weeks).toMatchObject({ from: '2026-12-07', to: '2026-12-13' })
    expect(new Set(weeks.items.map(({ week }: Answer['body']) => week))).toEqual(new Set(['2026-W50']))
    expect(done(await market.operator.get('/monitoring/at-risk?platform=YOUTUBE')).total).toBe(0)
    const first = done(await market.operator.get('/monitoring/at-risk?limit=2'))
    expect(first.items).toHaveLength(2)
    expect(first.items[0]).toMatchObject({ reason: 'NO_DELIVERY', delivered: 0, achievement: 0, pacing: 0 })
    const rest = done(await market.operator.get(`/monitoring/at-risk?limit=2&cursor=${first.nextCursor}`))
    expect(rest.items).toHaveLength(1)
  })

  it('filters campaigns and their figures by platform', async () => {
    const [all, naver, youtube] = await Promise.all(
      ['', '?platform=NAVER', '?platform=YOUTUBE'].map(async (query) =>
        done(await market.operator.get(`/monitoring/campaigns${query}`)),
      ),
    )
    expect(naver).toMatchObject({ total: 3, byBookingStatus: [{ status: 'InFlight', campaigns: 3 }] })
    expect(youtube).toMatchObject({ total: 0, items: [], byBookingStatus: [] })
    for (const [at, row] of naver.items.entries()) {
      expect(row.guaranteed).toBeGreaterThan(0)
      expect(row.guaranteed).toBeLessThan(all.items[at].guaranteed)
    }
    const guaranteed = async (platform: string) =>
      done(await market.operator.get(`/monitoring/campaigns?platform=${platform}`)).items.reduce(
        (sum: number, row: Answer['body']) => sum + row.guaranteed,
        0,
      )
    const sums = await Promise.all(['NAVER', 'KAKAO', 'DAUM'].map(guaranteed))
    expect(sums[0]! + sums[1]! + sums[2]!).toBe(
      all.items.reduce((sum: number, row: Answer['body']) => sum + row.guaranteed, 0),
    )
    const csv = await market.operator.get('/monitoring/campaigns/export.csv?platform=YOUTUBE')
    expect(csv.bytes.toString('utf8').trim().split('\r\n')).toHaveLength(1)
  })

  it('lists what runs first, then what comes soonest, then what was over last', async () => {
    const at = async (name: string, startDate: string, endDate: string, buys: boolean) => {
      const { id } = done(
        await market.planner.post('/campaigns', {
          name: `순서 ${name}`,
          advertiser: '순서',
          startDate,
          endDate,
          budget: 90_000_000,
        }),
      )
      if (!buys) return
      const [unitId] = await addRows(market.planner, id, [
        { startDate, endDate, productCode: 'DIRECT', amount: 50_000 },
      ])
      done(await target(market.planner, id, unitId!, members('PG1', 'PG2')))
      done(await market.buy({ campaignId: id, unitId: unitId! }))
    }
    await at('먼 미래', '2027-11-01', '2027-11-30', false)
    await at('곧', '2026-12-07', '2026-12-30', true)
    await at('오늘 시작할 초안', '2026-12-05', '2026-12-30', false)
    await at('오래 도는 것', '2026-12-06', '2026-12-31', true)
    await at('곧 끝나는 것', '2026-12-06', '2026-12-09', true)
    await at('어제 끝난 초안', '2026-11-01', '2026-12-04', false)
    await at('오래전 초안', '2026-01-01', '2026-01-04', false)
    market.clock.moveToDay('2026-12-06')
    await market.job('calendar-statuses')
    await market.job('monitoring-refresh')
    const path = '/monitoring/campaigns?advertiser=%EC%88%9C%EC%84%9C&limit=3'
    const first = done(await market.operator.get(path))
    const second = done(await market.operator.get(`${path}&cursor=${first.nextCursor}`))
    const third = done(await market.operator.get(`${path}&cursor=${second.nextCursor}`))
    const shown = [...first.items, ...second.items, ...third.items].map(({ name }: Answer['body']) =>
      name.slice(3),
    )
    expect(shown).toEqual([
      '곧 끝나는 것',
      '오래 도는 것',
      '오늘 시작할 초안',
      '곧',
      '먼 미래',
      '어제 끝난 초안',
      '오래전 초안',
    ])
    // A draft counts for a platform when its product runs there.
    expect(await names(market.operator, '?status=Draft&platform=NAVER')).toEqual([])
    market.clock.moveToDay('2026-12-05')
  })

  it.each([
    'campaigns?status=Sold',
    'campaigns?from=2026-12-02&to=2026-12-01',
    'deliveries?from=2026-01-01&to=2028-01-01',
    'sell-through?from=2026-13-01',
    'campaigns?mine=perhaps',
  ])('refuses %s', async (path) => {
    expectProblem(await market.operator.get(`/monitoring/${path}`), 422, 'VALIDATION_FAILED')
    expectProblem(
      await market.operator.get(`/monitoring/${path.replace('?', '/export.csv?')}`),
      422,
      'VALIDATION_FAILED',
    )
  })

  it('exports what it answers as csv: UTF-8 with a BOM, nothing a formula', async () => {
    const { bytes, headers } = await stranger.get('/monitoring/campaigns/export.csv')
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(decodeURIComponent(headers.get('content-disposition')!)).toContain('캠페인 2026-12-05.csv')
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    const rows = parse(bytes, { bom: true, columns: true }) as Record<string, string>[]
    expect(rows.map((row) => row.캠페인).sort()).toEqual([`'${EVIL}`, '함께 하는 캠페인'])
    const { items } = done(await stranger.get('/monitoring/campaigns'))
    expect(rows.map((row) => Number(row.보장노출))).toEqual(
      items.map(({ guaranteed }: Answer['body']) => guaranteed),
    )
    expect(rows[0]).toMatchObject({ 상태: '집행중', 게재상태: '요청', 달성률: '0' })
    const english = await stranger.get('/monitoring/campaigns/export.csv', { 'accept-language': 'en-US' })
    expect(english.headers.get('content-disposition')).toContain('Campaigns%202026-12-05.csv')
    const [first] = parse(english.bytes, { bom: true, columns: true }) as Record<string, string>[]
    expect(first).toMatchObject({ Status: 'In flight', 'Publish status': 'Requested', Achievement: '0' })
    const filtered = await stranger.get('/monitoring/campaigns/export.csv?mine=true&status=Draft')
    expect(parse(filtered.bytes, { bom: true })).toHaveLength(1)
  })

  it('exports what it answers as a workbook whose texts stay texts', async () => {
    for (const report of ['campaigns', 'deliveries', 'sell-through', 'at-risk']) {
      const { bytes, status, headers } = await market.operator.get(`/monitoring/${report}/export.xlsx`)
      expect([report, status, headers.get('content-type')]).toEqual([
        report,
        200,
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      ])
      const workbook = new ExcelJS.Workbook()
      await workbook.xlsx.load(bytes as never)
      const sheet = workbook.worksheets[0]!
      const { items } = done(await market.operator.get(`/monitoring/${report}?limit=500`.replace(/\?.*/, '')))
      expect(sheet.rowCount).toBe(items.length + 1)
      sheet.eachRow((row) => row.eachCell((cell) => expect(cell.type).not.toBe(ExcelJS.ValueType.Formula)))
      if (report !== 'at-risk') continue
      const english = new ExcelJS.Workbook()
      const file = await market.operator.get('/monitoring/at-risk/export.xlsx', { 'accept-language': 'en' })
      await english.xlsx.load(file.bytes as never)
      expect(english.worksheets[0]!.name).toBe('At risk')
      expect(JSON.stringify(english.worksheets[0]!.getRow(1).values)).not.toMatch(/[가-힣]/)
      const titles = (sheet.getRow(1).values as string[]).slice(1)
      const shown = (title: string) => sheet.getRow(2).getCell(titles.indexOf(title) + 1)
      expect(shown('부족').value).toBe(items[0].missing)
      expect(shown('시작일').value).toEqual(new Date('2026-12-01T00:00:00Z'))
      expect(shown('페이싱').numFmt).toBe('0.0%')
      expect(sheet.getColumn(titles.indexOf('캠페인') + 1).values).toContain(EVIL)
    }
  })
})
