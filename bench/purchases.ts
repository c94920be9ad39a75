import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { audit } from '../server/audit/audit'
import { ExpiredHolds } from '../server/bookings/expired-holds'
import { purchaseUnits } from '../server/bookings/purchase-units'
import type { Caller } from '../server/caller'
import { createClock } from '../server/clock'
import { Database } from '../server/database/database'
import { createLog } from '../server/log'
import { SCHEMA } from '../server/programs/schema'
import { writeOnce } from '../server/purchases/idempotency'
import type { Bench, BenchOptions } from './bench'
import { during } from './latency'
import { type Buyable, PurchaseMarket, ROWS_A_PURCHASE } from './purchase-market'
import { openReplay, recorded } from './purchase-replay'
import type { Results } from './results'
import { ServiceProcess } from './service-process'

const MILLION = 1_000_000
/** The service's own default. */
const CONNECTIONS = 10
const CLIENTS = [1, 8, 32] as const
/** Purchases of all clients together in one round. */
const PURCHASES: Record<(typeof CLIENTS)[number], number> = { 1: 30, 8: 80, 32: 160 }
/** Each way is measured in every round, so that noise affects all of them. */
const ROUNDS = 9
const LEAST_SERVICE = 75
const LEAST_HTTP = 60
const BUYERS = 8
const BUYER_PAUSE_MS = 200
const ALONE_SECONDS = 3
/** Pauses of the machine come and go within seconds, so the median of several stretches counts. */
const STRETCHES = 5
const STRETCH_SECONDS = 6
const ASKING = 'availability of 31 days, 4 platforms, 10 contents, p99'
const MOST_AVAILABILITY_MS = 20
const PLANNER = {
  email: 'planner@bench.example.com',
  name: 'bench',
  role: 'planner',
  password: 'only for measuring',
}

/** One way to buy a unit. */
type Buy = (unit: Buyable) => Promise<void>

interface Measured {
  /** Purchases a second. */
  rate: number
  /** Milliseconds of each purchase. */
  times: number[]
}

/**
 * Measures purchases on contended rows, compared with a replay of the service's recorded statements on the
 * same tables, and availability during purchases. Afterwards the audit must find no errors.
 */
export const purchases: Bench = async (options, results) => {
  for (const kind of options.databases) {
    const { url, drop } = await kind.create()
    try {
      const service = await ServiceProcess.start(url)
      try {
        await benchOn(kind.name, url, service, options, results)
      } finally {
        await service.stop()
      }
    } finally {
      await drop()
    }
  }
}

async function benchOn(
  kind: string,
  url: string,
  service: ServiceProcess,
  { rows, say }: BenchOptions,
  results: Results,
): Promise<void> {
  const caller = await service.call<Caller>('POST', '/users', { ...PLANNER, passwordToChange: false })
  const { token } = await service.call<{ token: string }>('POST', '/session', {
    email: PLANNER.email,
    password: PLANNER.password,
  })
  const database = await Database.open(url, SCHEMA, { poolSize: CONNECTIONS })
  try {
    const clock = createClock()
    const market = new PurchaseMarket(database, caller.id, rows ?? MILLION, clock.today())
    say(`${kind}: loading a year of inventory …`)
    results.add(kind, 'unit inventory rows', await market.open(), 'rows')

    const buy = throughService(database, caller)
    const [[sample]] = (await market.place(1, 1)) as [[Buyable]]
    const statements = await recorded(database, () => buy(sample))
    results.add(kind, `statements of a purchase of ${ROWS_A_PURCHASE} rows`, statements.length, 'statements')
    const replay = openReplay(url, statements, sample, [caller.id], CONNECTIONS)
    const http = new HttpBuyer(service.origin, token)
    try {
      const ways = {
        bare: (unit: Buyable) => replay.buy(unit),
        service: buy,
        http: (unit: Buyable) => http.buy(unit),
      }
      const asked = await benchRates(kind, market, ways, http, say, results)
      say(`${kind}: availability while ${BUYERS} buy …`)
      const beside = await benchAvailability(kind, market, http, results)
      await expectEverything(kind, database, 1 + asked + beside, say, results)
    } finally {
      http.close()
      await replay.close()
    }
  } finally {
    await database.close()
  }
}

