import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { done, expectProblem } from '../http/plan'
import { Market, members, type Placed } from '../purchases/market'
import { databases } from '../support/databases'
import { EventReader } from '../support/event-reader'
import type { Answer, Client } from '../support/service'

const MEMBER = 'member@example.com'

describe.each(databases())('Teams ($name)', (kind) => {
  let market: Market
  let admin: Client
  let member: Client
  let placed: Placed
  let teams = 0

  beforeAll(async () => {
    market = await Market.open(kind)
    admin = market.test.admin
    member = await market.test.signInAs('planner', MEMBER)
    await market.test.signInAs('planner', 'other@example.com')
  })
  afterAll(() => market?.stop())
  beforeEach(async () => {
    const row = {
      productCode: 'DIRECT' as const,
      startDate: '2026-12-05',
      endDate: '2026-12-20',
      amount: 100_000,
    }
    placed = await market.place(row, members('PG1', 'PG2'))
  })

  const path = () => `/campaigns/${placed.campaignId}`
  const patch = async (client: Client, fields: object) => {
    const { version } = done(await market.planner.get(path()))
    return client.patch(path(), { version, ...fields })
  }
  const team = async (emails: string[] = [MEMBER], name = `팀 ${++teams}`): Promise<Answer['body']> =>
    done(await admin.post('/teams', { name, members: emails }))
  const shareWith = async (...shares: [teamId: string, access: string][]) =>
    done(await patch(market.planner, { teamShares: shares.map(([teamId, access]) => ({ teamId, access })) }))
  const access = async () => {
    const answer = await member.get(path())
    return answer.status === 404 ? null : done(answer).access
  }

  it('give their members a right in a campaign, and take it back', async () => {
    const { id, name } = await team()
    expect(await access()).toBeNull()
    expect(await shareWith([id, 'see'])).toMatchObject({
      access: 'own',
      shares: [],
      teamShares: [{ teamId: id, name, access: 'see' }],
    })
    expect(await access()).toBe('see')
    expectProblem(await patch(member, { name: 'x' }), 403, 'FORBIDDEN')
    await shareWith([id, 'edit'])
    expect(done(await patch(member, { name: '팀이 바꿈' })).access).toBe('edit')
    expectProblem(await patch(member, { teamShares: [] }), 403, 'FORBIDDEN')
    const unit = { unitId: placed.unitId, version: await market.version(placed) }
    const key = { 'Idempotency-Key': randomUUID() }
    expect((await member.post(`${path()}/purchases`, { units: [unit] }, key)).status).toBe(201)
    await shareWith([id, 'own'])
    expect(done(await patch(member, { budget: 7 })).budget).toBe(7)
    await shareWith()
    expect(await access()).toBeNull()
  })

  it('count beside what an account has by itself: the strongest right is its right', async () => {
    const [one, two] = [await team(), await team()]
    await shareWith([one.id, 'see'], [two.id, 'edit'])
    expect(await access()).toBe('edit')
    const shared = done(await patch(market.planner, { shares: [{ email: MEMBER, access: 'own' }] }))
    expect(shared.teamShares).toHaveLength(2)
    expect(await access()).toBe('own')
    expect(done(await patch(market.planner, { shares: [{ email: MEMBER, access: 'see' }] })).shares).toEqual([
      { email: MEMBER, access: 'see' },
    ])
    expect(await access()).toBe('edit')
    const seen = done(await member.get('/campaigns')).items
    const own = seen.filter((campaign: Answer['body']) => campaign.id === placed.campaignId)
    expect(own).toMatchObject([{ access: 'edit' }])
  })

  it('have what they are shared in lists, searches and figures, and in nobody else’s', async () => {
    const { id } = await team()
    const name = `은하수 ${randomUUID()}`
    done(await patch(market.planner, { name }))
    await market.job('monitoring-refresh')
    const found = async () => {
      const listed = done(await member.get('/campaigns')).items
      const searched = done(await member.get(`/campaigns?q=${encodeURIComponent(name)}`)).items
      const reported = done(await member.get('/monitoring/campaigns?limit=500')).items
      return [listed, searched, reported].map((items) =>
        items.some((campaign: Answer['body']) => campaign.name === name),
      )
    }
    expect(await found()).toEqual([false, false, false])
    await shareWith([id, 'see'])
    expect(await found()).toEqual([true, true, true])
    const other = await market.test.signInAs('planner', `${randomUUID()}@example.com`)
    expect(done(await other.get('/campaigns')).items).toEqual([])
  })

  it('tell their members at once when a campaign comes or goes', async () => {
    const { id, version } = await team()
    const reader = await EventReader.open(market.test.origin, member)
    const kinds = () =>
      reader.events.filter((event) => event.campaignId === placed.campaignId).map((event) => event.kind)
    await shareWith([id, 'edit'])
    await reader.until(() => kinds().includes('campaign.shared'))
    done(await admin.patch(`/teams/${id}`, { version, members: [] }))
    await reader.until(() => kinds().includes('campaign.removed'))
    expect(await access()).toBeNull()
    done(await admin.patch(`/teams/${id}`, { version: version + 1, members: [MEMBER] }))
    await reader.until(() => kinds().filter((each) => each === 'campaign.shared').length === 2)
    expect(await access()).toBe('edit')
    expect((await admin.delete(`/teams/${id}`)).status).toBe(204)
    await reader.until(() => kinds().filter((each) => each === 'campaign.removed').length === 2)
    reader.close()
    expect(await access()).toBeNull()
    expect(done(await market.planner.get(path())).teamShares).toEqual([])
  })

  it('are kept by administrators, and shown to everybody who may share with them', async () => {
    const name = `콘텐츠팀 ${randomUUID()}`
    const made = await team(['other@example.com', MEMBER, MEMBER], name)
    expect(made).toMatchObject({
      version: 1,
      name,
      members: [{ email: MEMBER }, { email: 'other@example.com' }],
    })
    const { items } = done(await market.planner.get('/teams'))
    expect(items).toContainEqual(made)
    for (const client of [market.planner, market.operator]) {
      expectProblem(await client.post('/teams', { name: 'x' }), 403, 'FORBIDDEN')
      expectProblem(await client.patch(`/teams/${made.id}`, { version: 1, members: [] }), 403, 'FORBIDDEN')
      expectProblem(await client.delete(`/teams/${made.id}`), 403, 'FORBIDDEN')
    }
    expectProblem(await admin.post('/teams', { name }), 409, 'ALREADY_EXISTS')
    expectProblem(
      await admin.post('/teams', { name: randomUUID(), members: ['nobody@example.com'] }),
      422,
      'UNKNOWN_REFERENCE',
    )
    const renamed = done(await admin.patch(`/teams/${made.id}`, { version: 1, name: `${name} 2` }))
    expect(renamed).toMatchObject({ version: 2, members: made.members })
    expectProblem(
      await admin.patch(`/teams/${made.id}`, { version: 1, members: [] }),
      409,
      'VERSION_CONFLICT',
    )
    const third = await team([], `${name} 3`)
    expectProblem(
      await admin.patch(`/teams/${third.id}`, { version: 1, name: `${name} 2` }),
      409,
      'ALREADY_EXISTS',
    )
    expect((await admin.delete(`/teams/${third.id}`)).status).toBe(204)
    expectProblem(await admin.delete(`/teams/${third.id}`), 404, 'NOT_FOUND')
    expectProblem(
      await patch(market.planner, { teamShares: [{ teamId: third.id, access: 'see' }] }),
      422,
      'UNKNOWN_REFERENCE',
    )
  })

  it('are found page by page, by name', async () => {
    const names = ['가팀', '나팀', 'A team'].map((name) => `${name} ${randomUUID()}`)
    for (const name of names) await team([], name)
    const paged: string[] = []
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const { items, nextCursor } = done(
        await market.planner.get(`/teams?limit=1${cursor ? `&cursor=${cursor}` : ''}`),
      )
      paged.push(...items.map(({ name }: Answer['body']) => name))
      cursor = nextCursor
    }
    const all = done(await market.planner.get('/teams')).items.map(({ name }: Answer['body']) => name)
    expect(paged).toEqual(all)
    expect(paged).toEqual(expect.arrayContaining(names))
  })

  it('stand in the security log with who came and who went', async () => {
    const name = `기록팀 ${randomUUID()}`
    const { id } = await team([MEMBER], name)
    await shareWith([id, 'edit'])
    done(await admin.patch(`/teams/${id}`, { version: 1, name: `${name} 2`, members: ['other@example.com'] }))
    await admin.delete(`/teams/${id}`)
    const { items } = done(await admin.get('/security-events?limit=6'))
    const told = items.map(({ action, actor, details }: Answer['body']) => [action, actor, details])
    const who = done(await admin.get('/session')).user.email
    expect(told).toEqual(
      expect.arrayContaining([
        ['TEAM_CREATED', who, { joined: [MEMBER] }],
        ['CAMPAIGN_SHARED', 'planner@example.com', { sharedWith: [`${name} (edit)`] }],
        ['TEAM_CHANGED', who, { name: [name, `${name} 2`], joined: ['other@example.com'], left: [MEMBER] }],
        ['TEAM_DELETED', who, { campaigns: 1, left: ['other@example.com'] }],
      ]),
    )
  })

  it('aren’t copied with a campaign', async () => {
    const { id } = await team()
    await shareWith([id, 'edit'])
    const copied = await member.post(
      `${path()}/copies`,
      { name: '사본' },
      { 'Idempotency-Key': randomUUID() },
    )
    expect(done(copied)).toMatchObject({ access: 'own', shares: [], teamShares: [] })
  })

  it('are shared by two at the same time without a share of a team that is gone', async () => {
    const { id } = await team()
    const [shared, deleted] = await Promise.all([
      patch(market.planner, { teamShares: [{ teamId: id, access: 'see' }] }),
      admin.delete(`/teams/${id}`),
    ])
    expect([200, 422]).toContain(shared.status)
    expect(deleted.status).toBe(204)
    expect(await access()).toBeNull()
    await market.audit()
  })
})
