import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { done, everything, expectProblem, uploadRows } from '../http/plan'
import { Market, members, type Row } from '../purchases/market'
import { databases } from '../support/databases'
import type { Answer } from '../support/service'

const MONTH = '2026-12'
const direct: Row = { productCode: 'DIRECT', startDate: '2026-12-05', endDate: '2026-12-20', amount: 300_000 }
const twoGroups = [
  { code: 'FORTY', weight: 1 },
  { code: 'THIRTYFIVE', weight: 1 },
]

describe.each(databases())('Keeping the catalogue ($name)', (kind) => {
  let market: Market

  beforeAll(async () => {
    market = await Market.open(kind, {}, 2000)
  })
  afterEach(() => market.audit())
  afterAll(() => market?.stop())

  const rows = <R>(sql: string, values: (string | number)[] = []) =>
    market.test.service.database.read((tx) => tx.rows<R>(sql, values))
  const number = async (sql: string, values: (string | number)[] = []) => {
    const [row] = await rows<Record<string, unknown>>(sql, values)
    return Number(Object.values(row!)[0])
  }
  const content = async (metaId: string) =>
    done(await market.planner.post('/contents/lookups', { metaIds: [metaId] })).items[0]
  const put = async (metaId: string, more: object) => {
    const { type, name, broadcaster, owner, platformWeights } = await content(metaId)
    return market.operator.put(`/contents/${metaId}`, {
      type,
      name,
      broadcaster,
      owner,
      platformWeights,
      ...more,
    })
  }
  const available = async (groups: readonly unknown[], productCode = 'DIRECT') =>
    done(await market.planner.post('/availability', { ...direct, productCode, amount: undefined, groups }))
  const standardOf = async (metaId: string) =>
    (await everything(market.planner, `/standard-inventory?month=${MONTH}`)).find(
      (row) => row.metaId === metaId,
    )
  const unitSum = (column: string, metaId: string) =>
    number(`SELECT COALESCE(SUM(${column}), 0) FROM unit_inventory WHERE meta_id = ?`, [metaId])

  it('keeps the history of a rate card; what was sold keeps its rates', async () => {
    const placed = await market.place(direct, members('PG1'))
    done(await market.buy(placed))
    const before = await market.distribution(placed)
    const product = { name: 'DIRECT', targetingKind: 'CONTENTS', platforms: ['NAVER', 'KAKAO', 'DAUM'] }
    done(await market.operator.put('/products/DIRECT', { ...product, ecpm: 9000, ctr: 0.02, vtr: 0.3 }))
    done(await market.operator.put('/products/DIRECT', { ...product, ecpm: 7300, ctr: 0.01, vtr: 0.3 }))
    const history = await everything(market.planner, '/products/DIRECT/history')
    expect(history.slice(0, 4)).toMatchObject([
      { field: 'ctr', before: 0.02, after: 0.01, actor: 'operator@example.com' },
      { field: 'ecpm', before: 9000, after: 7300 },
      { field: 'ctr', before: 0.01, after: 0.02 },
      { field: 'ecpm', before: 7300, after: 9000 },
    ])
    expect(history.at(-1)).toMatchObject({ field: 'name', before: null, after: 'DIRECT' })
    expect(await market.distribution(placed)).toEqual(before)
    expect((await market.row(placed)).ecpm).toBe(7300)
    done(await market.act(placed, 'cancel'))
  })

  it('keeps the history of platforms and parts', async () => {
    const { name, displayOrder } = (await everything(market.planner, '/platforms'))[0]
    const [code] = (await everything(market.planner, '/platforms')).map((platform) => platform.code)
    done(await market.operator.put(`/platforms/${code}`, { name: '새 이름', displayOrder }))
    done(await market.operator.put(`/platforms/${code}`, { name, displayOrder }))
    expect((await everything(market.planner, `/platforms/${code}/history`)).slice(0, 2)).toMatchObject([
      { field: 'name', before: '새 이름', after: name, actor: 'operator@example.com' },
      { field: 'name', before: name, after: '새 이름' },
    ])
    const part = (platforms: string[]) =>
      market.operator.put('/parts/HISTORY', { type: 'PROGRAM', platforms })
    for (const platforms of [['NAVER'], ['NAVER', 'KAKAO'], ['NAVER', 'KAKAO']]) done(await part(platforms))
    expect(await everything(market.planner, '/parts/HISTORY/history')).toMatchObject([
      { field: 'platforms', before: ['NAVER'], after: ['NAVER', 'KAKAO'], actor: 'operator@example.com' },
      { field: 'platforms', before: null, after: ['NAVER'] },
      { field: 'type', before: null, after: 'PROGRAM' },
    ])
  })

  it('keeps the history of a targeting group, its order included', async () => {
    const group = (name: string, ...metaIds: string[]) =>
      market.operator.put('/targeting-groups/HISTORY', {
        name,
        members: metaIds.map((metaId) => ({ metaId, weight: 5 })),
      })
    done(await group('드라마', 'PG1', 'PG2'))
    done(await group('드라마', 'PG2', 'PG1'))
    done(await group('드라마', 'PG2', 'PG1'))
    expectProblem(await group('예능', 'PG999'), 422, 'UNKNOWN_REFERENCE')
    done(await group('예능', 'PG2', 'PG1'))
    const weighted = (...metaIds: string[]) => metaIds.map((metaId) => ({ metaId, weight: 5 }))
    expect(await everything(market.planner, '/targeting-groups/HISTORY/history')).toMatchObject([
      { field: 'name', before: '드라마', after: '예능', actor: 'operator@example.com' },
      { field: 'members', before: weighted('PG1', 'PG2'), after: weighted('PG2', 'PG1') },
      { field: 'members', before: null, after: weighted('PG1', 'PG2') },
      { field: 'name', before: null, after: '드라마' },
    ])
  })

  it.each([
    ['/platforms', { name: '매체', displayOrder: 9 }],
    ['/parts', { type: 'PROGRAM', platforms: ['NAVER'] }],
    ['/content-owners', { name: 'CO' }],
    ['/contents', { type: 'PROGRAM', name: '콘텐츠' }],
    ['/targeting-groups', { name: '그룹', members: [{ metaId: 'PG1', weight: 1 }] }],
    ['/products', { name: '상품', targetingKind: 'GROUP', platforms: ['NAVER'], ecpm: 9000, ctr: 0, vtr: 0 }],
  ])('changes %s only if new, or only if unchanged, where that is asked for', async (list, body) => {
    const put = (headers: Record<string, string>) => market.operator.put(`${list}/IF`, body, headers)
    const refused = async (headers: Record<string, string>, currentVersion: number | null) =>
      expect(expectProblem(await put(headers), 412, 'PRECONDITION_FAILED')).toMatchObject({ currentVersion })
    await refused({ 'if-match': '*' }, null)
    await refused({ 'if-match': '"1"' }, null)
    const both = await Promise.all([1, 2].map(() => put({ 'if-none-match': '*' })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
    expect(both.find(({ status }) => status === 200)!.headers.get('etag')).toBe('"1"')
    await refused({ 'if-match': '"2", "77"' }, 1)
    await refused({ 'if-match': 'W/"1"' }, 1)
    expect((await put({ 'if-match': '"7", "1"' })).headers.get('etag')).toBe('"2"')
    await refused({ 'if-none-match': '"2"' }, 2)
    expect(done(await put({ 'if-none-match': '"1"' })).version).toBe(3)
    expect(done(await put({ 'if-match': '*' })).version).toBe(4)
    expect(done(await put({})).version).toBe(5)
    expectProblem(await put({ 'if-match': '5' }), 422, 'VALIDATION_FAILED')
  })

  it('retires a content: not found, not sold, left out of groups; what was sold stays and can be given back', async () => {
    const placed = await market.place(direct, members('PG2'))
    done(await market.buy(placed))
    const sold = await unitSum('sold', 'PG2')
    expect(sold).toBeGreaterThan(0)
    expectProblem(await market.planner.put('/contents/PG2', { type: 'PROGRAM', name: 'x' }), 403, 'FORBIDDEN')
    done(await put('PG2', { retired: true }))
    expect(await content('PG2')).toMatchObject({ retired: true })
    const found = (query: string) => everything(market.planner, `/contents?type=PROGRAM&${query}`)
    expect((await found('retired=false')).map(({ metaId }) => metaId)).not.toContain('PG2')
    expect((await found('retired=true')).map(({ metaId }) => metaId)).toEqual(['PG2'])

    expect(await available(members('PG2'))).toMatchObject({ status: 'UNAVAILABLE', maxImpressions: 0 })
    const other = await market.place(direct, members('PG2'))
    expectProblem(await market.buy(other), 409, 'INVENTORY_SHORTAGE')
    const grouped = await market.place({ ...direct, productCode: 'THREE' }, [{ code: 'FORTY', weight: 1 }])
    const { units } = done(await market.buy(grouped))
    expect(units[0].warnings).toContainEqual({
      code: 'LEFT_OUT',
      platform: 'NAVER',
      group: 'FORTY',
      metaId: 'PG2',
    })
    expect(await unitSum('sold', 'PG2')).toBe(sold)

    done(await market.act(placed, 'amend', { amount: 100_000 }))
    expect(await unitSum('sold', 'PG2')).toBeLessThan(sold)
    expectProblem(await market.act(placed, 'amend', { amount: 200_000 }), 409, 'INVENTORY_SHORTAGE')
    done(await put('PG2', { name: '다시' }))
    expect(await content('PG2')).toMatchObject({ retired: true, name: '다시' })
    done(await put('PG2', { retired: false }))
    expect(await content('PG2')).not.toHaveProperty('retired')
    done(await market.act(placed, 'amend', { amount: 200_000 }))
    const history = await everything(market.planner, '/contents/PG2/history')
    expect(history.filter(({ field }) => field === 'retired').map(({ after }) => after)).toEqual([
      false,
      true,
    ])
    for (const one of [placed, grouped]) done(await market.act(one, 'cancel'))
  })

  it('retires an owner with its contents', async () => {
    const before = await available(members('PG1'))
    expect(before.maxImpressions).toBeGreaterThan(0)
    done(await market.operator.put('/content-owners/CJ', { name: 'CJ', retired: true }))
    expect((await available(members('PG1'))).maxImpressions).toBe(0)
    done(await market.operator.put('/content-owners/CJ', { name: 'CJ', retired: false }))
    expect(await available(members('PG1'))).toEqual(before)
  })

  it('merges a duplicate: dry run, then memberships, targeting, months and forecast; what was sold stays', async () => {
    const merge = (from: string, body: object, client = market.operator) =>
      client.post(`/contents/${from}/merge`, { reason: '같은 프로그램', ...body })
    expectProblem(await merge('PG4', { into: 'PG3' }, market.planner), 403, 'FORBIDDEN')
    expectProblem(await merge('PG4', { into: 'PG4' }), 422, 'VALIDATION_FAILED')
    expectProblem(await merge('PG4', { into: 'CH1' }), 422, 'VALIDATION_FAILED')
    expectProblem(await merge('RS1', { into: 'RANDOM' }), 422, 'VALIDATION_FAILED')
    expectProblem(await merge('PG4', { into: 'PG999' }), 422, 'UNKNOWN_REFERENCE')

    const ofDuplicate = await market.place(direct, members('PG4'))
    const ofKept = await market.place(direct, members('PG3'))
    const both = await market.place({ ...direct, productCode: 'THREE' }, twoGroups)
    for (const one of [ofDuplicate, ofKept, both]) done(await market.buy(one))
    const draft = await market.place(direct, members('PG4', 'PG3'))
    const soldThere = await rows(
      'SELECT * FROM unit_inventory WHERE sold > 0 ORDER BY meta_id, platform, date',
    )
    const ledger = await rows('SELECT * FROM deduction ORDER BY id')
    const [kept, duplicate] = [await standardOf('PG3'), await standardOf('PG4')]
    const sold = await unitSum('sold', 'PG4')

    const dry = done(await merge('PG4', { into: 'PG3', dryRun: true }))
    expect(dry).toMatchObject({
      dryRun: true,
      groups: [{ code: 'THIRTYFIVE', before: 40, after: 100 }],
      units: 2,
      months: [{ month: MONTH, status: 'CONFIRMED', total: duplicate.forecastTotal, joined: true }],
      stays: { held: 0, sold },
      unitLoad: [MONTH],
    })
    const hoursOf = (condition: string) =>
      number(
        `SELECT COUNT(*) FROM forecast_inventory f WHERE f.meta_id = 'PG4' AND f.date >= '${MONTH}-01' AND ${condition}`,
      )
    const IN_BOTH = `EXISTS (SELECT 1 FROM forecast_inventory k WHERE k.meta_id = 'PG3' AND k.part = f.part
      AND k.date = f.date AND k.hour = f.hour)`
    expect([dry.hours, dry.sameHours]).toEqual([await hoursOf('1 = 1'), await hoursOf(IN_BOTH)])
    expect(await standardOf('PG3')).toEqual(kept)
    expect(await content('PG4')).not.toHaveProperty('mergedInto')

    expect(done(await merge('PG4', { into: 'PG3' }))).toEqual({ ...dry, dryRun: false })
    expect(await content('PG4')).toMatchObject({ retired: true, mergedInto: 'PG3' })
    expectProblem(await merge('PG4', { into: 'PG1' }), 409, 'STATUS_CONFLICT')
    expectProblem(await merge('PG1', { into: 'PG4' }), 409, 'STATUS_CONFLICT')
    expectProblem(await put('PG4', { retired: false }), 409, 'STATUS_CONFLICT')
    expect(
      await rows('SELECT * FROM unit_inventory WHERE sold > 0 ORDER BY meta_id, platform, date'),
    ).toEqual(soldThere)
    expect(await rows('SELECT * FROM deduction ORDER BY id')).toEqual(ledger)

    // As much is confirmed as before, in one row.
    const joined = await standardOf('PG3')
    expect(joined.forecastTotal).toBe(kept.forecastTotal + duplicate.forecastTotal)
    expect(await standardOf('PG4')).toMatchObject({ forecastTotal: 0, status: 'OPEN' })
    const dayTotal = await number('SELECT SUM(forecast) FROM standard_inventory_day WHERE standard_id = ?', [
      joined.id,
    ])
    expect(dayTotal).toBe(joined.forecastTotal)
    const groups = await everything(market.planner, '/targeting-groups')
    expect(groups.find(({ code }) => code === 'THIRTYFIVE').members).toEqual([{ metaId: 'PG3', weight: 100 }])
    expect((await everything(market.planner, '/targeting-groups/THIRTYFIVE/history'))[0]).toMatchObject({
      field: 'members',
      before: [
        { metaId: 'PG3', weight: 40 },
        { metaId: 'PG4', weight: 60 },
      ],
      after: [{ metaId: 'PG3', weight: 100 }],
      reason: '같은 프로그램',
    })
    const targeting = done(await market.planner.get(`/campaigns/${draft.campaignId}/targeting`))
    expect(targeting.units[0].groups[0].members).toEqual([{ metaId: 'PG3', weight: 3 }])

    // The unit load leaves the duplicate what was sold of it, and the kept content the rest.
    await market.operator.job('unit-inventory-load', MONTH)
    const family = async () => (await unitSum('forecast', 'PG3')) + (await unitSum('forecast', 'PG4'))
    expect(await family()).toBe(joined.forecastTotal)
    expect(await unitSum('forecast', 'PG4')).toBe(sold)
    expect(
      await number("SELECT COUNT(*) FROM unit_inventory WHERE meta_id = 'PG4' AND forecast <> sold"),
    ).toBe(0)
    expect(await unitSum('capacity - held - sold', 'PG3')).toBe(
      joined.forecastTotal - sold - (await unitSum('sold', 'PG3')),
    )

    // The forecast counts once: hours of both only by the kept content. A later file of the old metaId counts too.
    await uploadRows(market.operator, [
      { part: 'YT_CHANNEL', metaId: 'CH1', date: `${MONTH}-01`, hour: 1, forecast: 1, actual: null },
      { part: 'YT_PROGRAM', metaId: 'PG4', date: `${MONTH}-31`, hour: 3, forecast: 12_345, actual: 11 },
    ])
    const { result } = await market.operator.job('standard-inventory-load', MONTH)
    expect(result).toMatchObject({ merged: 1 })
    const once = await number(
      `SELECT SUM(forecast) FROM forecast_inventory f WHERE f.date BETWEEN '${MONTH}-01' AND '${MONTH}-31'
       AND (f.meta_id = 'PG3' OR (f.meta_id = 'PG4' AND NOT ${IN_BOTH}))`,
    )
    const marked = await standardOf('PG3')
    expect(marked).toMatchObject({ forecastTotal: joined.forecastTotal, newForecastTotal: once })
    expect(await standardOf('PG4')).toMatchObject({ forecastTotal: 0, status: 'OPEN' })
    done(
      await market.operator.post('/standard-inventory/forecast-decisions', {
        decision: 'TAKE',
        rows: [{ id: marked.id, version: marked.version }],
        reason: '합친 뒤 예측',
      }),
    )
    await market.operator.job('unit-inventory-load', MONTH)
    expect(await family()).toBe(once)

    // What is booked on the duplicate can still be changed, and then moves to the kept content.
    done(await market.act(ofDuplicate, 'amend', { amount: 150_000 }))
    const { ads } = await market.distribution(ofDuplicate)
    const cells = ads.flatMap((ad: Answer['body']) =>
      ad.childAds.flatMap((child: Answer['body']) =>
        child.owners.flatMap((owner: Answer['body']) => owner.cells),
      ),
    )
    expect(new Set(cells.map(({ metaId }: Answer['body']) => metaId))).toEqual(new Set(['PG3']))
    for (const one of [ofDuplicate, ofKept, both]) done(await market.act(one, 'cancel'))
    await market.operator.job('unit-inventory-load', MONTH)
    expect(await unitSum('forecast', 'PG4')).toBe(0)
    expect(await family()).toBe(once)
    expect((await everything(market.planner, '/contents/PG4/history'))[0]).toMatchObject({
      field: 'mergedInto',
      after: 'PG3',
      reason: '같은 프로그램',
      actor: 'operator@example.com',
    })
  })

  it('merges an owner: contents and ratios move, sold shares keep their owner', async () => {
    const groups = [
      {
        name: '고른 콘텐츠',
        weight: 1,
        members: [
          { metaId: 'PG1', weight: 1 },
          { metaId: 'PG2', weight: 1 },
        ],
        ownerRatios: [
          { owner: 'CJ', ratio: 30 },
          { owner: 'SBS', ratio: 70 },
        ],
      },
    ]
    const placed = await market.place(direct, groups)
    done(await market.buy(placed))
    const before = await market.distribution(placed)
    const order = { into: 'CJ', reason: '합병' }
    const count = await number("SELECT COUNT(*) FROM content WHERE owner = 'SBS'")
    expect(done(await market.operator.post('/content-owners/SBS/merge', { ...order, dryRun: true }))).toEqual(
      { code: 'SBS', into: 'CJ', dryRun: true, contents: count, units: 1 },
    )
    done(await market.operator.post('/content-owners/SBS/merge', order))
    expect((await content('PG2')).owner).toBe('CJ')
    const { version: _before, ...was } = before
    const { version: _after, ...is } = await market.distribution(placed)
    expect(is).toEqual(was)
    const targeting = done(await market.planner.get(`/campaigns/${placed.campaignId}/targeting`))
    expect(targeting.units[0].groups[0].ownerRatios).toEqual([{ owner: 'CJ', ratio: 100 }])
    expectProblem(await market.operator.post('/content-owners/SBS/merge', order), 409, 'STATUS_CONFLICT')
    // A file that names the old owner: the split counts its content for the kept one.
    await market.test.service.database.write((tx) =>
      tx.run("UPDATE content SET owner = 'SBS' WHERE meta_id = 'PG2'"),
    )
    done(await market.act(placed, 'amend', { amount: 310_000 }))
    const { ads } = await market.distribution(placed)
    for (const ad of ads)
      expect(ad.childAds[0].owners.map(({ owner }: Answer['body']) => owner)).toEqual(['CJ'])
    done(await market.act(placed, 'cancel'))
  })
})
