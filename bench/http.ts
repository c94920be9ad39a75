import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import autocannon from 'autocannon'
import { audit } from '../server/audit/audit'
import type { Caller } from '../server/caller'
import { createClock } from '../server/clock'
import { Database } from '../server/database/database'
import { SCHEMA } from '../server/programs/schema'
import type { Bench, BenchOptions } from './bench'
import { type Buyable, PurchaseMarket } from './purchase-market'
import type { Results } from './results'
import { ServiceProcess } from './service-process'

const REDIS = process.env.BENCH_REDIS_URL ?? process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379'
const PROCESSES = 2
/** Planners who work at once at each process; each waits for an answer before the next call. */
const PLANNERS = 8
const SHORT_MINUTES = 0.5
/** Nobody measures while caches fill. */
const WARM_UP_SECONDS = 5
const ROWS = 200_000
const CAMPAIGNS = 40
const ROWS_A_CAMPAIGN = 25
/** Units that can be bought are made before they run out. */
const LEAST_READY = 400
const SAMPLE_MS = 5_000
const ROUTES = [
  '/api/v1/campaigns/:id/media-mix',
  '/api/v1/availability',
  '/api/v1/campaigns',
  '/api/v1/campaigns/:id/media-mix/sync',
  '/api/v1/campaigns/:id/purchases',
]
/** Memory of a process over its second third and its last: more growth than that isn't flat. */
const MOST_GROWTH_PERCENT = 10
const PLANNER = {
  email: 'planner@bench.example.com',
  name: 'bench',
  role: 'planner',
  password: 'only for measuring',
}

interface Planned {
  campaignId: string
  unitId: string
  revision: number
  version: number
}

/** What an iteration of a planner has under way; autocannon keeps it between a request and its answer. */
interface Context {
  synced?: Planned | undefined
}

/**
 * Measures mixed planners' traffic on two processes with one MySQL database and one Redis: of ten calls seven read, two sync and
 * one buys. No answer may be an error, and over minutes the memory stays flat.
 */
export const http: Bench = async (options, results) => {
  const kind = options.databases.find(({ name }) => name === 'mysql')
  if (!kind) throw new Error('this needs MySQL or MariaDB: two processes share a database')
  const { url, drop } = await kind.create()
  const services: ServiceProcess[] = []
  try {
    const settings = { REDIS_URL: REDIS, REDIS_PREFIX: `bench_${randomUUID().slice(0, 8)}` }
    for (let i = 0; i < PROCESSES; i++) services.push(await ServiceProcess.start(url, settings))
    await benchOn(url, services, options, results)
  } finally {
    for (const service of services) await service.stop()
    await drop()
  }
}

async function benchOn(
  url: string,
  services: readonly ServiceProcess[],
  { minutes = SHORT_MINUTES, rows, say }: BenchOptions,
  results: Results,
): Promise<void> {
  const caller = await services[0]!.call<Caller>('POST', '/users', PLANNER)
  const { token } = await services[0]!.call<{ token: string }>('POST', '/session', {
    email: PLANNER.email,
    password: PLANNER.password,
  })
  const database = await Database.open(url, SCHEMA, { poolSize: 4 })
  try {
    const market = new PurchaseMarket(database, caller.id, rows ?? ROWS, createClock().today())
    say('loading inventory and campaigns …')
    await market.open()
    const traffic = new Traffic(market, token)
    await traffic.open()
    say('warming up …')
    await Promise.all(services.map(({ origin }) => traffic.run(origin, WARM_UP_SECONDS)))
    say(`${minutes} min of traffic on ${services.length} processes, ${PLANNERS} planners each …`)
    const memory = services.map((): number[] => [])
    const sampler = setInterval(() => {
      for (const [i, service] of services.entries()) memory[i]!.push(service.memory() ?? Number.NaN)
    }, SAMPLE_MS)
    const before = traffic.bought
    const measured = await Promise.all(services.map(({ origin }) => traffic.run(origin, minutes * 60)))
    clearInterval(sampler)
    await traffic.close()
    report(measured, traffic.bought - before, minutes, results)
    await reportRoutes(services, results)
    reportMemory(memory, minutes, results)
    const failing = (await audit(database, new Date())).filter(({ count }) => count > 0)
    for (const { name, rows: found } of failing) say(`the audit's ${name}: ${found[0]}`)
    results.add('afterwards', 'failing checks of the audit', failing.length, 'checks', { most: 0 })
    const [booked] = await database.rows<{ n: number }>('SELECT COUNT(*) AS n FROM booking')
    // There may be more: those whose answers came when the time was over.
    const lost = Math.max(0, traffic.bought - Number(booked?.n))
    results.add('afterwards', 'acknowledged purchases that are lost', lost, 'purchases', { most: 0 })
  } finally {
    await database.close()
  }
}

