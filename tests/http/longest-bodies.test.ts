import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases } from '../support/databases'
import { type Client, startService, type TestService } from '../support/service'
import { done, loadMonth, rowOf, toCsv } from './plan'

/** The longest text of an allowed length, as different as `n`. Three bytes for a character. */
const long = (length: number, n = 0) => `${'가'.repeat(length - 4)}${String(n).padStart(4, '0')}`
const at = (code: string) => encodeURIComponent(code)

const PLATFORMS = Array.from({ length: 50 }, (_, i) => long(64, i))
const OWNERS = Array.from({ length: 3 }, (_, i) => long(64, i))
const CONTENTS = Array.from({ length: 3 }, (_, i) => long(100, i))
const PRODUCT = long(64)
const [PART, GROUP] = [long(64), long(64)]
const EMAIL = `${'a'.repeat(254 - '@example.com'.length)}@example.com`
const REASON = long(500)
const PASSWORD = 'lantern, harbour, and seven hens; '.repeat(6).slice(0, 200)

/** What the contract allows is stored as it was sent, on every database. */
describe.each(databases())('The longest bodies ($name)', (kind) => {
  let test: TestService
  let operator: Client
  let planner: Client
  let campaignId: string
  let unitId: string

  beforeAll(async () => {
    test = await startService(kind)
    operator = await test.signInAs('operator')
    done(
      await test.admin.post('/users', {
        passwordToChange: false,
        email: EMAIL,
        name: long(200),
        role: 'planner',
        password: PASSWORD,
      }),
    )
    const { token } = done(
      await test.anonymous.post(
        '/session',
        { email: EMAIL, password: PASSWORD },
        { 'user-agent': 'x'.repeat(2_000) },
      ),
    )
    planner = await test.signInAs('planner')
    expect(token).toMatch(/\S/)
  })
  afterAll(() => test.stop())

  it('are taken by the catalogue', async () => {
    for (const [displayOrder, code] of PLATFORMS.entries())
      done(await operator.put(`/platforms/${at(code)}`, { name: long(200), displayOrder }))
    for (const code of OWNERS) done(await operator.put(`/content-owners/${at(code)}`, { name: long(200) }))
    for (const [i, metaId] of CONTENTS.entries()) {
      done(
        await operator.put(`/contents/${at(metaId)}`, {
          type: 'PROGRAM',
          name: long(200),
          broadcaster: long(200),
          owner: OWNERS[i],
          platformWeights: PLATFORMS.map((platform) => ({ platform, weight: 1_000_000 })),
        }),
      )
    }
    done(await operator.put(`/parts/${at(PART)}`, { type: 'PROGRAM', platforms: PLATFORMS }))
    const product = {
      name: long(200),
      targetingKind: 'CONTENTS',
      platforms: PLATFORMS,
      ecpm: 1_000,
      ctr: 0.999999,
      vtr: 0.999999,
    }
    expect(done(await operator.put(`/products/${at(PRODUCT)}`, product))).toMatchObject(product)
    const members = CONTENTS.map((metaId) => ({ metaId, weight: 1_000_000 }))
    done(await operator.put(`/targeting-groups/${at(GROUP)}`, { name: long(200), members }))
  })

  it('are taken by forecasts and standard inventory', async () => {
    const days = Array.from({ length: 31 }, (_, i) => `2026-12-${String(i + 1).padStart(2, '0')}`)
    const rows = [...CONTENTS, long(100, 4)].flatMap((metaId) =>
      days.map((date) => ({ part: PART, metaId, date, hour: 8, forecast: 1_000_000, actual: null })),
    )
    const wrong = `${PART},${long(100)},${'9'.repeat(400)},8,${long(400)},\n`
    const { runId } = done(await operator.upload(toCsv(rows) + wrong, `${long(240)}.csv`))
    expect(await operator.runEnd(runId)).toMatchObject({ status: 'SUCCEEDED', result: { rejected: 1 } })
    expect((await operator.job('standard-inventory-load', '2026-12')).status).toBe('SUCCEEDED')
    const [standard] = done(await operator.get('/standard-inventory?month=2026-12')).items
    const { version } = done(
      await operator.patch(`/standard-inventory/${standard.id}`, {
        adjustedTotal: 40_000_000,
        reason: REASON,
        version: standard.version,
      }),
    )
    expect(version).toBe(standard.version + 1)
    await loadMonth(operator, '2026-12')
    done(await operator.post('/standard-inventory/reopenings', { ids: [standard.id], reason: REASON }))
    const { items } = done(await operator.get(`/standard-inventory/${standard.id}/history`))
    expect(items.map(({ reason }: { reason: string | null }) => reason)).toContain(REASON)
  })

  it('are taken by campaigns, rows and targeting', async () => {
    const campaign = {
      name: long(200),
      advertiser: long(200),
      agency: long(200),
      startDate: '2026-12-01',
      endDate: '2026-12-31',
      budget: Number.MAX_SAFE_INTEGER,
      sharedWith: [EMAIL],
    }
    const created = done(await planner.post('/campaigns', campaign))
    expect(created).toMatchObject(campaign)
    campaignId = created.id
    unitId = randomUUID()
    const fields = {
      productCode: PRODUCT,
      startDate: '2026-12-05',
      endDate: '2026-12-09',
      amount: 100_000,
      device: long(100),
      creative: long(200),
    }
    for (const last of [1, 2]) {
      const { revision } = done(await planner.get(`/campaigns/${campaignId}/media-mix`))
      const row = { ...fields, creative: long(200, last) }
      done(
        await planner.post(`/campaigns/${campaignId}/media-mix/sync`, {
          baseRevision: revision,
          changes: [{ op: 'put', unitId, ...(last === 1 ? {} : { base: {} }), fields: row }],
        }),
      )
    }
    const { version } = await rowOf(planner, campaignId, unitId)
    const groups = [
      {
        name: long(200),
        weight: 1_000_000,
        members: CONTENTS.map((metaId) => ({ metaId, weight: 1_000_000 })),
        platforms: PLATFORMS,
        ownerRatios: OWNERS.map((owner, i) => ({ owner, ratio: i === 0 ? 333_334 : 333_333 })),
      },
    ]
    const put = done(
      await planner.put(`/campaigns/${campaignId}/targeting`, { units: [{ unitId, version, groups }] }),
    )
    expect(put.units[0].groups).toEqual(groups)
    expect((await rowOf(planner, campaignId, unitId)).creative).toBe(long(200, 2))
  })

  it('are taken by bookings, and found in their history', async () => {
    const headers = () => ({
      'Idempotency-Key': `${'k'.repeat(164)}${randomUUID()}`,
      'User-Agent': 'u'.repeat(2_000),
    })
    const version = async () => (await rowOf(planner, campaignId, unitId)).version
    done(
      await operator.post(
        `/campaigns/${campaignId}/purchases`,
        { units: [{ unitId, version: await version() }], overrideReason: REASON },
        headers(),
      ),
    )
    const amended = await operator.post(
      `/campaign-units/${unitId}/amend`,
      { version: await version(), platforms: PLATFORMS.slice(0, 49), reason: REASON, overrideReason: REASON },
      headers(),
    )
    expect(done(amended).ads.length).toBeGreaterThan(40)
    const childAdId = amended.body.ads[0].childAds[0].childAdId
    const report = { childAdId, status: 'APPROVED', reportedAt: '2026-12-01T02:00:00Z', message: REASON }
    expect(done(await operator.post('/ads/status-reports', { reports: [report] }))).toMatchObject({
      accepted: 1,
    })
    done(
      await planner.post(
        `/campaign-units/${unitId}/cancel`,
        { version: await version(), reason: REASON },
        headers(),
      ),
    )
    const { items } = done(await planner.get(`/campaign-units/${unitId}/history`))
    expect(items.filter(({ reason }: { reason: string | null }) => reason === REASON)).toHaveLength(3)
  })

  it('are taken by webhooks and settings', async () => {
    const secret = () => `whsec_${randomBytes(64).toString('base64')}`
    const url = `https://example.com/${'p'.repeat(2_000 - 'https://example.com/'.length)}`
    const body = { url, secret: secret(), previousSecret: secret(), platforms: PLATFORMS, enabled: false }
    expect(done(await operator.put(`/webhooks/${at(long(64))}`, body))).toMatchObject({ url, secrets: 2 })
    const rules = { platform: 'remainder-last', group: 'remainder-last', owner: 'remainder-last' }
    done(await test.admin.put('/split-rules', { ...rules, reason: REASON }))
  })
})