/** @returns the number of acknowledged purchases */
async function benchRates(
  kind: string,
  market: PurchaseMarket,
  ways: Record<'bare' | 'service' | 'http', Buy>,
  http: HttpBuyer,
  say: BenchOptions['say'],
  results: Results,
): Promise<number> {
  let acknowledged = 0
  for (const buy of Object.values(ways)) await buying(await market.place(4, 5), buy)
  acknowledged += 3 * 20
  for (const clients of CLIENTS) {
    say(`${kind}: ${clients} ${clients === 1 ? 'client' : 'clients'} buying …`)
    const rounds = { bare: [] as Measured[], service: [] as Measured[], http: [] as Measured[] }
    for (let round = 0; round < ROUNDS; round++) {
      for (const way of ['bare', 'service', 'http'] as const) {
        const placed = await market.place(clients, PURCHASES[clients] / clients)
        http.reconnect()
        rounds[way].push(await buying(placed, ways[way]))
        acknowledged += PURCHASES[clients]
      }
    }
    const name = `${kind}, ${clients} ${clients === 1 ? 'client' : 'clients'}`
    const rate = {
      bare: median(rounds.bare.map((one) => one.rate)),
      service: median(rounds.service.map((one) => one.rate)),
      http: median(rounds.http.map((one) => one.rate)),
    }
    for (const way of ['bare', 'service', 'http'] as const) {
      results.add(name, way, rate[way], 'purchases/s')
      results.add(name, `${way}, p99`, p99(rounds[way].flatMap(({ times }) => times)), 'ms')
    }
    results.add(name, 'service of bare', (100 * rate.service) / rate.bare, '%', { least: LEAST_SERVICE })
    results.add(name, 'HTTP of bare', (100 * rate.http) / rate.bare, '%', { least: LEAST_HTTP })
  }
  return acknowledged
}

/** One client buys a campaign's units one after the other; all clients run at the same time. */
async function buying(campaigns: readonly (readonly Buyable[])[], buy: Buy): Promise<Measured> {
  const times: number[] = []
  const start = performance.now()
  await Promise.all(
    campaigns.map(async (units) => {
      for (const unit of units) {
        const begin = performance.now()
        await buy(unit)
        times.push(performance.now() - begin)
      }
    }),
  )
  return { rate: (1000 * times.length) / (performance.now() - start), times }
}

/** @returns the number of acknowledged purchases */
async function benchAvailability(
  kind: string,
  market: PurchaseMarket,
  http: HttpBuyer,
  results: Results,
): Promise<number> {
  const question = market.question()
  http.reconnect()
  const ask = () => http.post('/availability', question, 200)
  for (let i = 0; i < 20; i++) await ask()
  const alone = await during(() => pause(ALONE_SECONDS * 1000), { availability: ask })
  results.add(`${kind}, nobody buying`, ASKING, alone.availability.p99, 'ms')
  const stretches: { p99: number; bought: number }[] = []
  for (let i = 0; i < STRETCHES; i++) stretches.push(await whileBuying(market, http, ask))
  const bought = stretches.reduce((sum, stretch) => sum + stretch.bought, 0)
  const times = stretches.map((stretch) => stretch.p99)
  const name = `${kind}, ${BUYERS} buyers, ${BUYER_PAUSE_MS} ms between their purchases`
  results.add(name, 'purchases meanwhile', bought / (STRETCHES * STRETCH_SECONDS), 'purchases/s')
  results.add(name, `${ASKING}, median of ${STRETCHES} stretches`, median(times), 'ms', {
    most: MOST_AVAILABILITY_MS,
  })
  results.add(name, `${ASKING}, the worst of them`, Math.max(...times), 'ms')
  return bought
}

