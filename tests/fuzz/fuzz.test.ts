import { Agent, request as send } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { audit } from '../../server/audit/audit'
import { openApiDocument } from '../../server/http/openapi'
import { everything } from '../http/plan'
import { Market, members } from '../purchases/market'
import { databases } from '../support/databases'
import { beginSession } from '../support/direct-session'
import { client } from '../support/service'
import { Random } from './random'
import {
  type FuzzedRequest,
  type Operation,
  operationsOf,
  type Pool,
  RandomRequests,
} from './random-requests'

const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 20_000)
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000_000)
/** 1: one after the other, to see a failure again. */
const IN_FLIGHT = Number(process.env.FUZZ_IN_FLIGHT ?? 16)
/** Requests after which ids and versions are looked up again. */
const ROUND = 1_000
const HANGS_MS = 20_000
const MEMORY_MB = 48

/** What takes tens of times as long as others comes less often; streams don't end by themselves. */
const RARE: Record<string, number> = {
  streamEvents: 0,
  signIn: 0.1,
  createUser: 0.2,
  changeUser: 0.2,
  changeOwnPassword: 0.1,
}
const EXPENSIVE = /^exportMonitoring|proposal|job|uploadForecast/i

/** Who calls. A token that a call has ended is replaced. */
const CALLERS = [
  ...([
    'planner',
    'planner',
    'planner',
    'other',
    'operator',
    'operator',
    'operator',
    'admin',
    'admin',
  ] as const),
  ...(['nobody', 'stranger'] as const),
]
type CallerName = (typeof CALLERS)[number]

