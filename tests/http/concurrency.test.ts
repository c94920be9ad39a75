import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases } from '../support/databases'
import { type Answer, type Client, startService, type TestService } from '../support/service'
import { unitKey, withoutIds } from './model'
import {
  addRows,
  createCampaign,
  done,
  everything,
  expectProblem,
  loadMonth,
  putCatalogue,
  target,
  uploadRows,
  vendorRows,
} from './plan'

const BUYERS = 50

describe.each(databases())('Many planners at once ($name)', (kind) => {
  let test: TestService
  let planner: Client
  let operator: Client

  beforeAll(async () => {
    test = await startService(kind)
    operator = await test.signInAs('operator')
    planner = await test.signInAs('planner')
    await putCatalogue(operator)
    await uploadRows(
      operator,
      vendorRows().filter(({ metaId }) => ['PG1', 'PG2', 'PG3'].includes(metaId)),
    )
    await loadMonth(operator, '2026-12')
    done(
      await operator.put('/products/HOT', {
        name: 'HOT',
        targetingKind: 'CONTENTS',
        platforms: ['NAVER', 'KAKAO'],
        ecpm: 10_000,
        ctr: 0.01,
        vtr: 0.3,
      }),
    )
  })
  afterAll(() => test?.stop())

  const flight = { productCode: 'HOT', startDate: '2026-12-04', endDate: '2026-12-12' }
  /** Days for which the test has no rival purchases. */
  const quiet = { startDate: '2026-12-18', endDate: '2026-12-24' }
  const groups = [
    {
      name: '인기',
      weight: 1,
      members: [
        { metaId: 'PG1', weight: 1 },
        { metaId: 'PG2', weight: 1 },
        { metaId: 'PG3', weight: 1 },
      ],
    },
  ]

  const campaigns: { campaignId: string; unitId: string }[] = []

  /** A campaign with one row, ready to be bought. */
  async function ready(amount: number, dates = quiet): Promise<{ campaignId: string; unitId: string }> {
    const campaignId = await createCampaign(planner)
    const [unitId] = await addRows(planner, campaignId, [{ ...flight, ...dates, amount }])
    // Every other campaign has its members in another order, as happens with real planners.
    const [group] = groups
    const members = campaigns.length % 2 === 0 ? group!.members : group!.members.toReversed()
    done(await target(planner, campaignId, unitId!, [{ ...group, members }]))
    return { campaignId, unitId: unitId! }
  }

  const buyOnce = ({ campaignId, unitId }: { campaignId: string; unitId: string }, key?: string) =>
    planner.post(
      `/campaigns/${campaignId}/purchases`,
      { units: [{ unitId, version: 2 }], mode: 'all' },
      key ? { 'Idempotency-Key': key } : {},
    )

  async function expectLedgerIsSold(unitIds: readonly string[]): Promise<void> {
    const sums = new Map<string, number>()
    for (const unitId of unitIds) {
      for (const row of await everything(planner, `/campaign-units/${unitId}/ledger`)) {
        sums.set(unitKey(row), (sums.get(unitKey(row)) ?? 0) + row.quantity)
      }
    }
    for (const unit of await everything(planner, '/unit-inventory')) {
      expect(unit.sold).toBe(sums.get(unitKey(unit)) ?? 0)
      expect(unit.held + unit.sold).toBeLessThanOrEqual(unit.capacity)
    }
  }

  it('sells hot rows to as many as fit, and to nobody more', async () => {
    const { maxAmount } = done(await planner.post('/availability', { ...flight, groups }))
    const amount = Math.floor(maxAmount / 20)
    for (let buyer = 0; buyer < BUYERS; buyer++) campaigns.push(await ready(amount, flight))
    const answers: Answer[] = await Promise.all(campaigns.map((campaign) => buyOnce(campaign)))
    const bought = answers.filter(({ status }) => status === 201)
    expect(bought.length).toBeGreaterThanOrEqual(19)
    expect(bought.length).toBeLessThan(25)
    for (const [i, answer] of answers.entries()) {
      const { campaignId, unitId } = campaigns[i]!
      const { rows } = done(await planner.get(`/campaigns/${campaignId}/media-mix`))
      const ledger = await everything(planner, `/campaign-units/${unitId}/ledger`)
      const tree = done(await planner.get(`/campaign-units/${unitId}/distribution`))
      if (answer.status === 201) {
        expect(rows[0]).toMatchObject({ bookingStatus: 'Booked', version: 3 })
        expect(ledger.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(rows[0].impressions)
        expect(withoutIds(tree.ads)).toEqual(withoutIds(answer.body.units[0].ads))
      } else {
        expectProblem(answer, 409, 'INVENTORY_SHORTAGE')
        expect(answer.body.shortages.length).toBeGreaterThan(0)
        expect(rows[0]).toMatchObject({ bookingStatus: 'Draft', publishStatus: null, version: 2 })
        expect(ledger).toEqual([])
        expect(tree.ads).toEqual([])
      }
    }
    expect(new Set(bought.map(({ body }) => body.purchaseId)).size).toBe(bought.length)
    await expectLedgerIsSold(campaigns.map(({ unitId }) => unitId))
  })

  it('answers twins in flight with one purchase', async () => {
    const twin = await ready(10_000)
    campaigns.push(twin)
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 20 }, () => buyOnce(twin, key)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
    for (const answer of answers) expect(answer.bytes.equals(answers[0]!.bytes)).toBe(true)
    const ledger = await everything(planner, `/campaign-units/${twin.unitId}/ledger`)
    expect(ledger.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(1_000)
    await expectLedgerIsSold(campaigns.map(({ unitId }) => unitId))
  })

  it('sells a row once to two who press the button together', async () => {
    for (let round = 0; round < 5; round++) {
      const both = await ready(3_000)
      campaigns.push(both)
      const answers = await Promise.all([buyOnce(both), buyOnce(both)])
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
      expectProblem(answers.find(({ status }) => status === 409)!, 409)
    }
    await expectLedgerIsSold(campaigns.map(({ unitId }) => unitId))
  })

  it('lets a sync and a purchase of the same row never both win', async () => {
    for (let round = 0; round < 5; round++) {
      const both = await ready(3_000)
      campaigns.push(both)
      const [bought, synced] = await Promise.all([
        buyOnce(both),
        planner.post(`/campaigns/${both.campaignId}/media-mix/sync`, {
          baseRevision: 1,
          changes: [{ op: 'put', unitId: both.unitId, version: 2, fields: { amount: 4_000 } }],
        }),
      ])
      expect([bought.status, synced.status].filter((status) => status === 409)).toHaveLength(1)
      const { rows } = done(await planner.get(`/campaigns/${both.campaignId}/media-mix`))
      expect(rows[0]).toMatchObject(
        bought.status === 201
          ? { bookingStatus: 'Booked', amount: 3_000 }
          : { bookingStatus: 'Draft', amount: 4_000 },
      )
    }
    await expectLedgerIsSold(campaigns.map(({ unitId }) => unitId))
  })

  const OWNER = (name: string) => ({ name })
  const PLATFORM = (name: string) => ({ name, displayOrder: 9 })
  const CONTENT = (name: string) => ({
    type: 'PROGRAM',
    name,
    platformWeights: [{ platform: 'DAUM', weight: 2 }],
  })
  const PART = () => ({ type: 'PROGRAM', platforms: ['NAVER', 'DAUM'] })
  const PRODUCT = (name: string) => ({
    name,
    targetingKind: 'RANDOM',
    platforms: ['NAVER', 'DAUM'],
    ecpm: 1,
    ctr: 0,
    vtr: 1,
  })
  const GROUP = (name: string) => ({
    name,
    members: [
      { metaId: 'PG1', weight: 1 },
      { metaId: 'PG2', weight: 1 },
    ],
  })

  describe.each([
    ['/content-owners', OWNER],
    ['/platforms', PLATFORM],
    ['/contents', CONTENT],
    ['/parts', PART],
    ['/products', PRODUCT],
    ['/targeting-groups', GROUP],
  ])('Everybody puts the same code below %s', (path, body) => {
    it('creates it once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_one, i) => operator.put(`${path}/SAME`, body(`이름 ${i}`))),
      )
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
      const listed = await everything(operator, path)
      expect(listed.filter(({ code, metaId }) => (code ?? metaId) === 'SAME')).toHaveLength(1)
    })

    it('takes one change of a version', async () => {
      const { version } = done(await operator.put(`${path}/SAME`, body('이름')))
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_one, i) =>
          operator.put(`${path}/SAME`, { ...body(`다른 이름 ${i}`), version }),
        ),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...answers.slice(1).map(() => 409)])
    })
  })

  it('takes one change of a campaign’s version', async () => {
    const id = await createCampaign(planner)
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_one, i) =>
        planner.patch(`/campaigns/${id}`, { name: `이름 ${i}`, version: 1 }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...answers.slice(1).map(() => 409)])
  })

  it('takes one change of a row’s targeting', async () => {
    const { campaignId, unitId } = await ready(3_000)
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        planner.put(`/campaigns/${campaignId}/targeting`, { units: [{ unitId, version: 2, groups }] }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...answers.slice(1).map(() => 409)])
  })

  it('adds a new row once when two push it together', async () => {
    const campaignId = await createCampaign(planner)
    const change = { op: 'put', unitId: randomUUID(), fields: { ...flight, amount: 5_000 } }
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        planner.post(`/campaigns/${campaignId}/media-mix/sync`, { baseRevision: 1, changes: [change] }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    const { rows } = done(await planner.get(`/campaigns/${campaignId}/media-mix`))
    expect(rows).toMatchObject([{ unitId: change.unitId, version: 1, amount: 5_000 }])
  })

  it('gives a new row’s id to one campaign only', async () => {
    const both = [await createCampaign(planner), await createCampaign(planner)]
    const change = (amount: number) => ({ op: 'put', unitId, fields: { ...flight, amount } })
    const unitId = randomUUID()
    const answers = await Promise.all(
      both.map((id, i) =>
        planner.post(`/campaigns/${id}/media-mix/sync`, { baseRevision: 1, changes: [change(1_000 + i)] }),
      ),
    )
    const mixes = await Promise.all(
      both.map(async (id) => done(await planner.get(`/campaigns/${id}/media-mix`)).rows),
    )
    expect(mixes.flat()).toHaveLength(1)
    const winner = mixes.findIndex((rows) => rows.length === 1)
    expect(mixes[winner]).toMatchObject([{ unitId, amount: 1_000 + winner }])
    expect(answers[winner]!.status).toBe(200)
    expectProblem(answers[1 - winner]!, 422, 'VALIDATION_FAILED')
  })

  it('confirms a row once', async () => {
    const month = '2026-11'
    await operator.job('standard-inventory-load', month)
    const rows = await everything(operator, `/standard-inventory?month=${month}`)
    const answers = await Promise.all(
      [1, 2, 3].map(() => operator.post('/standard-inventory/confirmations', { month })),
    )
    expect(answers.map(({ body }) => body.confirmed).sort()).toEqual([0, 0, rows.length])
    const { items } = done(await operator.get(`/standard-inventory/${rows[0].id}/history`))
    expect(items).toMatchObject([{ kind: 'CONFIRMED' }])
  })

  it('confirms a content under one type only when both are confirmed at once', async () => {
    const month = '2026-11'
    const { database } = test.service
    const [row] = await everything(operator, `/standard-inventory?month=${month}&type=PROGRAM`)
    // Such a pair exists when a part changes its type and the older row is reopened.
    await database.write(async (tx) => {
      await tx.run("UPDATE standard_inventory SET status = 'OPEN' WHERE id = ?", [row.id])
      await tx.run(
        `INSERT INTO standard_inventory (month, type, meta_id, forecast_total, actual_total, status, version)
         VALUES (?, 'CHANNEL', ?, ?, 0, 'OPEN', 1)`,
        [month, row.metaId, row.forecastTotal],
      )
    })
    const pair = await database.rows<{ id: number }>(
      'SELECT id FROM standard_inventory WHERE month = ? AND meta_id = ? ORDER BY id',
      [month, row.metaId],
    )
    const answers = await Promise.all(
      pair.map(({ id }) => operator.post('/standard-inventory/confirmations', { month, ids: [id] })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })
})
