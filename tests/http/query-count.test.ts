import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databases } from '../support/databases'
import { type Client, startService, type TestService } from '../support/service'
import { recordStatements } from '../support/statements'
import { addRows, buy, createCampaign, done, loadMonth, putCatalogue, uploadRows, vendorRows } from './plan'

describe.each(databases())('Statements per request ($name)', (kind) => {
  let test: TestService
  let operator: Client
  let planner: Client
  let during: ReturnType<typeof recordStatements>['during']
  let count: (work: () => Promise<unknown>) => Promise<number>
  let small: { campaignId: string; unitIds: string[] }
  let large: { campaignId: string; unitIds: string[] }

  beforeAll(async () => {
    test = await startService(kind)
    operator = await test.signInAs('operator')
    planner = await test.signInAs('planner')
    await putCatalogue(operator)
    await uploadRows(
      operator,
      vendorRows().filter(({ part }) => part === 'SMR_RANDOM'),
    )
    await loadMonth(operator, '2026-12')
    done(
      await operator.put('/products/SHUFFLE', {
        name: 'SHUFFLE',
        targetingKind: 'RANDOM',
        platforms: ['NAVER', 'KAKAO', 'DAUM'],
        ecpm: 10_000,
        ctr: 0.01,
        vtr: 0.3,
      }),
    )
    const flight = { productCode: 'SHUFFLE', startDate: '2026-12-05', amount: 600 }
    const campaignOf = async (rows: number, endDate: string) => {
      const campaignId = await createCampaign(planner)
      const unitIds = await addRows(
        planner,
        campaignId,
        Array.from({ length: rows }, () => ({ ...flight, endDate })),
      )
      return { campaignId, unitIds }
    }
    small = await campaignOf(1, '2026-12-05')
    large = await campaignOf(500, '2026-12-31')
    // Background jobs that run every few seconds must not be counted.
    await test.service.jobs.stop()
    during = recordStatements(test.service.database).during
    count = async (work) => (await during(work)).length
  })
  afterAll(() => test?.stop())

  it('reads a MediaMix and its targeting with the same statements for 1 and for 500 rows', async () => {
    for (const path of ['media-mix', 'targeting', 'proposal.xlsx']) {
      const reading = ({ campaignId }: { campaignId: string }) =>
        count(async () => {
          expect((await planner.get(`/campaigns/${campaignId}/${path}`)).status).toBe(200)
        })
      const one = await reading(small)
      const many = await reading(large)
      expect({ path, statements: many }).toEqual({ path, statements: one })
      expect(one).toBeGreaterThan(2)
    }
  })

  it('reads only the changes that a sheet has not seen', async () => {
    const campaignId = await createCampaign(planner)
    const [unitId] = await addRows(planner, campaignId, [
      { productCode: 'SHUFFLE', startDate: '2026-12-05', endDate: '2026-12-05', amount: 600 },
    ])
    const sync = async (baseRevision: number, version: number, device: string) =>
      done(
        await planner.post(`/campaigns/${campaignId}/media-mix/sync`, {
          baseRevision,
          changes: [{ op: 'put', unitId, version, fields: { device } }],
        }),
      )
    const revisions = [1]
    for (let version = 1; version <= 5; version++) {
      const { revision } = await sync(revisions.at(-1)!, version, `기기 ${version}`)
      revisions.push(revision)
    }
    const history = async (version: number, device: string) =>
      (await during(() => sync(revisions.at(-1)!, version, device))).filter(
        ({ sql }) => /campaign_unit_change/.test(sql) && /^\s*SELECT/.test(sql),
      )
    expect(await history(6, '기기 6')).toEqual([])
    // A row that somebody has changed since: one statement for what is newer, one for who has changed it.
    const stale = await history(3, '다른 기기')
    expect(stale).toHaveLength(2)
    expect(stale[0]!.parameters).toEqual([JSON.stringify([[unitId, 3]])])
    const { conflicts } = await sync(revisions.at(-1)!, 3, '다른 기기')
    expect(conflicts).toMatchObject([
      { field: 'device', base: '기기 2', local: '다른 기기', remote: '기기 6', by: 'planner@example.com' },
    ])
  })

  it('buys 200 rows with hardly more statements than one', async () => {
    const one = await count(async () => done(await buy(planner, small.campaignId, small.unitIds)))
    const many = await count(async () =>
      done(await buy(planner, large.campaignId, large.unitIds.slice(0, 200))),
    )
    expect(many - one).toBeLessThan(40)
  })

  it('takes reports of 600 ads with the same statements as of three, and so reads what they add up to', async () => {
    const adsOf = async (campaignId: string) => {
      const units = done(await planner.get(`/campaigns/${campaignId}/delivery`)).units as { unitId: string }[]
      const trees = await Promise.all(
        units.map(async ({ unitId }) => done(await planner.get(`/campaign-units/${unitId}/statuses`))),
      )
      return trees.flatMap(({ ads }) =>
        ads.flatMap((ad: { childAds: { childAdId: string }[] }) => ad.childAds),
      )
    }
    const reporting = async (childAds: { childAdId: string }[]) => {
      const said = { reportedAt: '2026-12-01T03:00:00Z', status: 'LIVE' }
      const reports = childAds.map(({ childAdId }) => ({ childAdId, ...said }))
      return count(async () => {
        const answer = await operator.post('/ads/status-reports', { reports })
        expect(done(answer).accepted).toBe(childAds.length)
      })
    }
    const many = await adsOf(large.campaignId)
    expect(many).toHaveLength(600)
    expect(await reporting(many)).toBe(await reporting(await adsOf(small.campaignId)))
    const read = ({ campaignId }: { campaignId: string }) =>
      count(async () => done(await planner.get(`/campaigns/${campaignId}/delivery`)))
    expect(await read(large)).toBe(await read(small))
  })

  it('reads a distribution and a ledger with the same statements for 1 and for 500 rows', async () => {
    for (const path of ['distribution', 'ledger?limit=50000']) {
      const reading = (unitId: string) =>
        count(async () => {
          done(await planner.get(`/campaign-units/${unitId}/${path}`))
        })
      const one = await reading(small.unitIds[0]!)
      const many = await reading(large.unitIds[0]!)
      expect({ path, statements: many }).toEqual({ path, statements: one })
    }
  })
})