describe.each(databases().slice(0, REQUESTS > 20_000 ? 2 : 1))('random requests ($name)', (kind) => {
  let market: Market
  const document = JSON.parse(JSON.stringify(openApiDocument()))
  const operations = operationsOf(document)
  const weights = operations.map(
    ({ id, method }) => RARE[id] ?? (EXPENSIVE.test(id) ? 0.15 : method === 'GET' ? 0.7 : 1),
  )
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT })
  const tokens = new Map<CallerName, string>()
  const accounts = new Map<CallerName, string>()

  beforeAll(async () => {
    console.log(`[fuzz] ${REQUESTS} requests, FUZZ_SEED=${SEED}, on ${kind.name}`)
    market = await Market.open(kind, { LIBREOFFICE: 'off', LOG_LEVEL: 'silent' })
    const { test, planner, operator } = market
    const other = await test.signInAs('planner', 'other@example.com')
    for (const [name, client] of Object.entries({ planner, other, operator, admin: test.admin }))
      accounts.set(name as CallerName, (await client.get('/session')).body.user.id)
    const row = {
      productCode: 'DIRECT' as const,
      startDate: '2026-12-05',
      endDate: '2026-12-20',
      amount: 100_000,
    }
    for (let i = 0; i < 4; i++) {
      const placed = await market.place({ ...row, amount: row.amount * (i + 1) }, members('PG1', 'PG2'))
      if (i < 2) expect((await market.buy(placed)).status).toBe(201)
      if (i === 2) expect((await market.hold([placed])).status).toBe(201)
    }
  }, 120_000)
  afterAll(async () => {
    agent.destroy()
    await market?.stop()
  })

  const pick = (random: Random): Operation => {
    let left = random.next() * total
    for (const [index, weight] of weights.entries()) {
      left -= weight
      if (left < 0) return operations[index]!
    }
    return operations[0]!
  }

  /** Sessions of the four accounts, without a password to compare. */
  const renew = async (name: CallerName) => {
    const id = accounts.get(name)
    if (!id) return
    const { service } = market.test
    const role = name === 'other' ? 'planner' : name
    await service.database.write((tx) =>
      tx.run('UPDATE account SET disabled = 0, role = ?, password_to_change = 0 WHERE id = ?', [role, id]),
    )
    tokens.set(name, await beginSession(service, id))
  }

  /** What exists now, by the names that requests use for it. */
  const look = async (): Promise<Pool> => {
    const pool = new Map<string, unknown[]>()
    const add = (name: string, values: readonly unknown[]) =>
      pool.set(name, [...(pool.get(name) ?? []), ...values])
    for (const name of accounts.keys()) await renew(name)
    const admin = client(market.test.origin, tokens.get('admin')!)
    const codes = async (path: string, key: string) =>
      (await everything(admin, path)).slice(0, 40).map((one) => one[key])
    const { database } = market.test.service
    const column = async (sql: string) =>
      (await database.rows<{ value: unknown }>(`${sql} LIMIT 40`)).map(({ value }) => value)
    const campaigns = await column('SELECT id AS value FROM campaign ORDER BY created_at DESC')
    const units = await column('SELECT id AS value FROM campaign_unit ORDER BY id')
    add('campaigns.id', campaigns)
    add('campaignId', campaigns)
    add('unitId', units)
    add('campaign-units.id', units)
    const metaIds = await codes('/contents', 'metaId')
    add('metaId', metaIds)
    add('productCode', await codes('/products', 'code'))
    add('products.code', pool.get('productCode')!)
    for (const name of ['platforms', 'content-owners', 'parts', 'targeting-groups']) {
      const known = await codes(`/${name}`, 'code')
      add(`${name}.code`, known)
    }
    add('platform', pool.get('platforms.code')!)
    add('owner', pool.get('content-owners.code')!)
    const standard = await column('SELECT id AS value FROM standard_inventory ORDER BY id')
    add('standard-inventory.id', standard.map(Number))
    const users = await everything(admin, '/users')
    const own = new Set(accounts.values())
    add(
      'users.id',
      users
        .map(({ id }) => id)
        .filter((id) => !own.has(id))
        .slice(0, 40),
    )
    add(
      'runId',
      (await admin.get('/jobs/runs?limit=20')).body.items.map((run: { id: string }) => run.id),
    )
    add('runs.id', pool.get('runId')!)
    add('version', [1, 1, 1, 2, 2, 3, 4, 5])
    add('baseRevision', [1, 2, 3, 4])
    add('month', ['2026-12', '2026-12', '2027-01'])
    for (const name of ['startDate', 'from']) add(name, ['2026-12-05', '2026-12-08', '2026-12-01'])
    for (const name of ['endDate', 'to']) add(name, ['2026-12-20', '2026-12-15', '2026-12-31'])
    return new Map([...pool].filter(([, values]) => values.length > 0))
  }

  const call = (made: FuzzedRequest, token: string | undefined) =>
    new Promise<{ status: number; type: string; text: string }>((resolve, reject) => {
      const url = new URL(market.test.origin)
      const sent = send(
        {
          host: url.hostname,
          port: url.port,
          agent,
          method: made.method,
          path: made.path,
          headers: {
            ...made.headers,
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
            ...(made.body === undefined ? {} : { 'content-length': Buffer.byteLength(made.body) }),
          },
          timeout: HANGS_MS,
        },
        (response) => {
          const parts: Buffer[] = []
          response.on('data', (part: Buffer) => parts.push(part))
          response.on('error', reject)
          response.on('end', () =>
            resolve({
              status: response.statusCode!,
              type: response.headers['content-type'] ?? '',
              text: Buffer.concat(parts.slice(0, 3)).toString('utf8').slice(0, 2_000),
            }),
          )
        },
      )
      sent.on('timeout', () => sent.destroy(new Error(`no answer within ${HANGS_MS} ms`)))
      sent.on('error', reject)
      sent.end(made.body)
    })

  it(
    'are answered as the document says, never by 5xx and never late; the audit is clean and memory flat',
    async () => {
      const faults: string[] = []
      const statuses = new Map<number, number>()
      const succeeded = new Set<string>()
      const heap: number[] = []
      const one = async (index: number, pool: Pool) => {
        const random = new Random(SEED + index * 7_919)
        const operation = pick(random)
        const caller = random.of(CALLERS)
        const made = new RandomRequests(document, pool).request(operation, random)
        const token = caller === 'nobody' ? undefined : caller === 'stranger' ? 'unknown' : tokens.get(caller)
        const tell = (what: string) =>
          faults.push(
            `#${index} ${caller}: ${made.method} ${made.path.slice(0, 300)} ${String(made.body ?? '').slice(0, 500)}: ${what}`,
          )
        try {
          const { status, type, text } = await call(made, token)
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
          if (status < 300) succeeded.add(operation.id)
          // Node's own answer to an address that is longer than it reads.
          if (status === 431) return
          if (status >= 500 && status !== 501) tell(`${status} ${text}`)
          else if (!operation.statuses.includes(status) && !isOfTheDoor(status, text))
            tell(`${status} is not in the document: ${text.slice(0, 300)}`)
          else if (status >= 400 && !type.startsWith('application/problem+json')) tell(`${status} as ${type}`)
          if (status === 401 && accounts.has(caller)) await renew(caller)
        } catch (error) {
          tell(String(error))
        }
      }
      for (let begun = 0; begun < REQUESTS && faults.length < 20; begun += ROUND) {
        const pool = await look()
        let next = begun
        const end = Math.min(begun + ROUND, REQUESTS)
        await Promise.all(
          Array.from({ length: IN_FLIGHT }, async () => {
            while (next < end) await one(next++, pool)
          }),
        )
        heap.push(heapMb())
      }
      console.log(
        `[fuzz] ${[...statuses]
          .sort(([a], [b]) => a - b)
          .map(([status, count]) => `${status}: ${count}`)
          .join(', ')}; ` +
          `${succeeded.size} of ${operations.length} calls succeeded; heap ${heap[0]} → ${heap.at(-1)} MB`,
      )
      expect(faults).toEqual([])
      // Most calls were also made as they should be: the fuzzer reaches what is behind the checks.
      expect(succeeded.size).toBeGreaterThan(operations.length * 0.6)
      const { database, clock, jobs } = market.test.service
      await jobs.stop()
      const wrong = (await audit(database, clock.now())).filter(({ count }) => count > 0)
      expect(wrong).toEqual([])
      const half = heap.slice(Math.floor(heap.length / 3))
      expect(Math.max(...half) - half[0]!).toBeLessThan(MEMORY_MB)
    },
    Math.max(300_000, REQUESTS * 30),
  )
})

/** Answers that any call may get, from what stands before all of them. */
function isOfTheDoor(status: number, text: string): boolean {
  return [400, 401, 404, 413, 415, 422].includes(status) && text.includes('"code"')
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function heapMb(): number {
  collect()
  return Math.round(process.memoryUsage().heapUsed / 1024 / 1024)
}