function report(
  measured: readonly autocannon.Result[],
  bought: number,
  minutes: number,
  results: Results,
): void {
  const of = 'traffic: 70 % read, 20 % sync, 10 % buy'
  const sum = (figure: (one: autocannon.Result) => number) =>
    measured.reduce((total, one) => total + figure(one), 0)
  const most = (figure: (one: autocannon.Result) => number) => Math.max(...measured.map(figure))
  const statuses = measured.flatMap(({ statusCodeStats = {} }) => Object.entries(statusCodeStats))
  const count = (wanted: (status: string) => boolean) =>
    statuses.filter(([status]) => wanted(status)).reduce((total, [, { count: n = 0 }]) => total + n, 0)
  results.add(of, 'requests', sum(({ requests }) => requests.total) / (minutes * 60), 'requests/s')
  results.add(of, 'purchases', bought / (minutes * 60), 'purchases/s')
  results.add(
    of,
    'time to answer, p50',
    most(({ latency }) => latency.p50),
    'ms',
  )
  results.add(
    of,
    'time to answer, p99',
    most(({ latency }) => latency.p99),
    'ms',
  )
  results.add(
    of,
    'longest',
    most(({ latency }) => latency.max),
    'ms',
  )
  results.add(
    of,
    'answers 4xx',
    count((status) => status.startsWith('4')),
    'answers',
    { most: 0 },
  )
  results.add(
    of,
    'answers 5xx',
    count((status) => status.startsWith('5')),
    'answers',
    { most: 0 },
  )
  results.add(
    of,
    'broken connections and timeouts',
    sum(({ errors }) => errors),
    'errors',
    { most: 0 },
  )
}

/** By the services' own metrics: how long each kind of call took, and how many transactions began again. */
async function reportRoutes(services: readonly ServiceProcess[], results: Results): Promise<void> {
  const texts = await Promise.all(
    services.map(async ({ origin, headers }) => (await fetch(`${origin}/metrics`, { headers })).text()),
  )
  const samples = texts.flatMap((text) =>
    [...text.matchAll(/^(\w+)\{(.*)\} (\S+)$/gm)].map(([, name, labels, value]) => ({
      name: name!,
      labels: Object.fromEntries(
        [...labels!.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, text]) => [key, text]),
      ),
      value: Number(value),
    })),
  )
  for (const route of ROUTES) {
    const buckets = new Map<number, number>()
    for (const { name, labels, value } of samples)
      if (name === 'http_request_duration_seconds_bucket' && labels.route === route) {
        const le = labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le)
        buckets.set(le, (buckets.get(le) ?? 0) + value)
      }
    const all = buckets.get(Number.POSITIVE_INFINITY) ?? 0
    const within = (share: number) =>
      [...buckets].sort(([a], [b]) => a - b).find(([, n]) => n >= share * all)?.[0] ?? Number.NaN
    results.add(route, 'half of them within', within(0.5) * 1000, 'ms')
    results.add(route, '99 % within', within(0.99) * 1000, 'ms')
  }
  const retries = samples.filter(({ name }) => name === 'flightsheet_database_retries_total')
  const count = retries.reduce((sum, { value }) => sum + value, 0)
  results.add('database', 'transactions that began again', count, 'retries')
}

