import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { STORY } from '../../samples/campaigns/story'
import { audit } from '../../server/audit/audit'
import { createClock } from '../../server/clock'
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../server/setup/demo-accounts'
import { firstStart, playFor } from '../../server/setup/first-start'
import { loadSampleData } from '../../server/setup/sample-data'
import { databases } from '../support/databases'
import { CLOCK, type Client, client, startService, type TestService } from '../support/service'

interface Row {
  unitId: string
  creative: string
  bookingStatus: string
  publishStatus: string | null
  variant: string | null
  amount: number
  impressions: number
}

/** What the sample looks like, without ids. */
async function picture(planner: Client) {
  const { body } = await planner.get('/campaigns?limit=100')
  const campaigns = []
  for (const { id, name, status, owner, startDate } of body.items) {
    const { rows } = (await planner.get(`/campaigns/${id}/media-mix`)).body
    const { items } = (await planner.get(`/campaigns/${id}/delivery-days`)).body
    campaigns.push({
      name,
      status,
      owner,
      startDate,
      rows: rows.map(({ creative, bookingStatus, publishStatus, variant, amount, impressions }: Row) =>
        [creative, bookingStatus, publishStatus, variant, amount, impressions].join(' '),
      ),
      delivered: items?.reduce((sum: number, day: { impressions: number }) => sum + day.impressions, 0),
    })
  }
  return campaigns
}

const pictures = new Map<string, unknown>()

describe.each(databases())('the campaigns of the sample on $name', (kind) => {
  let running: TestService
  let planner: Client
  let seen: Awaited<ReturnType<typeof picture>>

  const idOf = async (name: string): Promise<string> => {
    const { body } = await planner.get('/campaigns?limit=100')
    return body.items.find((campaign: { name: string }) => campaign.name === name).id
  }

  beforeAll(async () => {
    running = await startService(kind)
    const { service } = running
    await loadSampleData(service, { withPast: true })
    await service.accounts.createDemo(
      DEMO_ACCOUNTS.map((account) => ({ ...account, password: DEMO_PASSWORD })),
    )
    await playFor(service)
    const { body } = await running.anonymous.post('/session', {
      email: DEMO_ACCOUNTS[0]!.email,
      password: DEMO_PASSWORD,
    })
    planner = client(running.origin, body.token)
    seen = await picture(planner)
  })
  afterAll(() => running?.stop())

  it('are in every state, the newest first, and a planner sees them all', () => {
    expect(seen).toHaveLength(STORY.length)
    expect(new Set(seen.map(({ status }) => status))).toEqual(
      new Set(['Draft', 'Reserved', 'Booked', 'InFlight', 'Finished']),
    )
    const statuses = seen.flatMap(({ rows }) => rows).join('\n')
    for (const status of ['Expired', 'Declined', 'Canceled', 'REJECTED', 'LIVE', 'COMPLETED'])
      expect(statuses).toContain(status)
    expect(seen.map(({ startDate }) => startDate)).not.toContain(undefined)
    expect(new Set(seen.map(({ owner }) => owner)).size).toBe(2)
  })

  it('have one row behind its guarantee, and a finished campaign that has delivered', async () => {
    const { body } = await planner.get(`/campaigns/${await idOf('수분크림 브랜드 캠페인')}/delivery`)
    expect(body.units.filter((unit: { atRisk: boolean }) => unit.atRisk)).toHaveLength(1)
    const finished = await planner.get(`/campaigns/${await idOf('고단백 두부면 출시')}/delivery`)
    for (const { guaranteed, delivered } of finished.body.units)
      expect(delivered).toBeGreaterThanOrEqual(guaranteed)
  })

  it('have a hold that ends tomorrow, variants, a history of corrections and a day at risk', async () => {
    const holds = await planner.get(`/campaigns/${await idOf('동남아 노선 특가')}/holds`)
    expect(holds.body.items[0].expiresAt).toBe('2026-12-02T01:00:00.000Z')
    const suv = seen.find(({ name }) => name === '전기 SUV 사전계약')!
    for (const variant of ['A', 'B', 'C'])
      expect(suv.rows.filter((row: string) => row.includes(` ${variant} `))).toHaveLength(3)
    const { body } = await running.admin.get('/inventory/at-risk?month=2026-12')
    expect(body.items.map((day: { metaId: string }) => day.metaId)).toContain('CHN-0018')
  })

  it('pass the audit', async () => {
    const verdicts = await audit(running.service.database, createClock(CLOCK).now(), () => undefined)
    expect(verdicts.filter(({ count }) => count > 0)).toEqual([])
  })

  it('are the same on every database', () => {
    pictures.set(kind.name, seen)
    expect(seen).toEqual([...pictures.values()][0])
  })
})

const sqlite = databases().find(({ name }) => name === 'sqlite')!

describe('the first start', () => {
  /** The last of a month with 31 days, before a short one; and the middle of a year. */
  it.each(['2027-01-31T02:00:00.000Z', '2028-06-14T22:00:00.000Z'])(
    'plays the campaigns around %s, and a second one adds nothing',
    async (now) => {
      const running = await startService(sqlite, { CLOCK: now })
      const { service } = running
      const { database } = service
      await database.write((tx) => tx.run('DELETE FROM account'))
      const configuration = {
        ...service.configuration,
        administrator: undefined,
        sampleData: 'auto' as const,
      }
      const parts = { ...partsOf(service), configuration: { ...configuration, demoAccounts: true } }
      await firstStart(parts)
      const count = () => database.rows<{ n: number }>('SELECT COUNT(*) AS n FROM campaign')
      expect(await count()).toEqual([{ n: STORY.length }])
      await firstStart(parts)
      expect(await count()).toEqual([{ n: STORY.length }])
      const verdicts = await audit(database, new Date(now), () => undefined)
      expect(verdicts.filter(({ count: wrong }) => wrong > 0)).toEqual([])
      await running.stop()
    },
  )
})

function partsOf({ clock, database, accounts, jobs }: TestService['service']) {
  return { clock, database, accounts, jobs }
}
