import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApiDocument } from '../../server/http/openapi'
import { ROLES } from '../../shared/contract/primitives'
import { Market, members, type Placed } from '../purchases/market'
import { databases } from '../support/databases'
import { beginSession } from '../support/direct-session'
import { type Answer, type Client, client } from '../support/service'
import { done, everything } from './plan'

interface Call {
  name: string
  method: string
  path: string
  /** From the document: `public`, or the lowest role. */
  role: string
  example: unknown
}

// biome-ignore lint/suspicious/noExplicitAny: a document is looked at from outside
const document = JSON.parse(JSON.stringify(openApiDocument())) as any

/** Every call of the document: one that is new is walked too. */
const CALLS: readonly Call[] = Object.entries<Record<string, (typeof document)['x']>>(document.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: operation.operationId,
      method: method.toUpperCase(),
      path,
      role: operation.security?.length === 0 ? 'public' : /the role (\w+)/.exec(operation.description)![1]!,
      example: operation.requestBody?.content['application/json']?.example,
    })),
)
const NOT_PUBLIC = CALLS.filter(({ role }) => role !== 'public')

/** Planners' calls about one campaign or one of its rows: whoever it isn't shared with finds nothing there. */
const OF_A_CAMPAIGN = /^\/(campaigns|campaign-units)\/\{id\}/
/** Where planners' other calls lead: to themselves, to what everybody sees, and to lists of what one may see. */
const OF_EVERYBODY = [
  ...['session', 'me', 'notifications', 'events'],
  ...['platforms', 'content-owners', 'contents', 'broadcasters', 'parts', 'products', 'targeting-groups'],
  ...['split-rules', 'standard-inventory', 'unit-inventory', 'inventory', 'availability', 'availabilities'],
  'product-availabilities',
  'teams',
  ...['campaigns', 'monitoring', 'proposal-templates'],
]
/** Calls that may be made before a password that somebody else has set is changed. */
const BEFORE_THE_CHANGE = ['getSession', 'signOut', 'changeOwnPassword']
const SECRET = '비밀 캠페인'

