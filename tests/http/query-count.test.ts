import { DataSource, type QueryRunner } from 'typeorm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../server/database/database'
import { databases } from '../support/databases'
import { type Client, startService, type TestService } from '../support/service'
import { addRows, buy, createCampaign, done, loadMonth, putCatalogue, uploadRows, vendorRows } from './plan'

/** Counts every statement that a service sends, BEGIN and COMMIT included. */
function countStatements(service: Database): { during<T>(work: () => Promise<T>): Promise<number> } {
  let count = 0
  const counted = new WeakSet<QueryRunner>()
  const dataSources = Object.values(service).filter((value) => value instanceof DataSource)
  for (const dataSource of new Set(dataSources)) {
    const create = dataSource.createQueryRunner.bind(dataSource)
    dataSource.createQueryRunner = (...mode) => {
      const runner = create(...mode)
      if (!counted.has(runner)) {
        counted.add(runner)
        const query = runner.query.bind(runner) as (...statement: unknown[]) => Promise<unknown>
        runner.query = (...statement: unknown[]) => {
          count++
          return query(...statement) as never
        }
      }
      return runner
    }
  }
  const { dialect } = service
  const query = dialect.query
  dialect.query = (...statement) => {
    count++
    return query(...statement)
  }
  return {
    async during(work) {
      const before = count
      await work()
      return count - before
    },
  }
}

describe.each(databases())('Statements per request ($name)', (kind) => {
  let test: TestService
  let operator: Client
  let planner: Client
  let statements: ReturnType<typeof countStatements>
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
    statements = countStatements(test.service.database)
  })
  afterAll(() => test?.stop())

  it('reads a MediaMix and its targeting with the same statements for 1 and for 500 rows', async () => {
    for (const path of ['media-mix', 'targeting', 'proposal.xlsx']) {
      const count = ({ campaignId }: { campaignId: string }) =>
        statements.during(async () => {
          expect((await planner.get(`/campaigns/${campaignId}/${path}`)).status).toBe(200)
        })
      const one = await count(small)
      const many = await count(large)
      expect({ path, statements: many }).toEqual({ path, statements: one })
      expect(one).toBeGreaterThan(2)
    }
  })

  it('buys 200 rows with hardly more statements than one', async () => {
    const one = await statements.during(async () => done(await buy(planner, small.campaignId, small.unitIds)))
    const many = await statements.during(async () =>
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
    const count = async (childAds: { childAdId: string }[]) => {
      const said = { reportedAt: '2026-12-01T03:00:00Z', status: 'LIVE' }
      const reports = childAds.map(({ childAdId }) => ({ childAdId, ...said }))
      return statements.during(async () => {
        const answer = await operator.post('/ads/status-reports', { reports })
        expect(done(answer).accepted).toBe(childAds.length)
      })
    }
    const many = await adsOf(large.campaignId)
    expect(many).toHaveLength(600)
    expect(await count(many)).toBe(await count(await adsOf(small.campaignId)))
    const read = ({ campaignId }: { campaignId: string }) =>
      statements.during(async () => done(await planner.get(`/campaigns/${campaignId}/delivery`)))
    expect(await read(large)).toBe(await read(small))
  })

  it('reads a distribution and a ledger with the same statements for 1 and for 500 rows', async () => {
    for (const path of ['distribution', 'ledger?limit=50000']) {
      const count = (unitId: string) =>
        statements.during(async () => {
          done(await planner.get(`/campaign-units/${unitId}/${path}`))
        })
      const one = await count(small.unitIds[0]!)
      const many = await count(large.unitIds[0]!)
      expect({ path, statements: many }).toEqual({ path, statements: one })
    }
  })
})