function reportMemory(memory: readonly (readonly number[])[], minutes: number, results: Results): void {
  for (const [i, samples] of memory.entries()) {
    const third = Math.floor(samples.length / 3)
    if (third === 0) continue
    const mean = (some: readonly number[]) => some.reduce((sum, one) => sum + one, 0) / some.length
    const [middle, last] = [mean(samples.slice(third, 2 * third)), mean(samples.slice(2 * third))]
    // In less than minutes a heap has not found its size.
    const target = minutes >= 5 ? { most: MOST_GROWTH_PERCENT } : {}
    results.add(`process ${i + 1}`, 'memory at the end', last, 'MiB')
    results.add(`process ${i + 1}`, 'growth of memory', (last / middle - 1) * 100, '%', target)
  }
}

/** Planners' calls, from things to read, sync and buy that never run out. */
class Traffic {
  bought = 0
  private readonly ready: Buyable[] = []
  private readonly planned: Planned[] = []
  private campaigns: string[] = []
  private question = ''
  private making: Promise<void> = Promise.resolve()
  private makes = false
  private closed = false
  private asked = 0

  constructor(
    private readonly market: PurchaseMarket,
    private readonly token: string,
  ) {}

  async open(): Promise<void> {
    const placed = await this.market.place(CAMPAIGNS, ROWS_A_CAMPAIGN)
    this.campaigns = placed.map(([unit]) => unit!.campaignId)
    this.planned.push(...placed.map(([unit]) => ({ ...unit!, revision: 1, version: 1 })))
    this.question = JSON.stringify(this.market.question())
    await this.make()
  }

  async close(): Promise<void> {
    this.closed = true
    await this.making
  }

  /** Runs the traffic against one process. */
  async run(origin: string, seconds: number): Promise<autocannon.Result> {
    return autocannon({
      url: origin,
      connections: PLANNERS,
      duration: seconds,
      timeout: 60,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      // Different kinds of calls follow each other.
      requests: [
        this.reading(),
        this.asking(),
        this.syncing(),
        this.reading(),
        this.listing(),
        this.buying(),
        this.reading(),
        this.syncing(),
        this.asking(),
        this.listing(),
      ],
    })
  }

  private get campaign(): string {
    return this.campaigns[this.asked++ % this.campaigns.length]!
  }

  private reading(): autocannon.Request {
    return {
      method: 'GET',
      setupRequest: (request) => ({ ...request, path: `/api/v1/campaigns/${this.campaign}/media-mix` }),
    }
  }

  private listing(): autocannon.Request {
    return { method: 'GET', path: '/api/v1/campaigns?limit=20' }
  }

  private asking(): autocannon.Request {
    return { method: 'POST', path: '/api/v1/availability', body: this.question }
  }

  private syncing(): autocannon.Request {
    return {
      method: 'POST',
      setupRequest: (request, context) => {
        const planned = this.planned.shift()!
        ;(context as Context).synced = planned
        const { campaignId, unitId, revision, version } = planned
        const change = { op: 'put', unitId, version, fields: { amount: 10_000 * (1 + (version % 9)) } }
        return {
          ...request,
          path: `/api/v1/campaigns/${campaignId}/media-mix/sync`,
          body: JSON.stringify({ baseRevision: revision, changes: [change] }),
        }
      },
      onResponse: (status, body, context) => {
        const { synced } = context as Context
        if (!synced) return
        if (status === 200) {
          synced.revision = JSON.parse(body).revision
          synced.version++
        }
        this.planned.push(synced)
      },
    }
  }

  private buying(): autocannon.Request {
    return {
      method: 'POST',
      setupRequest: (request) => {
        const { campaignId, unitId } = this.ready.shift()!
        if (this.ready.length < LEAST_READY) this.makeMore()
        return {
          ...request,
          path: `/api/v1/campaigns/${campaignId}/purchases`,
          headers: { ...request.headers, 'idempotency-key': randomUUID() },
          body: JSON.stringify({ units: [{ unitId, version: 1 }], mode: 'all' }),
        }
      },
      onResponse: (status) => {
        if (status === 201) this.bought++
      },
    }
  }

  private makeMore(): void {
    if (this.makes || this.closed) return
    this.makes = true
    this.making = this.make()
      .catch(() => sleep(100))
      .finally(() => {
        this.makes = false
      })
  }

  private async make(): Promise<void> {
    for (const units of await this.market.place(CAMPAIGNS, ROWS_A_CAMPAIGN)) this.ready.push(...units)
  }
}