describe.each(databases())('Every call of the document ($name)', { timeout: 120_000 }, (kind) => {
  let market: Market
  let placed: Placed
  let proposalId: string
  let teamId: string
  const accounts: Record<string, string> = {}

  beforeAll(async () => {
    market = await Market.open(kind, { LIBREOFFICE: 'off', LOG_LEVEL: 'silent' })
    const { test, planner, operator } = market
    const other = await test.signInAs('planner', 'other@example.com')
    const blocked = await test.signInAs('admin', 'blocked@example.com')
    const reset = await test.signInAs('admin', 'reset@example.com')
    const own = { planner, operator, admin: test.admin, other, blocked, reset }
    for (const [name, one] of Object.entries(own)) accounts[name] = done(await one.get('/session')).user.id
    const row = {
      productCode: 'DIRECT' as const,
      startDate: '2026-12-05',
      endDate: '2026-12-20',
      amount: 100_000,
    }
    placed = await market.place(row, members('PG1', 'PG2'))
    const { version } = done(await planner.get(`/campaigns/${placed.campaignId}`))
    done(await planner.patch(`/campaigns/${placed.campaignId}`, { version, name: SECRET }))
    expect((await market.buy(placed)).status).toBe(201)
    await market.place(row, members('PG1'), placed.campaignId)
    const { revision } = done(await planner.get(`/campaigns/${placed.campaignId}/media-mix`)).campaign
    done(await planner.post(`/campaigns/${placed.campaignId}/variants`, { revision }))
    proposalId = done(await planner.post(`/campaigns/${placed.campaignId}/proposals`, {})).id
    const team = { name: '남의 팀', members: ['other@example.com'] }
    teamId = done(await test.admin.post('/teams', team)).id
    await test.service.database.write(async (tx) => {
      await tx.run('UPDATE account SET disabled = 1 WHERE id = ?', [accounts.blocked!])
      await tx.run('UPDATE account SET password_to_change = 1 WHERE id = ?', [accounts.reset!])
    })
  }, 120_000)
  afterAll(() => market?.stop())

  /** The address of a call, with things that exist. */
  const addressOf = ({ path }: Call) =>
    path
      .replace('/campaigns/{id}', `/campaigns/${placed.campaignId}`)
      .replace('/campaign-units/{id}', `/campaign-units/${placed.unitId}`)
      .replace('{proposalId}', proposalId)
      .replace('/users/{id}', `/users/${accounts.other}`)
      .replace('/teams/{id}', `/teams/${teamId}`)
      .replace('{name}', 'A')
      .replace('{sessionId}', '0'.repeat(32))
      .replace('{metaId}', 'PG1')
      .replace('/contents/{code}', '/contents/PG1')
      .replace(/\{code\}/, 'NAVER')
      .replace('{job}', 'standard-inventory-load')
      .replace(/\{\w+\}/, '1')
  const asAccount = async (name: string, hours?: number) =>
    client(market.test.origin, await beginSession(market.test.service, accounts[name]!, hours))
  const make = async (one: Client, call: Call, body?: unknown): Promise<Answer> => {
    const address = addressOf(call)
    switch (call.method) {
      case 'GET':
        return call.name === 'streamEvents' || call.path === '/events' ? eventsOf(one) : one.get(address)
      case 'POST':
        return one.post(address, body)
      case 'PUT':
        return one.put(address, body)
      case 'PATCH':
        return one.patch(address, body)
      default:
        return one.delete(address, body)
    }
  }
  /** A stream doesn't end by itself: only its beginning is looked at. */
  const eventsOf = async (one: Client): Promise<Answer> => {
    const response = await fetch(`${market.test.origin}/api/v1/events`, {
      headers: one.token ? { authorization: `Bearer ${one.token}` } : {},
    })
    const body = response.ok ? undefined : await response.json()
    await response.body?.cancel().catch(() => undefined)
    return { status: response.status, body, headers: response.headers, bytes: Buffer.alloc(0) }
  }
  /** What calls are answered with that differ from what is expected. */
  const walk = async (calls: readonly Call[], check: (call: Call) => Promise<string | undefined>) => {
    const wrong: string[] = []
    for (const call of calls) {
      const fault = await check(call)
      if (fault !== undefined) wrong.push(`${call.method} ${call.path}: ${fault}`)
    }
    return wrong
  }
  const told = ({ status, body }: Answer) => `${status} ${body?.code ?? ''} ${body?.cause ?? ''}`.trim()

  it('is for nobody in particular, or names its role', () => {
    expect(CALLS.length).toBeGreaterThan(130)
    for (const { path, role } of CALLS)
      expect([path, ['public', ...ROLES].includes(role)]).toEqual([path, true])
    expect(CALLS.filter(({ role }) => role === 'public').map(({ name }) => name)).toEqual([
      'signIn',
      'finishCompanySignIn',
      'signInWithMicrosoft',
      'getSignInOptions',
    ])
  })

  it('refuses nobody, a made-up token, and one that has expired, was revoked, or whose account is blocked', async () => {
    const revoked = await asAccount('admin')
    expect((await revoked.delete('/session')).status).toBe(204)
    const dead: [string, Client][] = [
      ['nobody', market.test.anonymous],
      ['made up', client(market.test.origin, 'a'.repeat(43))],
      ['expired', await asAccount('admin', -1)],
      ['revoked', revoked],
      ['blocked', await asAccount('blocked')],
    ]
    for (const [who, one] of dead) {
      const wrong = await walk(NOT_PUBLIC, async (call) => {
        const answer = await make(one, call, call.example)
        return told(answer) === '401 NOT_SIGNED_IN' ? undefined : told(answer)
      })
      expect([who, wrong]).toEqual([who, []])
    }
  })

  it.each(ROLES)('lets a %s do what the document says, and nothing above', async (role) => {
    const wrong = await walk(NOT_PUBLIC, async (call) => {
      const answer = await make(await asAccount(role), call)
      const isRefused = answer.status === 403 && answer.body?.cause === 'ROLE'
      const isAbove = ROLES.indexOf(call.role as (typeof ROLES)[number]) > ROLES.indexOf(role)
      if (isRefused !== isAbove) return told(answer)
      return answer.status >= 500 && answer.status !== 501 ? told(answer) : undefined
    })
    expect(wrong).toEqual([])
  })

  it('waits until a password that somebody else has set is changed', async () => {
    const wrong = await walk(NOT_PUBLIC, async (call) => {
      const answer = await make(await asAccount('reset'), call)
      const waits = told(answer) === '403 PASSWORD_CHANGE_NEEDED'
      return waits === BEFORE_THE_CHANGE.includes(call.name) ? told(answer) : undefined
    })
    expect(wrong).toEqual([])
  })

  it('of planners belongs to a campaign or to everybody: a new one is put where it belongs', () => {
    const open = NOT_PUBLIC.filter(({ role }) => role === 'planner')
      .filter(({ path }) => !OF_A_CAMPAIGN.test(path))
      .filter(({ path }) => !OF_EVERYBODY.includes(path.split('/')[1]!))
    expect(open).toEqual([])
  })

  it('about a campaign finds nothing for another planner, read or write, and something for its own', async () => {
    const calls = CALLS.filter(({ path, role }) => OF_A_CAMPAIGN.test(path) && role === 'planner')
    expect(calls.length).toBeGreaterThan(30)
    const other = await asAccount('other')
    const planner = await asAccount('planner')
    // Operators have walked before, and deleted the one that there was.
    proposalId = done(await planner.post(`/campaigns/${placed.campaignId}/proposals`, {})).id
    const state = async () => [
      done(await planner.get(`/campaigns/${placed.campaignId}/media-mix`)),
      await everything(planner, `/campaign-units/${placed.unitId}/ledger`),
      await everything(planner, `/campaign-units/${placed.unitId}/history`),
    ]
    const before = await state()
    const wrong = await walk(calls, async (call) => {
      const answer = await make(other, call, call.example)
      // Where no PDF can be made, no campaign has one.
      return answer.status === 404 || answer.status === 501 ? undefined : told(answer)
    })
    expect(wrong).toEqual([])
    expect(await state()).toEqual(before)
    // The same requests reach the campaign when its planner makes them: 404 was not for another reason.
    const absent = await walk(
      calls.filter(({ method }) => method === 'GET'),
      async (call) => {
        const answer = await make(planner, call)
        return answer.status === 404 ? told(answer) : undefined
      },
    )
    expect(absent).toEqual([])
  })

  it('with lists has nothing of somebody else’s campaign in them', async () => {
    const other = await asAccount('other')
    const lists = CALLS.filter(
      ({ path, method, role }) =>
        method === 'GET' && role === 'planner' && !OF_A_CAMPAIGN.test(path) && path !== '/events',
    )
    const wrong = await walk(lists, async (call) => {
      const { bytes } = await make(other, call)
      const text = bytes.toString('utf8')
      const seen = [placed.campaignId, placed.unitId, SECRET].filter((one) => text.includes(one))
      return seen.length > 0 ? `shows ${seen.join(', ')}` : undefined
    })
    expect(wrong).toEqual([])
    const { bytes } = await (await asAccount('planner')).get('/campaigns')
    expect(bytes.toString('utf8')).toContain(SECRET)
  })
})