/** Measures availability for a stretch of time during purchases. */
async function whileBuying(
  market: PurchaseMarket,
  http: HttpBuyer,
  ask: () => Promise<void>,
): Promise<{ p99: number; bought: number }> {
  const placed = await market.place(BUYERS, Math.ceil((STRETCH_SECONDS * 1000) / BUYER_PAUSE_MS))
  http.reconnect()
  let bought = 0
  const end = performance.now() + STRETCH_SECONDS * 1000
  const buyer = async (units: readonly Buyable[]) => {
    for (const unit of units) {
      if (performance.now() >= end) return
      await http.buy(unit)
      bought++
      await pause(BUYER_PAUSE_MS)
    }
  }
  const { availability } = await during(() => Promise.all(placed.map(buyer)), { availability: ask })
  return { p99: availability.p99, bought }
}

/**
 * Checks that every acknowledged purchase is stored, including the replayed ones, and that the audit passes.
 */
async function expectEverything(
  kind: string,
  database: Database,
  acknowledged: number,
  say: BenchOptions['say'],
  results: Results,
): Promise<void> {
  const { booked, sold } = await database.read(async (tx) => {
    const [bookings] = await tx.rows<{ booked: number; impressions: number }>(
      'SELECT COUNT(*) AS booked, SUM(impressions) AS impressions FROM booking',
    )
    const [inventory] = await tx.rows<{ sold: number }>('SELECT SUM(sold) AS sold FROM unit_inventory')
    return { booked: Number(bookings!.booked), sold: Number(inventory!.sold) - Number(bookings!.impressions) }
  })
  results.add(kind, 'acknowledged purchases that are lost', acknowledged - booked, 'purchases', {
    most: 0,
    least: 0,
  })
  results.add(kind, 'impressions sold beyond what is booked', sold, 'impressions', { most: 0, least: 0 })
  const failing = (await audit(database, new Date())).filter(({ count }) => count > 0)
  for (const { name, rows } of failing) say(`${kind}: the audit's ${name}: ${rows[0]}`)
  results.add(kind, 'failing checks of the audit', failing.length, 'checks', { most: 0 })
}

/** The work of the route, without HTTP. */
function throughService(database: Database, caller: Caller): Buy {
  const clock = createClock()
  const holds = new ExpiredHolds(database, clock, createLog('error'), 100)
  return async ({ campaignId, unitId }) => {
    const at = clock.instant()
    const body = { units: [{ unitId, version: 1 }], mode: 'all' as const }
    const deadline = Date.now() + 30_000
    const doer = { actor: caller.id, at, ip: '127.0.0.1', userAgent: 'bench' }
    const when = { ...doer, today: clock.today(), deadline }
    const path = `/api/v1/campaigns/${campaignId}/purchases`
    const identified = { accountId: caller.id, key: randomUUID(), method: 'POST', path, body, at, deadline }
    await holds.free()
    await writeOnce(database, identified, (tx) =>
      purchaseUnits(tx, caller, campaignId, body, { amount: null, discountPercent: null, days: 7 }, when),
    )
  }
}

/** Buys like the add-in, over keep-alive connections. */
class HttpBuyer {
  private agent = new Agent({ keepAlive: true })

  constructor(
    private readonly origin: string,
    private readonly token: string,
  ) {}

  buy({ campaignId, unitId }: Buyable): Promise<void> {
    return this.post(
      `/campaigns/${campaignId}/purchases`,
      { units: [{ unitId, version: 1 }], mode: 'all' },
      201,
    )
  }

  /** @throws Error with the answer when its status is another one */
  post(path: string, body: unknown, expected: number): Promise<void> {
    const headers = {
      authorization: `Bearer ${this.token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    }
    return new Promise((resolve, reject) => {
      const sent = request(
        `${this.origin}/api/v1${path}`,
        { method: 'POST', agent: this.agent, headers },
        (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.on('error', reject)
          answer.on('end', () => {
            if (answer.statusCode === expected) resolve()
            else
              reject(
                new Error(
                  `POST ${path}: ${answer.statusCode} ${Buffer.concat(chunks).toString().slice(0, 500)}`,
                ),
              )
          })
        },
      )
      sent.on('error', reject)
      sent.end(JSON.stringify(body))
    })
  }

  /** Opens new connections: the service has closed those that were idle during other measurements. */
  reconnect(): void {
    this.agent.destroy()
    this.agent = new Agent({ keepAlive: true })
  }

  close(): void {
    this.agent.destroy()
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
}

function p99(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.ceil(times.length * 0.99) - 1]!
}
